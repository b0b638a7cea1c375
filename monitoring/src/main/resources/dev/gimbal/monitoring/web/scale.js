// Errors to steps of the heat map's colours, and axes to round numbers.

/** Steps that app.css has colours for: h0 to h11, from nothing to the most. */
export const STEPS = 12;

/** The end of the scale: a round number that all but outlandish errors stay below. At most 1, which is all of the output. */
export function domain(values) {
  const sizes = values.filter((value) => Number.isFinite(value) && value > 0).sort((a, b) => a - b);
  if (sizes.length === 0) return 0.1;
  const most = Math.min(1, sizes.at(-1), 3 * sizes[Math.ceil(0.95 * (sizes.length - 1))]);
  return roundUp(most);
}

/** The step of a value; roots of errors are spread evenly, so that small ones differ too. Undefined has none. */
export function step(value, end) {
  if (value === undefined || value === null) return undefined;
  if (!(value >= 0)) return STEPS - 1;
  return Math.min(STEPS - 1, Math.floor(STEPS * Math.sqrt(Math.min(1, value / end)) * 0.9999));
}

/** The value where a step begins. */
export function stepStart(index, end) {
  return end * (index / STEPS) ** 2;
}

/** 1, 2 or 5 times a power of ten, not below the value. */
export function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
  return [1, 1.5, 2, 3, 5, 7, 10].map((factor) => factor * power).find((round) => round >= value * (1 - 1e-12));
}

/** Round numbers from 0 to the end, few of them. */
export function ticks(end, most = 4) {
  if (!(end > 0)) return [0];
  const width = roundUp(end / most);
  const result = [];
  for (let at = 0; at <= end * (1 + 1e-9); at += width) result.push(at);
  return result;
}
