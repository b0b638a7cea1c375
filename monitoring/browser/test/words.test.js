import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as format from '../../src/main/resources/dev/gimbal/monitoring/web/format.js';
import { domain, roundUp, STEPS, step, ticks } from '../../src/main/resources/dev/gimbal/monitoring/web/scale.js';
import { activity, ending, health, quoted, regainedWords } from '../../src/main/resources/dev/gimbal/monitoring/web/words.js';

const NOW = 1_700_000_000_000;
const OPEN = { kind: 'open', since: NOW };
const LOST = { kind: 'lost', since: NOW - 40_000 };

function state(changes) {
  return { state: 'running', live: true, lastEventTime: NOW - 1000, progress: {}, task: {}, ...changes };
}

test('the health line says how the run is', () => {
  assert.deepEqual(health(state({}), OPEN, NOW), { level: 'good', text: 'running; last heard 1 s ago' });
  assert.deepEqual(health(state({}), LOST, NOW), { level: 'bad', text: 'old data: connection lost 40 s ago, trying again' });
  assert.equal(health(state({ lastEventTime: NOW - 130_000 }), OPEN, NOW).text, 'running, but silent; last heard 2 min 10 s ago');
  assert.equal(health(state({ state: 'interrupted', live: false }), OPEN, NOW).level, 'bad');
  assert.match(health(state({ state: 'interrupted', live: false }), OPEN, NOW).text, /^interrupted: its process is gone/);
  assert.equal(health(state({ state: 'finished', live: false }), LOST, NOW).text, 'finished 1 s ago; its address is closed');
  assert.match(health(state({}), { kind: 'denied', since: NOW }, NOW).text, /token/);
});

test('the command that goes on is one that a shell understands', () => {
  const task = { output: 'out/x', runDirectory: "runs/it's smaller" };
  assert.deepEqual(ending(state({ state: 'interrupted', task })).commands, [`gimbal resume 'runs/it'\\''s smaller'`]);
  assert.equal(ending(state({ state: 'finished', task: { output: 'out/x' } })).commands[0], 'gimbal verify out/x');
  assert.equal(ending(state({})), undefined);
  assert.equal(quoted('out/smaller-1.run'), 'out/smaller-1.run');
});

test('what it is busy with is said with layers from 1', () => {
  const progress = { stage: 'mlp', layer: 11 };
  assert.equal(activity(state({ progress, task: { layers: 30 } })), 'Pruning, layer 12 of 30, MLP');
  assert.equal(activity(state({ state: 'failed', progress, task: { layers: 30 } })), 'Ended while pruning, layer 12 of 30, MLP');
});

test('what came back is told in hundredths, and losses as such', () => {
  assert.equal(regainedWords({ before: 0.2, after: 0.1 }), '50 % regained');
  assert.equal(regainedWords({ before: 0.2, after: 0.25 }), '25 % worse');
  assert.equal(regainedWords({ before: Infinity, after: 0.25 }), '');
  assert.equal(regainedWords({ before: 0, after: 0 }), '');
});

test('numbers are short and keep the digits that count', () => {
  assert.equal(format.duration(4.25), '4.3 s');
  assert.equal(format.duration(59.6), '1 min');
  assert.equal(format.duration(3900), '1 h 5 min');
  assert.equal(format.duration(90_061), '1 d 1 h');
  assert.equal(format.age(1.2), '1 s');
  assert.equal(format.age(-3), '0 s');
  assert.equal(format.bytes(0), '0 B');
  assert.equal(format.bytes(640 * 1024 ** 2), '640 MiB');
  assert.equal(format.bytes(1.5 * 1024 ** 3), '1.5 GiB');
  assert.equal(format.error(0.02691), '0.0269');
  assert.equal(format.error(Infinity), '∞');
  assert.equal(format.short(0.02691), '.027');
  assert.equal(format.short(0.99999), '1.0');
  assert.equal(format.short(NaN), 'NaN');
  assert.equal(format.count(1_837_184), '1,837,184');
  assert.equal(format.rounded(134_515_008), '134.5 M');
  assert.equal(format.percent(undefined), '–');
});

test('colours rise with the error and never leave the scale', () => {
  for (const end of [1e-6, 0.03, 0.2, 1]) {
    let last = 0;
    for (let value = 0; value <= 2 * end; value += end / 97) {
      const now = step(value, end);
      assert.ok(now >= last && now < STEPS);
      last = now;
    }
    assert.equal(last, STEPS - 1);
  }
  assert.equal(step(Infinity, 0.1), STEPS - 1);
  assert.equal(step(NaN, 0.1), STEPS - 1);
  assert.equal(step(undefined, 0.1), undefined);
});

test('one outlandish error does not take the colours from the others', () => {
  const usual = Array.from({ length: 60 }, (_, index) => 0.05 + index / 1000);
  assert.ok(domain([...usual, 1e9, Infinity, NaN]) <= 0.5);
  assert.equal(domain([]), 0.1);
});

test('axes have few marks at round numbers', () => {
  assert.equal(roundUp(0.0123), 0.015);
  assert.equal(roundUp(1), 1);
  for (const end of [1e-5, 0.3, 7, 640, 123_456]) {
    const marks = ticks(end, 4);
    assert.equal(marks[0], 0);
    assert.ok(marks.length >= 2 && marks.length <= 5);
    assert.ok(marks.at(-1) <= end * 1.000001);
  }
});
