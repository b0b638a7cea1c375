// What became of a layer's targets, out of events and out of the server's answers.

/** A number out of JSON: 64-bit ones and those that are not finite are text there. Undefined stays so. */
export function number(value) {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'number' ? value : Number(value);
}

/** `TARGET_O_PROJ` to `o_proj`; undefined of what only a later version knows. */
export function label(name, prefix) {
  if (typeof name !== 'string' || !name.startsWith(prefix) || name === `${prefix}UNSPECIFIED`) return undefined;
  return name.slice(prefix.length).toLowerCase();
}

function compensation(name) {
  return label(name, 'COMPENSATION_')?.replaceAll('_', '-');
}

function some(object) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** A target's outcome as an event tells it, in the shape of the server's answers. Zeros are left out of events. */
export function eventTarget(told, seconds, scores) {
  const errors = (pair) => pair && { before: number(pair.before) ?? 0, after: number(pair.after) ?? 0 };
  const { rotation } = told;
  return some({
    compensation: compensation(told.compensation),
    lambda: number(told.lambda),
    center: told.center ?? false,
    fitted: errors(told.fitted),
    heldOut: errors(told.heldOut),
    normRatio: number(told.normRatio) ?? 0,
    effectiveRank: number(told.effectiveRank) ?? 0,
    rotation: rotation && {
      size: number(rotation.size) ?? 0,
      conditionNumber: number(rotation.conditionNumber) ?? 0,
      orthogonalityError: number(rotation.orthogonalityError) ?? 0,
      regularization: number(rotation.regularization) ?? 0,
      determinantSign: number(rotation.determinantSign) ?? 0,
    },
    warnings: told.warnings ?? [],
    seconds,
    candidates: (told.candidates ?? []).map((candidate) =>
      some({
        compensation: compensation(candidate.compensation),
        lambda: number(candidate.lambda),
        heldOutError: number(candidate.heldOutError) ?? 0,
      }),
    ),
    scores,
  });
}

/** The same as the server's answer tells it: only numbers are to be made of texts. */
export function answerTarget(told) {
  return some({
    ...numbers(told),
    fitted: told.fitted && numbers(told.fitted),
    heldOut: told.heldOut && numbers(told.heldOut),
    rotation: told.rotation && numbers(told.rotation),
    candidates: (told.candidates ?? []).map(numbers),
    warnings: told.warnings ?? [],
    scores: told.scores && scoreCurve(told.scores),
  });
}

/** How the scores of a target's units lie. */
export function scoreCurve(told) {
  return {
    units: number(told.units) ?? 0,
    keptUnits: number(told.keptUnits) ?? 0,
    kept: (told.kept ?? []).map(number),
    dropped: (told.dropped ?? []).map(number),
  };
}

const TEXTS = ['NaN', 'Infinity', '-Infinity'];

function numbers(object) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, TEXTS.includes(value) ? Number(value) : value]));
}
