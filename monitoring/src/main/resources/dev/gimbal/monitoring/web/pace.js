// How far a run is, how fast it goes, and how long its layers will take still: as the server reckons it, so that a page
// that has followed events for hours shows what a page that is opened now does.

import { processBegin } from './processes.js';

/** Reports over less time than this, in milliseconds, are not yet made a forecast of. */
const LEAST = 500;

/** The last few of many figures. */
class Recent {
  constructor(most) {
    this.most = most;
    this.values = [];
  }

  add(value) {
    this.values.push(value);
    if (this.values.length > this.most) this.values.shift();
  }

  /** What half of them do not reach; undefined of none. */
  median() {
    if (this.values.length === 0) return undefined;
    const sorted = [...this.values].sort((a, b) => a - b);
    return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  }
}

/** What went through a stage between two of its reports. */
export class Intervals {
  begin(time, tokens = 0) {
    this.counting = true;
    this.tokens = tokens;
    this.time = time;
  }

  end() {
    this.counting = false;
  }

  /** `{tokens, milliseconds}`; undefined where nothing has gone through, no time has passed, or the clock was set back. */
  advance(count, time) {
    const milliseconds = time - this.time;
    const tokens = count - this.tokens;
    if (!this.counting || milliseconds === 0) return undefined;
    this.tokens = count;
    this.time = time;
    return milliseconds < 0 || tokens <= 0 ? undefined : { tokens, milliseconds };
  }
}

/**
 * Where a run is among its layers. A layer is pruned in two stages that count half of it each; where all layers are measured
 * first, that counts as much as the pruning.
 */
class Position {
  constructor() {
    this.layers = 0;
    this.calibration = 0;
    this.done = 0;
    this.measures = false;
    this.measured = 0;
    this.at(undefined, 0, 0, 0);
  }

  begin({ layers, tokens, layersDone }) {
    this.layers = layers;
    this.calibration = tokens;
    this.done = Math.min(layersDone, layers);
    this.stage = undefined;
  }

  /** In a stage of a layer that `count` tokens will go through, of which some have. */
  at(stage, layer, count, tokens) {
    this.whole = stage === 'evaluate' ? count : Math.max(this.calibration, count);
    this.before = count === 0 ? 0 : this.whole - count;
    this.stage = this.layers === 0 || layer < this.layers ? stage : undefined;
    this.layer = layer;
    this.advance(tokens);
    if (stage === 'attention' || stage === 'mlp') this.measured = this.layers;
  }

  advance(tokens) {
    this.tokens = tokens;
    if (this.stage === 'measure') {
      this.measures = true;
      this.measured = this.layer + this.fraction();
    }
  }

  /** Of the stage, 0 to 1. */
  fraction() {
    return this.whole === 0 ? 0 : Math.min(1, (this.before + this.tokens) / this.whole);
  }

  /** Pruned layers, and of the one that is worked on what is done. */
  pruned() {
    const half = this.stage === 'attention' ? 0 : this.stage === 'mlp' ? 0.5 : undefined;
    return Math.max(this.done, half === undefined ? 0 : this.layer + half + 0.5 * this.fraction());
  }

  /** Of the work on all layers, 0 to 1. */
  share() {
    if (this.layers === 0) return undefined;
    const share = this.measures ? (this.measured + this.pruned()) / (2 * this.layers) : this.pruned() / this.layers;
    return Math.min(1, share);
  }
}

/** How long the stages of a layer take, from the last few of them, with the solves and commits that belong to them. */
class StageTimes {
  constructor() {
    this.clear();
  }

  clear() {
    this.current = undefined;
    this.whole = { measure: new Recent(7), attention: new Recent(7), mlp: new Recent(7) };
  }

  stage(name, layer, fraction, time) {
    if (name === this.current && layer === this.layer) return this.advance(fraction, time);
    if (this.current && this.begin === 0 && time > this.beginTime) this.whole[this.current]?.add(time - this.beginTime);
    this.current = name;
    this.layer = layer;
    this.begin = fraction;
    this.now = fraction;
    this.beginTime = time;
    this.passed = 0;
  }

  advance(fraction, time) {
    this.now = fraction;
    this.passed = time - this.beginTime;
  }

  /** Until all layers are done. A stage that was not met yet is taken to be as long as its like. */
  secondsLeft(stage, position) {
    const measure = this.milliseconds('measure');
    let attention = this.milliseconds('attention');
    let mlp = this.milliseconds('mlp');
    attention ??= mlp;
    mlp ??= attention;
    if (stage === 'measure') {
      if (measure === undefined) return undefined;
      const layer = attention === undefined ? measure : attention + mlp;
      return (measure * (position.layers - position.measured) + layer * (position.layers - position.done)) / 1000;
    }
    if ((stage !== 'attention' && stage !== 'mlp') || attention === undefined) return undefined;
    const pruned = position.pruned();
    const layer = Math.min(position.layers, Math.floor(pruned));
    const within = pruned - layer;
    const left = (position.layers - layer) * (attention + mlp);
    return (left - 2 * (attention * Math.min(within, 0.5) + mlp * Math.max(0, within - 0.5))) / 1000;
  }

