// Where in a run's timeline its last process begins.

/** The index of the first span of the process that began then; the timeline's length when it has none yet. */
export function processBegin(timeline, processStartedTime = 0) {
  const begin = timeline.findIndex((span) => span.from >= processStartedTime);
  return begin < 0 ? timeline.length : begin;
}
