// The page of the interface in a browser: whole without any other server, within the policy, and an example sent from it.
import { expect, test } from 'vitest';
import { endpointIds } from '#api/endpoints.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { owner } from '../testing/stub-hub.ts';
import { testServer } from '../testing/test-server.ts';

/** `/stream` and `/mcp`, which are no rows of the table. */
const waysBeside = 2;

test('every endpoint is there, found by a word, and tried with its example', async (context) => {
  const browser = await openBrowser(context);
  const server = await testServer(context);
  const page = await browser.newPage();
  const wrong: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && wrong.push(message.text())));
  page.on('pageerror', (error) => void wrong.push(error.message));
  const foreign: string[] = [];
  const origin = `http://127.0.0.1:${server.port}`;
  page.on('request', (request) => void (request.url().startsWith(origin) || foreign.push(request.url())));
  await page.goto(`${origin}/api/docs#listSites`);
  await page.locator('details[id]').first().waitFor();
  expect(await page.locator('details[id]').count()).toBe(endpointIds.length + waysBeside);
  const sites = page.locator('#listSites');
  expect(await sites.getAttribute('open')).not.toBeNull();
  await page.getByLabel(/Token/).fill(server.hub.signedIn(owner));
  await sites.getByText('An answer: 200').click();
  expect(await sites.locator('.example pre').textContent()).toContain('"name": "Demo home"');
  await sites.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => sites.locator('> pre').textContent()).toContain('"name": "Casa"');
  await page.getByLabel('Find').fill('budget');
  await expect.poll(() => page.locator('details[id]:visible').count()).toBe(2);
  const save = page.locator('#saveBudgets');
  await save.locator('> summary').click();
  expect(await save.getByLabel('Body').inputValue()).toContain('"limit": "250000"');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByLabel('Find').fill('');
  const width = (): Promise<number> => page.evaluate('document.documentElement.scrollWidth');
  expect(await width()).toBeLessThanOrEqual(390);
  await page.goto(`${origin}/api/docs/errors#site.unknown`);
  expect(await width()).toBeLessThanOrEqual(390);
  expect(await page.locator('tr:target').textContent()).toContain('No such site');
  expect([wrong, foreign]).toEqual([[], []]);
});

test('it is there for everybody, below a proxy as well: it names nothing by its whole path', async (context) => {
  const server = await testServer(context);
  for (const path of ['/api/docs', '/api/docs/errors', '/api/docs/page.css', '/api/docs/page.js']) {
    const { status, text } = await server.ask(path);
    expect([path, status]).toEqual([path, 200]);
    expect(text).not.toMatch(/(?:href|src)="(?:\/|https?:)/);
  }
});
