// Grafana as a page: shown where its address is set, in a frame that the policy of the page allows for exactly that origin.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { claim, servedFrom } from './own-home.ts';
import { expectAccessible, watchedPage } from './page.ts';

const host = '127.0.0.1';

describe('the page of dashboards', { timeout: 240_000 }, () => {
  test('shows Grafana to who is signed in; the policy allows its origin alone', async (ctx) => {
    const grafana = createServer((_request, reply) => {
      reply.setHeader('content-type', 'text/html').end('<!doctype html><title>G</title><p>a dashboard');
    });
    ctx.onTestFinished(() => void grafana.close());
    grafana.listen(0, host);
    await once(grafana, 'listening');
    const origin = `http://${host}:${(grafana.address() as AddressInfo).port}`;
    const { url } = await servedFrom(ctx, join(tempDir(ctx), 'data'), ['--grafana', `${origin}/d/now?kiosk`]);
    const policy = (await fetch(url)).headers.get('content-security-policy') ?? '';
    expect(policy.split('; ').filter((part) => part.startsWith('frame-src'))).toEqual([`frame-src ${origin}`]);
    const { page, watch } = await watchedPage(await openBrowser(ctx), url);
    await claim(page);
    await page.goto(url);
    await page.getByRole('link', { name: 'Dashboards' }).click();
    await page.frameLocator('iframe[title="Dashboards"]').getByText('a dashboard').waitFor();
    expect(await page.getByRole('link', { name: /tab of its own/ }).getAttribute('href')).toBe(`${origin}/d/now?kiosk`);
    await expectAccessible(page);
    expect(watch).toEqual({ errors: [], outside: [] });
  });
});
