// Plug-ins in a real browser: the owner sees what there is and what is wrong with it, agrees to connections, sets an output of a plug-in up,
// by keyboard and on a phone.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test, type TestContext } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome, password } from './own-home.ts';
import { expectAccessible, expectFits, expectTouchable, watchedPage } from './page.ts';

const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true } as const;
const example = readFileSync(join(import.meta.dirname, '../docs/examples/my-output.ts'), 'utf8');

/** The owner of a home with plug-ins: a right one and a broken one. */
async function withPlugIns(ctx: TestContext, options = {}) {
  const browser = await openBrowser(ctx);
  const served = await emptyHome(ctx, (data) => {
    mkdirSync(join(data, 'plugins'), { recursive: true });
    writeFileSync(join(data, 'plugins', 'my-output.ts'), example.replace('../../packaging/plugin/', './'));
    writeFileSync(join(data, 'plugins', 'broken.ts'), 'export const plugin = {\n  api: 1,\n  kind: = 2,\n};\n');
  });
  const { page, watch } = await watchedPage(browser, served.url, options);
  await claim(page);
  await page.goto(`${served.url}/#/account?part=installation`);
  await page.getByRole('heading', { name: 'Plug-ins' }).waitFor();
  return { page, watch, served };
}

/** A server that takes lines. */
async function lineServer(ctx: TestContext): Promise<{ readonly lines: string[]; readonly port: number }> {
  const lines: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => void lines.push(...bytes.toString().split('\n')));
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  ctx.onTestFinished(() => void server.close());
  const at = server.address();
  return { lines, port: typeof at === 'object' && at !== null ? at.port : 0 };
}

/** Proves who it is where that is asked. */
async function prove(page: Page): Promise<void> {
  const field = page.getByRole('dialog').getByLabel('Password', { exact: true });
  const isAsked = await field.waitFor({ timeout: 2000 }).then(
    () => true,
    () => false,
  );
  if (!isAsked) return;
  await field.fill(password);
  await field.press('Enter');
}

describe('plug-ins', () => {
  test('are listed with what is wrong, agreed to, and an output of one is set up and tried', async (ctx) => {
    const { page, watch, served } = await withPlugIns(ctx);
    await page.getByText('Left out: broken.ts: line 3: Expression expected').waitFor();
    await expectAccessible(page);
    const allow = page.getByRole('button', { name: 'Allow connections of CSV over TCP' });
    await allow.focus();
    await page.keyboard.press('Enter');
    await prove(page);
    await page.getByText('It may open connections, as its file is now.').waitFor();
    // It is so after a reload, too, and in the folder.
    await page.reload();
    await page.getByText('It may open connections, as its file is now.').waitFor();
    expect(readFileSync(join(served.data, 'plugins', 'allowed.json'), 'utf8')).toContain('my-output.ts');
    const server = await lineServer(ctx);
    const site = await page.evaluate(async () => {
      const sites = (await (await fetch('/api/v1/sites')).json()) as { readonly id: string }[];
      return sites[0]?.id ?? '';
    });
    await page.goto(`${served.url}/#/sites/${site}/settings`);
    await page.getByRole('button', { name: 'Add output' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('Name', { exact: true }).fill('CSV in the cellar');
    await sheet.getByLabel('Kind').selectOption('plugin-csv-lines');
    await sheet.getByRole('button', { name: 'Save' }).click();
    await sheet
      .getByText(/Server/)
      .last()
      .waitFor();
    await sheet.getByLabel('Server', { exact: true }).fill('127.0.0.1');
    await sheet.getByLabel('Port', { exact: true }).fill(String(server.port));
    await sheet.getByLabel('Key of the server').fill('hush');
    await sheet.getByRole('button', { name: 'Test' }).click();
    await prove(page);
    await expect.poll(() => server.lines, { timeout: 20_000 }).toContain('key hush');
    await expectAccessible(page);
    await sheet.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: /CSV in the cellar.*CSV over TCP/ }).waitFor();
    expect(watch.outside).toEqual([]);
  });

  test('fit a phone', async (ctx) => {
    const { page } = await withPlugIns(ctx, phone);
    await page.getByRole('button', { name: 'Allow connections of CSV over TCP' }).waitFor();
    await expectFits(page);
    await expectTouchable(page);
  });
});
