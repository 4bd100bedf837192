// The field over real sockets: emulated inverters and batteries behind TCP, Shellies on the built-in broker, and what
// goes wrong on such lines.
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { DeviceRecord } from '#core/records.ts';
import { createShellyPro3 } from '#sim/shelly-pro3.ts';
import { createShellyPro3em } from '#sim/shelly-pro3em.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { deviceRecord } from './testing/emulated.ts';
import { eventually, livingHome, openedField, served, servedBroker } from './testing/served.ts';
import { type Heard, scriptedLink } from './testing/wires.ts';

const settings = { liveSeconds: 0.2, retries: 1, backoffSeconds: [0.1] };

function at(address: string, id: string, definition: string): DeviceRecord {
  return { ...deviceRecord(id, definition, settings), address };
}

function countOf({ batches }: Heard, device: string): number {
  return batches.filter((batch) => batch.device === device && batch.metric.includes('battery.soc')).length;
}

describe('polled devices', () => {
  test('an inverter and a battery are read side by side', async (ctx) => {
    const home = livingHome();
    const [roof, pack] = [await served(ctx, 'pi30', home), await served(ctx, 'jk-serial', home)];
    const { field, heard } = openedField(ctx);
    await field.start(at(roof.address, 'roof', 'pi30'));
    await field.start(at(pack.address, 'pack', 'jk-serial'));
    await eventually(() => {
      expect(field.status('roof')).toMatchObject({ state: 'online', identity: { model: 'VMIII-5000' } });
      expect(field.status('pack').state).toBe('online');
      expect(Math.min(countOf(heard, 'roof'), countOf(heard, 'pack'))).toBeGreaterThan(4);
    });
    for (const id of ['roof', 'pack'])
      expect(field.status(id).health).toMatchObject({ timeouts: 0, badFrames: 0, refused: 0, reconnects: 0 });
  });

  test.each([
    ['split', { splitMs: 60 }],
    ['merged with the one before', { merged: true }],
    ['after noise', { garbage: 'before' }],
    ['slowly', { slowStartMs: 300 }],
  ] as const)('an answer that comes %s is an answer, and to this question', async (_how, fault) => {
    const owner = { onTestFinished };
    const roof = await served(owner, 'pi30');
    await roof.faults.set(fault);
    const { field, heard } = openedField(owner);
    await field.start(at(roof.address, 'roof', 'pi30'));
    await eventually(() => expect(countOf(heard, 'roof')).toBeGreaterThan(2));
    expect(field.status('roof').state).toBe('online');
    const frequencies = heard.batches.flatMap(({ metric, value }) =>
      value.filter((_, at) => metric[at] === 'grid.frequency'),
    );
    expect(frequencies.length).toBeGreaterThan(2);
    for (const hertz of frequencies) expect(Math.abs(Number(hertz) - 50)).toBeLessThan(1);
  });

  test.each([
    { what: 'silence', fault: { silent: true }, code: 'link.timeout', counter: 'timeouts' },
    { what: 'noise instead of answers', fault: { garbage: 'instead' }, code: 'frame.malformed', counter: 'badFrames' },
    { what: 'wrong checksums', fault: { wrongChecksum: true }, code: 'frame.checksum', counter: 'badFrames' },
  ] as const)(
    '$what: counted, offline, told once; back by itself; the one beside it never notices',
    async ({ fault, code, counter }) => {
      const owner = { onTestFinished };
      const [roof, pack] = [await served(owner, 'pi30'), await served(owner, 'jk-serial')];
      const { field, heard } = openedField(owner);
      await field.start(at(roof.address, 'roof', 'pi30'));
      await field.start(at(pack.address, 'pack', 'jk-serial'));
      await eventually(() => expect(Math.min(countOf(heard, 'roof'), countOf(heard, 'pack'))).toBeGreaterThan(1));
      await roof.faults.set(fault);
      const before = countOf(heard, 'pack');
      const tookMs = await eventually(() => expect(field.status('roof').state).toBe('offline'), 20_000);
      const rate = ((countOf(heard, 'pack') - before) * 1000) / tookMs;
      // Five a second when undisturbed.
      expect(rate).toBeGreaterThan(3.5);
      const { failure, health } = field.status('roof');
      expect(failure?.error.code).toBe(code);
      expect(health[counter]).toBeGreaterThanOrEqual(2);
      expect(heard.lines.filter((line) => line.startsWith('warn'))).toEqual([`warn: device does not answer (${code})`]);
      await roof.faults.set({ silent: false, garbage: 'none', wrongChecksum: false });
      await eventually(() => expect(field.status('roof').state).toBe('online'));
    },
  );

  test('a device that vanishes is opened again when it returns, and asked who it is', async (ctx) => {
    const roof = await served(ctx, 'pi30');
    const { field, heard } = openedField(ctx);
    await field.start(at(roof.address, 'roof', 'pi30'));
    await eventually(() => expect(field.status('roof').identity).toHaveProperty('serial'));
    await roof.faults.set({ vanished: true });
    await eventually(() => expect(field.status('roof')).toMatchObject({ state: 'offline' }));
    expect(field.status('roof').failure?.error.code).toBe('link.unavailable');
    await roof.faults.set({ vanished: false });
    await eventually(() => expect(field.status('roof')).toMatchObject({ state: 'online', health: { reconnects: 1 } }));
    await eventually(() => expect(field.status('roof').identity).toHaveProperty('serial'));
    expect(heard.lines.filter((line) => line.includes('does not answer'))).toHaveLength(1);
  });

  test('stopping waits for no answer, whatever the line does', async (ctx) => {
    const silent = await served(ctx, 'pi30');
    const roof = await served(ctx, 'pi30');
    await silent.faults.set({ silent: true });
    const { field, heard } = openedField(ctx);
    await field.start(at(silent.address, 'silent', 'pi30'));
    await field.start(at(roof.address, 'roof', 'pi30'));
    await field.start(at(`tcp://127.0.0.1:${await freePort()}`, 'nobody', 'pi30'));
    await eventually(() => expect(countOf(heard, 'roof')).toBeGreaterThan(1));
    const startMs = clock.monotonicMs();
    await Promise.all(['silent', 'roof', 'nobody'].map((id) => field.stop(id)));
    expect(clock.monotonicMs() - startMs).toBeLessThan(1200);
    const told = heard.batches.length;
    await clock.sleep(500);
    expect(heard.batches).toHaveLength(told);
    expect(() => field.status('roof')).toThrow('not started');
  });
});

