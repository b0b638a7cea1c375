// Rate, and memory against its budget, over time.

import { bytes, clock, count } from './format.js';
import { byId, el, setText } from './dom.js';
import { drawRange, range } from './range.js';
import { ticks } from './scale.js';

const AREAS = [
  { key: 'resident', name: 'whole process', color: '--line-1', width: 2 },
  { key: 'heap', name: "Java's heap", color: '--line-2', width: 1.5 },
  { key: 'offHeap', name: 'tensors', color: '--line-3', width: 1.5, dash: [7, 3] },
  { key: 'hiddenStore', name: 'hidden states', color: '--line-4', width: 1.5, dash: [2, 3] },
  { key: 'device', name: 'device', color: '--line-5', width: 1.5, dash: [9, 3, 2, 3] },
];

/** Milliseconds without a word that no line is drawn over. */
const PAUSE = 90_000;

export function chartsView({ redraw }) {
  const place = byId('charts');
  const rate = new Chart(place, 'Rate', 'tokens a second', 110, [{ key: 'tokensPerSecond', name: 'tokens a second', color: '--line-1', width: 1.75, fill: '--fill-1' }], count);
  const memory = new Chart(place, 'Memory', 'against its budget', 150, AREAS, bytes);
  new ResizeObserver(() => [rate, memory].forEach((chart) => chart.fit())).observe(place);

  return {
    parts: ['series', 'memory', 'range', 'state', 'task'],
    draw(state, changes) {
      drawRange(state, redraw);
      if (changes.parts.has('all')) [rate, memory].forEach((chart) => chart.forget());
      const { series } = state;
      const shown = range(state);
      const budget = state.memory.budget ?? state.task.memoryBudget;
      rate.draw(series, shown, {});
      memory.draw(series, shown, { budget });
      rate.say(rateWords(series));
      memory.say(memoryWords(state.memory, budget));
    },
  };
}

function rateWords(series) {
  const known = series.tokensPerSecond.filter((value) => typeof value === 'number');
  if (known.length === 0) return 'Not known yet.';
  const sorted = [...known].sort((a, b) => a - b);
  return `${count(known.at(-1))} tokens a second last; ${count(sorted[Math.floor(sorted.length / 2)])} in the middle, ${count(sorted.at(-1))} at most.`;
}

