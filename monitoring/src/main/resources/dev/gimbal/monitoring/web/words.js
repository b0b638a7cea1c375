// What the page says of a run in words. No part of this touches the page.

import { age, count, percent, plural } from './format.js';
import { hasEnded } from './run.js';

/** A run that says nothing for so many seconds may still be well: a solve takes long. */
const QUIET = 60;

const ACTIVITIES = {
  load: 'Reading the model',
  measure: 'Measuring the dense model',
  catch_up: 'Going through finished layers',
  attention: 'Pruning',
  mlp: 'Pruning',
  write: 'Writing the smaller model',
  evaluate: 'Measuring perplexity',
};

export const STAGES = {
  load: 'reading the model',
  measure: 'measuring',
  catch_up: 'catching up',
  attention: 'attention',
  mlp: 'MLP',
  write: 'writing',
  evaluate: 'measuring perplexity',
  commit: 'checkpoint',
  'solve o_proj': 'solve of o_proj',
  'solve down_proj': 'solve of down_proj',
};

/** What a run is busy with, or was: "Pruning, layer 12 of 30, attention". */
export function activity(state) {
  const { progress = {}, task = {} } = state;
  if (state.state === 'finished') return 'The smaller model is in place';
  if (!progress?.stage) return state.state === 'starting' ? 'Starting' : 'Nothing is known of its work';
  const what = ACTIVITIES[progress.stage] ?? progress.stage;
  const layer = progress.layer === undefined ? '' : `, layer ${progress.layer + 1}${task.layers ? ` of ${task.layers}` : ''}`;
  const pruning = progress.stage === 'attention' || progress.stage === 'mlp';
  const far = progress.ofTokens && !hasEnded(state.state) ? `, ${percent(Math.min(1, progress.tokens / progress.ofTokens), 0)}` : '';
  const part = pruning ? `, ${STAGES[progress.stage]}` : far;
  return `${hasEnded(state.state) ? 'Ended while ' : ''}${hasEnded(state.state) ? what.toLowerCase() : what}${layer}${part}`;
}

/**
 * How it is, in one line.
 *
 * @param {object} state of the run
 * @param {{kind: string, since: number}} link what became of the connection, since when
 * @param {number} now by the server's clock, in milliseconds
 * @returns {{level: 'good'|'done'|'wait'|'bad', text: string}}
 */
export function health(state, link, now) {
  const gone = (time) => age((now - time) / 1000);
  const heard = state.lastEventTime === undefined ? undefined : gone(state.lastEventTime);
  if (link.kind === 'denied') {
    return { level: 'bad', text: 'not let in: open the address with its ?token=' };
  }
  if (hasEnded(state.state)) {
    const closed = link.kind === 'lost' ? '; its address is closed' : '';
    switch (state.state) {
      case 'finished':
        return { level: 'done', text: `finished ${heard} ago${closed}` };
      case 'stopped':
        return { level: 'wait', text: `stopped as asked ${heard} ago${closed}` };
      case 'failed':
        return { level: 'bad', text: `failed ${heard} ago${closed}` };
      default:
        return { level: 'bad', text: `interrupted: its process is gone; last heard ${heard} ago` };
    }
  }
  if (link.kind === 'lost') {
    return { level: 'bad', text: `old data: connection lost ${gone(link.since)} ago, trying again` };
  }
  if (link.kind === 'connecting') return { level: 'wait', text: 'connecting' };
  if (heard === undefined) return { level: 'wait', text: 'nothing heard of a run yet' };
  if (state.live === false) return { level: 'wait', text: `nobody is known to work on it; last heard ${heard} ago` };
  const quiet = (now - state.lastEventTime) / 1000;
  if (quiet > QUIET) return { level: 'wait', text: `running, but silent; last heard ${heard} ago` };
  return { level: 'good', text: `${state.state}; last heard ${heard} ago` };
}

/** How to go on, or what the run was. Undefined while it runs. */
export function ending(state) {
  const output = state.task?.output;
  const folder = state.task?.runDirectory ?? 'DIR';
  const resume = [`gimbal resume ${quoted(folder)}`];
  switch (state.state) {
    case 'finished':
      return {
        title: 'Finished',
        sentence: `The smaller model is ${output ? `in ${output}` : 'in place'}.`,
        commands: output
          ? [`gimbal verify ${quoted(output)}`, `gimbal eval --model ${quoted(output)} --text FILE`]
          : [],
      };
    case 'stopped':
      return { title: 'Stopped', sentence: state.reason || 'It was asked to stop.', commands: resume };
    case 'failed':
      return {
        title: 'Failed',
        sentence: `${state.reason || 'No reason is known.'}${state.exitCode ? ` (exit code ${state.exitCode})` : ''}`,
        commands: resume,
        note: 'goes on from the last checkpoint once the cause is gone; it takes the run directory.',
      };
    case 'interrupted':
      return {
        title: 'Interrupted',
        sentence: state.reason || 'Its process is gone without a word: it was killed, or the power failed.',
        commands: resume,
        note: 'goes on from the last checkpoint; it takes the run directory.',
      };
    default:
      return undefined;
  }
}

/** A word of a shell command. */
export function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** What is removed and how. */
export function method(task) {
  return [
    task.ratio === undefined ? '' : `${percent(task.ratio, 0)} of each layer`,
    task.compensation && `compensation ${task.compensation}`,
    task.output && `to ${task.output}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** How much of what a target lost came back: 0.34 of it; undefined without errors to tell from. */
export function regained(errors) {
  if (!errors || !(errors.before > 0) || !Number.isFinite(errors.before) || !Number.isFinite(errors.after)) return undefined;
  return 1 - errors.after / errors.before;
}

/** "34 % regained" or "12 % worse". */
export function regainedWords(errors) {
  const share = regained(errors);
  if (share === undefined) return '';
  return share >= -0.0005 ? `${percent(Math.max(0, share), 0)} regained` : `${percent(-share, 0)} worse`;
}

/** What the tokens say: "1,024 of 16,384 tokens". */
export function tokens(progress) {
  return progress.tokens === undefined || !progress.ofTokens
    ? ''
    : `${count(progress.tokens)} of ${count(progress.ofTokens)} tokens`;
}

/** "7 of 30 layers". */
export function layersDone(state) {
  const { layersDone } = state.progress;
  if (layersDone === undefined) return '';
  return state.task.layers ? `${layersDone} of ${plural(state.task.layers, 'layer')}` : plural(layersDone, 'layer');
}

/** How long the run will have taken, when it is over. */
export function timeLeft(state, now) {
  const { secondsLeft } = state.progress;
  if (hasEnded(state.state) || secondsLeft === undefined || !Number.isFinite(secondsLeft)) return undefined;
  const since = Math.max(0, (now - (state.lastEventTime ?? now)) / 1000);
  return Math.max(0, secondsLeft - since);
}

