// Events of a pruning run that never was, for pages of any size.

/** Draws that are the same every time (mulberry32). */
function draws(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const MIB = 1024 ** 2;

/**
 * A whole run's events, in protobuf's JSON as the endpoint sends it.
 *
 * @param {object} [wanted] `layers`, `rounds` (events of progress in a sub-layer), `from` (milliseconds since 1970),
 *     `speed` (of the clock), `end` (`finished`, `failed`, `stopped` or `none`), `strange` (numbers that are not finite)
 */
export function* syntheticRun(wanted = {}) {
  const { layers = 30, rounds = 8, from = 1_700_000_000_000, end = 'finished', strange = false, seed = 7 } = wanted;
  const random = draws(seed);
  const windows = 128;
  const seq = 128;
  const tokens = windows * seq;
  let time = from;
  let id = 0;
  const event = (kind, told) => ({ id: String(++id), timeUnixMs: String(Math.round(time)), runId: wanted.run ?? 'b5a3a8de-0f7e-4f6a-9d3f-6a1f0c7c0f11', [kind]: told });
  const memory = () =>
    event('memoryUsed', {
      residentBytes: String(Math.round((430 + 60 * random() + 90 * Math.sin(time / 9000) ** 2) * MIB)),
      heapBytes: String(Math.round((70 + 50 * random()) * MIB)),
      offHeapBytes: String(Math.round((190 + 40 * Math.sin(time / 5000) ** 2) * MIB)),
      hiddenStoreBytes: String(36 * MIB),
      budgetBytes: String(640 * MIB),
    });
  const parts = { products: 0, gram: 0, solves: 0, 'element-wise': 0, attention: 0, output: 0, waiting: 0 };
  const work = (seconds) => {
    const shares = [0.27, 0.26, 0.22, 0.08, 0.06, 0.02, 0.09];
    Object.keys(parts).forEach((part, index) => (parts[part] += seconds * shares[index] * (0.8 + 0.4 * random())));
    return event('workMeasured', {
      parts: Object.entries(parts).map(([part, spent]) => ({ part, seconds: spent })),
      queues: [
        { queue: 'events', depth: Math.floor(3 * random()) || undefined },
        { queue: 'feeder', depth: Math.floor(3 * random()) || undefined, capacity: 2 },
        { queue: 'checkpoint', capacity: 1 },
      ],
    });
  };

  yield event('runStarted', {
    model: wanted.model ?? 'models/smollm2-135m',
    output: wanted.output ?? 'out/smaller',
    runDirectory: `${wanted.output ?? 'out/smaller'}.run`,
    layers,
    windows,
    seq,
    tokens: String(tokens),
    ratio: 0.2,
    compensation: 'auto',
    schedule: 'sublayer',
    backend: 'cpu: OpenBLAS through JavaCPP on linux-x86_64, 2 workers',
    programVersion: '0.1.0',
    memoryBudgetBytes: String(640 * MIB),
    host: 'workhorse',
    process: '48213',
  });
  yield event('stageStarted', { stage: 'STAGE_LOAD' });
  time += 900;
  yield memory();
  for (let layer = 0; layer < layers; layer++) {
    const begun = time;
    const targets = [];
    for (const [stage, target, units] of [['STAGE_ATTENTION', 'TARGET_O_PROJ', 9], ['STAGE_MLP', 'TARGET_DOWN_PROJ', 1536]]) {
      yield event('stageStarted', { stage, layer: layer || undefined, layers, tokens: String(tokens) });
      for (let round = 1; round <= rounds; round++) {
        time += (520 / rounds) * 8 * (0.85 + 0.3 * random()) * 0.16;
        yield event('tokensDone', { tokens: String(Math.round((tokens * round) / rounds)), of: String(tokens), batches: String(round) });
        if (round % 4 === 0) yield memory();
        if (round % 8 === 0) yield work((time - begun) / 1000);
      }
      const seconds = 0.12 + 0.2 * random();
      time += 1000 * seconds;
      const outcome = syntheticOutcome(random, layer, layers, target, strange);
      targets.push(outcome);
      yield event('targetSolved', { layer: layer || undefined, outcome, seconds, scores: syntheticScores(random, units) });
    }
    yield event('layerFinished', {
      outcome: {
        layer: layer || undefined,
        heads: { total: 9, keyValueTotal: 3, unit: 'HEAD_UNIT_BALANCED', queryHeads: [0, 1, 3, 4, 6, 7], sourceKeyValueHeads: [0, 1, 2] },
        channels: { total: 1536, channels: Array.from({ length: 1294 }, (_, index) => index) },
        attention: targets[0],
        mlp: targets[1],
        seconds: (time - begun) / 1000,
      },
    });
    const seconds = 0.04 + 0.05 * random();
    time += 1000 * seconds;
    yield event('checkpointCommitted', { generation: String(layer + 2), bytes: String(Math.round((9 + layer * 2.4) * MIB)), seconds, layersDone: layer + 1 });
    if (layer === 2) yield event('warningRaised', { message: 'The text is shorter than its windows: 12 of them overlap.' });
    if (end === 'failed' && layer === Math.floor(layers / 2)) {
      yield event('runFailed', { message: 'No space is left on the disk of out/smaller.run: 212 MiB more are needed.', exitCode: 74 });
      return;
    }
    if (end === 'stopped' && layer === Math.floor(layers / 2)) {
      yield event('runStopped', { reason: 'SIGINT; gimbal resume out/smaller.run goes on' });
      return;
    }
  }
  if (end === 'none') return;
  yield event('stageStarted', { stage: 'STAGE_WRITE' });
  time += 700;
  yield event('stageStarted', { stage: 'STAGE_EVALUATE', tokens: '20480' });
  for (let round = 1; round <= 8; round++) {
    time += 400;
    yield event('tokensDone', { tokens: String(2560 * round), of: '20480' });
    yield memory();
  }
  yield event('runFinished', {
    ratioReached: 0.1998,
    parametersBefore: '134515008',
    parametersAfter: '113260608',
    perplexityBefore: 49.15,
    perplexityAfter: 70.6,
    seconds: (time - from) / 1000,
  });
}

function syntheticOutcome(random, layer, layers, target, strange) {
  const deep = layer / layers;
  const attention = target === 'TARGET_O_PROJ';
  const before = attention ? 0.03 + 0.19 * deep ** 0.7 + 0.06 * random() : 0.035 + 0.05 * Math.abs(deep - 0.4) + 0.025 * random();
  const after = before * (attention ? 0.45 + 0.25 * random() : 0.6 + 0.25 * random());
  const wild = strange && layer === 1 && attention;
  const fallback = layer % 17 === 5 && attention;
  return {
    target,
    compensation: fallback ? 'COMPENSATION_NONE' : layer % 3 ? 'COMPENSATION_ANCHORED' : 'COMPENSATION_RIDGE',
    lambda: fallback ? undefined : 1,
    fitted: { before: wild ? 'Infinity' : before, after: wild ? 'NaN' : fallback ? before : after },
    heldOut: { before: before * 1.02, after: (fallback ? before : after) * (1 + 0.12 * random()) },
    normRatio: 0.92 + 0.07 * random(),
    effectiveRank: attention ? 140 + 80 * random() : 400 + 90 * random(),
    rotation: { size: 0.18 + 0.2 * random(), conditionNumber: wild ? 'Infinity' : 10 ** (3 + 3 * random()), orthogonalityError: 3e-6 * random(), determinantSign: 1 },
    candidates: [
      { compensation: 'COMPENSATION_NONE', heldOutError: before * 1.02 },
      { compensation: 'COMPENSATION_ROTATION', heldOutError: before * 0.86 },
      { compensation: 'COMPENSATION_RIDGE', lambda: 1, heldOutError: after * 1.07 },
      { compensation: 'COMPENSATION_ANCHORED', lambda: 1, heldOutError: after * 1.05 },
    ],
    warnings: fallback ? ['The rotation was not orthogonal even at eta = 0.01; the kept columns stay as they were.'] : undefined,
  };
}

function syntheticScores(random, units) {
  const keptUnits = Math.round(units * (units < 64 ? 0.667 : 0.842));
  const all = Array.from({ length: units }, (_, rank) => 6.5 * Math.exp((-3.1 * rank) / units) * (0.97 + 0.06 * random()) + 40 * Math.exp(-rank / (0.006 * units + 0.4))).sort((a, b) => b - a);
  return { units, keptUnits, kept: sample(all.slice(0, keptUnits)), dropped: sample(all.slice(keptUnits)) };
}

function sample(values, most = 256) {
  if (values.length <= most) return values.map(Math.fround);
  return Array.from({ length: most }, (_, index) => Math.fround(values[Math.round((index * (values.length - 1)) / (most - 1))]));
}

/** The name that the stream gives an event: `tokens_done` of one that holds `tokensDone`. */
export function kindOf(event) {
  const field = Object.keys(event).find((key) => !['id', 'timeUnixMs', 'runId'].includes(key));
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
