// A real Chromium, driven by playwright-core, for the browser journeys.
import { type Browser, chromium } from 'playwright-core';
import { afterAll, type TestContext } from 'vitest';
import { needs } from './needs.ts';
import type { Owner } from './owner.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let shared: Promise<Browser> | undefined;

// One browser for all tests of a file: to start one takes longer than most pages.
afterAll(async () => {
  const browser = await shared?.catch(() => undefined);
  await browser?.close();
});

/** Chromium, shared by the tests of a file, without a page of another test; skips the test where there is none. */
export async function openBrowser(test: Pick<TestContext, 'skip'> & Owner): Promise<Browser> {
  const executablePath = needs(test, 'chromium');
  const isGone = (await shared?.catch(() => undefined))?.isConnected() === false;
  if (shared === undefined || isGone) shared = chromium.launch({ executablePath, args: FLAGS });
  const browser = await shared;
  test.onTestFinished(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  return browser;
}
