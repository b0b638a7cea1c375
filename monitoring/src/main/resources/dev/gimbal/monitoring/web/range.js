// How much time the charts and the timeline show: all of them the same.

import { byId, el, setAttribute } from './dom.js';

const CHOICES = [
  { key: 'all', name: 'Whole run' },
  { key: 'process', name: 'Since resumed' },
  { key: '600', name: 'Last 10 min' },
  { key: '60', name: 'Last minute' },
];

let chosen;
let made;

/** What is shown now, in milliseconds since 1970. */
export function range(state) {
  const times = [state.timeline[0]?.from, state.series.time[0], state.startedTime].filter((time) => time !== undefined);
  const to = Math.max(state.lastEventTime ?? 0, state.series.time.at(-1) ?? 0);
  const begun = times.length ? Math.min(...times) : to;
  const resumed = resumedAt(state);
  const key = chosen ?? (resumed === undefined ? 'all' : 'process');
  const from = key === 'all' ? begun : key === 'process' ? (resumed ?? begun) : Math.max(begun, to - 1000 * Number(key));
  return { key, from, to: Math.max(to, from + 1000) };
}

/** When the last process began, if there was one before it. */
function resumedAt(state) {
  return state.processStartedTime > state.startedTime ? state.processStartedTime : undefined;
}

/** Buttons for those that make a difference. */
export function drawRange(state, redraw) {
  if (!made) {
    made = CHOICES.map(({ key, name }) =>
      el('button', { type: 'button', onclick: () => { chosen = key; redraw('range'); } }, name),
    );
    byId('range').append(...made);
  }
  const { key } = range(state);
  const seconds = state.timeline.length ? ((state.lastEventTime ?? 0) - state.timeline[0].from) / 1000 : 0;
  let useful = 0;
  CHOICES.forEach((choice, index) => {
    setAttribute(made[index], 'aria-pressed', String(choice.key === key));
    const wanted = choice.key === 'all' || (choice.key === 'process' ? resumedAt(state) !== undefined : seconds > Number(choice.key));
    made[index].hidden = !wanted && choice.key !== key;
    if (!made[index].hidden) useful++;
  });
  byId('range').hidden = useful < 2;
}
