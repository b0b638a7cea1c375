// A real browser, as the system has it.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const executable = PLACES.find((place) => place && existsSync(place));

/** Why tests that need a browser are skipped; false where there is one. */
export const skip = executable ? false : 'no chromium: install it, or name it in CHROMIUM';

export function launch() {
  const root = process.getuid?.() === 0;
  return chromium.launch({ executablePath: executable, args: root ? ['--no-sandbox'] : [] });
}

/** A page that remembers everything that must not happen on it. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (fault) => page.faults.push(String(fault)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|ERR_/.test(message.text())) page.faults.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(url).origin) && !request.url().startsWith('data:')) page.faults.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  return page;
}

/** Waits until an element's text matches. */
export async function reads(page, selector, pattern, timeout = 15_000) {
  await page.waitForFunction(
    ([selector, source, flags]) => new RegExp(source, flags).test(document.querySelector(selector)?.innerText ?? ''),
    [selector, pattern.source, pattern.flags],
    { timeout },
  ).catch(async () => {
    throw new Error(`${selector} reads "${await page.innerText(selector)}", not ${pattern}`);
  });
}
