import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Run } from '../../src/main/resources/dev/gimbal/monitoring/web/run.js';
import { launch, open, reads, skip as noBrowser } from '../chromium.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const GIMBAL = process.env.GIMBAL ?? join(ROOT, 'gimbal');
const SAMPLE = join(ROOT, 'configs/sample');

function skipped() {
  if (noBrowser) return noBrowser;
  if (!existsSync(GIMBAL)) return `no program at ${GIMBAL}`;
  const help = spawnSync(GIMBAL, ['prune', '--help'], { encoding: 'utf8' });
  if (help.status !== 0) return `${GIMBAL} does not run: ${help.stderr.trim().split('\n').at(-1)}`;
  return help.stdout.includes('--monitor') ? false : `${GIMBAL} knows no --monitor`;
}

/** A process of the program, whose address is known once it has said it. */
class Program {
  constructor(...words) {
    this.process = spawn(GIMBAL, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.said = '';
    this.ended = new Promise((resolve) => this.process.on('exit', (code, signal) => resolve(code ?? signal)));
    this.process.stdout.on('data', () => {});
    this.process.stderr.on('data', (data) => (this.said += data));
  }

  async address(within = 60_000) {
    const until = Date.now() + within;
    while (Date.now() < until) {
      const found = /http:\/\/[\w.:[\]-]+\//.exec(this.said);
      if (found) return found[0];
      await sleep(50);
    }
    throw new Error(`no address in: ${this.said}`);
  }

  /** The launcher may be a shell above the program itself: whoever has the port is told. */
  async end(signal) {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill(signal);
    return this.ended;
  }
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function until(what, is, within = 60_000) {
  const end = Date.now() + within;
  while (Date.now() < end) {
    const value = await is().catch(() => undefined);
    if (value) return value;
    await sleep(50);
  }
  throw new Error(`never came: ${what}`);
}

const ask = async (url) => (await fetch(`${url}api/run`)).json();

/** All events of a run that has ended, or that were told so far. */
async function events(url, last) {
  const abort = new AbortController();
  const response = await fetch(`${url}api/events?after=0`, { signal: abort.signal });
  const found = [];
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const frames = text.split('\n\n');
    text = frames.pop();
    for (const frame of frames) {
      const data = frame.split('\n').find((line) => line.startsWith('data: '));
      if (data && !frame.includes('event: dropped')) found.push(JSON.parse(data.slice(6)));
    }
    if (Number(found.at(-1)?.id) >= last) break;
  }
  abort.abort();
  return found;
}

describe('the page on real runs', { skip: skipped() }, () => {
  let browser;
  let folder;
  let started = [];
  before(async () => {
    browser = await launch();
    folder = mkdtempSync(join(tmpdir(), 'gimbal-page-'));
  });
  after(async () => {
    for (const program of started) await program.end('SIGKILL');
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (...words) => {
    const program = new Program(...words);
    started.push(program);
    return program;
  };
  const prune = (name, ...more) =>
    run(
      'prune', '--model', join(SAMPLE, 'model'), '--calibration', join(SAMPLE, 'calibration.txt'), '--output', join(folder, name),
      '--evaluation', join(SAMPLE, 'evaluation.txt'), '--compensation', 'auto', '--monitor', '0', ...more,
    );

  test('shows a run from its beginning to its end, and knows then what the server knows', { timeout: 240_000 }, async () => {
    const program = prune('live', '--windows', '512', '--threads', '1');
    const url = await program.address();
    const page = await open(browser, url);
    await reads(page, '#health', /^running; last heard \d+ s ago/, 60_000);
    await reads(page, '#activity', /^Pruning, layer \d of 8/, 60_000);
    await reads(page, '#percent', /\d+\.\d %/);
    await reads(page, '#health', /^finished/, 180_000);
    assert.equal(await program.ended, 0, program.said);
    assert.equal(await page.locator('th[data-state="done"]').count(), 8);
    assert.equal(await page.locator('td.empty').count(), 0);
    await reads(page, '#ending', /Perplexity\s+94\.1 → \d+/);
    await reads(page, '#health', /its address is closed/, 60_000);
    await page.click('th[data-layer="4"]');
    await reads(page, '#layer', /6 of 8 heads/);
    assert.ok((await page.locator('#layer figure.scores').count()) === 2);
    assert.deepEqual(page.faults, []);
    await page.context().close();

    const watch = run('watch', join(folder, 'live.run'), '--monitor', '0');
    const again = await watch.address();
    const answer = await until('a finished run', async () => {
      const told = await ask(again);
      return told.state === 'finished' && told;
    });
    const folded = new Run();
    for (const event of await events(again, answer.lastEventId)) folded.fold(event);
    const { now, progress, series, ...expected } = answer;
    const plain = JSON.parse(JSON.stringify(folded.view()));
    for (const key of Object.keys(expected)) assert.deepEqual(plain[key], expected[key], key);
    assert.deepEqual(plain.progress, progress);
    assert.deepEqual(plain.series, series);

    const second = await open(browser, again);
    await reads(second, '#health', /^finished/);
    await reads(second, '#ending', /gimbal verify/);
    assert.deepEqual(second.faults, []);
    await second.context().close();
    assert.equal(await watch.end('SIGINT'), 0, watch.said);
  });

  test('reconnects to a server that was killed, and shows the run go on elsewhere', { timeout: 240_000 }, async () => {
    const program = prune('killed', '--windows', '2048', '--threads', '1', '--checkpoint-interval', '0.2');
    const url = await program.address();
    const { port } = new URL(url);
    const page = await open(browser, url);
    await reads(page, '#saved-note', /generation [2-9]/, 120_000);
    const process = (await ask(url)).task.process;
    globalThis.process.kill(process ?? program.process.pid, 'SIGKILL');
    await program.ended;
    await reads(page, '#health', /old data: connection lost \d+ s ago, trying again/, 30_000);

    // Somebody looks at what is left, at the same address.
    const watch = run('watch', join(folder, 'killed.run'), '--monitor', port);
    await watch.address();
    await reads(page, '#health', /interrupted: its process is gone/, 60_000);
    await reads(page, '#ending', /gimbal resume \S*killed\.run/);

    // And the run goes on in another process, which the same page shows.
    const resumed = run('resume', join(folder, 'killed.run'));
    await reads(page, '#health', /^running/, 60_000);
    await reads(page, '#task', /resumed/);
    await resumed.end('SIGINT');
    await reads(page, '#health', /^stopped as asked/, 60_000);
    assert.deepEqual(page.faults, []);
    await page.context().close();
    assert.equal(await watch.end('SIGINT'), 0, watch.said);
  });
});
