import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { launch, open, reads, skip } from '../chromium.js';
import { Replay, replayed } from '../replay.js';
import { syntheticRun } from '../synthetic.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Faults by axe's rules for WCAG A and AA, in words. */
async function accessibility(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).slice(0, 3).join(' | ')}`);
}

async function served(replay, use) {
  const port = await replay.listen();
  try {
    return await use(`http://127.0.0.1:${port}/`, port);
  } finally {
    await replay.close();
  }
}

describe('the page', { skip }, () => {
  let browser;
  before(async () => (browser = await launch()));
  after(() => browser?.close());

  /** Serves a replay, opens the page, and sees to it that nothing went wrong on it. */
  async function shown(replay, use, options) {
    await served(replay, async (url, port) => {
      const page = await open(browser, url, options);
      try {
        await use(page, url, port);
        assert.deepEqual(page.faults, []);
      } finally {
        await page.context().close();
      }
    });
  }

  test('follows a live run', async () => {
    const { replay, rest } = replayed({ layers: 12 }, 0.4);
    await shown(replay, async (page) => {
      await reads(page, '#health', /running; last heard \d+ s ago/);
      await reads(page, '#title', /smollm2-135m/);
      await reads(page, '#percent', /\d\d\.\d %/);
      await reads(page, '#left', /\d/);
      await reads(page, '#memory-note', /% of 640 MiB/);
      const done = await page.locator('th[data-state="done"]').count();
      for (const event of rest) replay.tell({ ...event, timeUnixMs: String(Date.now()) });
      await reads(page, '#health', /^finished/);
      await reads(page, '#ending', /134\.5 M → 113\.3 M/);
      await reads(page, '#ending', /49\.1 → 70\.6/);
      await reads(page, '#ending', /gimbal verify out\/smaller/);
      assert.ok(done < 12);
      assert.equal(await page.locator('th[data-state="done"]').count(), 12);
      assert.equal(await page.innerText('#announce'), 'The run is finished.');
    });
  });

  test('shows what it was told while it was away when the server is back', async () => {
    const { replay, rest } = replayed({ layers: 12 }, 0.3);
    await shown(replay, async (page, url, port) => {
      await reads(page, '#health', /^running/);
      await replay.close();
      await reads(page, '#health', /old data: connection lost \d+ s ago, trying again/);
      const second = new Replay();
      const half = Math.floor(rest.length / 2);
      for (const event of [...replay.events, ...rest.slice(0, half)]) second.tell({ ...event });
      await second.listen(port);
      try {
        await reads(page, '#health', /^running/, 40_000);
        for (const event of rest.slice(half)) second.tell(event);
        await reads(page, '#health', /^finished/);
        assert.equal(await page.locator('th[data-state="done"]').count(), 12);
        assert.equal(await page.locator('td.empty').count(), 0);
      } finally {
        await second.close();
      }
    });
  });

  test('begins again when it was too slow for the stream', async () => {
    const { replay, rest } = replayed({ layers: 12 }, 0.3);
    await shown(replay, async (page) => {
      await reads(page, '#health', /^running/);
      for (const reader of replay.readers) reader.end('event: dropped\ndata: {}\n\n');
      for (const event of rest) replay.tell(event);
      await reads(page, '#health', /^finished/);
      assert.ok(replay.requests.filter((path) => path === '/api/run').length >= 2);
    });
  });

  test('says of a dead run that it is dead, and how it goes on', async () => {
    const { replay } = replayed({ layers: 12, end: 'none' }, 0.6);
    Object.assign(replay, { live: false, override: { state: 'interrupted' } });
    await shown(replay, async (page) => {
      await reads(page, '#health', /interrupted: its process is gone/);
      await reads(page, '#ending', /gimbal resume out\/smaller\.run/);
      assert.equal(await page.getAttribute('#health', 'data-level'), 'bad');
    });
  });

  test('notices that a run has died though nothing says so', { timeout: 60_000 }, async () => {
    const { replay } = replayed({ layers: 12, end: 'none' }, 0.6);
    await shown(replay, async (page) => {
      await reads(page, '#health', /^running/);
      Object.assign(replay, { live: false, override: { state: 'interrupted' } });
      await reads(page, '#health', /interrupted/, 30_000);
    });
  });

  test('says why a run failed or was stopped', async () => {
    for (const [end, sentence] of [['failed', /No space is left.*exit code 74/], ['stopped', /SIGINT/]]) {
      const { replay } = replayed({ layers: 6, end });
      await shown(replay, async (page) => {
        await reads(page, '#health', new RegExp(`^${end}`));
        await reads(page, '#ending', sentence);
      });
    }
  });

  test('takes the token out of its address, and says when it is not let in', async () => {
    const { replay } = replayed({ layers: 3 });
    await served(replay, async (url) => {
      const page = await open(browser, `${url}?token=a-secret-of-some-length#layer=2`);
      await reads(page, '#health', /^finished/);
      assert.equal(page.url(), `${url}#layer=2`);
      assert.ok(!(await page.content()).includes('a-secret'));
      replay.deny = true;
      for (const reader of replay.readers) reader.destroy();
      await reads(page, '#health', /not let in/);
      await page.context().close();
    });
  });

  test('puts text of a run in as text', async () => {
    const evil = '<img src=x onerror="document.title=\'taken\'"><b>bold</b>';
    const replay = new Replay();
    const events = [...syntheticRun({ layers: 3, model: evil, output: evil, end: 'failed' })];
    for (const event of events) {
      if (event.runFailed) event.runFailed.message = evil;
      replay.tell(event);
    }
    replay.tell({ id: String(events.length + 1), timeUnixMs: '1', warningRaised: { message: evil } });
    await shown(replay, async (page) => {
      await reads(page, '#warnings', /<img src=x/);
      await reads(page, '#ending', /<b>bold/);
      assert.equal(await page.locator('main img, main b:text-is("bold")').count(), 0);
    });
  });

  test('is walked over by keys: arrows through the heat map, Enter to a layer, Escape back', async () => {
    const { replay } = replayed({ layers: 9 });
    await shown(replay, async (page) => {
      await reads(page, '#health', /^finished/);
      const at = () => page.evaluate(() => [document.activeElement.dataset.layer, document.activeElement.dataset.row].join());
      await page.focus('td[tabindex="0"]');
      assert.equal(await at(), '0,0');
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'End', 'ArrowRight']) await page.keyboard.press(key);
      assert.equal(await at(), '8,1');
      await page.keyboard.press('Control+Home');
      assert.equal(await at(), '0,0');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await reads(page, '#layer', /Layer 2/);
      await reads(page, '#layer', /Condition number/);
      await reads(page, '#layer', /6 heads kept/);
      await page.waitForFunction(() => document.activeElement.id === 'layer-title');
      assert.ok(page.url().endsWith('#layer=2'));
      assert.match(await page.locator('#layer figure svg title').first().textContent(), /6 of 9 are kept, with scores from .* 3 are dropped/);
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => document.activeElement.dataset.layer === '1');
      assert.equal(await page.locator('td[tabindex="0"]').count(), 1);
      await page.click('td[data-layer="4"] >> nth=0');
      await reads(page, '#layer', /Layer 5/);
    });
  });

  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 1280, 1920]) {
      test(`has no faults that axe knows, and nothing sticks out: ${colorScheme}, ${width} wide`, async () => {
        const { replay } = replayed({ layers: 30, strange: true }, width === 1280 ? 1 : 0.5);
        await shown(
          replay,
          async (page, url) => {
            await page.goto(`${url}#layer=3`);
            await page.reload();
            await reads(page, '#layer', /Layer 3/);
            await page.click('summary');
            await page.waitForTimeout(600);
            assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
            assert.deepEqual(await accessibility(page), []);
          },
          { colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' },
        );
      });
    }
  }

  test('keeps the colours that were chosen', async () => {
    const { replay } = replayed({ layers: 3 });
    await shown(replay, async (page) => {
      const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await background();
      await page.click('#theme [data-choice="dark"]');
      const dark = await background();
      assert.notEqual(dark, light);
      await page.reload();
      assert.equal(await background(), dark);
      await page.click('#theme [data-choice="auto"]');
      assert.equal(await background(), light);
    }, { colorScheme: 'light' });
  });

  test('draws 80 layers and 100,000 events without a frame above 100 ms', { timeout: 240_000 }, async () => {
    const events = [...syntheticRun({ layers: 80, rounds: 455, from: Date.now() - 3_600_000 })];
    assert.ok(events.length >= 100_000, String(events.length));
    const measured = await flood(browser, events);
    console.log(`# ${JSON.stringify(measured)}`);
    // What the page itself takes. A machine that is busy with other things makes frames longer, and says nothing of the page.
    assert.ok(measured.busiestFrame <= 100, `${measured.busiestFrame} ms of work between two frames`);
    assert.ok(measured.drawingsASecond <= 5, `${measured.drawingsASecond} drawings a second`);
  });
});

