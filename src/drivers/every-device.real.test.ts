// Every emulated device of the catalogue at once behind its own socket, read by one field: each comes online, says values that
// are plausible, and nothing is malformed on the way.
import { expect, test } from 'vitest';
import { findMetric } from '#core/catalogue.ts';
import { systemClock as clock } from '#core/clock.ts';
import { definitions } from '#devices/registry.ts';
import type { Emulator } from '#sim/emulator.ts';
import { createDatagramEmulator, createEmulator, emulated } from '#sim/emulators.ts';
import { createHome } from '#sim/home.ts';
import { startUdpServer } from '#sim/udp-server.ts';
import { startWireServer } from '#sim/wire-server.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { deviceRecord } from './testing/emulated.ts';
import { eventually, openedField } from './testing/served.ts';

const home = createHome({ startMs: Date.parse('2026-06-20T11:00:00Z'), seed: 4, soc: 50 });
home.advance(Date.parse('2026-06-20T11:30:00Z'));
const plant = home.snapshot();

/** A line that is fast, so that the test is. */
const fast = (emulator: Emulator): Emulator => ({ ...emulator, baud: 115_200 });

async function addressOf(owner: Owner, id: string): Promise<string> {
  const stream = createEmulator(id, () => plant);
  const datagram = createDatagramEmulator(id, () => plant);
  if (stream !== undefined) {
    const server = await startWireServer({ emulator: fast(stream), clock, thinkMs: 1 });
    owner.onTestFinished(() => server.close());
    return server.address;
  }
  if (datagram === undefined) throw new TypeError(`no emulator of ${id}`);
  const server = await startUdpServer({ emulator: datagram, clock });
  owner.onTestFinished(() => server.close());
  return server.address;
}

test('one live round of every device goes through the drivers', { timeout: 120_000 }, async (context) => {
  const { field, heard } = openedField(context);
  for (const id of emulated) {
    const address = await addressOf(context, id);
    await field.start({ ...deviceRecord(id, id, { liveSeconds: 1 }), address });
  }
  const read = (id: string) => heard.batches.filter(({ device, metric }) => device === id && metric.length > 0);
  await eventually(() => {
    expect(emulated.filter((id) => field.status(id).state !== 'online')).toEqual([]);
    expect(emulated.filter((id) => read(id).length === 0)).toEqual([]);
  }, 45_000);
  const odd = heard.batches.flatMap(({ device, metric, value }) =>
    metric.flatMap((id, at) => {
      const row = findMetric(id);
      const one = value[at];
      if (row === undefined) return [`${device} ${id} is no metric`];
      if (typeof one !== 'number') return [];
      return Object.is(one, -0) || one < row.min || one > row.max ? [`${device} ${id} ${one}`] : [];
    }),
  );
  expect(odd).toEqual([]);
  expect(emulated.filter((id) => field.status(id).health.badFrames > 0)).toEqual([]);
  expect(emulated).toHaveLength(definitions.filter(({ mode }) => mode !== 'mqtt' && mode !== 'http').length);
});
