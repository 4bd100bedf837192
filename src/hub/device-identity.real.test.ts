// Who a device is: its id stays when it is renamed or moved, is never given to another device, and goes with it when it is back.
// What it measures: asked, guessed, kept, and the same in the picture and in the ledger.
import { expect, test, vi } from 'vitest';
import { person } from '#core/testing/principals.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { memoryVault } from './credentials/memory-vault.ts';
import { batchOf, site } from './testing/batches.ts';
import { anna, meter, opened, roof } from './testing/opened-hub.ts';

const other = { ...roof, address: 'tcp://10.0.0.9:1' };

test('U15: a device is renamed and moved, and keeps id, values and history', async (context) => {
  const { hub, field, records } = await opened(context);
  const { devices } = hub.as(anna).site(site);
  await devices.add(roof);
  field.listener.onBatch(batchOf('roof', clock.nowMs(), { 'pv.power': 900 }));
  expect(await devices.change('roof', { name: ' South roof ' })).toMatchObject({ id: 'roof', name: 'South roof' });
  expect(field.running.get('roof')).toMatchObject({ address: roof.address });
  const moved = await devices.change('roof', { address: 'tcp://10.0.0.77:8899' });
  expect(moved).toMatchObject({ id: 'roof', name: 'South roof', address: 'tcp://10.0.0.77:8899' });
  expect(field.running.get('roof')).toMatchObject({ address: 'tcp://10.0.0.77:8899' });
  field.listener.onBatch(batchOf('roof', clock.nowMs() + 5, { 'pv.power': 950 }));
  expect(hub.as(anna).site(site).snapshot()).toMatchObject({
    flow: { pv: { powerW: 950 } },
    devices: [{ id: 'roof' }],
  });
  expect(await records.devices.byId('roof')).toMatchObject({ name: 'South roof', address: 'tcp://10.0.0.77:8899' });
  await devices.add(other);
  await expect(devices.change('roof', { address: other.address })).rejects.toMatchObject({ code: 'device.exists' });
  await expect(devices.change('roof', { address: 'hid:///dev/x' })).rejects.toMatchObject({ code: 'address.invalid' });
  await expect(devices.change('roof', { name: '  ' })).rejects.toMatchObject({ code: 'input.invalid' });
  await expect(devices.change('attic', { name: 'x' })).rejects.toMatchObject({ code: 'device.unknown' });
  const guest = hub.as(person('Ben', 'viewer', site)).site(site);
  await expect(guest.devices.change('roof', { name: 'x' })).rejects.toMatchObject({ code: 'access.denied' });
});

test('a device that got other firmware or topics keeps id, values and history; a preview says what changes', async (context) => {
  const { hub, field, records } = await opened(context);
  const { devices } = hub.as(anna).site(site);
  await devices.add(roof);
  field.listener.onBatch(batchOf('roof', clock.nowMs(), { 'battery.soc': 50 }));
  const change = { protocol: 'jikong', address: 'tcp://10.0.0.78:1' };
  const moves = async () =>
    (await records.ledger.documents(site, 'device')).map(({ content }) => /"moved":\[\d+\]/.test(content));
  await devices.change('roof', { address: 'tcp://10.0.0.79:1' });
  await vi.waitFor(async () => expect(await moves()).toEqual([false]));
  expect(await devices.preview('roof', change)).toEqual({
    device: 'roof',
    from: 'pi30',
    to: 'jk',
    address: change.address,
    keeps: ['battery.soc'],
    begins: ['grid.power'],
    ends: ['pv.power'],
  });
  expect(await records.devices.byId('roof')).toMatchObject({ definition: 'pi30', address: 'tcp://10.0.0.79:1' });
  expect(field.running.get('roof')).toMatchObject({ definition: 'pi30' });
  expect(await devices.change('roof', change)).toMatchObject({ id: 'roof', name: 'Roof', kind: 'battery' });
  expect(await records.devices.byId('roof')).toMatchObject({ definition: 'jk', address: change.address });
  // At another address its counters go on; by another definition they may be others.
  await vi.waitFor(async () => expect(await moves()).toEqual([true]));
  expect(field.running.get('roof')).toMatchObject({ definition: 'jk' });
  field.listener.onBatch(batchOf('roof', clock.nowMs() + 5, { 'battery.soc': 51 }));
  expect(hub.as(anna).site(site).snapshot().devices).toMatchObject([{ id: 'roof', kind: 'battery' }]);
  for (const wrong of [{ protocol: 'pi99' }, { protocol: 'em' }]) {
    const code = wrong.protocol === 'em' ? 'address.invalid' : 'protocol.unknown';
    await expect(devices.preview('roof', wrong)).rejects.toMatchObject({ code });
    await expect(devices.change('roof', wrong)).rejects.toMatchObject({ code });
  }
  const guest = hub.as(person('Ben', 'viewer', site)).site(site);
  await expect(guest.devices.preview('roof', change)).rejects.toMatchObject({ code: 'access.denied' });
});

