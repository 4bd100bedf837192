// Years of energy for Home Assistant, from the page of settings: shown, chosen, given, and given again without a change.
import { expect, test } from 'vitest';
import { homeAssistantStub, stubToken } from '#main/testing/home-assistant-stub.ts';
import { openOwnedHouse, password } from '#main/testing/owned-house.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

test('the hours of a home are shown, given to Home Assistant, and given once', { timeout: 180_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const house = await openOwnedHouse();
  ctx.onTestFinished(() => house.close());
  const peer = await homeAssistantStub(ctx);
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
  const { page } = await watchedPage(browser, house.url, phone);
  await page.getByLabel('Name', { exact: true }).fill('Anna');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.goto(`${house.url}/#/sites/demo/settings?part=connections`);
  const card = page.getByRole('region', { name: 'Years of energy for Home Assistant' });
  const look = card.getByRole('button', { name: 'Show what would be given' });

  await card.getByLabel('Long-lived access token').fill('wrong');
  await card.getByLabel('Address of Home Assistant').fill('http://127.0.0.1:1');
  await look.click();
  await card.getByText(/cannot be reached there/).waitFor();
  await card.getByLabel('Address of Home Assistant').fill(peer.url.replace('ws:', 'http:'));
  await look.click();
  await card.getByText(/does not know the token/).waitFor();
  await card.getByLabel('Long-lived access token').fill(stubToken);
  await look.click();
  const sun = card.getByRole('listitem').filter({ hasText: 'solar production' });
  await sun.getByText(/(\d+) of \1 hours are new there/).waitFor();
  await sun.getByText(/From .*Wh\) to .*Wh\)/).waitFor();
  expect(peer.written.count).toBe(0);
  await expectAccessible(page);
  await expectFits(page);

  await card.getByLabel(/consumption/).uncheck();
  await card.getByRole('button', { name: 'Give it to Home Assistant' }).click();
  await card.getByText(/Home Assistant has \d+ more or corrected hours/).waitFor();
  expect(peer.written.count).toBeGreaterThan(50);
  expect([...peer.kept.keys()].some((id) => id.endsWith('_load'))).toBe(false);
  expect([...peer.kept.keys()].some((id) => id.endsWith('_pv'))).toBe(true);
  const before = peer.written.count;
  await card.getByRole('button', { name: 'Give it to Home Assistant' }).click();
  await card.getByText('Home Assistant had everything already.').waitFor();
  expect(peer.written.count).toBe(before);
});
