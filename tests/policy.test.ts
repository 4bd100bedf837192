// The content security policy allows no inline style or script, and no page of the app needs one.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { servedDemo } from './house.ts';
import { claim, emptyHome } from './own-home.ts';

/** What the browser reported, with the place it was found. */
async function watchedByPolicy(page: Page): Promise<string[]> {
  const reports: string[] = [];
  // Told by the console as well, in case a page is left before the event arrives.
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) reports.push(message.text());
  });
  await page.exposeFunction('reportPolicy', (text: string) => void reports.push(text));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sourceFile, lineNumber, sample } = event;
      const told = [effectiveDirective, blockedURI, `${sourceFile}:${lineNumber}`, sample].join(' ');
      const { reportPolicy } = globalThis as { readonly reportPolicy?: (text: string) => void };
      reportPolicy?.(told);
    });
  });
  return reports;
}

describe('the policy', { timeout: 360_000 }, () => {
  test('is kept by every page of the demo, with charts, tooltips and dialogs', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await servedDemo(ctx);
    const page = await browser.newPage();
    const reports = await watchedByPolicy(page);
    const answer = await page.goto(url);
    const policy = answer?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("style-src 'self' 'sha256-");
    expect(policy).not.toContain('unsafe');
    await page.getByText('Demo – simulated home').waitFor();
    const charts = page.locator('.chart canvas');
    await charts.first().waitFor();
    await charts.first().hover();
    const site = await page.evaluate(async () => {
      const sites = (await (await fetch('api/v1/sites')).json()) as readonly { readonly id: string }[];
      return sites[0]?.id ?? '';
    });
    for (const path of [`sites/${site}/energy`, `sites/${site}/meters`, `sites/${site}/settings`, 'account', 'setup']) {
      await page.goto(`${url}/#/${path}`);
      await page.getByRole('heading').first().waitFor();
      await page.waitForLoadState('networkidle').catch(() => undefined);
      const chart = page.locator('.chart canvas').first();
      if ((await chart.count()) > 0) await chart.hover();
      for (const button of await page
        .getByRole('main')
        .getByRole('button', { name: /Export|Why|Invite/ })
        .all())
        await button.click({ trial: true }).catch(() => undefined);
    }
    await page.goto(`${url}/#/`);
    await page.locator('.device h3 a').first().click();
    await page.getByRole('heading').first().waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    expect(reports).toEqual([]);
    // The report itself works: an inline style is refused and told.
    await page.evaluate(() => {
      const div = document.createElement('div');
      div.innerHTML = '<b style="color: red">x</b>';
      document.body.append(div);
    });
    await expect.poll(() => reports.length).toBeGreaterThan(0);
  });

  test('is kept from the first visit to the account page', async (ctx) => {
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const page = await browser.newPage({ locale: 'en-GB' });
    const reports = await watchedByPolicy(page);
    await page.goto(`${url}/#/setup`);
    const zone = page.getByRole('combobox', { name: 'Time zone' });
    await zone.click();
    await page.getByRole('option', { name: 'Europe/Berlin' }).waitFor();
    await page.keyboard.press('Escape');
    // Styles come when something is first rendered: what was blocked until here is told here.
    expect(reports).toEqual([]);
    await page.goto(url);
    await claim(page);
    await page.goto(`${url}/#/setup`);
    await page.getByText('Find your device').waitFor();
    await page.goto(`${url}/#/account`);
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Turn on: Code of an app' }).click();
    await page.getByRole('img', { name: 'QR code for the app' }).waitFor();
    expect(reports).toEqual([]);
  });
});