test('U15: a new device never gets the id of a removed one, unless a person says that it is the same', async (context) => {
  const { hub, field } = await opened(context);
  const { devices } = hub.as(anna).site(site);
  await devices.add(roof);
  await devices.remove('roof');
  expect(await devices.removed()).toMatchObject([{ id: 'roof', name: 'Roof', address: roof.address }]);
  expect(await devices.add(other)).toMatchObject({ id: 'roof-2' });
  const back = await devices.add({ ...roof, name: 'Roof again', returns: 'roof' });
  expect(back).toMatchObject({ id: 'roof', name: 'Roof again' });
  expect(await devices.removed()).toEqual([]);
  expect([...field.running.keys()].sort()).toEqual(['roof', 'roof-2']);
  await expect(devices.add({ ...roof, address: 'tcp://1.1.1.1:1', returns: 'roof-2' })).rejects.toMatchObject({
    code: 'input.invalid',
    at: 'returns',
  });
});

test('a removed device is remembered with the serial number it said, one that said none without', async (context) => {
  const { hub, field } = await opened(context);
  const { devices } = hub.as(anna).site(site);
  await devices.add(roof);
  await devices.add(other);
  const status = field.status.bind(field);
  field.status = (id) => ({ ...status(id), identity: id === 'roof' ? { serial: '96332309100452' } : {} });
  await devices.remove('roof');
  await devices.remove('roof-2');
  const found = Object.fromEntries((await devices.removed()).map(({ id, serial }) => [id, serial]));
  expect(found).toEqual({ roof: '96332309100452', 'roof-2': undefined });
});

test('an id that history or a grant knows is not given away, also without a memory of its device', async (context) => {
  const { hub, records, history } = await opened(context);
  await history.append([batchOf('roof', clock.nowMs() - 60_000, { 'pv.power': 900 })]);
  const may = { actions: ['site.read' as const], devices: ['roof-2'] };
  await records.grants.save('ben', { site, may });
  const { devices } = hub.as(anna).site(site);
  expect(await devices.add(roof)).toMatchObject({ id: 'roof-3' });
});

test('while the history is away a device gets an id that no past can have, and the long name of another too', async (context) => {
  const { hub, history } = await opened(context);
  const away = new SolsteadError('store.failed', { at: 'http://127.0.0.1:1', why: because('store.closed') });
  vi.spyOn(history, 'series').mockRejectedValue(away);
  const { devices } = hub.as(anna).site(site);
  const { id } = await devices.add(roof);
  expect(id).toMatch(/^roof-[0-9a-z]{8}$/);
  expect(Math.abs(Number.parseInt(id.slice(5), 36) - clock.nowMs())).toBeLessThan(60_000);
  expect((await devices.add({ ...other, name: 'r'.repeat(80) })).id).toMatch(/^r{50}-[0-9a-z]{8}$/);
});

