// The heat map: layers by targets, a colour and a number in each cell. On wide pages a column is a layer, on narrow ones a row.

import { error, percent, short } from './format.js';
import { byId, el, setAttribute, setText } from './dom.js';
import { layerPanel } from './layer.js';
import { TARGETS } from './run.js';
import { domain, STEPS, step, stepStart } from './scale.js';
import { regained, regainedWords } from './words.js';

/** What is shown of a target. */
const MEASURES = [
  { key: 'before', name: 'lost', long: 'before', of: (target) => target.fitted?.before },
  { key: 'after', name: 'left', long: 'after', of: (target) => target.fitted?.after },
  { key: 'heldOut', name: 'held out', long: 'held out', of: (target) => target.heldOut?.after },
];
const TARGET_NAMES = { o_proj: 'attention', down_proj: 'MLP' };
const ROWS = TARGETS.flatMap((target) => MEASURES.map((measure) => ({ target, ...measure })));

export function layersView({ redraw }) {
  const place = byId('heat');
  const narrow = matchMedia('(max-width: 760px)');
  const panel = layerPanel({ closed: (layer) => grid.focus(layer), chosen: () => redraw('layers') });
  const grid = new Grid(place, panel);
  narrow.addEventListener('change', () => redraw());
  new ResizeObserver(() => grid.fit()).observe(place);
  let end;

  return {
    parts: ['layers'],
    draw(state, changes) {
      const known = state.layers.flatMap((layer) => ROWS.map((row) => value(layer, row)));
      const nowEnd = domain(known);
      const anew = grid.build(state.layers.length, narrow.matches);
      const all = anew || nowEnd !== end || changes.parts.has('all');
      if (nowEnd !== end) drawScale(nowEnd);
      end = nowEnd;
      for (const layer of state.layers) {
        if (all || changes.layers.has(layer.layer)) grid.show(layer, end);
      }
      grid.choose(panel.layer);
      grid.summarise(state.layers);
      panel.draw(state, all || changes.layers.has(panel.layer));
    },
  };
}

function value(layer, row) {
  const target = layer.targets[row.target];
  return target && row.of(target);
}

/** "layer 3, o_proj: lost 0.122, left 0.104 (15 % regained), held out 0.090". */
function sentence(layer) {
  const parts = TARGETS.filter((name) => layer.targets[name]).map((name) => {
    const { fitted, heldOut } = layer.targets[name];
    const back = regainedWords(fitted);
    return `${name} lost ${error(fitted?.before)}, left ${error(fitted?.after)}${back && ` (${back})`}${heldOut ? `, held out ${error(heldOut.after)}` : ''}`;
  });
  const units = [layer.heads && `${layer.heads.kept} of ${layer.heads.total} heads`, layer.channels && `${layer.channels.kept} of ${layer.channels.total} channels`].filter(Boolean);
  return `Layer ${layer.layer + 1}: ${parts.length ? parts.join('; ') : layer.state}${units.length ? `; keeps ${units.join(' and ')}` : ''}`;
}

function drawScale(end) {
  const steps = Array.from({ length: STEPS }, (_, index) => el('i', { class: `h${index}` }));
  const marks = [0, 4, 8].map((index) => el('span', {}, String(Number(stepStart(index, end).toPrecision(2)))));
  byId('scale').replaceChildren(
    el('span', { class: 'unseen' }, `Colours go from 0 to ${error(end)} and more; darker or, on a dark page, lighter is worse.`),
    el('div', { class: 'steps', 'aria-hidden': 'true' }, steps),
    el('div', { class: 'marks', 'aria-hidden': 'true' }, marks, el('span', {}, `≥ ${Number(end.toPrecision(2))}`)),
  );
}

/** A grid of cells that arrow keys walk over. */
class Grid {
  constructor(place, panel) {
    this.place = place;
    this.panel = panel;
    this.layers = 0;
    this.at = { layer: 0, row: 0 };
    this.read(undefined);
    place.addEventListener('keydown', (event) => this.key(event));
    place.addEventListener('click', (event) => this.open(event.target.closest('[data-layer]')));
    place.addEventListener('pointerover', (event) => this.point(event.target.closest('[data-layer]')));
    place.addEventListener('pointerleave', () => this.point(undefined));
    place.addEventListener('focusin', (event) => this.arrive(event.target.closest('[data-layer]')));
  }

