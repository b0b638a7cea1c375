// What each actor did when: a lane for each, drawn on a canvas, and the same as a table of sums.

import { clock, count, duration } from './format.js';
import { byId, el, setText } from './dom.js';
import { RIGHT } from './charts.js';
import { ACTORS } from './run.js';
import { range } from './range.js';
import { STAGES } from './words.js';

const LANE = 24;
const BAR = 16;
/** Colours of app.css by what is done, in the order of the legend. */
const COLORS = {
  load: '--work-load',
  measure: '--work-measure',
  catch_up: '--work-catch',
  attention: '--work-attention',
  mlp: '--work-mlp',
  'solve o_proj': '--work-solve',
  'solve down_proj': '--work-solve-2',
  commit: '--work-commit',
  write: '--work-write',
  evaluate: '--work-evaluate',
};

export function timelineView() {
  const lanes = el('div', { class: 'lanes', 'aria-hidden': 'true' }, ACTORS.map((actor) => el('span', {}, ...laneName(actor))));
  const canvas = el('canvas', { role: 'img', 'aria-label': 'Timeline of what each actor did; the table below says the same in sums.' });
  const readout = el('p', { class: 'readout' });
  const legend = el('p', { class: 'legend works' });
  const table = el('div', {});
  const sums = el('details', {}, el('summary', {}, 'The same as a table'), table);
  byId('timeline').append(el('div', { class: 'lanes-and-canvas' }, lanes, canvas), readout, legend, sums);
  let last;
  let pointer;

  const paint = () => last && drawLanes(canvas, last);
  new ResizeObserver(paint).observe(canvas);
  canvas.addEventListener('pointermove', (event) => {
    pointer = { x: event.offsetX, y: event.offsetY };
    if (last) setText(readout, found(last, canvas, pointer));
  });
  canvas.addEventListener('pointerleave', () => {
    pointer = undefined;
    setText(readout, '');
  });
  sums.addEventListener('toggle', () => sums.open && last && table.replaceChildren(sumTable(last.state.timeline)));

  return {
    parts: ['timeline', 'range', 'state'],
    draw(state) {
      last = { state, shown: range(state) };
      paint();
      drawLegend(legend, state.timeline);
      if (pointer) setText(readout, found(last, canvas, pointer));
      if (sums.open) table.replaceChildren(sumTable(state.timeline));
    },
  };
}

/** On narrow pages its last word is left out. */
function laneName(actor) {
  const short = actor.replace(/Actor$|^Run/, '');
  return actor.split(short).flatMap((left, index) => [index ? short : '', el('i', {}, left)]);
}

function drawLanes(canvas, { state, shown }) {
  const ratio = devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = LANE * ACTORS.length + 18;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext('2d');
  const style = getComputedStyle(document.documentElement);
  const color = Object.fromEntries(['--rule', '--quiet', '--font', '--page', ...Object.values(COLORS)].map((name) => [name, style.getPropertyValue(name).trim()]));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  drawRules(context, width, shown, color);
  const x = (time) => ((time - shown.from) / (shown.to - shown.from)) * (width - RIGHT);
  const until = new Array(ACTORS.length).fill(-Infinity);
  for (const span of state.timeline) {
    const lane = ACTORS.indexOf(span.actor);
    if (lane < 0 || span.to < shown.from || span.from > shown.to) continue;
    const from = Math.max(0, x(span.from));
    const to = Math.min(width - RIGHT, Math.max(x(span.to), from + 1.5));
    if (to <= until[lane]) continue; // hidden by the one before it
    until[lane] = to;
    context.fillStyle = color[COLORS[span.what]] ?? color['--quiet'];
    const gap = to - from > 4 ? 0.75 : 0;
    context.fillRect(from, lane * LANE + (LANE - BAR) / 2, to - from - gap, BAR);
    label(context, span, from, to, lane, color);
  }
}