test('U6: a second meter is a circuit by its name or until somebody says otherwise; the grid stays the grid', async (context) => {
  const { hub, field } = await opened(context);
  const home = hub.as(anna).site(site);
  await home.devices.add(meter);
  const heat = await home.devices.add({ ...meter, name: 'Heat pump meter', topic: 'heat/meter' });
  const shed = await home.devices.add({ ...meter, name: 'EM 2', topic: 'shed/meter' });
  expect([heat.measures, shed.measures]).toEqual([
    { kind: 'circuit', name: 'Heat pump meter' },
    { kind: 'circuit', name: 'EM 2' },
  ]);
  for (const [id, watts] of [
    ['meter', 2250],
    ['heat-pump-meter', 34],
    ['em-2', 100],
  ] as const)
    field.listener.onBatch(batchOf(id, clock.nowMs(), { 'grid.power': watts }));
  expect(home.snapshot().flow).toMatchObject({
    grid: { powerW: 2250 },
    load: { powerW: 2250 },
    circuits: [
      { device: 'heat-pump-meter', powerW: 34 },
      { device: 'em-2', name: 'EM 2', powerW: 100 },
    ],
    lacks: ['pv', 'battery'],
  });
  const asked = await home.energy().roles();
  expect(asked.devices).toMatchObject([
    { device: 'em-2', why: 'second' },
    { device: 'heat-pump-meter', why: 'name' },
    { device: 'meter', isUsual: true, role: { kind: 'own' } },
  ]);
  expect(asked.sides).toEqual([{ side: 'grid', speakers: [{ device: 'meter', standsIn: false }] }]);
  const said = await home.energy().saveRole({ device: 'em-2', role: { kind: 'copy', of: 'meter' } });
  expect(said.devices[0]).toMatchObject({ role: { kind: 'copy', of: 'meter' }, isUsual: false });
  expect(said.devices[0]?.why).toBeUndefined();
  expect(said.sides[0]?.speakers).toEqual([
    { device: 'em-2', standsIn: true },
    { device: 'meter', standsIn: false },
  ]);
  expect(home.snapshot().devices.find(({ id }) => id === 'em-2')?.measures).toEqual({ kind: 'copy', of: 'meter' });
  const wrong = (role: Parameters<ReturnType<typeof home.energy>['saveRole']>[0]['role'], id = 'meter') =>
    home.energy().saveRole({ device: id, role });
  await expect(wrong({ kind: 'copy', of: 'meter' })).rejects.toMatchObject({ code: 'input.invalid', at: 'role.of' });
  await expect(wrong({ kind: 'copy', of: 'em-2' })).rejects.toMatchObject({ code: 'input.invalid', at: 'role.of' });
  await expect(wrong({ kind: 'copy', of: 'nobody' })).rejects.toMatchObject({ code: 'input.invalid' });
  await expect(wrong({ kind: 'own' }, 'nobody')).rejects.toMatchObject({ code: 'device.unknown' });
});

test('what was said of a device at set-up is kept, through a restart', async (context) => {
  const first = await opened(context);
  await first.hub
    .as(anna)
    .site(site)
    .devices.add({ ...meter, measures: { kind: 'pv', reversed: true } });
  await first.close();
  const { hub, field } = await opened(context, first.path);
  const home = hub.as(anna).site(site);
  field.listener.onBatch(batchOf('meter', clock.nowMs(), { 'grid.power': -700 }));
  await vi.waitFor(() => expect(home.snapshot().flow).toMatchObject({ pv: { powerW: 700 } }), 20_000);
  expect(home.snapshot().devices[0]?.measures).toEqual({ kind: 'pv', reversed: true });
});

test('U6: one BMS by two ways is told by its serial number, and counted once', async (context) => {
  const { hub, field } = await opened(context);
  const home = hub.as(anna).site(site);
  const jk = { name: 'Pack', protocol: 'jk', address: 'tcp://10.0.0.8:1' };
  const status = field.status.bind(field);
  field.status = (id) => ({ ...status(id), identity: { serial: 'BT307-1' } });
  await home.devices.add(jk);
  await home.devices.add({ ...jk, name: 'Pack by USB', address: 'tcp://10.0.0.9:1' });
  for (const id of ['pack', 'pack-by-usb'])
    field.listener.onBatch(batchOf(id, clock.nowMs(), { 'battery.power': 272 }));
  expect((await home.energy().roles()).devices[1]).toMatchObject({
    device: 'pack-by-usb',
    guess: { role: { kind: 'copy', of: 'pack' }, why: 'serial', beside: 'pack' },
  });
  await hub.as(anna).site(site).energy().settled();
  await vi.waitFor(() => expect(home.snapshot().flow.battery.powerW).toBe(272), 20_000);
});

test('a meter that was there first and is not at the grid leaves that place to the one that comes later', async (context) => {
  const { hub, field } = await opened(context);
  const home = hub.as(anna).site(site);
  // By what it says: the use of the home alone.
  await home.devices.add({ ...meter, name: 'EM' });
  field.listener.onBatch(batchOf('em', clock.nowMs(), { 'load.power': 700 }));
  expect((await home.devices.add({ ...meter, name: 'EM 2', topic: 'second/meter' })).measures).toBeUndefined();
  field.listener.onBatch(batchOf('em-2', clock.nowMs(), { 'grid.power': 650 }));
  expect(home.snapshot().flow.grid.powerW).toBe(650);
  // A third is a part of the home, as there is one of the grid now.
  expect((await home.devices.add({ ...meter, name: 'EM 3', topic: 'third/meter' })).measures).toMatchObject({
    kind: 'circuit',
  });
});

