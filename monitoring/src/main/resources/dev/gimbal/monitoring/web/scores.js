// The scores of a target's units: those that stay by rank, then those that go. Where heads go by groups, one that goes may
// score higher than one that stays.

import { count, error } from './format.js';
import { el, svg } from './dom.js';
import { roundUp, ticks } from './scale.js';

const HEIGHT = 170;
const LEFT = 48;
const BOTTOM = 20;
const TOP = 6;
/** Of so few, each has a bar of its own. */
const FEW = 64;

let drawn = 0;

/** A figure with a plot of so many pixels, a legend and a text that says the same. */
export function scoresPlot(scores, noun, where, width) {
  const all = [...scores.kept, ...scores.dropped].filter(Number.isFinite);
  if (all.length === 0) return el('p', { class: 'none' }, 'Its scores are not known.');
  const id = `scores-${++drawn}`;
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-labelledby': id },
    svg('title', { id }, description(scores, noun, where)),
    ...plot(scores, all, width),
  );
  return el(
    'figure',
    { class: 'scores' },
    picture,
    el(
      'figcaption',
      {},
      el('span', { class: 'key kept' }, `${count(scores.keptUnits)} ${noun} kept`),
      el('span', { class: 'key dropped' }, `${count(scores.units - scores.keptUnits)} dropped`),
      el('span', { class: 'axis' }, `scores, the best first${spread(all) ? '; logarithmic' : ''}`),
    ),
    el('p', { class: 'unseen' }, description(scores, noun, where)),
  );
}

function description(scores, noun, where) {
  const range = (values) => (values.length ? `, with scores from ${error(values[0])} to ${error(values.at(-1))}` : '');
  return (
    `Scores of the ${noun} of ${where}: ${count(scores.keptUnits)} of ${count(scores.units)} are kept${range(scores.kept)}; ` +
    `${count(scores.units - scores.keptUnits)} are dropped${range(scores.dropped)}.`
  );
}

/** Whether the scores lie so far apart that only a logarithmic axis shows them all. */
function spread(all) {
  const least = Math.min(...all);
  return least > 0 && Math.max(...all) / least > 60;
}

function plot(scores, all, width) {
  const most = Math.max(...all, 0);
  const logarithmic = spread(all);
  const least = logarithmic ? Math.min(...all) : Math.min(0, ...all);
  const top = logarithmic ? most : roundUp(most || 1e-12);
  const height = HEIGHT - BOTTOM - TOP;
  const scaled = logarithmic
    ? (value) => Math.log(value / least) / Math.log(top / least)
    : (value) => (value - least) / (top - least || 1);
  const y = (value) => TOP + height * (1 - scaled(value));
  const units = Math.max(1, scores.units);
  const x = (rank) => LEFT + ((width - LEFT) * rank) / units;
  const marks = logarithmic ? powers(least, top) : ticks(top, 3).concat(least < 0 ? [least] : []);
  const cut = x(scores.keptUnits);
  return [
    ...marks.map((value) => svg('line', { class: 'rule', x1: LEFT, x2: width, y1: y(value), y2: y(value) })),
    ...marks.map((value) => svg('text', { x: LEFT - 6, y: y(value) + 3.5, 'text-anchor': 'end' }, axisNumber(value))),
    ...part(scores.kept, 0, scores.keptUnits, 'kept', x, y, HEIGHT - BOTTOM),
    ...part(scores.dropped, scores.keptUnits, units - scores.keptUnits, 'dropped', x, y, HEIGHT - BOTTOM),
    scores.keptUnits < units ? svg('line', { class: 'cut', x1: cut, x2: cut, y1: TOP, y2: HEIGHT - BOTTOM }) : '',
    svg('text', { x: LEFT, y: HEIGHT - 5 }, '1'),
    scores.keptUnits > 1 && scores.keptUnits < units ? svg('text', { x: cut, y: HEIGHT - 5, 'text-anchor': 'middle' }, count(scores.keptUnits)) : '',
    units - scores.keptUnits > 0.06 * units || units === scores.keptUnits ? svg('text', { x: width, y: HEIGHT - 5, 'text-anchor': 'end' }, count(units)) : '',
  ];
}

function part(values, first, number, kind, x, y, floor) {
  if (values.length === 0) return [];
  if (number <= FEW && values.length === number) {
    const width = x(1) - x(0);
    return values.map((value, index) =>
      svg('rect', { class: kind, x: x(first + index) + width * 0.12, width: width * 0.76, y: Math.min(y(value), floor - 1), height: Math.max(1, floor - y(value)) }),
    );
  }
  // A sample at equal distances by rank, the best and the worst among it.
  const rank = (index) => first + (values.length === 1 ? 0.5 : 0.5 + (index * (number - 1)) / (values.length - 1));
  const points = values.map((value, index) => `${x(rank(index)).toFixed(1)},${y(value).toFixed(1)}`);
  const [begin, end] = [x(rank(0)).toFixed(1), x(rank(values.length - 1)).toFixed(1)];
  return [
    svg('path', { class: `area ${kind}`, d: `M${begin},${floor}L${points.join('L')}L${end},${floor}Z` }),
    svg('path', { class: `line ${kind}`, d: `M${points.join('L')}` }),
  ];
}

function axisNumber(value) {
  return value !== 0 && (Math.abs(value) >= 10_000 || Math.abs(value) < 0.001) ? value.toExponential(0).replace('e+', 'e') : String(Number(value.toPrecision(3)));
}

function powers(least, most) {
  const from = Math.ceil(Math.log10(least));
  const to = Math.floor(Math.log10(most));
  const every = Math.max(1, Math.ceil((to - from + 1) / 4));
  const result = [];
  for (let power = from; power <= to; power += every) result.push(10 ** power);
  return result;
}
