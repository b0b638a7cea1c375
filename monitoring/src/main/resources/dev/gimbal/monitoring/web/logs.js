// What is kept of a run's past, within bounds: points of time, and spans of what each actor did.

import { Intervals } from './pace.js';

const MAX_POINTS = 600;
const MAX_SPANS = 4000;
const FIRST_WIDTH = 1000;

export const MEMORY_AREAS = ['resident', 'heap', 'offHeap', 'hiddenStore', 'device'];

/** Pace and memory in points that each hold a second at first, and twice as long whenever there are too many. */
export class SeriesLog {
  constructor() {
    this.intervals = new Intervals();
    this.width = FIRST_WIDTH;
    this.points = [];
  }

  /** Goes on from what the server has told. */
  static of({ series, progress, lastEventTime }) {
    const log = new SeriesLog();
    const times = series?.time ?? [];
    let apart = Infinity;
    for (let i = 1; i < times.length; i++) apart = Math.min(apart, times[i] - times[i - 1]);
    while (times.length > 1 && 2 * log.width <= apart && times.every((time) => time % (2 * log.width) === 0)) log.width *= 2;
    log.points = times.map((start, i) => {
      const rate = series.tokensPerSecond?.[i];
      const known = typeof rate === 'number';
      const point = { start, tokens: known ? (rate * log.width) / 1000 : 0, milliseconds: known ? log.width : 0 };
      for (const area of MEMORY_AREAS) point[area] = series[area]?.[i] ?? undefined;
      return point;
    });
    if (progress?.tokens !== undefined) log.intervals.begin(lastEventTime, progress.tokens);
    return log;
  }

  tokens(count, time) {
    const interval = this.intervals.advance(count, time);
    if (!interval) return;
    const point = this.at(time);
    point.tokens += interval.tokens;
    point.milliseconds += interval.milliseconds;
  }

  memory(used, time) {
    merge(this.at(time), used);
  }

  at(time) {
    const point = { start: time - (time % this.width), tokens: 0, milliseconds: 0 };
    while (this.points.length && this.points.at(-1).start >= point.start) merge(point, this.points.pop());
    this.points.push(point);
    while (this.points.length > MAX_POINTS) this.widen();
    return this.points.at(-1);
  }

  widen() {
    this.width *= 2;
    const fewer = [];
    for (const point of this.points) {
      const start = point.start - (point.start % this.width);
      if (fewer.length === 0 || fewer.at(-1).start < start) fewer.push({ start, tokens: 0, milliseconds: 0 });
      merge(fewer.at(-1), point);
    }
    this.points = fewer;
  }

  view() {
    const { points } = this;
    const view = {
      time: points.map((point) => point.start),
      tokensPerSecond: points.map((point) => (point.milliseconds ? (1000 * point.tokens) / point.milliseconds : null)),
    };
    for (const area of MEMORY_AREAS) view[area] = points.map((point) => point[area] ?? null);
    return view;
  }
}

/** What happened in one point happened in the other too. */
function merge(point, other) {
  point.tokens += other.tokens ?? 0;
  point.milliseconds += other.milliseconds ?? 0;
  for (const area of MEMORY_AREAS) {
    if (other[area] !== undefined) point[area] = Math.max(point[area] ?? 0, other[area]);
  }
}

/** What each actor did when. Where there is too much of it, short spans of the busiest actor go. */
export class SpanLog {
  constructor() {
    this.spans = [];
    this.open = undefined;
    this.processTime = 0;
    this.last = 0;
  }

  /** Goes on from what the server has told. */
  static of({ timeline, progress, live, processStartedTime, lastEventTime }) {
    const log = new SpanLog();
    log.spans = [...timeline];
    const last = timeline.at(-1);
    if (live && progress?.stage && last?.what === progress.stage && last.layer === progress.layer) log.open = log.spans.pop();
    log.processTime = processStartedTime ?? 0;
    log.last = lastEventTime ?? 0;
    return log;
  }

  begin(time) {
    this.close(this.last);
    this.processTime = time;
  }

  stage(stage, layer, time) {
    if (this.open?.what === stage && this.open.layer === layer) return; // it goes on after it was saved
    this.close(time);
    const actor = ['measure', 'attention', 'mlp', 'catch_up'].includes(stage) ? 'LayerActor' : 'RunSupervisor';
    this.open = span(actor, stage, layer, time, time);
  }

  /** Something that has taken so long until now. */
  past(actor, what, layer, seconds, time) {
    const from = Math.min(time, Math.max(this.processTime, Math.round(time - 1000 * seconds)));
    this.add(span(actor, what, layer, from, time));
  }

  close(time) {
    if (!this.open) return;
    this.add({ ...this.open, to: Math.max(this.open.from, time) });
    this.open = undefined;
  }

  add(one) {
    this.spans.push(one);
    if (this.spans.length >= MAX_SPANS) this.thin();
  }

  /** Of the busiest actor's spans, of two that follow each other the longer one stays. */
  thin() {
    const counts = new Map();
    for (const { actor } of this.spans) counts.set(actor, (counts.get(actor) ?? 0) + 1);
    const [busiest] = [...counts].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] > a[0]) ? b : a));
    const fewer = [];
    let waiting = -1;
    for (const one of this.spans) {
      if (one.actor !== busiest) {
        fewer.push(one);
      } else if (waiting < 0) {
        waiting = fewer.length;
        fewer.push(one);
      } else {
        if (one.to - one.from > fewer[waiting].to - fewer[waiting].from) fewer[waiting] = one;
        waiting = -1;
      }
    }
    this.spans = fewer;
  }

  /** With what goes on now, as far as it has been heard of. */
  view() {
    return this.open ? [...this.spans, { ...this.open, to: Math.max(this.open.from, this.last) }] : this.spans;
  }
}

function span(actor, what, layer, from, to) {
  return layer === undefined ? { actor, what, from, to } : { actor, what, layer, from, to };
}
