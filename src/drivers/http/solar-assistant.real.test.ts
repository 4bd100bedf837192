// Solar-Assistant over HTTP through the field, over real sockets: its list is read, its settings set, its password asked for in the clear; and
// what it repeats with the cable unplugged fills no history.
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { makeSecret } from '#core/secrets.ts';
import { solarAssistantHttp } from '#devices/solar-assistant/over-http.ts';
import { behindBasic } from '#sim/http-password.ts';
import { startHttpServer } from '#sim/http-server.ts';
import { createSolarAssistantHttp } from '#sim/solar-assistant-http.ts';
import { makeHttpAccounts } from '#transport/http-accounts.ts';
import { makeLink } from '#transport/open-link.ts';
import { deviceRecord } from '../testing/emulated.ts';
import { eventually, livingHome, openedField } from '../testing/served.ts';
import { caught } from '../testing/wires.ts';

const protocol = 'solar-assistant-http';

async function unit(
  context: TestContext,
  { known, repeatsAfterSeconds }: { known?: string; repeatsAfterSeconds?: number },
) {
  const home = livingHome();
  let frozen: ReturnType<typeof home.read> | undefined;
  const guarded = behindBasic(
    createSolarAssistantHttp(() => frozen ?? home.read()),
    {
      realm: 'unit',
      password: 'web horse',
    },
  );
  const server = await startHttpServer({ emulator: guarded, clock });
  context.onTestFinished(() => server.close());
  const secrets = { read: async () => (known === undefined ? undefined : makeSecret(known)) };
  const accounts = makeHttpAccounts(secrets, clock);
  const definition =
    repeatsAfterSeconds === undefined ? solarAssistantHttp : { ...solarAssistantHttp, repeatsAfterSeconds };
  const opened = openedField(context, {
    definitions: [definition],
    makeLink: (address) => makeLink(address, { clock, accounts }),
  });
  const record = { ...deviceRecord('unit', protocol, { liveSeconds: 1, retries: 0 }), address: server.address };
  const unplug = (isOut: boolean): void => void (frozen = isOut ? home.read() : undefined);
  return { home, server, guarded, record, unplug, ...opened };
}

test('with its password it is found and tested; the powers make a balance', async (context) => {
  const { server, field, guarded } = await unit(context, {});
  const tested = await field.testDevice(server.address, undefined, { password: makeSecret('web horse') });
  expect(tested).toMatchObject({
    protocol,
    kind: 'inverter',
    identity: { serial: '2207158745', firmware: '2026-06-14' },
  });
  expect(tested.plausibility.code).toBe('test.plausible');
  const value = (metric: string): number => Number(tested.values.find((one) => one.metric === metric)?.value);
  // A test shows the maker's sign: + charging.
  const off = value('pv.power') + value('grid.power') - value('battery.power') - value('load.power');
  expect(Math.abs(off)).toBeLessThan(5);
  expect(guarded.seen.wrong).toBe(0);
});

test('without one, and with another, it is told', async (context) => {
  const { server, field, guarded } = await unit(context, {});
  const refused = async (password?: string): Promise<string> => {
    const watch = password === undefined ? {} : { password: makeSecret(password) };
    const error = await caught(field.testDevice(server.address, protocol, watch));
    expect(error).toMatchObject({ code: 'command.refused', reason: { code: 'device.refused-all' } });
    return JSON.stringify(error);
  };
  expect(await refused()).toContain('refused.account');
  expect(await refused('web mule')).toContain('refused.password');
  expect(guarded.seen.wrong).toBe(1);
});

test('it is read, in the signs of the catalogue, and set', { timeout: 120_000 }, async (context) => {
  const { field, heard, record, home } = await unit(context, { known: 'web horse' });
  await field.start(record);
  await eventually(() => expect(field.status('unit').state).toBe('online'));
  await eventually(() => expect(heard.batches.flatMap(({ metric }) => metric)).toContain('pv.energy'));
  const batch = heard.batches.find(({ metric }) => metric.includes('battery.power'));
  const shown = Number(batch?.value[batch.metric.indexOf('battery.power')]);
  expect(Math.abs(shown - home.read().battery.powerW)).toBeLessThan(50);
  const device = 'unit';
  const priority = { target: { setPoint: 'inverter.priority.output' }, value: 'solar-first' } as const;
  expect(await field.set({ device, ...priority, origin: 'person' })).toMatchObject({ outcome: 'confirmed' });
  const absent = { target: { setting: 'inverter_1_work_mode' }, value: 'Selling first' } as const;
  const refused = await caught(field.set({ device, ...absent, origin: 'person' }));
  expect(refused).toMatchObject({ code: 'command.refused' });
});

test('what it repeats with the cable unplugged is no reading; plugged in again it is', {
  timeout: 40_000,
}, async (context) => {
  const { field, heard, record, unplug } = await unit(context, { known: 'web horse', repeatsAfterSeconds: 3 });
  await field.start(record);
  await eventually(() => expect(field.status('unit').state).toBe('online'));
  unplug(true);
  await eventually(() => expect(field.status('unit').failure?.error.reason?.code).toBe('device.repeats'), 15_000);
  expect(field.status('unit').state).toBe('offline');
  const before = heard.batches.length;
  await clock.sleep(2500);
  expect(heard.batches).toHaveLength(before);
  unplug(false);
  await eventually(() => expect(field.status('unit').state).toBe('online'), 20_000);
  expect(heard.batches.length).toBeGreaterThan(before);
});
