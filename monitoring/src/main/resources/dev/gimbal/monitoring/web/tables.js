// The lower part of the page: checkpoints, time by part, queues, warnings and the task.

import { age, bytes, clock, count, duration, moment, percent, plural } from './format.js';
import { byId, el, facts, setText } from './dom.js';
import { TARGETS } from './run.js';

export const bottomViews = [checkpointsView, partsView, queuesView, warningsView, taskView];

/** Checkpoints that are listed; the others are counted. */
const LISTED = 100;

function checkpointsView() {
  const place = byId('checkpoints');
  const last = el('p', { class: 'sentence' });
  const table = el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Recent checkpoints' });
  place.append(last, table);
  return {
    parts: ['checkpoints', 'clock'],
    draw({ checkpoints }, changes, now) {
      const recent = checkpoints.recent ?? [];
      const known = checkpoints.time !== undefined;
      table.hidden = recent.length === 0;
      setText(
        last,
        known
          ? `Generation ${checkpoints.generation}, ${age((now - checkpoints.time) / 1000)} ago; ${plural(checkpoints.layersDone ?? 0, 'layer')} safe.`
          : 'Nothing is saved yet.',
      );
      if (changes.parts.has('checkpoints') || changes.parts.has('all')) table.replaceChildren(checkpointTable(recent));
    },
  };
}

function checkpointTable(recent) {
  return el(
    'table',
    { class: 'plain' },
    heads('No.', 'At', 'Layers', 'Size', 'Took'),
    el(
      'tbody',
      {},
      recent
        .slice(-LISTED)
        .reverse()
        .map((one) =>
          el('tr', {}, el('th', { scope: 'row' }, count(one.generation)), el('td', {}, clock(one.time)), el('td', {}, count(one.layersDone)), el('td', {}, bytes(one.bytes)), el('td', {}, duration(one.seconds))),
        ),
    ),
  );
}

function partsView() {
  return {
    parts: ['parts'],
    draw({ parts }) {
      const sorted = Object.entries(parts).sort(([, a], [, b]) => b - a);
      const all = sorted.reduce((sum, [, seconds]) => sum + seconds, 0);
      byId('parts').replaceChildren(
        sorted.length
          ? el('table', { class: 'plain bars' }, heads('Part', '', 'Time', 'Share'), el('tbody', {}, sorted.map(([part, seconds]) => partRow(part, seconds, all))))
          : el('p', { class: 'none' }, 'Not told yet.'),
      );
    },
  };
}

function partRow(part, seconds, all) {
  const bar = el('i', { class: 'meter' });
  bar.style.width = `${all > 0 ? (100 * seconds) / all : 0}%`;
  return el('tr', {}, el('th', { scope: 'row' }, part), el('td', { class: 'wide', 'aria-hidden': 'true' }, bar), el('td', {}, duration(seconds)), el('td', {}, percent(all > 0 ? seconds / all : 0, 0)));
}

function queuesView() {
  return {
    parts: ['queues'],
    draw({ queues }) {
      byId('queues').replaceChildren(
        queues.length
          ? el('table', { class: 'plain' }, heads('Queue', 'Waiting', 'Room for'), el('tbody', {}, queues.map(({ queue, depth, capacity }) => el('tr', {}, el('th', { scope: 'row' }, queue), el('td', {}, count(depth)), el('td', {}, capacity ? count(capacity) : 'any')))))
          : el('p', { class: 'none' }, 'Not told yet.'),
      );
    },
  };
}

function warningsView() {
  const place = byId('warnings');
  return {
    parts: ['warnings', 'layers'],
    draw(state, changes) {
      const fallbacks = state.layers.flatMap((layer) =>
        TARGETS.flatMap((target) => (layer.targets[target]?.warnings ?? []).map((message) => ({ layer: layer.layer, target, message }))),
      );
      const shape = `${state.warnings.length} ${state.warningsLeftOut} ${fallbacks.length}`;
      if (place.dataset.shape === shape && !changes.parts.has('all')) return;
      place.dataset.shape = shape;
      place.replaceChildren(
        ...(state.warnings.length + fallbacks.length === 0 ? [el('p', { class: 'none' }, 'None.')] : []),
        ...(fallbacks.length ? [el('p', { class: 'sentence' }, `${plural(fallbacks.length, 'warning')} of compensations:`), list(fallbacks.map(fallback))] : []),
        ...(state.warnings.length ? [el('p', { class: 'sentence' }, `${plural(state.warnings.length + (state.warningsLeftOut ?? 0), 'warning')} of the run:`), list(state.warnings.map(warning))] : []),
        ...(state.warningsLeftOut ? [el('p', { class: 'none' }, `${count(state.warningsLeftOut)} more are not shown.`)] : []),
      );
    },
  };
}

function list(items) {
  return el('ul', { class: 'warned scroll', tabindex: 0 }, items);
}

function fallback({ layer, target, message }) {
  return el('li', {}, el('b', {}, `Layer ${layer + 1}, ${target}: `), message);
}

function warning({ time, message }) {
  return el('li', {}, el('time', {}, `${clock(time)} `), message);
}

function taskView() {
  return {
    parts: ['task', 'state'],
    draw(state) {
      const { task } = state;
      byId('task').replaceChildren(
        ...facts([
          ['Model', task.model],
          ['Output', task.output],
          ['Layers', task.layers],
          ['Ratio', task.ratio],
          ['Compensation', task.compensation],
          ['Schedule', task.schedule],
          ['Calibration', task.windows && `${count(task.windows)} windows of ${count(task.seq)} tokens`],
          ['Backend', task.backend],
          ['Memory budget', task.memoryBudget ? bytes(task.memoryBudget) : 'none'],
          ['Device budget', task.deviceBudget ? bytes(task.deviceBudget) : undefined],
          ['Started', state.startedTime && moment(state.startedTime)],
          ['Went on', state.processStartedTime > state.startedTime ? moment(state.processStartedTime) : undefined],
          ['Process', task.process && `${task.process}${task.host ? ` on ${task.host}` : ''}${task.resumed ? ', resumed' : ''}`],
          ['Run', state.run],
        ]),
      );
      setText(byId('version'), task.version ? `Gimbal ${task.version}` : 'Gimbal');
    },
  };
}

function heads(...names) {
  return el('thead', {}, el('tr', {}, names.map((name) => (name ? el('th', { scope: 'col' }, name) : el('td', { 'aria-hidden': 'true' })))));
}