  milliseconds(stage) {
    const median = this.whole[stage].median();
    if (median !== undefined) return median;
    const part = this.now - this.begin;
    return stage === this.current && part > 0 && this.passed >= LEAST ? this.passed / part : undefined;
  }
}

function prunes(stage) {
  return stage === 'attention' || stage === 'mlp';
}

export class Pace {
  constructor() {
    this.intervals = new Intervals();
    this.times = new StageTimes();
    this.position = new Position();
    this.rates = new Recent(9);
  }

  /** Of a run that the server has told about: `view` is its answer. */
  static of(view) {
    const pace = new Pace();
    const { progress, task } = view;
    if (!progress) return pace;
    const { position, times } = pace;
    position.begin({ layers: task?.layers ?? 0, tokens: task?.tokens ?? 0, layersDone: progress.layersDone ?? 0 });
    pace.begun = true;
    pace.seedTimes(view);
    if (progress.stage) {
      const layer = progress.layer ?? 0;
      pace.stage = progress.stage;
      pace.layer = progress.layer;
      pace.tokens = progress.tokens ?? 0;
      pace.of = progress.ofTokens ?? 0;
      pace.counted = progress.tokens !== undefined;
      position.at(pace.stage, layer, pace.of, pace.tokens);
      pace.intervals.begin(view.lastEventTime, pace.tokens);
      times.stage(pace.stage, layer, position.fraction(), view.lastEventTime);
      const open = view.timeline.at(-1);
      if (open?.what === pace.stage && open.layer === progress.layer) {
        times.begin = 0;
        times.beginTime = open.from;
        times.advance(position.fraction(), view.lastEventTime);
      }
    }
    position.measures = view.timeline.some((span) => span.what === 'measure');
    if (position.measures && pace.stage !== 'measure') position.measured = position.layers;
    if (progress.tokensPerSecond !== undefined) pace.rates.add(progress.tokensPerSecond);
    pace.ended = view.state !== 'running' && view.state !== 'starting';
    return pace;
  }

  /** Stages of this process that have ended. */
  seedTimes({ timeline, processStartedTime }) {
    for (const span of timeline.slice(processBegin(timeline, processStartedTime), -1)) {
      if (span.actor === 'LayerActor' && span.to > span.from) this.times.whole[span.what]?.add(span.to - span.from);
    }
  }

  /** What an earlier process was busy with, and how fast it was, says nothing of this one. */
  begin(task) {
    this.begun = true;
    this.ended = false;
    this.stage = undefined;
    this.counted = false;
    this.rates = new Recent(9);
    this.intervals.end();
    this.times.clear();
    this.position.begin(task);
  }

  startStage({ stage, layer, layers, tokens }, time) {
    this.begun = true;
    if (stage !== this.stage && !(prunes(stage) && prunes(this.stage))) this.rates = new Recent(9);
    this.stage = stage;
    this.layer = layers ? layer : undefined;
    this.tokens = 0;
    this.of = tokens;
    this.counted = tokens > 0;
    if (this.position.layers === 0) this.position.layers = layers;
    this.intervals.begin(time);
    this.position.at(stage, layer, tokens, 0);
    this.times.stage(stage, layer, this.position.fraction(), time);
  }

  countTokens(tokens, of, time) {
    this.begun = true;
    this.tokens = tokens;
    this.of = of || this.of;
    this.counted = true;
    const interval = this.intervals.advance(tokens, time);
    if (interval) this.rates.add((1000 * interval.tokens) / interval.milliseconds);
    this.position.advance(tokens);
    this.times.advance(this.position.fraction(), time);
  }

  finishLayer(layer) {
    if (this.position.layers === 0 || layer < this.position.layers) this.position.done = Math.max(this.position.done, layer + 1);
  }

  end(finished) {
    this.ended = true;
    this.intervals.end();
    if (finished) {
      this.position.done = this.position.layers;
      this.position.measured = this.position.layers;
    }
  }

  /** As of the last event. */
  progress(live) {
    if (!this.begun) return {};
    const { position } = this;
    const goes = live && !this.ended;
    return {
      stage: this.stage,
      layer: this.layer,
      layersDone: position.done,
      tokens: this.counted ? this.tokens : undefined,
      ofTokens: this.counted && this.of > 0 ? this.of : undefined,
      share: position.share(),
      tokensPerSecond: goes && this.counted ? this.rates.median() : undefined,
      secondsLeft: goes && this.stage && position.layers ? this.times.secondsLeft(this.stage, position) : undefined,
    };
  }
}
