// Every set-point of every device, told in the catalogue's words through the field over real sockets to the emulator of its
// family: the emulator then holds the maker's value, and what is read back is the catalogue's value again.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, onTestFinished, test, type TestContext, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { makeSecret } from '#core/secrets.ts';
import type { Capability, DeviceCommand, SettingView } from '#core/command.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { Field } from '#core/field.ts';
import type { MetricValue } from '#core/reading.ts';
import { findServed } from '#devices/capabilities.ts';
import type { RequestDefinition } from '#devices/definition.ts';
import { ocpp16 } from '#devices/ocpp/ocpp16.ts';
import { definitions } from '#devices/registry.ts';
import { makeLink } from '#transport/open-link.ts';
import { openCentralSystem } from '#transport/ocpp/central-system.ts';
import { solarAssistantHttp, solarAssistantLive } from '#devices/solar-assistant/over-http.ts';
import { createEsphomeNode, emulatedNodes } from '#sim/esphome-node.ts';
import { startNodeServer } from '#sim/esphome-server.ts';
import { createCar } from '#sim/car.ts';
import { createGoE } from '#sim/go-e.ts';
import { createWarp } from '#sim/warp.ts';
import { startHttpServer } from '#sim/http-server.ts';
import { startChargePoint } from '#sim/ocpp-charge-point.ts';
import { shellyOverHttp } from '#sim/shelly-http.ts';
import { createMessageDevice } from '#sim/emulators.ts';
import { createShellyPro3 } from '#sim/shelly-pro3.ts';
import { startShelly } from '#sim/shelly-emulator.ts';
import { createSolarAssistantHttp } from '#sim/solar-assistant-http.ts';
import { startSolarAssistantUnit } from '#sim/solar-assistant-socket.ts';
import { deviceRecord } from './testing/emulated.ts';
import { eventually, type LivingHome, livingHome, openedField, servedBroker } from './testing/served.ts';
import { refusedBy, settable, started } from './testing/settable.ts';

const patienceMs = 60_000;

const command = ({ setPoint }: Capability, value: MetricValue): DeviceCommand => ({
  device: 'it',
  target: { setPoint },
  value,
  origin: 'person',
  force: true,
});

/** Values to be tried: every word; two numbers. A state the device is in may not lead to all of them. */
function valuesOf(field: Field, capability: Capability): readonly MetricValue[] {
  const { value } = capability;
  switch (value.kind) {
    case 'binary':
      return [0, 1, 0, 1];
    case 'choice':
      return [...value.options, value.options[0] ?? ''];
    case 'number': {
      const steps = Array.from({ length: 400 }, (_, index) => Number((value.min + index * value.step).toFixed(4)));
      const isAllowed = (candidate: number): boolean => {
        try {
          field.check(command(capability, candidate));
          return candidate <= value.max;
        } catch (error) {
          if (isSolsteadError(error, 'command.limits')) return false;
          throw error;
        }
      };
      return steps.filter(isAllowed).slice(1, 3);
    }
    default:
      return [];
  }
}

/** What the device shows by the maker's names. */
async function shown(field: Field): Promise<ReadonlyMap<string, SettingView>> {
  return new Map((await field.settings('it')).map((view) => [view.name, view]));
}

/** What became of one value: the outcome, and what the device then shows as set-point and as the maker's settings. */
function tell(field: Field, definition: Pick<RequestDefinition, 'id' | 'writes' | 'composed'>, it: Capability) {
  // What a device says of itself – how many watts its shares are of – is not in the list.
  const isOwn = definition.writes.length === 0 || 'discover' in definition;
  const served = isOwn ? undefined : findServed(definition, it.setPoint);
  return async (value: MetricValue): Promise<unknown> => {
    try {
      const { outcome, after } = await field.set(command(it, value));
      const now = (await field.capabilities('it')).find(({ setPoint }) => setPoint === it.setPoint);
      const views = await shown(field);
      const back = served === undefined ? now?.current : served.shown((write) => views.get(write.name)?.current);
      return [value, outcome, after, now?.current, back];
    } catch (error) {
      const mayRefuse = it.settings.some((name) => Object.hasOwn(refusedBy(definition.id), name));
      if (mayRefuse && isSolsteadError(error, 'command.refused')) return 'refused';
      throw error;
    }
  };
}