describe('tests', () => {
  test('find out what is there, without saving anything', async (ctx) => {
    const [roof, pack] = [await served(ctx, 'pi30'), await served(ctx, 'jk-serial')];
    const { field } = openedField(ctx);
    const [first, second] = [await field.testDevice(roof.address), await field.testDevice(pack.address)];
    expect(first).toMatchObject({ protocol: 'pi30', kind: 'inverter', proposedName: 'VMIII-5000' });
    expect(first.identity).toMatchObject({ serial: '96332309100452' });
    expect(first.values.find(({ metric }) => metric === 'battery.soc')).toMatchObject({ unit: '%' });
    expect(first.plausibility.code).toBe('test.plausible');
    expect(Number.isInteger(first.tookMs)).toBe(true);
    expect(second).toMatchObject({ protocol: 'jk-serial', kind: 'battery' });
    expect(second.values.length).toBeGreaterThan(20);
  });

  test('end at once when nobody waits for them any more, alone on the line or beside a device', async (ctx) => {
    const [alone, shared] = [await served(ctx, 'pi30'), await served(ctx, 'pi30')];
    const { field } = openedField(ctx);
    await field.start(at(shared.address, 'roof', 'pi30'));
    await eventually(() => expect(field.status('roof').state).toBe('online'));
    for (const server of [alone, shared]) {
      await server.faults.set({ silent: true });
      const left = new AbortController();
      const tested = field.testDevice(server.address, undefined, left).catch((error: unknown) => error);
      await clock.sleep(100);
      const startMs = clock.monotonicMs();
      left.abort(new DOMException('left', 'AbortError'));
      expect(await tested).toMatchObject({ name: 'AbortError' });
      // A question alone waits for a second and a half.
      expect(clock.monotonicMs() - startMs).toBeLessThan(1000);
      await server.faults.set({ silent: false });
      expect(await field.testDevice(server.address, 'pi30')).toMatchObject({ protocol: 'pi30' });
    }
  });

  test('with the wrong protocol, over the wrong link, or of nothing at all say what is wrong', async (ctx) => {
    const roof = await served(ctx, 'pi30');
    const { field } = openedField(ctx);
    await expect(field.testDevice(roof.address, 'jk-serial')).rejects.toMatchObject({ code: 'link.timeout' });
    await expect(field.testDevice(roof.address, 'shelly-pro3')).rejects.toMatchObject({ code: 'address.invalid' });
    await expect(field.testDevice('hid:///dev/hidraw9', 'jk-serial')).rejects.toMatchObject({
      code: 'address.invalid',
    });
    await expect(field.testDevice('mqtt://127.0.0.1:1883')).rejects.toMatchObject({ code: 'address.invalid' });
    await expect(field.testDevice(roof.address, 'pi99')).rejects.toMatchObject({ code: 'protocol.unknown' });
    const gone = `tcp://127.0.0.1:${await freePort()}`;
    await expect(field.testDevice(gone)).rejects.toMatchObject({ code: 'link.unavailable' });
  });

  test('on a line in use share it: the device there goes on, and no second connection is opened', async (ctx) => {
    const roof = await served(ctx, 'pi30');
    const opened: string[] = [];
    const { makeLink } = await import('#transport/open-link.ts');
    const { field, heard } = openedField(ctx, {
      makeLink: (address) => {
        opened.push(address.scheme);
        return makeLink(address, { clock });
      },
    });
    await field.start(at(roof.address, 'roof', 'pi30'));
    await eventually(() => expect(countOf(heard, 'roof')).toBeGreaterThan(1));
    const before = countOf(heard, 'roof');
    const tests = await Promise.all([field.testDevice(roof.address), field.testDevice(roof.address, 'pi30')]);
    expect(tests.map(({ protocol }) => protocol)).toEqual(['pi30', 'pi30']);
    await expect(field.testDevice(roof.address, 'jk-serial')).rejects.toMatchObject({ code: 'link.timeout' });
    await eventually(() => expect(countOf(heard, 'roof')).toBeGreaterThan(before + 2));
    expect([opened, field.status('roof').health.reconnects]).toEqual([['tcp'], 0]);
  });
});

