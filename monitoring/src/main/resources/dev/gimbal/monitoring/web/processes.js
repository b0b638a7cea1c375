// Where in a run's timeline its last process begins.

/** Milliseconds without a span that only the time between two processes has. */
const BETWEEN = 5000;

/** The index of the last process's first span: of a resumed run, after the last time that nobody did anything. */
export function processBegin(timeline, resumed) {
  if (!resumed) return 0;
  let until = -Infinity;
  let begin = 0;
  const byTime = [...timeline.keys()].sort((a, b) => timeline[a].from - timeline[b].from);
  for (const index of byTime) {
    if (timeline[index].from - until > BETWEEN) begin = index;
    until = Math.max(until, timeline[index].to);
  }
  return begin;
}