test('a meter that was there first and is called otherwise gets the role of its name when one without such a name comes', async (context) => {
  const { hub } = await opened(context);
  const home = hub.as(anna).site(site);
  const heat = await home.devices.add({ ...meter, name: 'Heat pump' });
  expect(heat.measures).toBeUndefined();
  expect((await home.devices.add({ ...meter, name: 'Cellar', topic: 'cellar/meter' })).measures).toBeUndefined();
  expect(home.snapshot().devices.find(({ id }) => id === 'heat-pump')?.measures).toEqual({
    kind: 'circuit',
    name: 'Heat pump',
  });
});

test('the kept password of a device follows no change of its server: it is entered again, or forgotten', async (context) => {
  const vault = memoryVault();
  const { hub, records } = await opened(context, undefined, { vault });
  const { devices } = hub.as(anna).site(site);
  const kept = async (): Promise<string | undefined> => (await vault.secrets.read('device.roof'))?.reveal();
  await devices.add(roof);
  await devices.change('roof', { address: 'tcp://10.0.0.70:1' });
  await devices.change('roof', { password: 'first horse' });
  const refusal = { code: 'input.invalid', at: 'password', reason: { code: 'secret.again' } };
  for (const change of [{ protocol: 'jikong' }, { address: 'tcp://10.0.0.71:1' }]) {
    await expect(devices.change('roof', change)).rejects.toMatchObject(refusal);
    expect(await records.devices.byId('roof')).toMatchObject({ definition: 'pi30', address: 'tcp://10.0.0.70:1' });
    expect(await kept()).toBe('first horse');
  }
  await devices.change('roof', { name: 'Another' });
  await devices.change('roof', { protocol: 'jikong', password: 'second horse' });
  expect(await kept()).toBe('second horse');
  await devices.change('roof', { protocol: 'pi30', password: '' });
  expect(await kept()).toBeUndefined();
  await devices.change('roof', { protocol: 'jikong' });
});

test('how a device is asked is changed as a whole, shown, and kept', async (context) => {
  const { hub, records } = await opened(context);
  const { devices } = hub.as(anna).site(site);
  await devices.add(roof);
  const settings = { retries: 1, backoffSeconds: [0.5], responseSeconds: 2, pauseSeconds: 0.1 };
  expect(await devices.change('roof', { settings })).toMatchObject({ settings });
  expect(await devices.change('roof', { name: 'Another' })).toMatchObject({ name: 'Another', settings });
  expect((await records.devices.byId('roof'))?.settings).toEqual(settings);
  expect(await devices.change('roof', { settings: {} })).not.toHaveProperty('settings');
  expect((await records.devices.byId('roof'))?.settings).toEqual({});
});

test('what fields measure is of the catalogue, of a device that is asked, and kept', async (context) => {
  const { hub, records } = await opened(context);
  const { devices } = hub.as(anna).site(site);
  await devices.add(roof);
  const settings = { picks: [{ field: 'current', metric: 'battery.current', flip: true }] };
  expect(await devices.change('roof', { settings })).toMatchObject({ settings });
  expect((await records.devices.byId('roof'))?.settings).toEqual(settings);
  const unknown = { picks: [{ field: 'current', metric: 'no.metric' }] };
  for (const change of [devices.change('roof', { settings: unknown }), devices.add({ ...roof, settings: unknown })])
    await expect(change).rejects.toMatchObject({ at: 'picks', reason: { code: 'metric.unknown' } });
  const overMqtt = { ...roof, name: 'Plug', protocol: 'em', address: 'mqtt://built-in:1883', topic: 'plug' };
  await expect(devices.add({ ...overMqtt, settings })).rejects.toMatchObject({ reason: { code: 'device.no-picks' } });
  expect((await records.devices.byId('roof'))?.settings).toEqual(settings);
});

test('the password of a device is kept as a secret, in no answer, and forgotten with the device', async (context) => {
  const vault = memoryVault();
  const { hub, records } = await opened(context, undefined, { vault });
  const { devices } = hub.as(anna).site(site);
  const kept = async (): Promise<string | undefined> => (await vault.secrets.read('device.roof'))?.reveal();
  const told = [await devices.add({ ...roof, password: 'first horse' })];
  expect(await kept()).toBe('first horse');
  told.push(await devices.change('roof', { password: 'second horse' }), await devices.change('roof', { name: 'Roof' }));
  expect(await kept()).toBe('second horse');
  expect(
    JSON.stringify([told, await records.devices.byId('roof'), await records.audit.newest({ limit: 50 })]),
  ).not.toContain('horse');
  await devices.change('roof', { password: '' });
  expect(await kept()).toBeUndefined();
  await devices.change('roof', { password: 'third horse' });
  await devices.remove('roof');
  expect(await kept()).toBeUndefined();
});
