// Serves the page with a synthetic run, for looking at it and for tests of sizes that no test has time to compute.
//
//     node replay.js [--port 9099] [--layers 30] [--end finished|failed|stopped|none] [--speed 1] [--at 0.4] [--live no]

import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kindOf, syntheticRun } from './synthetic.js';

const WEB = fileURLToPath(new URL('../src/main/resources/dev/gimbal/monitoring/web/', import.meta.url));
const { Run } = await import(new URL('../src/main/resources/dev/gimbal/monitoring/web/run.js', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.txt': 'text/plain' };
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** A server of a run that is told event by event. */
export class Replay {
  constructor() {
    this.run = new Run();
    this.events = [];
    this.readers = new Set();
    this.live = true;
    this.requests = [];
    this.server = createServer((request, response) => this.answer(request, response));
  }

  listen(port = 0) {
    return new Promise((resolve) => this.server.listen(port, '127.0.0.1', () => resolve(this.server.address().port)));
  }

  close() {
    for (const reader of this.readers) reader.destroy();
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }

  /** Something happens. */
  tell(event) {
    this.events.push(event);
    this.run.fold(event);
    const text = frame(event);
    for (const reader of this.readers) {
      if (!reader.writableEnded) reader.write(text);
    }
  }

  answer(request, response) {
    const url = new URL(request.url, 'http://localhost');
    this.requests.push(url.pathname);
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (this.deny) return void response.writeHead(401).end();
    if (url.pathname === '/api/run') return this.answerRun(response);
    if (url.pathname === '/api/events') return this.answerEvents(url, request, response);
    const path = join(WEB, normalize(url.pathname === '/' ? '/index.html' : url.pathname));
    if (!path.startsWith(WEB) || !existsSync(path)) return void response.writeHead(404).end();
    response.setHeader('Content-Type', `${TYPES[extname(path)] ?? 'application/octet-stream'}; charset=utf-8`);
    createReadStream(path).pipe(response);
  }

  answerRun(response) {
    const now = Date.now();
    const answer = { ...this.run.view(), now, ...this.override };
    answer.live = this.live && answer.live;
    if (answer.live && answer.lastEventTime) answer.secondsWorked += Math.max(0, now - answer.lastEventTime) / 1000;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(answer, (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value)));
  }

  answerEvents(url, request, response) {
    const after = Number(request.headers['last-event-id'] ?? url.searchParams.get('after') ?? 0);
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': here\n\n');
    for (const event of this.events) {
      if (Number(event.id) > after) response.write(frame(event));
    }
    this.readers.add(response);
    response.on('close', () => this.readers.delete(response));
  }
}

function frame(event) {
  return `id: ${event.id}\nevent: ${kindOf(event)}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** A replay that has told a share of a run, ending now. */
export function replayed(wanted, share = 1) {
  const all = [...syntheticRun(wanted)];
  const told = all.slice(0, Math.ceil(all.length * share));
  const shift = Date.now() - Number(told.at(-1).timeUnixMs);
  const moved = all.map((event) => ({ ...event, timeUnixMs: String(Number(event.timeUnixMs) + shift) }));
  const replay = new Replay();
  for (const event of moved.slice(0, told.length)) replay.tell(event);
  return { replay, rest: moved.slice(told.length) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name, otherwise) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? otherwise : process.argv[at + 1];
  };
  const wanted = { layers: Number(option('layers', 30)), end: option('end', 'finished'), strange: option('strange') === 'yes' };
  const { replay, rest } = replayed(wanted, Number(option('at', 0.4)));
  if (option('live') === 'no') {
    replay.live = false;
    if (rest.length) replay.override = { state: 'interrupted' };
  } else {
    const speed = Number(option('speed', 1));
    let last = Date.now();
    for (const event of rest) {
      const due = Number(event.timeUnixMs);
      setTimeout(() => replay.tell({ ...event, timeUnixMs: String(Date.now()) }), Math.max(0, due - last) / speed);
    }
  }
  console.log(`http://127.0.0.1:${await replay.listen(Number(option('port', 9099)))}/`);
}
