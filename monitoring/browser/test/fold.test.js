import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processBegin } from '../../src/main/resources/dev/gimbal/monitoring/web/processes.js';
import { Run } from '../../src/main/resources/dev/gimbal/monitoring/web/run.js';
import { syntheticRun } from '../synthetic.js';

function folded(events, run = new Run()) {
  for (const event of events) run.fold(event);
  return run;
}

/** What a server would have answered: its view as JSON, numbers that are not finite as texts. */
function answer(run) {
  const live = run.view().live;
  const text = JSON.stringify({ ...run.view(), live, now: run.lastEventTime }, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
  return JSON.parse(text);
}

/** Without what an answer has only rounded figures for. */
function exact(view) {
  const { series, progress, ...rest } = view;
  const { tokensPerSecond, secondsLeft, ...where } = progress;
  const plain = { ...rest, progress: where, times: series.time, resident: series.resident };
  return JSON.parse(JSON.stringify(plain, (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value)));
}

test('a page that joins late knows what one that was there from the beginning does', () => {
  for (const end of ['finished', 'failed', 'stopped', 'none']) {
    const events = [...syntheticRun({ layers: 6, end, strange: true })];
    const whole = exact(folded(events).view());
    for (let at = 0; at <= events.length; at += 7) {
      const late = new Run();
      late.load(answer(folded(events.slice(0, at))));
      assert.deepEqual(exact(folded(events.slice(at), late).view()), whole, `${end}, joined after ${at}`);
    }
  }
});

test('its time left is about what is left', () => {
  const events = [...syntheticRun({ layers: 20, end: 'none' })];
  const last = Number(events.at(-1).timeUnixMs);
  const run = new Run();
  events.forEach((event, index) => {
    run.fold(event);
    if (index < events.length * 0.2 || index > events.length * 0.95) return;
    const { secondsLeft } = run.view().progress;
    const left = (last - Number(event.timeUnixMs)) / 1000;
    assert.ok(Math.abs(secondsLeft - left) < 0.15 * left + 1, `${secondsLeft} of ${left} after ${index}`);
  });
});

test('events that are known already change nothing', () => {
  const events = [...syntheticRun({ layers: 3 })];
  const run = folded(events);
  const before = exact(run.view());
  assert.deepEqual(exact(folded(events, run).view()), before);
});

test('another run asks for everything anew', () => {
  const run = folded([{ id: '1', timeUnixMs: '1', runId: 'a', warningRaised: { message: 'one' } }]);
  assert.equal(run.fold({ id: '2', timeUnixMs: '2', runId: 'b', warningRaised: { message: 'two' } }), true);
  assert.deepEqual(run.view().warnings, [{ time: 1, message: 'one' }]);
});

test('an event of a later version is passed over', () => {
  const run = folded([{ id: '1', timeUnixMs: '5', stageStarted: { stage: 'STAGE_OF_TOMORROW' } }, { id: '2', timeUnixMs: '9', ofTomorrow: { x: 1 } }]);
  assert.equal(run.lastEventId, 2);
  assert.equal(run.view().progress.stage, undefined);
});

test('numbers that are not finite are kept as such', () => {
  const events = [...syntheticRun({ layers: 2, strange: true })];
  const { targets } = folded(events).view().layers[1];
  assert.equal(targets.o_proj.fitted.before, Infinity);
  assert.ok(Number.isNaN(targets.o_proj.fitted.after));
  assert.equal(targets.o_proj.rotation.conditionNumber, Infinity);
});

test('a hundred thousand events stay in bounded memory', () => {
  const run = new Run();
  let id = 0;
  let time = 1_700_000_000_000;
  const tell = (kind, told) => run.fold({ id: String(++id), timeUnixMs: String((time += 731)), [kind]: told });
  for (let i = 0; i < 20_000; i++) {
    tell('stageStarted', { stage: i % 2 ? 'STAGE_MLP' : 'STAGE_ATTENTION', layer: i % 80, layers: 80, tokens: '1000' });
    tell('tokensDone', { tokens: '1000', of: '1000' });
    tell('memoryUsed', { residentBytes: '5', heapBytes: '3' });
    tell('checkpointCommitted', { generation: String(i), seconds: 0.1 });
    tell('warningRaised', { message: `${i}` });
  }
  const view = run.view();
  assert.equal(view.layers.length, 80);
  assert.ok(view.timeline.length <= 4000);
  assert.ok(view.series.time.length <= 600 && view.series.time.length > 250);
  assert.equal(view.checkpoints.recent.length, 100);
  assert.equal(view.warnings.length, 200);
  assert.equal(view.warningsLeftOut, 19_800);
});

test('a layer that no model has is not believed', () => {
  const run = folded([{ id: '1', timeUnixMs: '1', targetSolved: { layer: 4_000_000_000, outcome: { target: 'TARGET_O_PROJ' } } }]);
  assert.equal(run.view().layers.length, 0);
});

test('time between two processes is no work, and what was to be done again is', () => {
  const at = (seconds) => String(1_700_000_000_000 + 1000 * seconds);
  const started = { layers: 3, tokens: '100', model: 'm', output: 'o' };
  const run = folded([
    { id: '1', timeUnixMs: at(0), runStarted: started },
    { id: '2', timeUnixMs: at(1), stageStarted: { stage: 'STAGE_ATTENTION', layers: 3, tokens: '100' } },
    { id: '3', timeUnixMs: at(4), layerFinished: { outcome: { seconds: 3 } } },
    { id: '4', timeUnixMs: at(5), layerFinished: { outcome: { layer: 1, seconds: 1 } } },
    { id: '5', timeUnixMs: at(4000), runStarted: { ...started, resumed: true, layersDone: 1 } },
    { id: '6', timeUnixMs: at(4002), stageStarted: { stage: 'STAGE_ATTENTION', layer: 1, layers: 3, tokens: '100' } },
  ]);
  const view = run.view();
  assert.equal(view.secondsWorked, 7);
  assert.equal(view.startedTime, Number(at(0)));
  assert.equal(view.processStartedTime, Number(at(4000)));
  assert.deepEqual(view.layers.map((layer) => layer.state), ['done', 'working', 'waiting']);
  assert.equal(view.progress.layersDone, 1);
});

test('a process begins with its first span', () => {
  const span = (actor, from, to) => ({ actor, what: 'x', from, to });
  const timeline = [span('LayerActor', 0, 9000), span('CompensationActor', 8000, 9000), span('LayerActor', 90_000, 99_000), span('CheckpointActor', 98_000, 99_500)];
  assert.equal(processBegin(timeline, 89_500), 2);
  assert.equal(processBegin(timeline, 0), 0);
  assert.equal(processBegin(timeline), 0);
  assert.equal(processBegin(timeline, 99_900), 4);
  assert.equal(processBegin([], 5), 0);
});
