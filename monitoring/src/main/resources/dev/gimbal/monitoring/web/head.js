// The top of the page: which run, how it is, how far and how long still; and how it ended.

import { age, bytes, clock, count, duration, error, moment, percent, rounded } from './format.js';
import { byId, el, facts, setAttribute, setText } from './dom.js';
import { activity, ending, health, layersDone, method, timeLeft, tokens } from './words.js';
import { hasEnded } from './run.js';

export function headView({ connection }) {
  let told;
  return {
    parts: ['clock'],
    draw(state, changes, now) {
      const how = health(state, connection.link, now);
      setText(byId('health-text'), how.text);
      setAttribute(byId('health'), 'data-level', how.level);
      drawNames(state);
      setText(byId('activity'), activity(state));
      setAttribute(byId('activity'), 'data-state', state.state);
      drawStrip(state);
      drawFigures(state, now);
      if (['state', 'result', 'task', 'all'].some((part) => changes.parts.has(part))) drawEnding(state);
      const news = announcement(state, connection.link);
      if (told !== undefined && told !== news) setText(byId('announce'), news);
      told = news;
    },
  };
}

/** What is worth saying aloud when it changes, and nothing that changes all the time. */
function announcement(state, link) {
  if (link.kind === 'lost' && !hasEnded(state.state)) return 'Connection lost. What is shown is old.';
  if (link.kind === 'denied') return 'Not let in.';
  return `The run is ${state.state}.`;
}

function drawNames(state) {
  const { task } = state;
  const name = task.model ? task.model.replace(/\/+$/, '').split('/').at(-1) : 'A pruning run';
  setText(byId('title'), name);
  setText(byId('method'), method(task));
  const share = state.progress.share;
  const far = state.state === 'running' && share !== undefined ? `${Math.floor(100 * share)} % ` : '';
  document.title = `${far}${state.state === 'running' ? '' : `${state.state}: `}${name} · Gimbal`;
}

/** One piece for each layer, filled as far as it is done. */
function drawStrip(state) {
  const strip = byId('strip');
  const layers = state.layers.length;
  while (strip.children.length > layers) strip.lastChild.remove();
  while (strip.children.length < layers) strip.append(el('span', {}, el('i')));
  setAttribute(strip, 'data-many', layers > 40 ? 'yes' : null);
  for (const layer of state.layers) {
    const piece = strip.children[layer.layer];
    if (!piece) continue;
    const filled = layer.state === 'done' ? 1 : layer.state === 'working' ? within(state, layer.layer) : 0;
    setAttribute(piece, 'data-state', layer.state);
    const scale = `scaleX(${filled.toFixed(3)})`;
    if (piece.firstChild.style.transform !== scale) piece.firstChild.style.transform = scale;
  }
  const { share } = state.progress;
  setAttribute(strip, 'aria-valuenow', share === undefined ? null : (100 * share).toFixed(0));
  setAttribute(strip, 'aria-valuetext', share === undefined ? 'not known' : `${percent(share)}, ${layersDone(state)}`);
}

function within(state, layer) {
  const { progress } = state;
  if (progress.layer !== layer || !progress.ofTokens) return progress.stage === 'mlp' ? 0.5 : 0;
  const part = Math.min(1, progress.tokens / progress.ofTokens) / 2;
  return progress.stage === 'mlp' ? 0.5 + part : progress.stage === 'attention' ? part : 0;
}

