// Alerts of devices from end to end: an emulated pack on a real socket, a whole house, a web hook that hears. The pack goes away, runs low, and is
// back: each is told once, and that it is over as well.
import { expect, test, type TestContext, vi } from 'vitest';
import type { AlertKind } from '#core/alert.ts';
import { systemClock as clock } from '#core/clock.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { createFaults } from '#sim/faults.ts';
import { createJkEmulator } from '#sim/jk-emulator.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { hearingServer } from './testing/heard-requests.ts';
import { openHome, owner } from './testing/uplinked.ts';

vi.setConfig({ testTimeout: 240_000 });

// Both wait for minutes: they do so together.

/** A pack, a house over it, and what its web hook hears: `raised device-offline pack`. */
async function watched(context: TestContext) {
  const faults = createFaults();
  const { plant } = createDemoHome({ startMs: clock.nowMs() });
  let soc: number | undefined;
  const read = () => {
    const now = plant.snapshot();
    return { ...now, atMs: clock.nowMs(), battery: { ...now.battery, ...(soc === undefined ? {} : { soc }) } };
  };
  const server = await startWireServer({ emulator: createJkEmulator({ read }), clock, faults });
  context.onTestFinished(() => server.close());
  const hook = await hearingServer(context);
  const house = await openHome(tempDir(context), 'home');
  context.onTestFinished(() => house.close());
  const home = house.hub.as(owner).site('home');
  await home.devices.add({
    name: 'Pack',
    protocol: 'jk-serial',
    address: server.address,
    settings: { liveSeconds: 1 },
  });
  const soon = { holdSeconds: 1 };
  const kinds = { 'device-offline': soon, 'battery-low': { ...soon, threshold: 20 } };
  await home.alerts().saveSettings({ kinds, throttleMinutes: 15, escalateMinutes: 15 });
  await home.alerts().addChannel({
    name: 'Hook',
    isOn: true,
    isOwn: false,
    settings: { kind: 'webhook', server: hook.url } as { readonly kind: string },
    least: 'info',
    isEscalation: false,
    reports: [],
  });
  const told = (kind: AlertKind): readonly string[] =>
    hook.heard.flatMap(({ body }) => {
      const { what, alert } = JSON.parse(body.toString()) as {
        readonly what: string;
        readonly alert: { readonly kind: string; readonly subjects: readonly { readonly id: string }[] };
      };
      return alert.kind === kind ? [`${what} ${alert.subjects.map(({ id }) => id).join(' ')}`] : [];
    });
  await expect.poll(() => home.snapshot().devices[0]?.state, { timeout: 30_000 }).toBe('online');
  return { faults, told, setSoc: (percent: number) => void (soc = percent) };
}

test.concurrent('a pack that is unplugged is told once, and that it is back', async (context) => {
  const { expect } = context;
  const { faults, told } = await watched(context);
  await faults.set({ vanished: true });
  await expect.poll(() => told('device-offline'), { timeout: 90_000 }).toEqual(['raised pack']);
  await faults.set({ vanished: false });
  await expect.poll(() => told('device-offline'), { timeout: 150_000 }).toEqual(['raised pack', 'resolved pack']);
});

test.concurrent('a pack that runs low is told once, and that it is charged again', async (context) => {
  const { expect } = context;
  const { told, setSoc } = await watched(context);
  setSoc(12);
  await expect.poll(() => told('battery-low'), { timeout: 90_000 }).toHaveLength(1);
  setSoc(60);
  await expect
    .poll(() => told('battery-low').map((line) => line.split(' ')[0]), { timeout: 150_000 })
    .toEqual(['raised', 'resolved']);
});
