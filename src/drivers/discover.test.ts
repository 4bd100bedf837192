// Finding out what a device has: when silence is an answer, and when it is not.
import { expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { jk02 } from '#devices/jikong/jk02.ts';
import { definitionOf } from '#devices/registry.ts';
import { createJk02Emulator } from '#sim/jk-record-emulator.ts';
import type { JkGeneration } from '#sim/jk-records.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { discovered } from './discover.ts';
import { LinkQueue } from './link-queue.ts';
import { RequestDevice } from './request-device.ts';
import { deviceRecord, emulatedLine, sunnyHome } from './testing/emulated.ts';
import { listening, started } from './testing/wires.ts';

/** The byte of a JK request that says what is asked. */
const isInfo = (request: string): boolean => request.charCodeAt(4) === 0x97;

test.each(['jk02-24', 'jk02-32'] as const)(
  'a %s board that never tells who it is has its cells read all the same',
  async (generation: JkGeneration) => {
    const clock = fakeClock();
    const read = sunnyHome(clock);
    const line = emulatedLine(clock, createJk02Emulator({ read, generation }));
    line.spoil = (answer, request) => (isInfo(request) ? undefined : answer);
    const heard = listening(clock);
    const queue = new LinkQueue(line.link, clock);
    const device = started(new RequestDevice(deviceRecord('pack', 'jk02'), jk02, { ...heard, queue }));
    await clock.advance(60_000);
    expect(device.status().state).toBe('online');
    const batch = heard.batches.findLast(({ metric }) => metric.includes('battery.soc'));
    const value = batch?.value[batch.metric.indexOf('battery.voltage')];
    expect(Math.abs(Number(value) - read().battery.voltageV)).toBeLessThan(0.1);
    expect(heard.lines).toEqual(['info: device answers']);
    await device.stop();
  },
);

test('a board that says nothing at all is offline', async () => {
  const clock = fakeClock();
  const line = emulatedLine(clock, createJk02Emulator({ read: sunnyHome(clock) }));
  line.silent = true;
  const heard = listening(clock);
  const device = started(
    new RequestDevice(deviceRecord('pack', 'jk02'), jk02, {
      ...heard,
      queue: new LinkQueue(line.link, clock),
    }),
  );
  await clock.advance(120_000);
  expect(device.status()).toMatchObject({ state: 'offline', failure: { error: { code: 'link.timeout' } } });
  await device.stop();
});

test('a line that is gone is no answer', async () => {
  const gone = async (): Promise<never> => {
    throw new SolsteadError('link.unavailable', { at: 'tcp://nowhere:1' });
  };
  await expect(discovered(jk02, gone)).rejects.toMatchObject({ code: 'link.unavailable' });
});

test('a map that is needed must be told', async () => {
  const silent = async (): Promise<never> => {
    throw new SolsteadError('link.timeout', { at: 'tcp://silent:1' });
  };
  const sunspec = definitionOf('sunspec');
  if (sunspec.mode !== 'request') throw new TypeError('sunspec is not polled');
  await expect(discovered(sunspec, silent)).rejects.toMatchObject({ code: 'link.timeout' });
  await expect(discovered(jk02, silent)).resolves.toMatchObject({ id: 'jk02' });
});