/** Opens the page on a run that has not begun, tells it everything at once, and measures its frames. */
async function flood(browser, events) {
  const replay = new Replay();
  return served(replay, async (url) => {
    const page = await open(browser, url);
    await reads(page, '#health', /nothing heard/);
    await page.evaluate(() => {
      const seen = (globalThis.seen = { longest: 0, changes: 0 });
      let last = performance.now();
      requestAnimationFrame(function again() {
        const now = performance.now();
        seen.longest = Math.max(seen.longest, Math.round(now - last));
        last = now;
        requestAnimationFrame(again);
      });
      const options = { childList: true, characterData: true, subtree: true };
      new MutationObserver(() => seen.changes++).observe(document.getElementById('percent'), options);
    });
    const trace = await traced(page);
    const begun = Date.now();
    for (let at = 0; at < events.length; at += 500) {
      for (const event of events.slice(at, at + 500)) replay.tell(event);
      await new Promise(setImmediate);
    }
    await reads(page, '#health', /^finished/, 120_000);
    const seconds = (Date.now() - begun) / 1000;
    await page.waitForTimeout(500);
    const busiestFrame = await trace();
    const seen = await page.evaluate(() => globalThis.seen);
    assert.equal(await page.locator('th[data-state="done"]').count(), 80);
    assert.deepEqual(page.faults, []);
    await page.context().close();
    return { events: events.length, seconds, busiestFrame, longestWait: seen.longest, drawingsASecond: seen.changes / seconds };
  });
}

/**
 * Begins to look at what the page's main thread does. Ends with the most that it had to do between two frames, in milliseconds
 * of its own processor time: scripts, layout, painting, whatever arrived.
 */
async function traced(page) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel', 'devtools.timeline'] } });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    const drawing = events.find((event) => event.name === 'FireAnimationFrame');
    const main = events.filter((event) => event.pid === drawing.pid && event.tid === drawing.tid).sort((a, b) => a.ts - b.ts);
    let [busiest, sum, tasks, frames] = [0, 0, 0, 0];
    for (const event of main) {
      if (event.name === 'FireAnimationFrame') {
        [busiest, sum] = [Math.max(busiest, sum), 0];
        frames++;
      } else if (/RunTask/.test(event.name) && event.tdur) {
        sum += event.tdur / 1000;
        tasks++;
      }
    }
    assert.ok(frames > 30 && tasks > 100, `${frames} frames, ${tasks} tasks`);
    return busiest;
  };
}