  /** Whether it had to be built anew. */
  build(layers, rowsAreLayers) {
    if (layers === this.layers && rowsAreLayers === this.rowsAreLayers) return false;
    this.layers = layers;
    this.rowsAreLayers = rowsAreLayers;
    this.at.layer = Math.min(this.at.layer, Math.max(0, layers - 1));
    this.shown = [];
    this.cells = Array.from({ length: layers }, (_, layer) => ROWS.map((row, index) => cell(layer, index)));
    this.heads = Array.from({ length: layers }, (_, layer) =>
      el('th', { scope: rowsAreLayers ? 'row' : 'col', 'data-layer': layer, 'data-row': '' }, el('span', {}, String(layer + 1))),
    );
    this.sums = Object.fromEntries(TARGETS.map((target) => [target, el('span', { class: 'sum' })]));
    const parts = layers === 0 ? [] : rowsAreLayers ? this.down() : this.across();
    this.place.replaceChildren(
      layers === 0
        ? el('p', { class: 'none' }, 'The model is being read; its layers are not known yet.')
        : el('table', { role: 'grid', 'aria-labelledby': 'layers-title', class: rowsAreLayers ? 'down' : 'across' }, ...parts),
      ...(rowsAreLayers && layers ? [el('div', { class: 'sums' }, TARGETS.map((target) => el('p', {}, el('b', {}, target), ' ', this.sums[target])))] : []),
    );
    this.rove();
    this.fit();
    return true;
  }

