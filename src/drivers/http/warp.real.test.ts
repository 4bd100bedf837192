// A WARP Charger over a real socket: what goes out, literally, for two set-points that are one register, and what it does when the car leaves.
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { MetricValue } from '#core/reading.ts';
import type { SetPointId } from '#core/set-points.ts';
import { createGoE } from '#sim/go-e.ts';
import type { HttpEmulator } from '#sim/http-device.ts';
import { startHttpServer } from '#sim/http-server.ts';
import { createWarp } from '#sim/warp.ts';
import { deviceRecord } from '../testing/emulated.ts';
import { eventually, openedField } from '../testing/served.ts';

test('stop, a limit meanwhile, start: the limit that was wanted last goes out; the car leaves, and nothing is allowed', async (ctx) => {
  const charger = createWarp({ nowMs: () => clock.nowMs(), type: 'warp3', hasMeter: false });
  const told: string[] = [];
  const emulator: typeof charger = {
    ...charger,
    respond(method, target, body) {
      if (method !== 'GET') told.push(`${method} ${target} ${body}`);
      return charger.respond(method, target, body);
    },
  };
  const server = await startHttpServer({ emulator, clock });
  ctx.onTestFinished(() => server.close());
  const { field } = openedField(ctx);
  await field.start({ ...deviceRecord('it', 'warp3'), address: server.address });
  // Without a meter it is a charger all the same.
  await eventually(() => expect(field.status('it').state).toBe('online'));
  await expect.poll(async () => (await field.capabilities('it'))[0]?.current).toBe(32);
  const tell = async (setPoint: SetPointId, value: MetricValue): Promise<readonly unknown[]> => {
    const from = told.length;
    const { after } = await field.set({ device: 'it', target: { setPoint }, value, origin: 'person' });
    return [after, ...told.slice(from)];
  };
  expect(await tell('charger.current.limit', 10)).toEqual([
    10,
    'PUT /evse/external_current_update {"current":10000}',
    'PUT /evse/external_clear_on_disconnect_update {"clear_on_disconnect":true}',
    'PUT /evse/external_enabled_update {"enabled":true}',
  ]);
  expect(await tell('charger.enabled', 0)).toEqual([0, 'PUT /evse/external_current_update {"current":0}']);
  expect(await tell('charger.current.limit', 13)).toEqual([13]);
  expect(await tell('charger.enabled', 1)).toEqual([1, 'PUT /evse/external_current_update {"current":13000}']);
  expect(await tell('charger.phases', 1)).toEqual([
    1,
    'PUT /power_manager/external_control_update {"phases_wanted":1}',
  ]);
  charger.plug(false);
  charger.plug(true);
  expect(charger.slots[8]).toMatchObject({ max_current: 0, active: true });
  expect(await tell('charger.enabled', 1)).toEqual([1, 'PUT /evse/external_current_update {"current":13000}']);
});

/** A charger over a socket, set up to be paused by ending its charge, and what goes out for `charger.enabled`. */
async function stopped(ctx: TestContext, protocol: string, made: HttpEmulator) {
  const told: string[] = [];
  const emulator: HttpEmulator = {
    ...made,
    respond(method, target, body) {
      if (method !== 'GET' || target.startsWith('/api/set')) told.push(`${target} ${body}`.trim());
      return made.respond(method, target, body);
    },
  };
  const server = await startHttpServer({ emulator, clock });
  ctx.onTestFinished(() => server.close());
  const { field } = openedField(ctx);
  await field.start({ ...deviceRecord('it', protocol), address: `${server.address}?pause=stop` });
  await eventually(() => expect(field.status('it').state).toBe('online'));
  return async (value: 0 | 1): Promise<readonly unknown[]> => {
    const from = told.length;
    const target = { setPoint: 'charger.enabled' } as const;
    const { after } = await field.set({ device: 'it', target, value, origin: 'person' });
    return [after, ...told.slice(from)];
  };
}

test('pause=stop at a WARP: the charge is ended and begun, the slot of no current stays behind it; it wakes the car where it can', async (ctx) => {
  for (const [type, waking] of [
    ['warp', []],
    ['warp2', ['/evse/ev_wakeup_update {"enabled":true}']],
  ] as const) {
    const tell = await stopped(ctx, 'warp', createWarp({ nowMs: () => clock.nowMs(), type }));
    expect(await tell(0)).toEqual([
      0,
      ...waking,
      '/evse/external_current_update {"current":0}',
      '/evse/external_clear_on_disconnect_update {"clear_on_disconnect":true}',
      '/evse/external_enabled_update {"enabled":true}',
      '/evse/stop_charging null',
    ]);
    expect(await tell(1)).toEqual([1, '/evse/external_current_update {"current":32000}', '/evse/start_charging null']);
  }
});

test('pause=stop at a go-e: it pretends to be unplugged before it charges again', async (ctx) => {
  const tell = await stopped(ctx, 'go-e', createGoE({ nowMs: () => clock.nowMs() }));
  expect(await tell(0)).toEqual([0, '/api/set?frc=1']);
  expect(await tell(1)).toEqual([1, '/api/set?su=true', '/api/set?frc=2']);
  expect(await tell(0)).toEqual([0, '/api/set?frc=1']);
  expect(await tell(1)).toEqual([1, '/api/set?frc=2']);
});

test('pause=stop is refused with words where a device has no such way', async (ctx) => {
  const { field } = openedField(ctx);
  await field.start({ ...deviceRecord('it', 'fronius-solar-api'), address: 'http://127.0.0.1:9/?pause=stop' });
  await eventually(() => expect(JSON.stringify(field.status('it'))).toContain('"pause"'));
});
