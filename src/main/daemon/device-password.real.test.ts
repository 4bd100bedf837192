// Devices of a daemon's file that want a password or a key: a relay with a web server, an advertisement by Bluetooth, and again with another
// one when the file is read anew. What is secret is in no line.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { livingHome } from '#drivers/testing/served.ts';
import { behindPassword } from '#sim/http-password.ts';
import { startHttpServer } from '#sim/http-server.ts';
import { shellyOverHttp } from '#sim/shelly-http.ts';
import { createShellyPro3 } from '#sim/shelly-pro3.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { makeDevice, openBluezBus } from '#transport/testing/bluez-bench.ts';
import { fileOf, solsteadBin, startDaemon } from './testing/daemon-parts.ts';

vi.setConfig({ testTimeout: 240_000 });

test('a web server with a password and an advertisement with a key are read, and a new password is taken with the file', async (context) => {
  const { plant, read } = livingHome();
  const setRelay: Parameters<typeof createShellyPro3>[0]['setRelay'] = (index, isOn) => plant.setRelay(index, isOn);
  const relays = createShellyPro3({ mac: 'AABBCCDDEEFF', name: 'Relays', read, setRelay });
  const guarded = behindPassword(shellyOverHttp(relays), { realm: relays.id, password: 'correct horse' });
  const server = await startHttpServer({ emulator: guarded, clock });
  context.onTestFinished(() => server.close());
  const bus = await openBluezBus(context);
  const sun = await makeDevice(context, bus);
  const advertise = setInterval(
    () => void sun.tell({ do: 'advertise', company: 0x02e1, hex: '100242a0016207adceb37b605d7e0ee21b24df5c' }),
    300,
  );
  context.onTestFinished(() => clearInterval(advertise));
  const secret = join(tempDir(context), 'relays.password');
  writeFileSync(secret, 'wrong horse\n', { mode: 0o644 });
  const file = fileOf(
    context,
    `every: 1
devices:
  relays: {protocol: shelly-pro3-http, port: '${server.address}', password_file: ${secret}, retries: 0, answers: [json]}
  sun: {protocol: victron-ble-mppt, port: '${sun.device}', password: '\${SUN_KEY}', answers: [json]}
`,
    'daemon.yaml',
  );
  const env = { SUN_KEY: 'ADECCB94-7395801A-4DD45A2E-AA44BF17', DBUS_SYSTEM_BUS_ADDRESS: bus.address };
  const check = await spawned(context, [process.execPath, solsteadBin, 'daemon', '-C', file, '--check'], {
    env: { SOLSTEAD_SOURCES: '1', ...env },
  });
  await vi.waitFor(() => expect(check.exit()).toBe(0), { timeout: 30_000, interval: 50 });
  expect(check.output()).toContain(`${server.address}, with a password`);
  // Everybody may read the file of the password.
  expect(check.output()).toContain('chmod 600');
  const daemon = await startDaemon(context, file, { env });
  await daemon.waitForOutput(/BlueSolar MPPT 75\/15|"pv_power": ?19|panel_power/, 60_000);
  expect(guarded.seen).toMatchObject({ let: 0, wrong: 1 });
  writeFileSync(secret, 'correct horse\n', { mode: 0o600 });
  daemon.signal('SIGHUP');
  await vi.waitFor(() => expect(guarded.seen.let).toBeGreaterThan(2), { timeout: 30_000, interval: 50 });
  for (const said of [check.output(), daemon.output()]) expect(said).not.toMatch(/horse|7395801A/i);
});
