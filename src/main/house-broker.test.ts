// An outside broker that is away is told for as long as it is.
import { expect, test, vi } from 'vitest';
import { pino } from 'pino';
import { systemClock as clock } from '#core/clock.ts';
import type { RecordStore } from '#core/records.ts';
import { makeSecret } from '#core/secrets.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { startBroker } from '#transport/broker.ts';
import { openBroker } from './house-broker.ts';

test('a broker that nobody answers at is an issue', async (context) => {
  const log = pino({ level: 'silent' });
  const records = {} as RecordStore;
  const broker = await openBroker({ url: 'mqtt://home@127.0.0.1:1' }, { clock, log, records });
  context.onTestFinished(() => broker.close());
  expect(broker.issue()).toBeDefined();
  await expect.poll(() => broker.issue()?.code, { timeout: 20_000 }).not.toBe('broker.no-connection');
});

test('a broker that goes away, and one that is back, are told; one that flaps fills no log', async (context) => {
  const lines: { level: number; msg: string; why?: string }[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line) as never) });
  const quiet = pino({ level: 'silent' });
  const authenticate = async () => ({ publish: ['#'], subscribe: ['#'] }) as never;
  const start = (port: number) => startBroker({ host: '127.0.0.1', port, clock, log: quiet, authenticate });
  let outside = await start(0);
  const { port } = outside;
  const handClock = fakeClock();
  const records = {} as RecordStore;
  const place = { url: `mqtt://home@127.0.0.1:${port}`, password: makeSecret('x') };
  const broker = await openBroker(place, { clock: handClock, log, records });
  context.onTestFinished(async () => {
    await broker.close();
    await outside.close();
  });
  const isThere = (is: boolean) =>
    vi.waitFor(
      async () => {
        // The pause before it is tried again.
        await handClock.advance(1000);
        expect(broker.link.isConnected).toBe(is);
      },
      { timeout: 20_000, interval: 50 },
    );
  await isThere(true);
  expect(lines).toEqual([]);
  for (let times = 0; times < 4; times += 1) {
    await outside.close();
    await isThere(false);
    outside = await start(port);
    await isThere(true);
  }
  expect(lines[0]).toMatchObject({ level: 40, msg: 'the MQTT broker cannot be reached; it is tried again' });
  expect(lines[0]?.why).toBeTruthy();
  expect(lines[1]).toMatchObject({ level: 30, msg: 'the MQTT broker is reached again' });
  // One that stays away is told, if it has been told a moment ago or not.
  await outside.close();
  await isThere(false);
  await handClock.advance(60_000);
  expect(lines.at(-1)).toMatchObject({ level: 40 });
  outside = await start(port);
  await isThere(true);
  const away = lines.filter(({ level }) => level === 40).length;
  expect(lines.length - away).toBe(away);
  expect(away).toBeLessThanOrEqual(1 + Math.ceil(handClock.monotonicMs() / 60_000));
});
