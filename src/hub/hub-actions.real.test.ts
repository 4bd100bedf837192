// What people change, and opening and closing: over the real stores in a folder of the test's own; the field is scripted.
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { openFolder } from '#store/folder.ts';
import { inMemory } from '#store/in-memory.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHub } from './open-hub.ts';
import { batchOf, site } from './testing/batches.ts';
import { anna, home, meter, opened, roof } from './testing/opened-hub.ts';
import { scriptedField } from './testing/scripted-field.ts';
import type { NewDevice, SiteChanges } from './types.ts';

describe('changing devices', () => {
  test('two clicks at once make one device; the same name elsewhere gets an id of its own', async (context) => {
    const { hub, records, field } = await opened(context);
    const both = await Promise.allSettled([
      hub.as(anna).site(site).devices.add(roof),
      hub.as(anna).site(site).devices.add(roof),
    ]);
    expect(both[1]).toMatchObject({ status: 'rejected', reason: { code: 'device.exists' } });
    const others = [
      { ...roof, address: 'tcp://10.0.0.6:1' },
      { ...roof, address: 'tcp://10.0.0.7:1' },
    ];
    const added = await Promise.all(others.map((device) => hub.as(anna).site(site).devices.add(device)));
    expect(added.map(({ id }) => id)).toEqual(['roof-2', 'roof-3']);
    expect((await records.devices.ofSite(site)).map(({ id }) => id)).toEqual(['roof', 'roof-2', 'roof-3']);
    expect(field.running.size).toBe(3);
  });

  test.each<readonly [string, Partial<NewDevice>, string]>([
    ['an address that is none', { address: 'nonsense' }, 'address.invalid'],
    ['examples', { address: 'test:' }, 'address.invalid'],
    ['a link it is not reached over', { address: 'hid:///dev/hidraw0' }, 'address.invalid'],
    ['a protocol nobody knows', { protocol: 'pi99' }, 'protocol.unknown'],
    ['no name', { name: ' ' }, 'input.invalid'],
    ['an MQTT device without its topic', { protocol: 'em', address: 'mqtt://broker:1883' }, 'input.invalid'],
    ['a topic of everybody', { ...meter, topic: 'home/#' }, 'input.invalid'],
    ['a topic of the broker itself', { ...meter, topic: '$SYS' }, 'input.invalid'],
  ])('%s is refused, and nothing is saved', async (_what, part, code) => {
    const { hub, records } = await opened({ onTestFinished });
    await expect(
      hub
        .as(anna)
        .site(site)
        .devices.add({ ...roof, ...part }),
    ).rejects.toMatchObject({ code });
    expect(await records.devices.ofSite(site)).toEqual([]);
  });

  test('another password starts a device again: one that was refused would rest for a while', async (context) => {
    const { hub, field } = await opened(context);
    const { devices } = hub.as(anna).site(site);
    await devices.add(roof);
    const before = field.running.get('roof');
    await devices.change('roof', { name: 'On the roof' });
    expect(field.running.get('roof')).toBe(before);
    await devices.change('roof', { password: 'correct horse' });
    expect(field.running.get('roof')).not.toBe(before);
  });

  test('a removed device is gone at once, however long it takes to stop, and told', async (context) => {
    const { hub, records, field } = await opened(context);
    await hub.as(anna).site(site).devices.add(roof);
    const got: SiteChanges[] = [];
    hub
      .as(anna)
      .site(site)
      .subscribe((changes) => got.push(changes));
    const stopped = Promise.withResolvers<void>();
    field.stopping = stopped.promise;
    const removed = hub.as(anna).site(site).devices.remove('roof');
    await vi.waitFor(() => expect(field.running.size).toBe(0), 20_000);
    field.listener.onStatus('roof');
    field.listener.onBatch(batchOf('roof', clock.nowMs(), { 'pv.power': 1 }));
    expect(hub.as(anna).site(site).snapshot()).toMatchObject({ devices: [], values: [] });
    await vi.waitFor(() => expect(got.map((changes) => changes.removed)).toEqual([['roof']]), 20_000);
    const again = hub
      .as(anna)
      .site(site)
      .devices.add({ ...roof, returns: 'roof' });
    stopped.resolve();
    await removed;
    expect(await again).toMatchObject({ id: 'roof' });
    await vi.waitFor(() => expect(got.at(-1)?.devices).toMatchObject([{ id: 'roof' }]), 20_000);
    await hub.as(anna).site(site).devices.remove('roof');
    await expect(hub.as(anna).site(site).devices.remove('roof')).rejects.toMatchObject({ code: 'device.unknown' });
    expect(await records.devices.ofSite(site)).toEqual([]);
    expect(
      (await records.audit.newest({ limit: 9 })).map(({ action, subject, principal, outcome }) => [
        action,
        subject,
        principal.name,
        outcome,
      ]),
    ).toEqual([
      ['remove device', 'roof', 'Anna', 'device.unknown'],
      ['remove device', 'roof', 'Anna', 'done'],
      ['add device', 'roof', 'Anna', 'done'],
      ['remove device', 'roof', 'Anna', 'done'],
      ['add device', 'roof', 'Anna', 'done'],
    ]);
  });

  test('a device whose protocol is gone after an update is shown and can be removed; the others start', async (context) => {
    const before = await opened(context);
    await before.hub.as(anna).site(site).devices.add(roof);
    await before.records.devices.save({
      ...(await before.records.devices.byId('roof'))!,
      id: 'old',
      name: 'Old',
      definition: 'pi99',
    });
    await before.close();
    const { hub } = await opened(context, before.path);
    expect(hub.as(anna).site(site).snapshot().devices).toMatchObject([{ id: 'old', title: 'pi99' }, { id: 'roof' }]);
    await hub.as(anna).site(site).devices.remove('old');
    expect(hub.as(anna).site(site).snapshot().devices).toMatchObject([{ id: 'roof' }]);
  });
});