function memoryWords(memory, budget) {
  if (memory.resident === undefined) return 'Not known yet.';
  const areas = AREAS.slice(1).filter(({ key }) => memory[key] > 0).map(({ key, name }) => `${name} ${bytes(memory[key])}`);
  return `${bytes(memory.resident)}${budget ? ` of ${bytes(budget)}` : ''}: ${areas.join(', ')}.`;
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/**
 * What uPlot draws: times in seconds, then each line. A line goes on over what was not told (undefined), and breaks (null)
 * where nothing was told for long: between two processes of a run.
 */
function columns(series, keys, budget) {
  const data = [[], ...keys.map(() => []), ...(budget ? [[]] : [])];
  const add = (time, values) => [time / 1000, ...values, ...(budget ? [budget] : [])].forEach((value, index) => data[index].push(value));
  series.time.forEach((time, index) => {
    const before = series.time[index - 1];
    if (time - before > PAUSE) add((time + before) / 2, keys.map(() => null));
    add(time, keys.map((key) => series[key][index] ?? undefined));
  });
  return data;
}

/** One chart with its title, its values under the pointer, and what it says in words. */
class Chart {
  constructor(place, title, hint, height, lines, format) {
    this.lines = lines;
    this.height = height;
    this.format = format;
    this.words = el('p', { class: 'words' });
    this.legend = el('p', { class: 'legend', 'aria-hidden': 'true' });
    this.canvas = el('div', { class: 'canvas', 'aria-hidden': 'true' });
    place.append(
      el('figure', { class: 'chart' }, el('figcaption', {}, el('b', {}, title), el('span', {}, hint), this.words, this.legend), this.canvas),
    );
  }

  say(words) {
    setText(this.words, words);
  }

  forget() {
    this.plot?.destroy();
    this.plot = undefined;
  }

  fit() {
    const width = this.canvas.clientWidth;
    if (this.plot && width > 0 && width !== this.plot.width) this.plot.setSize({ width, height: this.height });
  }

  draw(series, shown, { budget }) {
    const used = this.lines.filter(({ key }) => series[key]?.some((value) => typeof value === 'number' && value > 0));
    const shape = used.map(({ key }) => key).join() + (budget ? ' budget' : '');
    if (shape !== this.shape) this.forget();
    this.shape = shape;
    this.shown = shown;
    this.budget = budget;
    const data = columns(series, used.map(({ key }) => key), budget);
    if (this.plot) {
      this.plot.setData(data, false);
      this.plot.setScale('x', { min: shown.from / 1000, max: shown.to / 1000 });
    } else if (this.canvas.clientWidth > 0) {
      this.used = used;
      this.plot = new window.uPlot(this.options(used, budget), data, this.canvas);
    }
    if (!(this.plot?.cursor.idx >= 0)) this.tell(data[0].length - 1, data);
  }

  options(used, budget) {
    const axis = { stroke: () => color('--quiet'), font: `11px ${color('--font')}`, ticks: { show: false }, grid: { stroke: () => color('--rule'), width: 1 } };
    const lines = used.map((line) => ({
      stroke: () => color(line.color),
      fill: line.fill && (() => color(line.fill)),
      width: line.width,
      dash: line.dash,
      points: { show: false },
      spanGaps: false,
    }));
    if (budget) lines.push({ stroke: () => color('--bad'), width: 1.25, dash: [5, 4], points: { show: false } });
    return {
      width: this.canvas.clientWidth,
      height: this.height,
      padding: [8, RIGHT, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: 'time' }, y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { time: true, range: () => [this.shown.from / 1000, this.shown.to / 1000] },
        y: { range: (_, least, most) => [0, 1.06 * Math.max(most || 1, 1e-9)] },
      },
      axes: [
        { ...axis, size: 22, gap: 4, space: 90, values: (_, times) => times.map((time) => clock(1000 * time)), grid: { show: false } },
        { ...axis, size: gutter(), gap: 8, space: 28, splits: (_, __, least, most) => binary(this.format, most), values: (_, values) => values.map(this.format) },
      ],
      series: [{}, ...lines],
      hooks: { setCursor: [(plot) => this.tell(plot.cursor.idx ?? plot.data[0].length - 1, plot.data)] },
    };
  }

  /** The values at one point. */
  tell(index, data) {
    const at = data[0][index];
    const entries = (this.used ?? []).map((line, i) => {
      const value = near(data[i + 1], index);
      return el('span', { 'data-line': line.color.slice(-1) }, `${line.name} `, el('b', {}, typeof value === 'number' ? this.format(value) : '–'));
    });
    if (this.budget) entries.push(el('span', { 'data-line': 'budget' }, 'budget ', el('b', {}, this.format(this.budget))));
    this.legend.replaceChildren(...entries, ...(at ? [el('time', {}, clock(1000 * at))] : []));
  }
}

/** The value at a point, or the last that was told before it. */
function near(values = [], index) {
  while (index > 0 && values[index] === undefined) index--;
  return values[index];
}

/** The room on the right: half a label of time. */
export const RIGHT = 28;

/** The room for labels on the left, the same as the timeline's. */
export function gutter() {
  return matchMedia('(max-width: 760px)').matches ? 76 : 128;
}

/** Round numbers of the unit that will be shown. */
function binary(format, most) {
  if (format !== bytes || most < 1024) return ticks(most, 3);
  const unit = 1024 ** Math.min(4, Math.floor(Math.log(most) / Math.log(1024)));
  return ticks(most / unit, 4).map((value) => value * unit);
}
