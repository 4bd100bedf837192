// A device that reports on its own on a link in memory: readings, identity, silence, a lost link; and trying one.
import { because } from '#core/reason.ts';
import { expect, onTestFinished, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1 } from '#core/bytes.ts';
import { sum8 } from '#core/checksum.ts';
import { type Clock, systemClock } from '#core/clock.ts';
import type { Batch } from '#core/reading.ts';
import { dalyWire } from '#codec/daly.ts';
import { daly } from '#devices/daly/daly.ts';
import { answers } from '#devices/daly/captures/answers.ts';
import { vedirect, vedirectMonitor } from '#devices/victron/vedirect.ts';
import type { DeviceRecord } from '#core/records.ts';
import { makeMemoryLink, type MemoryWire } from '#transport/memory-link.ts';
import { ask, commandOf } from './ask.ts';
import { LinkQueue } from './link-queue.ts';
import { testReports, whoReports } from './receive-once.ts';
import { started } from './testing/wires.ts';
import { PushDevice } from './push-device.ts';

function block(...lines: readonly string[]): Uint8Array {
  const body = fromLatin1(`\r\n${[...lines, 'Checksum\t'].join('\r\n')}`);
  return concatBytes(body, Uint8Array.of((0x100 - sum8(body)) & 0xff));
}

/** Time at twenty times its speed: a test of what takes seconds takes none. */
const speed = 20;
const fastClock: Clock = {
  ...systemClock,
  monotonicMs: () => systemClock.monotonicMs() * speed,
  sleep: (ms, options) => systemClock.sleep(ms / speed, options),
};

const record: DeviceRecord = {
  id: 'sun',
  site: 'home',
  definition: 'vedirect',
  address: 'serial:///dev/x',
  name: 'Sun',
  settings: {},
};

const charger = block('PID\t0xA053', 'FW\t156', 'SER#\tHQ1942K7LJ8', 'V\t52000', 'I\t9600', 'PPV\t512');

/** A link whose far end is the test. */
function bench() {
  let wire: MemoryWire | undefined;
  const link = makeMemoryLink({
    name: 'memory:victron',
    clock: systemClock,
    byteMs: 0.1,
    attach(attached) {
      wire = attached;
      return { receive: () => undefined };
    },
  });
  onTestFinished(() => link.close());
  return { link, say: (bytes: Uint8Array) => wire?.send(bytes), hangUp: () => wire?.hangUp() };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let left = 300; !isSo(); left -= 1) {
    if (left === 0) throw new Error('it did not come to pass');
    await systemClock.sleep(10);
  }
}

test('reports become batches, who it is becomes known, a lost link is opened again', async () => {
  const { link, say, hangUp } = bench();
  const batches: Batch[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (fields: object) => expect(fields).toEqual({}) };
  const queue = new LinkQueue(link, fastClock);
  const device = started(
    new PushDevice(record, vedirect, {
      clock: fastClock,
      random: () => 0.5,
      log,
      queue,
      onBatch: (batch) => batches.push(batch),
      onStatus: () => undefined,
    }),
  );
  expect(device.status().state).toBe('starting');
  await until(() => link.isOpen);
  // The end of a block that had begun before, then two whole ones with a damaged one between.
  const damaged = charger.slice();
  damaged[30] = damaged[30]! ^ 1;
  say(concatBytes(charger.subarray(50), charger, damaged, charger));
  await until(() => batches.length === 2);
  expect(device.status()).toMatchObject({
    state: 'online',
    intervalMs: 1000,
    identity: { model: 'SmartSolar MPPT 75/15', serial: 'HQ1942K7LJ8', firmware: '1.56' },
    health: { answers: 2, badFrames: 1, requests: 0 },
  });
  expect(device.shown()).toContainEqual(expect.objectContaining({ unit: 'W', value: 512, metric: 'pv.power' }));
  expect(device.shown().filter(({ metric }) => metric === undefined).length).toBeGreaterThan(0);
  const [batch] = batches;
  expect(Object.fromEntries(batch!.metric.map((id, index) => [id, batch!.value[index]]))).toMatchObject({
    'pv.power': 512,
    'battery.current': -9.6,
    'battery.power': -499.2,
  });
  // All of a block but its last byte: what comes after the link was lost does not belong to it.
  say(charger.subarray(0, -1));
  await systemClock.sleep(5);
  hangUp();
  await until(() => !link.isOpen);
  await until(() => link.isOpen);
  say(charger);
  await until(() => batches.length === 3);
  await device.stop();
  say(charger);
  await systemClock.sleep(20);
  expect(batches).toHaveLength(3);
  await queue.close();
});

test('a register told between the blocks is a reading where the text has none of it', async () => {
  const { link, say } = bench();
  const batches: Batch[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (fields: object) => expect(fields).toEqual({}) };
  const queue = new LinkQueue(link, fastClock);
  const device = started(
    new PushDevice(record, vedirect, {
      clock: fastClock,
      random: () => 0.5,
      log,
      queue,
      onBatch: (batch) => batches.push(batch),
      onStatus: () => undefined,
    }),
  );
  await until(() => link.isOpen);
  // Panel current 9.6 A, charger temperature 28.5 °C, a register nobody knows, and a damaged message.
  const messages = fromLatin1(':ABDED00600041\n:ADBED00220B56\n:A0201000048\n:ABDED00610041\n');
  say(concatBytes(charger.subarray(0, 20), messages, charger.subarray(20)));
  await until(() => batches.length === 3);
  await device.stop();
  await queue.close();
  expect(batches.map(({ metric, value }) => metric.map((id, at) => [id, value[at]])).slice(0, 2)).toEqual([
    [['pv.current.s1', 9.6]],
    [['device.temperature', 28.5]],
  ]);
  expect(batches[2]?.metric).toContain('pv.power');
  expect(device.status().health).toMatchObject({ answers: 3, badFrames: 0 });
});

test('trying it: what is said within a while, and by whom', async () => {
  const { link, say } = bench();
  await link.open();
  const speaking = setInterval(() => say(charger), 10);
  onTestFinished(() => clearInterval(speaking));
  expect(await whoReports(link, [vedirectMonitor, vedirect], { clock: fastClock })).toBe(vedirect);
  const tested = await testReports(link, vedirect, { clock: fastClock });
  expect(tested).toMatchObject({
    protocol: 'vedirect',
    proposedName: 'SmartSolar MPPT 75/15',
    plausibility: because('test.plausible', { count: 7 }),
  });
});

test('another device speaking, and silence, are not it', async () => {
  const { link, say } = bench();
  await link.open();
  const speaking = setInterval(() => say(charger), 10);
  expect(await whoReports(link, [vedirectMonitor], { clock: fastClock })).toBeUndefined();
  clearInterval(speaking);
  await expect(testReports(link, vedirect, { clock: fastClock })).rejects.toMatchObject({ code: 'link.timeout' });
});

test('an answer of many frames ends with silence', async () => {
  const frames = (answers.cells.match(/.{26}/g) ?? []).slice(0, 6);
  const link = makeMemoryLink({
    name: 'memory:daly',
    clock: systemClock,
    byteMs: 0.1,
    attach: (wire) => ({ receive: () => wire.send(fromHex(frames.join(''))) }),
  });
  onTestFinished(() => link.close());
  await link.open();
  const { decoded } = await ask(link, { ...daly, wire: dalyWire(0x80) }, commandOf(daly, '95'));
  expect(decoded.values.filter((value) => value !== undefined)).toHaveLength(16);
});
