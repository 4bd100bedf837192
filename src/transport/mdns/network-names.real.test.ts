// Names over the real multicast of this computer: one who announces is found by one who asks, also by a resolver of others where there is one;
// one who floods with made-up names does not crowd out the others.
import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, type TestContext } from 'vitest';
import { systemClock } from '#core/clock.ts';
import type { NetworkService } from '#core/network-names.ts';
import { announcement } from './messages.ts';
import { networkNames } from './network-names.ts';

const outside = Object.values(networkInterfaces())
  .flatMap((list = []) => list)
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

/** An address of this computer in a network. */
function ownAddress(context: TestContext): string {
  return outside ?? context.skip('this computer has no address in a network');
}

const service = (changes: Partial<NetworkService> = {}): NetworkService => ({
  instance: 'shellypro3em-02ffeeddccbb',
  types: ['_shelly._tcp'],
  host: 'shellypro3em-02ffeeddccbb',
  port: 8123,
  text: { gen: '2' },
  address: '0.0.0.0',
  ...changes,
});
const names = (addresses: readonly string[], tell = (_line: string): void => undefined) =>
  networkNames({ clock: systemClock, addresses, tell });

test('what is announced is found, and after its end it is not', async (context) => {
  const address = ownAddress(context);
  const [here, there] = [names([address]), names([address])];
  const announced = here.announce(service());
  const found = await there.browse(['_shelly._tcp'], 1500);
  expect(found.find(({ instance }) => instance === 'shellypro3em-02ffeeddccbb')).toEqual({
    type: '_shelly._tcp',
    instance: 'shellypro3em-02ffeeddccbb',
    address,
    port: 8123,
    text: { gen: '2' },
  });
  // What it says itself it does not find.
  expect((await here.browse(['_shelly._tcp'], 300)).some(({ instance }) => instance === service().instance)).toBe(
    false,
  );
  await announced.close();
  const after = await there.browse(['_shelly._tcp'], 900);
  expect(after.some(({ instance }) => instance === service().instance)).toBe(false);
});

test('one who floods with made-up names is heard a little, and bytes that are no message are passed over', async (context) => {
  const address = ownAddress(context);
  const found = names([address]).browse(['_shelly._tcp'], 1500);
  await sleep(100);
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  context.onTestFinished(() => void socket.close());
  await new Promise<void>((resolve) => void socket.bind(0, address, () => resolve()));
  socket.setMulticastInterface(address);
  for (let sent = 0; sent < 300; sent += 1) {
    const bytes =
      sent % 3 === 0
        ? Buffer.alloc(sent * 4, 0xc0)
        : announcement(service({ instance: `made-up-${sent}` }), address, false);
    socket.send(bytes, 5353, '224.0.0.251');
  }
  const made = (await found).filter(({ instance }) => instance.startsWith('made-up-'));
  expect(made.length).toBeGreaterThan(0);
  expect(made.length).toBeLessThanOrEqual(8);
});

test('without a network it is told once, and nothing fails', async () => {
  const told: string[] = [];
  const alone = names(['192.0.2.77'], (line) => void told.push(line));
  const announced = alone.announce(service());
  expect(await alone.browse(['_shelly._tcp'], 50)).toEqual([]);
  await announced.close();
  expect(await alone.browse(['_shelly._tcp'], 50)).toEqual([]);
  expect(told).toEqual([
    'multicast DNS cannot be spoken here, so this computer finds nothing by name and is not found: this computer has no address in a network',
  ]);
});
