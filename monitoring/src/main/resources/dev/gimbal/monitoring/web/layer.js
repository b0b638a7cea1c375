// One layer: all its numbers, and how the scores of its heads and channels lie.

import { count, duration, error } from './format.js';
import { byId, el, facts, svg } from './dom.js';
import { TARGETS } from './run.js';
import { scoresPlot } from './scores.js';
import { regainedWords } from './words.js';

const TITLES = { o_proj: 'Attention, o_proj', down_proj: 'MLP, down_proj' };
const UNITS = { o_proj: 'heads', down_proj: 'channels' };

/**
 * The panel below the heat map.
 *
 * @param {{closed: (layer: number) => void, chosen: () => void}} told when it is left, and when another layer is in it
 */
export function layerPanel(told) {
  const root = byId('layer');
  const panel = { layer: fromAddress() };
  let layers = 0;

  panel.open = (layer, byKey) => {
    panel.layer = layer;
    history.replaceState(null, '', `#layer=${layer + 1}`);
    root.hidden = false;
    stale = true;
    arriving = byKey ? 'focus' : 'look';
    told.chosen();
  };

  panel.close = () => {
    const { layer } = panel;
    panel.layer = undefined;
    history.replaceState(null, '', location.pathname + location.search);
    root.hidden = true;
    told.chosen();
    told.closed(layer);
  };

  let stale = true;
  let arriving;
  let width = 0;
  new ResizeObserver(() => {
    if (Math.abs(root.clientWidth - width) < 30) return;
    width = root.clientWidth;
    stale = true;
    told.chosen();
  }).observe(root);
  panel.draw = (state, changed) => {
    layers = state.layers.length;
    const layer = state.layers[panel.layer];
    root.hidden = !layer;
    if (!layer || !(changed || stale)) return;
    stale = false;
    const focused = root.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
    const room = root.clientWidth || 700;
    root.replaceChildren(heading(layer, layers, panel), body(layer, room > 870 ? (room - 44) / 2 : room));
    if (focused) root.querySelector(`[data-focus="${focused}"]`)?.focus({ preventScroll: true });
    if (arriving === 'focus') byId('layer-title').focus({ preventScroll: true });
    if (arriving) root.firstChild.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    arriving = undefined;
  };

  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') panel.close();
  });
  return panel;
}

function fromAddress() {
  const found = /^#layer=(\d+)$/.exec(location.hash);
  return found ? Number(found[1]) - 1 : undefined;
}

function heading(layer, layers, panel) {
  const at = layer.layer;
  const go = (name, words, to, possible) =>
    el('button', { type: 'button', class: 'quiet', 'data-focus': name, 'aria-disabled': possible ? null : 'true', onclick: () => possible && panel.open(to) }, words);
  const notes = [
    layer.state === 'done' ? '' : layer.state,
    layer.heads && `${layer.heads.kept} of ${layer.heads.total} heads`,
    layer.channels && `${count(layer.channels.kept)} of ${count(layer.channels.total)} channels`,
    layer.seconds !== undefined && duration(layer.seconds),
  ].filter(Boolean);
  return el(
    'div',
    { class: 'head' },
    el('h3', { id: 'layer-title', tabindex: -1, 'data-focus': 'title' }, `Layer ${at + 1}`),
    el('p', { class: 'hint' }, notes.join(', ')),
    el(
      'div',
      { class: 'buttons' },
      go('back', 'Previous', at - 1, at > 0),
      go('on', 'Next', at + 1, at < layers - 1),
      el('button', { type: 'button', class: 'quiet', 'data-focus': 'close', onclick: () => panel.close() }, 'Close'),
    ),
  );
}

function body(layer, width) {
  const known = TARGETS.filter((target) => layer.targets[target]);
  if (known.length === 0) {
    return el('p', { class: 'none' }, layer.state === 'done' ? 'Its numbers are not in the events.' : 'Nothing is known of it yet.');
  }
  return el('div', { class: 'targets' }, known.map((target) => targetPart(layer, target, width)));
}

function targetPart(layer, name, width) {
  const target = layer.targets[name];
  const most = Math.max(...[target.fitted, target.heldOut].flatMap((errors) => (errors ? [errors.before, errors.after] : [])).filter(Number.isFinite), 1e-12);
  return el(
    'article',
    {},
    el('h4', {}, TITLES[name]),
    target.warnings?.length ? el('ul', { class: 'warned' }, target.warnings.map((warning) => el('li', {}, warning))) : null,
    el(
      'div',
      { class: 'errors' },
      errorBars('Fitted', target.fitted, most),
      errorBars('Held out', target.heldOut, most),
    ),
    target.scores ? scoresPlot(target.scores, UNITS[name], `layer ${layer.layer + 1}`, width) : null,
    el('dl', { class: 'facts' }, targetFacts(target)),
    target.candidates?.length ? candidates(target) : null,
  );
}

/** Two bars: what was lost, and what is left of that. */
function errorBars(name, errors, most) {
  if (!errors) return null;
  const bar = (value, kind) => {
    const width = Number.isFinite(value) ? (100 * Math.max(0, value)) / most : 100;
    return svg('rect', { class: kind, x: 0, y: kind === 'lost' ? 0 : 9, height: 7, width: `${Math.min(100, width).toFixed(2)}%`, rx: 1 });
  };
  return el(
    'div',
    { class: 'error' },
    el('span', { class: 'name' }, name),
    svg('svg', { height: 16, width: '100%', 'aria-hidden': 'true' }, bar(errors.before, 'lost'), bar(errors.after, 'left')),
    el('span', { class: 'value' }, `${error(errors.before)} → `, el('strong', {}, error(errors.after)), el('small', {}, regainedWords(errors))),
  );
}

function targetFacts(target) {
  const { rotation } = target;
  const signs = { 1: 'rotation (+1)', '-1': 'reflection (−1)', 0: 'not determined' };
  return facts([
    ['Compensation', [target.compensation, target.lambda !== undefined && `lambda ${target.lambda}`, target.center && 'centred'].filter(Boolean).join(', ')],
    ['Norm ratio', target.normRatio === undefined ? '' : error(target.normRatio)],
    ['Effective rank', target.effectiveRank === undefined ? '' : error(target.effectiveRank)],
    ['Rotation size', rotation && error(rotation.size)],
    ['Condition number', rotation && error(rotation.conditionNumber)],
    ['Orthogonality error', rotation && error(rotation.orthogonalityError)],
    ['Regularisation', rotation?.regularization ? error(rotation.regularization) : ''],
    ['Determinant', rotation && signs[rotation.determinantSign]],
    ['Solved in', target.seconds === undefined ? '' : duration(target.seconds)],
  ]);
}

function candidates(target) {
  const chosen = (candidate) => candidate.compensation === target.compensation && candidate.lambda === target.lambda;
  return el(
    'table',
    { class: 'plain' },
    el('caption', {}, 'What auto chose from'),
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Candidate'), el('th', { scope: 'col' }, 'Lambda'), el('th', { scope: 'col' }, 'Held-out error'))),
    el(
      'tbody',
      {},
      target.candidates.map((candidate) =>
        el(
          'tr',
          { class: chosen(candidate) ? 'chosen' : null },
          el('th', { scope: 'row' }, candidate.compensation, chosen(candidate) ? el('small', {}, ' chosen') : null),
          el('td', {}, candidate.lambda === undefined ? '' : String(candidate.lambda)),
          el('td', {}, error(candidate.heldOutError)),
        ),
      ),
    ),
  );
}

