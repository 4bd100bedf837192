// A real Chromium, driven by playwright-core, for the browser journeys.
import { type Browser, chromium } from 'playwright-core';
import type { TestContext } from 'vitest';
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

/** Starts Chromium, or skips the test where there is none. Give an owner to share it among tests. */
export async function openBrowser(test: Pick<TestContext, 'skip'> & Owner, owner: Owner = test): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: needs(test, 'chromium'), args: FLAGS });
  owner.onTestFinished(() => browser.close());
  return browser;
}