/** The layer's number, where it has room. */
function label(context, span, from, to, lane, color) {
  if (span.layer === undefined || to - from < 26 || lane !== 1) return;
  context.fillStyle = color['--page'];
  context.font = `600 10.5px ${color['--font']}`;
  context.textBaseline = 'middle';
  context.fillText(String(span.layer + 1), from + 5, lane * LANE + LANE / 2 + 0.5);
}

function drawRules(context, width, shown, color) {
  context.strokeStyle = color['--rule'];
  context.lineWidth = 1;
  for (let lane = 1; lane <= ACTORS.length; lane++) {
    context.beginPath();
    context.moveTo(0, lane * LANE + 0.5);
    context.lineTo(width, lane * LANE + 0.5);
    context.stroke();
  }
  context.fillStyle = color['--quiet'];
  context.font = `11px ${color['--font']}`;
  context.textBaseline = 'top';
  const y = LANE * ACTORS.length + 5;
  const begin = clock(shown.from);
  const end = clock(shown.to);
  context.fillText(begin, 0, y);
  context.fillText(end, width - RIGHT - context.measureText(end).width, y);
  const length = duration((shown.to - shown.from) / 1000);
  const wide = context.measureText(length).width;
  if (width > 260) context.fillText(length, (width - wide) / 2, y);
}

/** What lies under the pointer. */
function found({ state, shown }, canvas, { x, y }) {
  const lane = Math.floor(y / LANE);
  const scale = (shown.to - shown.from) / (canvas.clientWidth - RIGHT);
  const time = shown.from + x * scale;
  const slack = 2.5 * scale;
  let best;
  for (const span of state.timeline) {
    if (ACTORS[lane] !== span.actor || span.from > time + slack || span.to < time - slack) continue;
    const far = Math.max(span.from - time, time - span.to, 0);
    if (!best || far <= best.far) best = { span, far };
  }
  if (!best) return ACTORS[lane] ? `${ACTORS[lane]}: nothing at ${clock(time)}` : '';
  const { span } = best;
  const layer = span.layer === undefined ? '' : `, layer ${span.layer + 1}`;
  return `${span.actor}: ${STAGES[span.what] ?? span.what}${layer}, ${clock(span.from)} to ${clock(span.to)} (${duration((span.to - span.from) / 1000)})`;
}

function drawLegend(legend, timeline) {
  const there = new Set(timeline.map((span) => span.what));
  const wanted = Object.keys(COLORS).filter((what) => there.has(what));
  if (legend.dataset.of === wanted.join()) return;
  legend.dataset.of = wanted.join();
  legend.replaceChildren(...wanted.map((what) => el('span', { 'data-work': COLORS[what].slice(7) }, STAGES[what])));
}

function sumTable(timeline) {
  const sums = new Map();
  for (const span of timeline) {
    const key = `${span.actor} ${span.what}`;
    const sum = sums.get(key) ?? { actor: span.actor, what: span.what, times: 0, seconds: 0, longest: 0 };
    const seconds = (span.to - span.from) / 1000;
    sum.times++;
    sum.seconds += seconds;
    sum.longest = Math.max(sum.longest, seconds);
    sums.set(key, sum);
  }
  const rows = [...sums.values()].sort((a, b) => ACTORS.indexOf(a.actor) - ACTORS.indexOf(b.actor) || b.seconds - a.seconds);
  return el(
    'table',
    { class: 'plain' },
    el('thead', {}, el('tr', {}, ['Actor', 'Work', 'Times', 'In all', 'Longest'].map((name) => el('th', { scope: 'col' }, name)))),
    el(
      'tbody',
      {},
      rows.map((sum) =>
        el('tr', {}, el('th', { scope: 'row' }, sum.actor), el('td', {}, STAGES[sum.what] ?? sum.what), el('td', {}, count(sum.times)), el('td', {}, duration(sum.seconds)), el('td', {}, duration(sum.longest))),
      ),
    ),
  );
}

