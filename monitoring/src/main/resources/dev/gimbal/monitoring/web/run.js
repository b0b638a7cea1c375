// What is known of a run: what /api/run told, and what later events add to it. No part of this touches the page.

import { MEMORY_AREAS, SeriesLog, SpanLog } from './logs.js';
import { answerTarget, eventTarget, label, number, scoreCurve } from './outcome.js';
import { Pace } from './pace.js';

export const TARGETS = ['o_proj', 'down_proj'];
export const ACTORS = ['RunSupervisor', 'LayerActor', 'CompensationActor', 'CheckpointActor'];

const MAX_WARNINGS = 200;
const MAX_CHECKPOINTS = 100;
const MAX_LAYERS = 4096;
const ENDED = ['stopped', 'failed', 'finished', 'interrupted'];
const STAGES = ['load', 'measure', 'attention', 'mlp', 'write', 'evaluate', 'catch_up'];
const OF_LAYERS = ['measure', 'attention', 'mlp'];

/** Whether nothing more is to be expected of a run in this state, unless somebody resumes it. */
export function hasEnded(state) {
  return ENDED.includes(state);
}

export class Run {
  constructor() {
    /** What has changed since it was last asked for: names of parts of the view. */
    this.changed = new Set();
    /** Of which layers something has changed since then. */
    this.changedLayers = new Set();
    this.load({});
  }

  /** Replaces everything by an answer of /api/run. */
  load(answer) {
    const told = { timeline: [], ...answer };
    const { live = true, lastEventTime } = told;
    this.id = told.run;
    this.lastEventId = number(told.lastEventId) ?? 0;
    this.lastEventTime = lastEventTime;
    this.startedTime = told.startedTime;
    this.processStartedTime = told.processStartedTime;
    this.life = { state: told.state ?? 'starting', live, reason: told.reason, exitCode: told.exitCode };
    const since = live && lastEventTime !== undefined && told.now !== undefined ? Math.max(0, told.now - lastEventTime) : 0;
    this.worked = Math.max(0, 1000 * (told.secondsWorked ?? 0) - since);
    this.task = told.task ?? {};
    this.pace = Pace.of(told);
    this.layers = (told.layers ?? []).map(({ targets, ...layer }) => ({ ...layer, targets: answerTargets(targets) }));
    this.working = this.layers.find((layer) => layer.state === 'working')?.layer;
    this.checkpoints = told.checkpoints?.recent ?? [];
    this.memory = told.memory ?? {};
    this.series = SeriesLog.of(told);
    this.spans = SpanLog.of(told);
    this.parts = told.parts ?? {};
    this.queues = told.queues ?? [];
    this.warnings = new Map((told.warnings ?? []).map(({ time, message }) => [message, time]));
    this.warningsLeftOut = told.warningsLeftOut ?? 0;
    this.result = told.result && Object.fromEntries(Object.entries(told.result).map(([key, value]) => [key, number(value)]));
    this.change('all');
    for (const layer of this.layers) this.changedLayers.add(layer.layer);
  }

  change(...parts) {
    for (const part of parts) this.changed.add(part);
  }

  /** What has changed since this was last called. */
  takeChanges() {
    const taken = { parts: this.changed, layers: this.changedLayers };
    this.changed = new Set();
    this.changedLayers = new Set();
    return taken;
  }

  /**
   * Adds an event in protobuf's JSON. One that is not newer than the last is known already.
   *
   * @returns {boolean} whether it is of another run, so that everything has to be asked for again
   */
  fold(event) {
    const id = number(event.id) ?? 0;
    if (this.id !== undefined && event.runId !== undefined && event.runId !== this.id) return true;
    if (id <= this.lastEventId) return false;
    const time = number(event.timeUnixMs) ?? 0;
    this.id = event.runId ?? this.id;
    this.lastEventId = id;
    this.hear(time, Boolean(event.runStarted));
    for (const kind in event) {
      if (Object.hasOwn(FOLDS, kind)) FOLDS[kind](this, event[kind], time);
    }
    this.spans.last = time;
    this.lastEventTime = time;
    this.change('heard');
    return false;
  }

  /** Something was heard of it, so somebody works on it; time between two processes is no work. */
  hear(time, begins) {
    if (begins || this.startedTime === undefined) this.processStartedTime = time;
    if (this.startedTime === undefined) this.startedTime = time;
    else if (this.life.state === 'running' && !begins) this.worked += Math.max(0, time - this.lastEventTime);
    if (this.life.state === 'starting' || this.life.state === 'interrupted') {
      this.life = { state: 'running', live: true };
      this.change('state');
    }
  }