describe('devices that cannot start', () => {
  test('show why, and the others go on', async (ctx) => {
    const roof = await served(ctx, 'pi30');
    const { field, heard } = openedField(ctx);
    await field.start(at('nonsense', 'odd', 'pi30'));
    await field.start(at(roof.address, 'unknown', 'pi99'));
    await field.start({ ...at('mqtt://built-in:1883', 'plug', 'shelly-pro3'), topic: 'plug' });
    await field.start(at(roof.address, 'roof', 'pi30'));
    await eventually(() => expect(countOf(heard, 'roof')).toBeGreaterThan(1));
    const codes = ['odd', 'unknown', 'plug'].map((id) => {
      const { state, failure } = field.status(id);
      return [state, failure?.error.code];
    });
    expect(codes).toEqual([
      ['misconfigured', 'address.invalid'],
      ['misconfigured', 'protocol.unknown'],
      ['misconfigured', 'address.invalid'],
    ]);
    await expect(
      field.set({ device: 'odd', target: { setPoint: 'relay.on.1' }, value: 1, origin: 'person' }),
    ).rejects.toMatchObject({
      code: 'command.unknown',
    });
    await expect(
      field.set({ device: 'who', target: { setPoint: 'relay.on.1' }, value: 1, origin: 'person' }),
    ).rejects.toMatchObject({
      code: 'device.unknown',
    });
    await field.stop('odd');
  });

  test('a port in use at another speed is not disturbed', async (ctx) => {
    const { field } = openedField(ctx, { makeLink: scriptedLink });
    await field.start(at('serial:///dev/ttyS99', 'roof', 'pi30'));
    await field.start(at('serial:///dev/ttyS99', 'pack', 'jk-serial'));
    expect(field.status('pack')).toMatchObject({
      state: 'misconfigured',
      failure: { error: { code: 'link.unavailable' } },
    });
    expect(field.status('pack').failure?.error.why).toContain('other settings');
  });
});

describe('MQTT devices on the built-in broker', () => {
  test('values, a command that is confirmed, leaving and coming back', async (ctx) => {
    const { broker, account } = await servedBroker(ctx);
    const { plant, read } = livingHome();
    const relays = createShellyPro3({
      mac: 'AABBCCDDEEFF',
      name: 'Relays',
      read,
      setRelay: (index, isOn) => plant.setRelay(index, isOn),
    });
    const meter = createShellyPro3em({ mac: 'AABBCCDDEE00', name: 'Meter', read });
    const shellies = [relays, meter].map((device) => startShelly({ device, broker: account, clock, reconnectMs: 200 }));
    for (const shelly of shellies) ctx.onTestFinished(() => shelly.close());
    await Promise.all(shellies.map(({ connected }) => connected));

    const { field, heard } = openedField(ctx, { broker: broker.link() });
    const record = { ...deviceRecord('relays', 'shelly-pro3'), address: 'mqtt://built-in:1883', topic: relays.prefix };
    await field.start(record);
    await field.start({ ...record, id: 'meter', definition: 'shelly-pro3em', topic: meter.prefix });
    await eventually(() => {
      expect([field.status('relays').state, field.status('meter').state]).toEqual(['online', 'online']);
      expect(heard.batches.some(({ metric }) => metric.includes('grid.power'))).toBe(true);
      expect(field.found().map(({ topic }) => topic)).toEqual(expect.arrayContaining([relays.prefix, meter.prefix]));
    });

    await field.set({ device: 'relays', target: { setPoint: 'relay.on.3' }, value: 1, origin: 'person' });
    expect(plant.snapshot().relays[2].isOn).toBe(true);
    await field.set({ device: 'relays', target: { setPoint: 'relay.on.3' }, value: 1, origin: 'person' });

    await shellies[0]?.faults.set({ vanished: true });
    await eventually(() => expect(field.status('relays').state).toBe('offline'));
    expect(field.status('meter').state).toBe('online');
    await shellies[0]?.faults.set({ vanished: false });
    await eventually(() => expect(field.status('relays').state).toBe('online'));
  });
});