/** Tells a device every value of a set-point; the number of those it took. */
async function tellAll(field: Field, definition: RequestDefinition, it: Capability): Promise<number> {
  const values = valuesOf(field, it);
  const teller = tell(field, definition, it);
  const found: unknown[] = [];
  for (const value of values) found.push(await teller(value));
  const taken = values.map((value, index) => {
    if (found[index] === 'refused') return 'refused';
    const nothing = undefined;
    return it.readable ? [value, 'confirmed', value, value, value] : [value, 'acknowledged', nothing, nothing, nothing];
  });
  expect({ [it.setPoint]: found }).toEqual({ [it.setPoint]: taken });
  expect(values.length).toBeGreaterThanOrEqual(2);
  return found.filter((each) => each !== 'refused').length;
}

/** The relays of a home. */
function relaysOf({ plant, read }: LivingHome) {
  const setRelay: typeof plant.setRelay = (index, isOn) => plant.setRelay(index, isOn);
  return createShellyPro3({ mac: 'AABBCCDDEEFF', name: 'Relays', read, setRelay });
}

/** Switches each relay on and off, and looks at the home. */
async function switched({ field, plant }: Pick<LivingHome, 'plant'> & { readonly field: Field }, id: string) {
  const all = await field.capabilities('it');
  expect(all.map(({ setPoint }) => setPoint)).toEqual(['relay.on.1', 'relay.on.2', 'relay.on.3']);
  for (const [index, it] of all.entries())
    for (const value of [1, 0, 1]) {
      expect(await field.set(command(it, value))).toMatchObject({ outcome: 'confirmed', after: value });
      expect(plant.snapshot().relays[index]?.isOn).toBe(value === 1);
    }
  return { id, setPoints: all.length, tried: 3 * all.length };
}

/** Without set-points: Gen1 meters without a relay, and ESPHome nodes whose kinds come with sensors alone. */
const onlyRead = ['shelly-gen1-em', 'shelly-gen1-3em', 'esphome-native-meter', 'esphome-native-inverter'];
const overMqtt = definitions.filter(
  ({ id, mode, writes }) => mode === 'mqtt' && writes.length > 0 && !onlyRead.includes(id) && id !== ocpp16.id,
);

const { id: solarAssistantId } = solarAssistantHttp;
const overPages = definitions.filter(
  ({ id }) => !onlyRead.includes(id) && (emulatedNodes.includes(id) || id === solarAssistantId),
);

/** A node, or a unit with a web server, that the home's relays are behind: its address. */
async function servedPages(owner: TestContext, id: string, { plant, read }: LivingHome): Promise<string> {
  const setRelay: LivingHome['plant']['setRelay'] = (index, isOn) => plant.setRelay(index, isOn);
  const node = createEsphomeNode(id, { read, setRelay });
  const server =
    node === undefined
      ? await startHttpServer({ emulator: createSolarAssistantHttp(read), clock })
      : await startNodeServer({ node, clock });
  owner.onTestFinished(() => server.close());
  return server.address;
}

/** Tells a device that says itself what it has each of the set-points that it shows: a definition has those of its largest model. */
async function toldOver({ field, id }: { readonly field: Field; readonly id: string }) {
  const all = await vi.waitFor(async () => {
    const shownOnes = (await field.capabilities('it')).filter(({ current }) => current !== undefined);
    expect(shownOnes.length).toBeGreaterThan(0);
    return shownOnes;
  }, 20_000);
  let tried = 0;
  for (const it of all)
    for (const value of valuesOf(field, it)) {
      const { outcome, after } = await field.set(command(it, value));
      expect([it.setPoint, outcome, after]).toEqual([it.setPoint, 'confirmed', value]);
      tried += 1;
    }
  return { id, setPoints: all.length, tried };
}

