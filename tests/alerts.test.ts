// Alerts in a real browser over the demo home: what a rule says comes to badge, first page and inbox; it is acknowledged and found again; a kind is
// set as a sentence, a channel tried and kept, quiet hours set; reload, its own address, back, a server that is away, phone and dark.
import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openOwnedHouse, type OwnedHouse } from '#main/testing/owned-house.ts';
import { hearingServer } from '#main/testing/heard-requests.ts';
import { ask } from '#server/testing/test-server.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { expectAccessible, expectFits, expectTouchable, watchedPage } from './page.ts';

const evil = '<img src=x onerror=alert(1)> Boiler';
const text = `rules:
  - {name: Tell, when: [{kind: called, by: webhook, name: tell}], do: [{kind: notify, title: "${evil}", text: is hot, severity: alarm}]}
`;

async function tell({ port, token }: OwnedHouse): Promise<void> {
  const post = async (method: string, at: string, json: unknown): Promise<void> =>
    expect((await ask(port, `/api/v1/sites/demo/automation${at}`, { method, token, json })).status).toBe(200);
  await post('PUT', '', { text });
  await post('POST', '/call', { what: 'webhook', name: 'tell' });
}

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function channel(page: Page, hook: { readonly url: string; status: number; said: string }): Promise<void> {
  await page.getByRole('button', { name: 'Add a channel' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('What it is').selectOption('Web hook');
  await sheet.getByLabel('Name').fill('Kitchen');
  await sheet.getByLabel('Address of the server').fill(hook.url);
  await sheet.getByLabel('Secret that signs').fill('wpQ7secretz');
  await sheet.getByLabel('It is mine').uncheck();
  hook.status = 500;
  hook.said = 'out of order';
  await sheet.getByRole('button', { name: 'Test' }).click();
  // What a server nearby answers is not read back: its status is told.
  await sheet
    .getByText(/\b500\b/)
    .first()
    .waitFor();
  expect(await sheet.textContent()).not.toContain('out of order');
  await expectAccessible(page);
  hook.status = 200;
  await sheet.getByRole('button', { name: 'Test' }).click();
  await sheet.getByText(/The test was taken/).waitFor();
  await sheet.getByRole('button', { name: 'Save' }).click();
  await sheet.waitFor({ state: 'detached' });
  await card(page, 'Channels').getByText('Kitchen').waitFor();
  expect(await page.content()).not.toContain('wpQ7secretz');
}

/** A kind is set as a sentence, and quiet hours; both are there after a reload. */
async function settings(page: Page): Promise<void> {
  // What is no number is not saved.
  const kinds = card(page, 'What is alerted of');
  const threshold = kinds.getByLabel('Threshold: The battery is low');
  await threshold.fill('95');
  await kinds.getByText('A number from 1 to 90.').waitFor();
  expect(await kinds.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await threshold.fill('22');
  await kinds.getByLabel('How grave: The battery is low').selectOption('Critical');
  await kinds.getByRole('switch', { name: 'Alert of it: A budget is used up' }).click();
  await kinds.getByRole('button', { name: 'Save' }).click();
  await kinds.getByText('Saved.').waitFor();
  const quiet = card(page, 'Quiet hours');
  await quiet.getByLabel('I have quiet hours').check();
  await quiet.getByLabel('From').fill('21:30');
  await quiet.getByRole('button', { name: 'Save' }).click();
  await quiet.getByText('Saved.').waitFor();
  await page.reload();
  expect(await threshold.inputValue()).toBe('22');
  expect(
    await kinds.getByRole('switch', { name: 'Alert of it: A budget is used up' }).getAttribute('aria-checked'),
  ).toBe('false');
  expect(await quiet.getByLabel('From').inputValue()).toBe('21:30');
}

/** What is said of a low battery is said in words of one's own, then in the usual ones again. */
async function words(page: Page): Promise<void> {
  const own = card(page, 'Words of your own');
  const title = own.getByRole('textbox', { name: 'Title' });
  const told = own.getByRole('figure');
  await told.getByText(/The battery is low/).waitFor();
  await title.fill('Only {vallue} left');
  await own.getByText(/Nothing is called vallue here.*did you mean value/).waitFor();
  expect(await title.getAttribute('aria-invalid')).toBe('true');
  expect(await own.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await title.fill('Only ');
  await own.getByRole('button', { name: /the figure that decided/ }).click();
  expect(await title.inputValue()).toBe('Only {value}');
  await told.getByText('Only 12 %').waitFor();
  await expectAccessible(page);
  await own.getByRole('button', { name: 'Save' }).click();
  await own.getByText('Saved.').waitFor();
  await page.reload();
  await expect.poll(() => title.inputValue()).toBe('Only {value}');
  await own.getByText('The battery is low – in your words').waitFor({ state: 'attached' });
  if (process.env['SHOTS'] !== undefined) await own.screenshot({ path: `${process.env['SHOTS']}/alert-words.png` });
  await own.getByRole('button', { name: 'Back to the usual words' }).click();
  await own.getByText('It is said in the usual words again.').waitFor();
  expect(await title.inputValue()).toBe('');
}

async function onPhone(browser: Browser, page: Page, url: string): Promise<void> {
  const phone = await watchedPage(browser, url, {
    viewport: { width: 320, height: 740 },
    colorScheme: 'dark',
    storageState: await page.context().storageState(),
    hasTouch: true,
  });
  await phone.page.getByRole('heading', { name: 'Alerts', level: 1 }).waitFor();
  await card(phone.page, 'What is alerted of').getByRole('switch').first().waitFor();
  await phone.page.locator('.report').waitFor();
  await expectAccessible(phone.page);
  await expectFits(phone.page);
  await expectTouchable(phone.page);
  if (process.env['SHOTS'] !== undefined)
    await phone.page.screenshot({ path: `${process.env['SHOTS']}/alerts-phone.png`, fullPage: true });
  expect(phone.watch).toEqual({ errors: [], outside: [] });
  await phone.page.context().close();
}

test('what wants attention is seen, acknowledged, told over a channel, and set by its owner', {
  timeout: 400_000,
}, async (ctx) => {
  const browser = await openBrowser(ctx);
  const house = await openOwnedHouse();
  ctx.onTestFinished(() => house.close());
  const hook = await hearingServer(ctx);
  const { url, token } = house;
  const { page, watch } = await watchedPage(browser, url);
  await page.context().addCookies([{ name: 'solstead', value: token, url }]);
  await page.reload();
  page.setDefaultTimeout(40_000);
  await page.getByRole('link', { name: 'Alerts' }).click();
  await page.getByText('Nothing wants your attention.').waitFor();
  await expectAccessible(page);
  await channel(page, hook);

  await tell(house);
  const row = card(page, 'Alerts').locator('.alert-row');
  await row.getByText(`${evil}: is hot`).waitFor();
  await page.getByRole('link', { name: /Alerts.*1 open alert/ }).waitFor();
  await expect.poll(() => hook.heard.length, { timeout: 30_000 }).toBe(3);
  if (process.env['SHOTS'] !== undefined)
    await page.screenshot({ path: `${process.env['SHOTS']}/alerts.png`, fullPage: true });
  await expectAccessible(page);

  // The first page says it, too; its own address and back lead to the inbox.
  const address = page.url();
  await page.getByRole('link', { name: 'Live' }).click();
  await card(page, 'What wants attention')
    .getByText(/Boiler/)
    .waitFor();
  await expectAccessible(page);
  await page.goBack();
  await row.waitFor();
  await page.goto(address);
  await page.reload();
  await row.waitFor();

  await settings(page);
  await words(page);
  await onPhone(browser, page, page.url());

  // The server is away: it is said, and what was there comes back; then it is acknowledged by keyboard.
  await page.context().setOffline(true);
  await row.getByRole('button', { name: /^Acknowledge/ }).focus();
  await page.keyboard.press('Enter');
  await row.getByRole('alert').waitFor();
  await page.context().setOffline(false);
  await row.getByRole('button', { name: /^Acknowledge/ }).click();
  await page.getByText('Nothing wants your attention.').waitFor();
  await page.getByRole('button', { name: 'Acknowledged' }).click();
  await row.getByText(/Anna has seen it/).waitFor();
  await row.getByRole('combobox').selectOption('1 day');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await row.getByText(/Nobody is told until/).waitFor();
  await card(page, 'Channels').getByRole('button', { name: 'Remove Kitchen' }).click();
  await card(page, 'Channels').getByText('Nobody is told outside').waitFor();
  await page.getByRole('button', { name: 'Month' }).click();
  await page.locator('.report', { hasText: 'your month' }).waitFor();
  expect(watch.outside).toEqual([]);
});