  across() {
    const labels = MEASURES.map((measure) => el('span', {}, measure.name));
    return [
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'layer'), this.heads)),
      ...TARGETS.map((target, t) =>
        el(
          'tbody',
          {},
          el('tr', { class: 'group' }, el('th', { scope: 'rowgroup', colspan: this.layers + 1 }, el('b', {}, target), ` ${TARGET_NAMES[target]} `, this.sums[target])),
          ...MEASURES.map((_, m) =>
            el('tr', {}, el('th', { scope: 'row' }, el('span', { class: 'unseen' }, `${target} `), labels[m].cloneNode(true)), this.cells.map((cells) => cells[t * MEASURES.length + m])),
          ),
        ),
      ),
    ];
  }

  down() {
    return [
      el(
        'thead',
        {},
        el('tr', {}, el('th', { scope: 'col', rowspan: 2 }, 'layer'), TARGETS.map((target) => el('th', { scope: 'colgroup', colspan: MEASURES.length }, target))),
        el('tr', {}, ROWS.map((row) => el('th', { scope: 'col' }, el('span', { class: 'unseen' }, `${row.target} `), row.name))),
      ),
      el('tbody', {}, this.heads.map((head, layer) => el('tr', {}, head, this.cells[layer]))),
    ];
  }

  /** Numbers are for cells that have room for them. */
  fit() {
    const table = this.place.querySelector('table');
    if (!table || this.rowsAreLayers) return;
    const width = (table.clientWidth - 84) / this.layers;
    setAttribute(table, 'data-room', width >= 33 ? 'numbers' : 'colours');
    const every = [1, 2, 5, 10, 20].find((number) => number * width >= 24) ?? 50;
    this.heads.forEach((head, layer) => setAttribute(head, 'data-quiet', layer === 0 || (layer + 1) % every === 0 ? null : 'yes'));
  }

  show(layer, end) {
    const cells = this.cells[layer.layer];
    if (!cells) return;
    this.shown[layer.layer] = layer;
    setAttribute(this.heads[layer.layer], 'data-state', layer.state);
    const doubtful = TARGETS.some((target) => layer.targets[target]?.warnings?.length);
    setAttribute(this.heads[layer.layer], 'data-warned', doubtful ? 'yes' : null);
    ROWS.forEach((row, index) => {
      const number = value(layer, row);
      const level = step(number, end);
      setAttribute(cells[index], 'class', level === undefined ? 'empty' : `h${level}`);
      setText(cells[index].firstChild, short(number));
    });
    if (this.pointed === layer.layer) this.read(layer);
  }

  /** Each target in a sentence. */
  summarise(layers) {
    for (const target of TARGETS) {
      const known = layers.filter((layer) => Number.isFinite(layer.targets[target]?.fitted?.after));
      if (!this.sums || known.length === 0) continue;
      const worst = known.reduce((a, b) => (b.targets[target].fitted.after > a.targets[target].fitted.after ? b : a));
      const shares = known.map((layer) => regained(layer.targets[target].fitted)).filter((share) => share !== undefined).sort((a, b) => a - b);
      const middle = shares.length ? `${percent(Math.max(0, shares[Math.floor(shares.length / 2)]), 0)} regained in the middle layer; ` : '';
      setText(this.sums[target], `${middle}most left in layer ${worst.layer + 1}: ${error(worst.targets[target].fitted.after)}`);
    }
  }

  choose(layer) {
    if (this.chosen === layer && this.chosenIn === this.cells) return;
    this.cells?.forEach((cells, index) => [this.heads[index], ...cells].forEach((one) => setAttribute(one, 'data-chosen', index === layer ? 'yes' : null)));
    this.chosen = layer;
    this.chosenIn = this.cells;
  }

  rove() {
    this.cells.forEach((cells, layer) => cells.forEach((one, row) => setAttribute(one, 'tabindex', layer === this.at.layer && row === this.at.row ? 0 : -1)));
  }

  /** Keyboard focus goes to a layer's cell. */
  focus(layer) {
    if (layer !== undefined && this.cells?.[layer]) this.move({ layer, row: this.at.row });
  }

  move(to) {
    const layer = Math.max(0, Math.min(this.layers - 1, to.layer));
    const row = Math.max(0, Math.min(ROWS.length - 1, to.row));
    setAttribute(this.cells[this.at.layer][this.at.row], 'tabindex', -1);
    this.at = { layer, row };
    const target = this.cells[layer][row];
    setAttribute(target, 'tabindex', 0);
    target.focus();
  }

  key(event) {
    if (event.altKey || event.metaKey || !event.target.closest('td')) return;
    const { layer, row } = this.at;
    const [alongX, alongY] = this.rowsAreLayers ? ['row', 'layer'] : ['layer', 'row'];
    const last = { layer: this.layers - 1, row: ROWS.length - 1 };
    const to = { layer, row };
    switch (event.key) {
      case 'ArrowRight': to[alongX]++; break;
      case 'ArrowLeft': to[alongX]--; break;
      case 'ArrowDown': to[alongY]++; break;
      case 'ArrowUp': to[alongY]--; break;
      case 'PageDown': to.layer += 10; break;
      case 'PageUp': to.layer -= 10; break;
      case 'Home': to[alongX] = 0; if (event.ctrlKey) to[alongY] = 0; break;
      case 'End': to[alongX] = last[alongX]; if (event.ctrlKey) to[alongY] = last[alongY]; break;
      case 'Enter':
      case ' ': this.panel.open(layer, true); break;
      default: return;
    }
    event.preventDefault();
    if (to.layer !== layer || to.row !== row) this.move(to);
  }

  open(cell) {
    if (cell) this.panel.open(Number(cell.dataset.layer), false);
  }

  arrive(cell) {
    if (!cell || cell.dataset.row === '') return;
    const at = { layer: Number(cell.dataset.layer), row: Number(cell.dataset.row) };
    if (at.layer !== this.at.layer || at.row !== this.at.row) {
      setAttribute(this.cells[this.at.layer][this.at.row], 'tabindex', -1);
      setAttribute(cell, 'tabindex', 0);
      this.at = at;
    }
    this.point(cell);
  }

  point(cell) {
    this.pointed = cell ? Number(cell.dataset.layer) : undefined;
    this.read(this.shown?.[this.pointed]);
  }

  read(layer) {
    setText(byId('readout'), layer ? sentence(layer) : 'Choose a layer for all its numbers and the scores of its heads and channels.');
  }
}

function cell(layer, row) {
  return el('td', { role: 'gridcell', tabindex: -1, 'data-layer': layer, 'data-row': row, class: 'empty' }, el('span', {}));
}