describe('every set-point of a device does what it says', { timeout: patienceMs }, () => {
  const told: { id: string; setPoints: number; tried: number }[] = [];

  test.for(settable.map((definition) => [definition.id, definition] as const))('%s', async ([id, definition], ctx) => {
    const field = await started(ctx, definition);
    // A SunSpec map is walked first.
    const all = await vi.waitFor(() => field.capabilities('it'), { timeout: 20_000, interval: 50 });
    let tried = 0;
    for (const capability of all) tried += await tellAll(field, definition, capability);
    told.push({ id, setPoints: all.length, tried });
  });

  test.for(overMqtt.map(({ id }) => [id] as const))('%s', async ([id], ctx) => {
    const { broker, account } = await servedBroker(ctx);
    const { plant, read } = livingHome();
    const device =
      id === 'shelly-pro3'
        ? relaysOf({ plant, read })
        : createMessageDevice(id, { read, setRelay: (index, isOn) => plant.setRelay(index, isOn) });
    if (device === undefined) throw new TypeError(`assertion: ${id} has an emulator`);
    const shelly = startShelly({ device, broker: account, clock, reconnectMs: 200 });
    ctx.onTestFinished(() => shelly.close());
    await shelly.connected;
    const { field } = openedField(ctx, { broker: broker.link() });
    await field.start({ ...deviceRecord('it', id), address: 'mqtt://built-in:1883', topic: device.prefix });
    await eventually(() => expect(field.status('it').state).toBe('online'));
    told.push(id === 'shelly-pro3' ? await switched({ field, plant }, id) : await toldOver({ field, id }));
  });

  test.for(overPages.map(({ id }) => [id] as const))('%s', async ([id], ctx) => {
    const address = await servedPages(ctx, id, livingHome());
    const { field } = openedField(ctx);
    await field.start({ ...deviceRecord('it', id, { liveSeconds: 1 }), address });
    await eventually(() => expect(field.status('it').state).toBe('online'));
    told.push(await toldOver({ field, id }));
  });

  test('solar-assistant-live', async (ctx) => {
    const server = await startSolarAssistantUnit({ read: livingHome().read, clock, password: 'a-s3cret' });
    ctx.onTestFinished(() => server.close());
    const secrets = { read: async () => makeSecret('a-s3cret') };
    const { field } = openedField(ctx, { makeLink: (address) => makeLink(address, { clock, secrets }) });
    const { id } = solarAssistantLive;
    await field.start({ ...deviceRecord('it', id, { liveSeconds: 1 }), address: server.address });
    await eventually(() => expect(field.status('it').state).toBe('online'));
    told.push(await toldOver({ field, id }));
  });

  test('shelly-pro3-http', async (ctx) => {
    const { plant, read } = livingHome();
    const server = await startHttpServer({ emulator: shellyOverHttp(relaysOf({ plant, read })), clock });
    ctx.onTestFinished(() => server.close());
    const { field } = openedField(ctx);
    await field.start({ ...deviceRecord('it', 'shelly-pro3-http'), address: server.address });
    await eventually(() => expect(field.status('it').state).toBe('online'));
    told.push(await switched({ field, plant }, 'shelly-pro3-http'));
  });

  test('ocpp16', async (ctx) => {
    const central = openCentralSystem({
      clock,
      warn: () => undefined,
      isPassword: async (_who, given) => given === 'a-s3cret',
      accepts: () => true,
    });
    ctx.onTestFinished(() => central.close());
    const server = createServer().on('upgrade', (request, socket: Socket, head: Buffer) =>
      central.upgrade({ request, socket, head, address: '127.0.0.1' }),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    ctx.onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { field } = openedField(ctx, { chargePoints: central });
    await field.start({ ...deviceRecord('it', 'ocpp16'), address: 'ocpp://CP-1' });
    const car = createCar({ reactsMs: 200 });
    const point = startChargePoint({
      server: `ws://127.0.0.1:${port}/ocpp/CP-1`,
      identity: 'CP-1',
      password: 'a-s3cret',
      clock,
      car,
    });
    ctx.onTestFinished(() => point.close());
    await eventually(() => expect(field.status('it').state).toBe('online'));
    told.push(await toldOver({ field, id: 'ocpp16' }));
  });

  test('go-e', async (ctx) => {
    const server = await startHttpServer({ emulator: createGoE({ nowMs: () => clock.nowMs() }), clock });
    ctx.onTestFinished(() => server.close());
    const { field } = openedField(ctx);
    await field.start({ ...deviceRecord('it', 'go-e'), address: server.address });
    await eventually(() => expect(field.status('it').state).toBe('online'));
    told.push(await toldOver({ field, id: 'go-e' }));
  });

  test.each([
    { id: 'warp', type: 'warp2' },
    { id: 'warp3', type: 'warp3' },
  ] as const)('$id', async ({ id, type }) => {
    const server = await startHttpServer({ emulator: createWarp({ nowMs: () => clock.nowMs(), type }), clock });
    onTestFinished(() => server.close());
    const { field } = openedField({ onTestFinished });
    await field.start({ ...deviceRecord('it', id), address: server.address });
    await eventually(() => expect(field.status('it').state).toBe('online'));
    told.push(await toldOver({ field, id }));
  });

  test('none is left out', () => {
    const writable = definitions.filter(
      (definition) =>
        (definition.writes.length > 0 || ('discover' in definition && definition.discover !== undefined)) &&
        !onlyRead.includes(definition.id),
    );
    expect(told.map(({ id }) => id).toSorted()).toEqual(writable.map(({ id }) => id).toSorted());
    expect(told.filter(({ setPoints, tried }) => tried === 0 && setPoints > 0)).toEqual([]);
  });
});