  end(life, time) {
    this.life = { live: false, ...life };
    this.pace.end(life.state === 'finished');
    this.spans.close(time);
    this.series.intervals.end();
    this.work(undefined);
    this.change('state', 'progress', 'layers', 'timeline');
  }

  /** Which layer is worked on. */
  work(index) {
    for (const [at, state] of [[this.working, 'waiting'], [index, 'working']]) {
      const layer = this.layers[at];
      if (!layer || layer.state === 'done') continue;
      layer.state = state;
      this.changedLayers.add(at);
    }
    this.working = index;
    this.change('layers');
  }

  /** The layer of this index, if a model can have it. */
  layer(index) {
    const most = this.task.layers || MAX_LAYERS;
    if (!(index >= 0 && index < Math.min(most, MAX_LAYERS))) return undefined;
    while (this.layers.length <= index) this.layers.push({ layer: this.layers.length, state: 'waiting', targets: {} });
    this.changedLayers.add(index);
    return this.layers[index];
  }

  /** Everything, in the shape of /api/run's answer; as of the last event. Not to be changed by whoever gets it. */
  view() {
    const last = this.checkpoints.at(-1);
    return {
      run: this.id,
      lastEventId: this.lastEventId,
      lastEventTime: this.lastEventTime,
      ...this.life,
      task: this.task,
      startedTime: this.startedTime,
      processStartedTime: this.processStartedTime,
      secondsWorked: this.worked / 1000,
      progress: this.pace.progress(this.life.live),
      layers: this.layers,
      checkpoints: { ...last, recent: this.checkpoints },
      memory: this.memory,
      series: this.series.view(),
      timeline: this.spans.view(),
      parts: this.parts,
      queues: this.queues,
      warnings: [...this.warnings].map(([message, time]) => ({ time, message })),
      warningsLeftOut: this.warningsLeftOut,
      result: this.result,
    };
  }
}

function answerTargets(targets = {}) {
  return Object.fromEntries(Object.entries(targets).map(([name, target]) => [name, answerTarget(target)]));
}

