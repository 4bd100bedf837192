// Alerts of devices that are built in, from end to end: an emulated pack on a real socket and one at a serial port, a whole house whose minutes are
// seconds, and a web hook that hears. Answers that are spoiled, values that cannot be true, cells that drift, a port that is pulled: each is told once.
import { expect, test, type TestContext, vi } from 'vitest';
import type { AlertKind } from '#core/alert.ts';
import { systemClock } from '#core/clock.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import type { Emulator } from '#sim/emulator.ts';
import { createFaults, spoil } from '#sim/faults.ts';
import { createJkEmulator } from '#sim/jk-emulator.ts';
import type { PlantSnapshot } from '#sim/plant.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type AlertedHouse, alertedHouse, over, told } from './testing/alerted-house.ts';
import { hastenedClock } from './testing/hastened-clock.ts';

vi.setConfig({ testTimeout: 120_000 });

type Battery = PlantSnapshot['battery'];

/** A pack whose battery is what the test says, and whose answers are spoiled when it says so. */
async function pack(context: TestContext) {
  const { plant } = createDemoHome({ startMs: systemClock.nowMs() });
  const faults = createFaults();
  const now: { battery: Partial<Battery>; isSpoiled: boolean } = { battery: {}, isSpoiled: false };
  const sound = createJkEmulator({
    read: () => {
      const all = plant.snapshot();
      return { ...all, atMs: systemClock.nowMs(), battery: { ...all.battery, ...now.battery } };
    },
  });
  let count = 0;
  const emulator: Emulator = {
    ...sound,
    respond(request) {
      const answer = sound.respond(request);
      count += 1;
      return answer !== undefined && now.isSpoiled && count % 4 === 0 ? spoil(answer) : answer;
    },
  };
  const server = await startWireServer({ emulator, clock: systemClock, faults });
  context.onTestFinished(() => server.close());
  return { now, faults, address: server.address, cellsV: plant.snapshot().battery.cellsV };
}

async function added({ home }: AlertedHouse, name: string, address: string): Promise<void> {
  await home.devices.add({ name, protocol: 'jk-serial', address, settings: { liveSeconds: 10 } });
}

test('spoiled answers, values that cannot be true, cells apart, a port that is gone: told once each, and that the port is back', async (context) => {
  const opened = await alertedHouse(context, tempDir(context), { clock: hastenedClock(60) });
  const { home } = opened;
  const soon = { holdSeconds: 60 };
  const kinds: Partial<Record<AlertKind, object>> = {
    'device-offline': soon,
    'error-burst': { ...soon, threshold: 15 },
    implausible: { threshold: 5 },
    'cell-drift': { ...soon, threshold: 0.1 },
  };
  await home.alerts().saveSettings({ kinds, throttleMinutes: 15, escalateMinutes: 15 });
  const [noisy, odd, worn, pulled] = await Promise.all([pack(context), pack(context), pack(context), pack(context)]);
  await added(opened, 'Noisy', noisy.address);
  await added(opened, 'Odd', odd.address);
  await added(opened, 'Worn', worn.address);
  await added(opened, 'Pulled', pulled.address);
  await expect
    .poll(() => home.snapshot().devices.map(({ state }) => state), { timeout: 30_000 })
    .toEqual(['online', 'online', 'online', 'online']);

  noisy.now.isSpoiled = true;
  odd.now.battery = { soc: 180 };
  worn.now.battery = { cellsV: worn.cellsV.map((volts, index) => (index === 3 ? volts - 0.25 : volts)) };
  await pulled.faults.set({ vanished: true });
  const lines = {
    'device-offline': ['raised pulled'],
    'error-burst': ['raised noisy'],
    implausible: ['raised odd'],
    'cell-drift': ['raised worn'],
  };
  await told(opened, lines);

  // The others have to be well for ten minutes and an hour until they are over: `machine.test.ts` has that.
  await pulled.faults.set({ vanished: false });
  await told(opened, { ...lines, ...over({ 'device-offline': lines['device-offline'] }) });
});
