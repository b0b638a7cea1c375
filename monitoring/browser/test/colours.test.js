import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('../../src/main/resources/dev/gimbal/monitoring/web/app.css', import.meta.url), 'utf8');

function block(selector) {
  const begin = css.indexOf(`${selector} {`);
  assert.ok(begin >= 0, selector);
  return Object.fromEntries([...css.slice(begin, css.indexOf('}', begin)).matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]));
}

const light = block(':root');
const dark = { ...light, ...block(':root[data-theme="dark"]') };

function resolve(theme, value) {
  const name = /^var\((.*)\)$/.exec(value)?.[1];
  return name ? resolve(theme, theme[name]) : value;
}

/** Relative luminance, by WCAG 2. */
function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(theme, one, other) {
  const [a, b] = [one, other].map((value) => luminance(resolve(theme, value))).sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

const steps = Array.from({ length: 12 }, (_, index) => `var(--h${index})`);

test('the dark theme is the same, chosen or wished for by the system', () => {
  assert.deepEqual(block(':root:not([data-theme])'), block(':root[data-theme="dark"]'));
});

test('the scale of errors reads in greyscale: each step is darker, or on a dark page lighter, than the one before', () => {
  const values = (theme) => steps.map((value) => luminance(resolve(theme, value)));
  values(light).reduce((before, now) => (assert.ok(now < before / 1.15), now));
  values(dark).reduce((before, now) => (assert.ok(now > before * 1.15), now));
});

test('numbers in cells can be read on every step', () => {
  for (const theme of [light, dark]) {
    steps.forEach((value, index) => {
      const ink = index < 5 ? 'var(--low)' : index < 7 ? 'var(--on-light)' : 'var(--high)';
      assert.ok(contrast(theme, ink, value) >= 4.5, `${index}: ${contrast(theme, ink, value)}`);
    });
  }
});

test('text has the contrast of WCAG AA, lines and marks that of graphics', () => {
  for (const theme of [light, dark]) {
    for (const text of ['--ink', '--quiet', '--accent', '--good', '--wait', '--bad']) {
      assert.ok(contrast(theme, `var(${text})`, 'var(--page)') >= 4.5, text);
    }
    for (const soft of ['--good-soft', '--wait-soft', '--bad-soft', '--accent-soft', '--raised']) {
      for (const text of ['--ink', '--quiet']) assert.ok(contrast(theme, `var(${text})`, `var(${soft})`) >= 4.5, `${text} on ${soft}`);
    }
    for (const line of ['--line-1', '--line-2', '--line-3', '--line-4', '--line-5', '--edge']) {
      assert.ok(contrast(theme, `var(${line})`, 'var(--page)') >= 3, line);
    }
  }
});
