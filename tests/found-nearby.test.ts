// A device that announces itself in the network of this computer, over its real multicast: it is offered, tested and kept, and then not offered
// any more; one who floods the network with made-up names does not hide it.
import { createSocket } from 'node:dgram';
import { createServer, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { createHttpEmulator } from '#sim/emulators.ts';
import { startHttpServer } from '#sim/http-server.ts';
import { openBrowser } from '#tools/testkit/browser.ts';
import { announcement } from '#transport/mdns/messages.ts';
import { networkNames } from '#transport/mdns/network-names.ts';
import { claim, emptyHome, simulated } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

/** An address of this computer in a network. */
function ownAddress(ctx: TestContext): string {
  const outside = Object.values(networkInterfaces())
    .flatMap((list = []) => list)
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  return outside ?? ctx.skip('this computer has no address in a network');
}

/** The port of that address that leads to a server of this computer alone. */
async function reachedFrom(ctx: TestContext, address: string, inner: string): Promise<number> {
  const server = createServer((socket) => {
    const port = Number(new URL(inner).port);
    const on = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [socket, on],
      [on, socket],
    ] as const) {
      one.on('error', () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, address, resolve));
  ctx.onTestFinished(() => void server.close());
  const at = server.address();
  if (at === null || typeof at === 'string') throw new TypeError('assertion: it listens');
  return at.port;
}

/** Says made-up services from a port that is not that of multicast DNS, and bytes that are no message. */
async function flooding(ctx: TestContext, address: string): Promise<void> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  await new Promise<void>((resolve) => void socket.bind(0, address, resolve));
  socket.setMulticastInterface(address);
  const service = { types: ['_shelly._tcp'], host: 'made-up', port: 9, text: {}, address: '0.0.0.0' };
  let said = 0;
  const end = clock.every(100, () => {
    said += 1;
    const made = announcement({ ...service, instance: `shellypro3-<b>${said}</b>` }, address, false);
    socket.send(said % 2 === 0 ? Buffer.alloc(said, 0xc0) : made, 5353, '224.0.0.251');
  });
  ctx.onTestFinished(() => {
    end();
    socket.close();
  });
}

describe('devices in the network', { timeout: 360_000 }, () => {
  test('one that announces itself is offered with a test, and kept', async (ctx) => {
    const address = ownAddress(ctx);
    const { home } = await simulated(ctx);
    const emulator = createHttpEmulator('shelly-pro3em-http', {
      read: () => home.plant.snapshot(),
      messages: home.messages,
    });
    if (emulator === undefined) throw new TypeError('assertion: it is emulated');
    const device = await startHttpServer({ emulator, clock });
    ctx.onTestFinished(() => device.close());
    const port = await reachedFrom(ctx, address, device.address);
    const names = networkNames({ clock, tell: () => undefined });
    const said = names.announce({
      instance: 'shellypro3em-02ffeeddccbb',
      types: ['_shelly._tcp'],
      host: 'shellypro3em-02ffeeddccbb',
      port,
      text: { gen: '2' },
      address: '0.0.0.0',
    });
    ctx.onTestFinished(() => said.close());
    const browser = await openBrowser(ctx);
    const { url } = await emptyHome(ctx);
    const { page, watch } = await watchedPage(browser, url, { viewport: { width: 390, height: 844 } });
    await claim(page);
    await flooding(ctx, address);
    await page.getByText('Network address', { exact: true }).click();
    const offered = page.getByRole('button', { name: new RegExp(`shellypro3em-02ffeeddccbb.*${port}`) });
    await offered.waitFor({ timeout: 30_000 });
    await expect.poll(() => page.getByText(/^shellypro3-<b>/).count(), { timeout: 30_000 }).toBeGreaterThan(0);
    expect(await page.getByText(/^shellypro3-<b>/).count()).toBeLessThanOrEqual(4);
    await expectAccessible(page);
    await expectFits(page);
    await offered.click();
    await page.getByText('What it reported').waitFor({ timeout: 40_000 });
    await page.getByRole('button', { name: 'Looks right' }).click();
    await page.getByRole('button', { name: 'Save and go live' }).click();
    // A slow answer: what the list held before must not be offered meanwhile.
    await page.route(/\/found$/, async (route) => {
      await new Promise((resolve) => void setTimeout(resolve, 1000));
      await route.continue();
    });
    await page.getByRole('button', { name: 'Add another device' }).click();
    await page.getByText('Network address', { exact: true }).click();
    await page
      .getByText(/None yet|shellypro3-/)
      .first()
      .waitFor({ timeout: 30_000 });
    expect(await offered.count()).toBe(0);
    expect(watch).toEqual({ errors: [], outside: [] });
  });
});