const FOLDS = {
  runStarted(run, told, time) {
    run.life = { state: 'running', live: true };
    run.task = startedTask(told);
    run.result = undefined;
    run.memory = { budget: run.task.memoryBudget, deviceBudget: run.task.deviceBudget };
    run.parts = {};
    run.queues = [];
    run.pace.begin({ layers: run.task.layers, tokens: run.task.tokens, layersDone: told.layersDone ?? 0 });
    run.spans.begin(time);
    run.series.intervals.end();
    run.work(undefined);
    run.layer(run.task.layers - 1);
    for (const layer of run.layers) {
      const done = layer.layer < (told.layersDone ?? 0);
      if (!done) Object.assign(layer, { seconds: undefined, heads: undefined, channels: undefined });
      layer.state = done ? 'done' : 'waiting';
      run.changedLayers.add(layer.layer);
    }
    run.change('all');
  },

  stageStarted(run, told, time) {
    const named = label(told.stage, 'STAGE_');
    const stage = STAGES.includes(named) ? named : undefined;
    const layer = told.layer ?? 0;
    const layers = Math.min(told.layers ?? 0, MAX_LAYERS);
    if (!run.task.layers && layers) {
      run.task = { ...run.task, layers };
      run.layer(layers - 1);
    }
    run.pace.startStage({ stage, layer, layers, tokens: number(told.tokens) ?? 0 }, time);
    run.series.intervals.begin(time);
    if (stage) run.spans.stage(stage, layers ? layer : undefined, time);
    else run.spans.close(time);
    run.work(OF_LAYERS.includes(stage) && run.layer(layer) ? layer : undefined);
    run.change('progress', 'timeline');
  },

  tokensDone(run, told, time) {
    const tokens = number(told.tokens) ?? 0;
    run.pace.countTokens(tokens, number(told.of) ?? 0, time);
    run.series.tokens(tokens, time);
    run.change('progress', 'series', 'timeline');
  },

  targetSolved(run, told, time) {
    const target = label(told.outcome?.target, 'TARGET_');
    const layer = run.layer(told.layer ?? 0);
    if (!target || !layer) return;
    const seconds = number(told.seconds) ?? 0;
    layer.targets[target] = eventTarget(told.outcome, seconds, told.scores && scoreCurve(told.scores));
    run.spans.past('CompensationActor', `solve ${target}`, layer.layer, seconds, time);
    run.change('layers', 'timeline');
  },

  layerFinished(run, { outcome = {} }) {
    const layer = run.layer(outcome.layer ?? 0);
    if (!layer) return;
    const { heads, channels } = outcome;
    layer.state = 'done';
    layer.seconds = number(outcome.seconds) ?? 0;
    layer.heads = heads && { total: heads.total ?? 0, kept: heads.queryHeads?.length ?? 0 };
    layer.channels = channels && { total: channels.total ?? 0, kept: channels.channels?.length ?? 0 };
    for (const [target, told] of [['o_proj', outcome.attention], ['down_proj', outcome.mlp]]) {
      const before = layer.targets[target];
      if (told) layer.targets[target] = eventTarget(told, before?.seconds, before?.scores);
    }
    run.pace.finishLayer(layer.layer);
    run.change('layers', 'progress');
  },

  checkpointCommitted(run, told, time) {
    const seconds = number(told.seconds) ?? 0;
    run.checkpoints.push({
      generation: number(told.generation) ?? 0,
      time,
      bytes: number(told.bytes) ?? 0,
      seconds,
      layersDone: told.layersDone ?? 0,
    });
    if (run.checkpoints.length > MAX_CHECKPOINTS) run.checkpoints.shift();
    run.spans.past('CheckpointActor', 'commit', undefined, seconds, time);
    run.change('checkpoints', 'timeline');
  },

  memoryUsed(run, told, time) {
    const used = Object.fromEntries(MEMORY_AREAS.map((area) => [area, number(told[`${area}Bytes`]) ?? 0]));
    const device = used.device || run.task.deviceBudget ? used.device : undefined;
    run.memory = {
      ...used,
      resident: used.resident || undefined,
      heap: used.heap || undefined,
      device,
      budget: number(told.budgetBytes) || run.task.memoryBudget,
      deviceBudget: run.task.deviceBudget,
    };
    // Where 0 stands for what is not known, or not there.
    const known = Object.fromEntries(
      Object.entries(used).filter(([area, size]) => size !== 0 || area === 'offHeap' || area === 'hiddenStore'),
    );
    run.series.memory(known, time);
    run.change('memory', 'series');
  },

  workMeasured(run, told) {
    run.parts = Object.fromEntries((told.parts ?? []).map(({ part, seconds }) => [part, number(seconds) ?? 0]));
    run.queues = (told.queues ?? []).map(({ queue, depth = 0, capacity }) => ({ queue, depth, capacity }));
    run.change('parts', 'queues');
  },

  warningRaised(run, { message = '' }, time) {
    run.warnings.delete(message);
    run.warnings.set(message, time);
    if (run.warnings.size > MAX_WARNINGS) {
      run.warnings.delete(run.warnings.keys().next().value);
      run.warningsLeftOut++;
    }
    run.change('warnings');
  },

  runStopped(run, told, time) {
    run.end({ state: 'stopped', reason: told.reason ?? '' }, time);
  },

  runFailed(run, told, time) {
    run.end({ state: 'failed', reason: told.message ?? '', exitCode: told.exitCode ?? 0 }, time);
  },

  runFinished(run, told, time) {
    run.end({ state: 'finished' }, time);
    run.result = {
      ratioReached: number(told.ratioReached) ?? 0,
      parametersBefore: number(told.parametersBefore) ?? 0,
      parametersAfter: number(told.parametersAfter) ?? 0,
      perplexityBefore: number(told.perplexityBefore),
      perplexityAfter: number(told.perplexityAfter),
      seconds: number(told.seconds) ?? 0,
    };
    run.change('result');
  },
};

function startedTask(told) {
  return {
    model: told.model ?? '',
    output: told.output ?? '',
    runDirectory: told.runDirectory,
    layers: Math.min(told.layers ?? 0, MAX_LAYERS),
    windows: told.windows ?? 0,
    seq: told.seq ?? 0,
    tokens: number(told.tokens) ?? 0,
    ratio: number(told.ratio) ?? 0,
    compensation: told.compensation,
    schedule: told.schedule,
    backend: told.backend,
    version: told.programVersion,
    host: told.host,
    process: number(told.process),
    resumed: told.resumed ?? false,
    memoryBudget: number(told.memoryBudgetBytes),
    deviceBudget: number(told.deviceBudgetBytes),
  };
}
