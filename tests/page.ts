// A page of the journeys: watched for errors, for anything that leaves this computer, and for what keeps people out.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What went wrong on a page. */
export interface Watch {
  readonly errors: string[];
  readonly outside: string[];
}

/** Opens a page and watches it. */
export async function watchedPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; watch: Watch }> {
  // Without the worker: it takes a copy of the whole app for every test, and what it answers cannot be held back by one.
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const watch: Watch = { errors: [], outside: [] };
  page.on('pageerror', (error) => watch.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') watch.errors.push(message.text());
  });
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(hostname))
      watch.outside.push(request.url());
  });
  await page.goto(url);
  return { page, watch };
}

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

/** Expects nothing on the page that axe-core calls serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  // Evaluated, not added as a script: the page's policy allows no inline script, and shall not for a test.
  await page.evaluate(readFileSync(axePath, 'utf8'));
  const found = await page.evaluate<readonly Violation[]>('axe.run().then(({ violations }) => violations)');
  const serious = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual(
    [],
  );
}

/** Expects that nothing sticks out sideways. */
export async function expectFits(page: Page): Promise<void> {
  const { content, window: width } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(content).toBeLessThanOrEqual(width);
}

/** What can be pressed; a link within a line of text is as high as its line. */
const pressed = 'button, a[href], input, select, textarea, summary';

/** Expects that whatever is pressed is as large as a finger, 44 px: with its label, or with what it takes the touch around it. */
export async function expectTouchable(page: Page): Promise<void> {
  const small = await page.evaluate((all) => {
    const least = 43.5;
    const sizesOf = (element: Element): { readonly width: number; readonly height: number }[] => {
      const around = ['::after', '::before'].map((pseudo) => {
        const { content, position, width, height } = getComputedStyle(element, pseudo);
        const isThere = content !== 'none' && position === 'absolute';
        return isThere
          ? { width: Number.parseFloat(width), height: Number.parseFloat(height) }
          : { width: 0, height: 0 };
      });
      const label = element.closest('label')?.getBoundingClientRect();
      return [element.getBoundingClientRect(), ...around, ...(label === undefined ? [] : [label])];
    };
    return [...document.querySelectorAll(all)]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => element.getBoundingClientRect().width > 1)
      .filter((element) => element.tagName !== 'A' || getComputedStyle(element).display !== 'inline')
      .filter((element) => !sizesOf(element).some(({ width, height }) => width >= least && height >= least))
      .map((element) => element.outerHTML.slice(0, 120));
  }, pressed);
  expect(small).toEqual([]);
}