function drawFigures(state, now) {
  const { progress, checkpoints, memory, task } = state;
  const over = hasEnded(state.state);
  figure('percent', percent(progress.share), layersDone(state));
  const left = timeLeft(state, now);
  const until = left === undefined ? '' : `until ${left > 64_800 ? moment(now + 1000 * left) : clock(now + 1000 * left).slice(0, 5)}`;
  const worked = state.startedTime === undefined ? undefined : workedUntil(state, now, over);
  if (over) figure('left', worked === undefined ? '–' : duration(worked), 'worked in all', 'Took');
  else figure('left', left === undefined ? '–' : duration(left), [until || unknownLeft(state), worked && `worked ${duration(worked)}`].filter(Boolean).join(', '), 'Time left');
  figure(
    'rate',
    progress.tokensPerSecond === undefined ? '–' : count(progress.tokensPerSecond),
    progress.tokensPerSecond === undefined ? '' : `tokens/s${progress.ofTokens && !over ? `; ${tokens(progress)}` : ''}`,
  );
  const saved = checkpoints.time;
  figure(
    'saved',
    saved === undefined ? 'none' : over ? moment(saved) : `${age((now - saved) / 1000)} ago`,
    saved === undefined ? '' : `generation ${checkpoints.generation}, ${bytes(checkpoints.bytes)}`,
  );
  const budget = memory.budget ?? task.memoryBudget;
  figure(
    'memory',
    bytes(memory.resident),
    budget ? `${percent((memory.resident ?? 0) / budget, 0)} of ${bytes(budget)}` : 'no budget set',
  );
  setAttribute(byId('memory').parentElement, 'data-level', !budget || !(memory.resident > 0.9 * budget) ? null : memory.resident > budget ? 'bad' : 'wait');
}

/** Why no time is told. */
function unknownLeft({ state, progress }) {
  if (state !== 'running') return '';
  return progress.share >= 1 ? 'all layers are done' : 'not known yet';
}

/** Seconds that were worked: until the last event, and what has gone by since. */
function workedUntil(state, now, over) {
  if (over || !state.live || state.lastEventTime === undefined) return state.secondsWorked;
  return state.secondsWorked + Math.max(0, now - state.lastEventTime) / 1000;
}

function figure(id, value, note, name) {
  setText(byId(id), value);
  setText(byId(`${id}-note`), note);
  if (name) setText(byId(id).previousElementSibling, name);
}

function drawEnding(state) {
  const what = ending(state);
  const section = byId('ending');
  section.hidden = !what;
  if (!what) return;
  setAttribute(section, 'data-state', state.state);
  setText(byId('ending-title'), what.title);
  byId('ending-body').replaceChildren(
    el('p', { class: 'sentence' }, what.sentence),
    ...(state.result && state.state === 'finished' ? [resultFacts(state.result)] : []),
    ...(what.commands.length ? [el('ul', { class: 'commands' }, what.commands.map(command))] : []),
    ...(what.note ? [el('p', { class: 'note' }, what.note)] : []),
  );
}

function resultFacts(result) {
  const { parametersBefore: before, parametersAfter: after } = result;
  const more = result.perplexityAfter / result.perplexityBefore - 1;
  const pair = (from, to) => [el('span', { class: 'from' }, from), ' → ', el('strong', {}, to)];
  return el(
    'dl',
    { class: 'result' },
    facts([
      ['Parameters', before ? el('span', {}, pair(rounded(before), rounded(after)), el('small', {}, `${percent(after / before - 1)} in all`)) : ''],
      [
        'Perplexity',
        result.perplexityBefore === undefined
          ? 'not measured: no evaluation text'
          : el('span', {}, pair(error(result.perplexityBefore), error(result.perplexityAfter)), el('small', {}, `${more < 0 ? '' : '+'}${percent(more)}`)),
      ],
      ['Removed', el('span', {}, el('strong', {}, percent(result.ratioReached)), el('small', {}, 'of the prunable parameters'))],
      ['Worked', el('strong', {}, duration(result.seconds))],
    ]),
  );
}

/** A command to copy. */
function command(text) {
  const button =
    navigator.clipboard &&
    el('button', { type: 'button', class: 'quiet', 'aria-label': `Copy: ${text}` }, 'Copy');
  button?.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text).then(
      () => setText(button, 'Copied'),
      () => setText(button, 'Not allowed'),
    );
    setTimeout(() => setText(button, 'Copy'), 2000);
  });
  return el('li', {}, el('code', {}, text), button);
}
