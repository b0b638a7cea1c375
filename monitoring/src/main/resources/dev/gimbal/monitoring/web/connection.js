// Keeps up with a run over HTTP: the whole state once, then its events, and the state again whenever some may be missing.

const KINDS = [
  'run_started',
  'stage_started',
  'tokens_done',
  'target_solved',
  'layer_finished',
  'checkpoint_committed',
  'memory_used',
  'warning_raised',
  'run_stopped',
  'run_failed',
  'run_finished',
  'work_measured',
];
/** Waits between tries, in milliseconds; the last one is repeated. */
const WAITS = [500, 1000, 2000, 4000, 8000, 15_000];
/** After so long without an event the state is asked for: the connection may be dead, or the run. */
const SILENCE = 15_000;
/** Milliseconds that events are folded at a stretch. */
const SLICE = 6;
/** The same of a page that nobody sees: its timers go off rarely. */
const SLICE_UNSEEN = 200;
const ANSWER_WITHIN = 10_000;

export class Connection {
  /**
   * @param {object} run takes what arrives: `load(answer)`, `fold(event)`, `lastEventId`
   * @param {() => void} changed something has arrived, or the connection is another
   * @param {object} [world] what stands for the browser in a test
   */
  constructor(run, changed, world = globalThis) {
    this.run = run;
    this.changed = changed;
    this.world = world;
    /** `connecting`, `open`, `lost` or `denied`, and since when by this machine's clock. */
    this.link = { kind: 'connecting', since: Date.now() };
    /** The server's clock less this machine's, in milliseconds. */
    this.skew = 0;
    this.tries = 0;
    /** Events that have arrived and are not folded yet, as JSON. */
    this.waiting = [];
    /** Counts connections; an answer to an earlier one is late. */
    this.turn = 0;
    this.lastArrival = Date.now();
  }

  start() {
    this.connect();
    this.world.setInterval(() => this.checkSilence(), 2500);
    this.world.addEventListener?.('online', () => this.retryNow());
    this.world.document?.addEventListener('visibilitychange', () => {
      if (!this.world.document.hidden) this.retryNow();
    });
  }

  /** The server's time. */
  now() {
    return Date.now() + this.skew;
  }

  /** From the beginning: the whole state, then the events after it. */
  async connect() {
    this.close();
    const turn = this.turn;
    const answer = await this.ask();
    if (turn !== this.turn || !answer) return;
    this.waiting = [];
    this.run.load(answer);
    const stream = new this.world.EventSource(`api/events?after=${this.run.lastEventId}`);
    this.stream = stream;
    for (const kind of KINDS) stream.addEventListener(kind, (message) => this.receive(stream, message));
    stream.addEventListener('dropped', () => this.again(stream));
    stream.addEventListener('error', () => this.again(stream));
    this.tries = 0;
    this.become('open');
  }

  /** Whatever is under way does not count any more. */
  close() {
    this.turn++;
    this.world.clearTimeout(this.retry);
    this.stream?.close();
    this.stream = undefined;
  }

  /** The whole state; undefined where it cannot be had now, which is tried again later. */
  async ask() {
    const turn = this.turn;
    const abort = new AbortController();
    const timer = this.world.setTimeout(() => abort.abort(), ANSWER_WITHIN);
    try {
      const response = await this.world.fetch('api/run', { cache: 'no-store', signal: abort.signal });
      const denied = response.status === 401 || response.status === 403;
      if (denied && turn === this.turn) this.fail('denied');
      if (denied) return undefined;
      if (!response.ok) throw new Error(`answer ${response.status}`);
      const answer = await response.json();
      if (typeof answer.now === 'number') this.skew = answer.now - Date.now();
      this.lastArrival = Date.now();
      return answer;
    } catch {
      if (turn === this.turn) this.fail('lost');
      return undefined;
    } finally {
      this.world.clearTimeout(timer);
    }
  }

  fail(kind) {
    this.close();
    this.become(kind);
    const wait = WAITS[Math.min(this.tries++, WAITS.length - 1)];
    this.retry = this.world.setTimeout(() => this.connect(), wait);
  }

  /** Browsers hand over all that a packet holds at once, which can be thousands: it waits here for its turn. */
  receive(stream, message) {
    if (stream !== this.stream) return;
    this.lastArrival = Date.now();
    this.waiting.push(message.data);
    if (this.waiting.length === 1) this.world.setTimeout(() => this.foldWaiting(), 0);
  }

  /** Folds for a few milliseconds, and leaves the rest for later. */
  foldWaiting() {
    const until = performance.now() + (this.world.document?.hidden ? SLICE_UNSEEN : SLICE);
    const { waiting } = this;
    let folded = 0;
    let anew = false;
    while (folded < waiting.length && !anew && performance.now() < until) {
      const event = JSON.parse(waiting[folded++]);
      // Another run than the page knows, or another process that goes on with it: not all of that is in events.
      anew = this.run.fold(event) || Boolean(event.runStarted);
    }
    waiting.splice(0, folded);
    if (anew) this.connect();
    else if (waiting.length) this.world.setTimeout(() => this.foldWaiting(), 0);
    this.changed();
  }

  /** The stream has ended, or somebody cut it off. */
  again(stream) {
    if (stream === this.stream) this.fail('lost');
  }

  retryNow() {
    if (this.link.kind === 'open') {
      this.lastArrival = Math.min(this.lastArrival, Date.now() - SILENCE);
      this.checkSilence();
    } else {
      this.connect();
    }
  }

  /** Nothing has come for long: the connection may be dead without a word, or the run. */
  async checkSilence() {
    if (this.link.kind !== 'open' || Date.now() - this.lastArrival < SILENCE) return;
    const { turn } = this;
    const { lastEventId } = this.run;
    const answer = await this.ask();
    if (!answer || turn !== this.turn) return;
    if (answer.lastEventId !== lastEventId && this.run.lastEventId === lastEventId) {
      this.connect(); // events were due that the stream did not bring
    } else if (answer.lastEventId === this.run.lastEventId) {
      this.run.load(answer);
      this.changed();
    }
  }

  become(kind) {
    if (this.link.kind !== kind) this.link = { kind, since: Date.now() };
    this.changed();
  }
}
