// Brings the parts of the page together: what arrives is folded at once, and drawn a few times a second.

import { Connection } from './connection.js';
import { Run } from './run.js';
import { bottomViews } from './tables.js';
import { chartsView } from './charts.js';
import { headView } from './head.js';
import { layersView } from './layers.js';
import { timelineView } from './timeline.js';

/** Milliseconds between two drawings. */
const PACE = 250;
/** Of one frame's time, what drawing may take before the rest waits for the next one. */
const FRAME = 12;

withoutToken();

const run = new Run();
const connection = new Connection(run, () => soon());
const views = [headView, layersView, chartsView, timelineView, ...bottomViews].map((make) => make({ run, connection, redraw }));
/** Of each view, what has changed that it has not drawn yet. */
const waiting = new Map();
let due = false;
let lastDrawn = 0;
let shown = run.view();

function soon() {
  if (due) return;
  due = true;
  const wait = Math.max(0, lastDrawn + PACE - performance.now());
  setTimeout(() => requestAnimationFrame(draw), wait);
}

/** Everything again: the theme, the size or what is chosen has changed. */
function redraw(part = 'all') {
  run.change(part);
  soon();
}

function draw() {
  due = false;
  lastDrawn = performance.now();
  const changes = run.takeChanges();
  changes.parts.add('clock');
  for (const view of views) {
    const left = waiting.get(view) ?? { parts: new Set(), layers: new Set() };
    for (const part of changes.parts) left.parts.add(part);
    for (const layer of changes.layers) left.layers.add(layer);
    waiting.set(view, left);
  }
  shown = run.view();
  drawWaiting();
}

function drawWaiting() {
  const begun = performance.now();
  for (const view of views) {
    const changes = waiting.get(view);
    if (!changes) continue;
    if (performance.now() - begun > FRAME) {
      requestAnimationFrame(drawWaiting);
      return;
    }
    waiting.delete(view);
    if (changes.parts.has('all') || view.parts.some((part) => changes.parts.has(part))) {
      drawOne(view, changes);
    }
  }
}

/** What goes wrong in one view is told, and keeps no other from being drawn. */
function drawOne(view, changes) {
  try {
    view.draw(shown, changes, connection.now());
  } catch (fault) {
    reportError(fault);
  }
}

/** A token in the address has been changed for a cookie; nobody need read it over a shoulder, or in the history. */
function withoutToken() {
  const address = new URL(location.href);
  if (!address.searchParams.has('token')) return;
  address.searchParams.delete('token');
  history.replaceState(null, '', address.pathname + address.search + address.hash);
}

document.addEventListener('theme', () => redraw());
setInterval(() => document.hidden || soon(), 1000);
connection.start();