describe('the rest', () => {
  test('ports say who uses them; devices that are set up are not offered again', async (context) => {
    const { hub, field } = await opened(context);
    await hub
      .as(anna)
      .site(site)
      .devices.add({ ...roof, address: 'serial:///dev/ttyUSB0?baud=2400' });
    await hub.as(anna).site(site).devices.add(meter);
    const port = { kind: 'serial', title: 'CP2102', usable: true } as const;
    for (const path of ['/dev/ttyUSB0', '/dev/ttyUSB1'])
      field.portViews.push({ ...port, path, address: `serial://${path}` });
    expect((await hub.as(anna).setup.ports()).map(({ path, usedBy }) => [path, usedBy])).toEqual([
      ['/dev/ttyUSB0', 'Roof'],
      ['/dev/ttyUSB1', undefined],
    ]);
    expect(
      hub
        .as(anna)
        .setup.found()
        .map(({ topic }) => topic),
    ).toEqual(['shed/meter']);
  });

  test('a claimed home has a site of its own', async (context) => {
    const { hub } = await opened(context);
    await hub.access.claim(
      { name: 'Anna', password: 'correct horse', site: { ...home, name: 'Haus Süd' } },
      { from: '10.0.0.1' },
    );
    expect(
      hub
        .as(anna)
        .sites()
        .map(({ id, name }) => [id, name]),
    ).toEqual([
      [site, 'Home'],
      ['haus-sud', 'Haus Süd'],
    ]);
  });

  test('a history that cannot be written is a trouble; values are kept until it can', async (context) => {
    const path = tempDir(context);
    const { hub, history } = await opened(context, path);
    expect(await hub.healthIssues()).toEqual([]);
    const append = vi
      .spyOn(history, 'append')
      .mockRejectedValue(new SolsteadError('store.failed', { at: 'history.db' }));
    await hub.as(anna).site(site).devices.add(roof);
    hub.ingest(batchOf('roof', clock.nowMs(), { 'pv.power': 1 }));
    await expect(hub.flush()).rejects.toMatchObject({ code: 'store.failed' });
    expect(await hub.healthIssues()).toMatchObject([
      { part: 'history', reason: { code: 'outside.at', params: { at: { external: 'history.db' } } } },
    ]);
    append.mockRestore();
    await hub.flush();
    expect(await hub.healthIssues()).toEqual([]);
    expect((await history.lastValues()).map(({ value }) => value)).toEqual([1]);
  });

  test('whoever brings a value hears when it is kept; one that cannot be written is not, the first time', async (context) => {
    const { hub, history, field } = await opened(context);
    await hub.as(anna).site(site).devices.add(roof);
    const { listener } = field;
    const take = (value: number): void => listener.onBatch(batchOf('roof', clock.nowMs(), { 'pv.power': value }));
    const values = async () => (await history.lastValues()).map(({ value }) => value);
    take(1);
    await Promise.all([listener.kept?.(), listener.kept?.()]);
    expect(await values()).toEqual([1]);
    const append = vi
      .spyOn(history, 'append')
      .mockRejectedValue(new SolsteadError('store.failed', { at: 'history.db' }));
    take(2);
    await expect(listener.kept?.()).rejects.toMatchObject({ code: 'store.failed' });
    // Told by now: values stay in memory, and devices go on.
    take(3);
    await expect(listener.kept?.()).resolves.toBeUndefined();
    append.mockRestore();
    await listener.kept?.();
    expect(await values()).toEqual([3]);
  });

  test('a protocol is known by its other names too, and a device of it is one', async (context) => {
    const { hub, records } = await opened(context);
    const { devices } = hub.as(anna).site(site);
    const bank = { name: 'Bank', protocol: 'JiKong', address: 'tcp://10.0.0.6:8899' };
    await devices.add(bank);
    expect(await records.devices.ofSite(site)).toMatchObject([{ name: 'Bank', definition: 'jk' }]);
    await expect(devices.add({ ...bank, protocol: 'jk' })).rejects.toMatchObject({
      code: 'device.exists',
      why: '"Bank" is set up there already',
      // Another name would not help.
      repair: 'Use the one that is there, or give another address.',
    });
  });

  test('a hub that cannot be opened leaves nothing running', async (context) => {
    const path = tempDir(context);
    const before = await opened(context, path);
    await before.hub.as(anna).site(site).devices.add(roof);
    await before.close();
    const folder = openFolder(path);
    const [history, records] = [await openSqliteHistory({ folder }), await openSqliteRecords({ folder })];
    vi.spyOn(history, 'lastValues').mockRejectedValue(new SolsteadError('store.corrupt', { at: 'history.db' }));
    const field = scriptedField();
    const log = { info: () => undefined, warn: () => undefined };
    await expect(openHub({ clock, log, history, records, field, ...inMemory(() => undefined) })).rejects.toMatchObject({
      code: 'store.corrupt',
    });
    expect(field.closed).toBe(true);
    await history.close();
    await records.close();
    folder.close();
  });

  test('closing tells nobody any more, also where a change was waiting to be told', async (context) => {
    const { hub, field, close } = await opened(context);
    await hub.as(anna).site(site).devices.add(roof);
    const onChanges = vi.fn<() => void>();
    hub.as(anna).site(site).subscribe(onChanges);
    field.listener.onStatus('roof');
    await close();
    await clock.sleep(100);
    expect(onChanges).not.toHaveBeenCalled();
  });
});
