// A message of the home in a browser whose page does not show it: the worker of the page displays it, as plain text, and keeps nothing else.
import { expect, test } from 'vitest';
import { openOwnedHouse } from '#main/testing/owned-house.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { watchedPage } from './page.ts';

interface Registration {
  readonly registrationId: string;
  readonly scopeURL: string;
}

test('what is pushed is shown with its words, also when it has none', { timeout: 240_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const house = await openOwnedHouse();
  ctx.onTestFinished(() => house.close());
  const { page, watch } = await watchedPage(browser, house.url, { serviceWorkers: 'allow' });
  const context = page.context();
  await context.grantPermissions(['notifications'], { origin: house.url });
  const session = await context.newCDPSession(page);
  const known = Promise.withResolvers<Registration>();
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
    if (first !== undefined) known.resolve(first);
  });
  await session.send('ServiceWorker.enable');
  await page.evaluate(async () => {
    await navigator.serviceWorker.register(new URL('push-worker.js', document.baseURI));
    await navigator.serviceWorker.ready;
  });
  const { registrationId } = await known.promise;
  const push = async (data: string): Promise<void> => {
    await session.send('ServiceWorker.deliverPushMessage', { origin: house.url, registrationId, data });
  };
  const shown = () =>
    page.evaluate(async () => {
      const { getNotifications } = await navigator.serviceWorker.ready.then((one) => ({
        getNotifications: () => one.getNotifications(),
      }));
      return (await getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, data: String(data) }));
    });
  const title = 'Critical – Home: <b>A device</b> does not answer';
  await push(JSON.stringify({ title, text: 'Roof', tag: 'a1', url: '#/sites/demo/alerts' }));
  await expect
    .poll(shown, { timeout: 20_000 })
    .toEqual([{ title, body: 'Roof', tag: 'a1', data: '#/sites/demo/alerts' }]);
  // A newer one of the same alert takes its place; one that cannot be read is a message all the same.
  await push(JSON.stringify({ title: 'Over', text: '', tag: 'a1', url: '' }));
  await push('no JSON at all');
  await expect
    .poll(async () => (await shown()).map((one) => one.title).toSorted(), { timeout: 20_000 })
    .toEqual(['Over', 'Solstead']);
  expect(watch).toEqual({ errors: [], outside: [] });
});
