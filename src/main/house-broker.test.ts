// An outside broker that is away is told for as long as it is.
import { expect, test } from 'vitest';
import { pino } from 'pino';
import { systemClock as clock } from '#core/clock.ts';
import type { RecordStore } from '#core/records.ts';
import { openBroker } from './house-broker.ts';

test('a broker that nobody answers at is an issue', async (context) => {
  const log = pino({ level: 'silent' });
  const records = {} as RecordStore;
  const broker = await openBroker({ url: 'mqtt://home@127.0.0.1:1' }, { clock, log, records });
  context.onTestFinished(() => broker.close());
  expect(broker.issue()).toBeDefined();
  await expect.poll(() => broker.issue()?.code, { timeout: 5000 }).not.toBe('broker.no-connection');
});
