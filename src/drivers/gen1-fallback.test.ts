// A Shelly of the first generation whose broker goes away, on a clock that the test moves: asked over HTTP meanwhile, its counters going on
// where its topics left them, and switched there; a timer goes this way always.
import { describe, expect, test } from 'vitest';
import { toUtf8 } from '#core/bytes.ts';
import { httpResponseBytes, readHttpRequest } from '#core/http-exchange.ts';
import { shellyGen1, shellyGen1Em3 } from '#devices/shelly/gen1.ts';
import { gen1Fallback } from '#devices/shelly/gen1-fallback.ts';
import type { MqttDefinition } from '#devices/definition.ts';
import { createHome } from '#sim/home.ts';
import { gen1Web } from '#sim/shelly-gen1-http.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import type { FallbackParts } from './fallback.ts';
import { MqttDevice } from './mqtt-device.ts';
import { deviceRecord } from './testing/emulated.ts';
import { broker } from './testing/process-broker.ts';
import { caught, listening, started } from './testing/wires.ts';

const second = 1000;
const topic = 'shellies/cellar';
const announce = JSON.stringify({ id: 'cellar', model: 'SHPLG-S', mac: 'E868E76A6375', ip: '192.168.33.7' });

function gen1(definition: MqttDefinition, { mac = 'E868E76A6375' } = {}) {
  const clock = fakeClock();
  const home = createHome({ startMs: clock.nowMs() });
  const flow = { wattMinutes: 600 };
  const web = gen1Web({
    mac,
    read: () => ({ ...home.snapshot(), atMs: clock.nowMs() }),
    setRelay: (index, isOn) => home.setRelay(index, isOn),
    wattMinutes: () => flow.wattMinutes,
    isMeter: definition !== shellyGen1,
  });
  const asked: string[] = [];
  const withLink: FallbackParts['withLink'] = (address, job) => {
    expect(address).toMatchObject({ host: '192.168.33.7', passwordBy: 'basic', passwordRef: 'device.plug' });
    return job({
      async sendAndReceive(bytes, { accepts }) {
        const request = readHttpRequest(bytes);
        if (request === undefined) throw new TypeError('assertion: a request');
        asked.push(`${request.method} ${request.path}`);
        const { status, type, body } = web.respond(request.method, request.path, '');
        const frame = httpResponseBytes({ status, type }, toUtf8(body));
        accepts(frame);
        return frame;
      },
    });
  };
  const on = broker();
  const heard = listening(clock);
  const record = { ...deviceRecord('plug', definition.id), topic };
  const device = started(new MqttDevice(record, definition, { ...heard, link: on.link, withLink }));
  const say = (below: string, payload: string): void => on.say(`${topic}/${below}`, payload);
  const of = (metric: string) =>
    heard.batches.flatMap(({ metric: ids, value }) => ids.flatMap((id, at) => (id === metric ? [value[at]] : [])));
  return { clock, home, flow, asked, on, heard, device, say, of };
}

describe('while its broker is away', () => {
  test('a plug is asked where its announcement says, and its counter goes on: nothing twice', async () => {
    const { clock, flow, asked, on, device, say, of } = gen1(shellyGen1);
    say('announce', announce);
    say('relay/0', 'off');
    say('relay/0/energy', '600');
    await clock.advance(second);
    expect(asked).toEqual([]);
    on.setConnected(false);
    for (let n = 0; n < 10; n += 1) {
      flow.wattMinutes += 6;
      await clock.advance(10 * second);
    }
    expect(device.status().state).toBe('online');
    on.setConnected(true);
    say('relay/0/energy', String(flow.wattMinutes));
    await clock.advance(second);
    const energy = of('load.energy').map(Number);
    expect(energy[0]).toBeLessThan(11);
    expect(energy.at(-1)).toBe(11);
    expect(energy.length).toBeGreaterThan(3);
    expect(energy.every((wh, n) => wh >= (energy[n - 1] ?? 0))).toBe(true);
    const before = asked.length;
    await clock.advance(40 * second);
    expect(asked).toHaveLength(before);
    await device.stop();
  });

  test('a 3EM shows all its phases there; one with another MAC is not believed', async () => {
    const meter = gen1(shellyGen1Em3);
    meter.say('announce', announce);
    await meter.clock.advance(second);
    meter.on.setConnected(false);
    await meter.clock.advance(30 * second);
    const shown = ['grid.power.l1', 'grid.power', 'grid.voltage.l3', 'grid.energy.import.l2', 'grid.energy.export.l3'];
    expect(shown.filter((metric) => meter.of(metric).length === 0)).toEqual([]);
    await meter.device.stop();
    const other = gen1(shellyGen1Em3, { mac: 'FFFFFFFFFFFF' });
    other.say('announce', announce);
    await other.clock.advance(second);
    other.on.setConnected(false);
    await other.clock.advance(300 * second);
    expect(other.asked.length).toBeGreaterThan(0);
    expect(other.heard.batches.flatMap(({ metric }) => metric)).toEqual([]);
    await other.device.stop();
  });

  test('a command goes over HTTP and is confirmed there', async () => {
    const { clock, home, on, asked, device, say } = gen1(shellyGen1);
    say('announce', announce);
    say('relay/0', 'off');
    await clock.advance(second);
    on.setConnected(false);
    await clock.advance(20 * second);
    const done = device.commands.set({
      device: 'plug',
      target: { setPoint: 'relay.on.1' },
      value: 1,
      origin: 'person',
    });
    await clock.advance(10 * second);
    expect(await done).toMatchObject({ outcome: 'confirmed', after: 1 });
    expect(asked).toContain('GET /relay/0?turn=on');
    expect(home.snapshot().relays[0].isOn).toBe(true);
    await device.stop();
  });
});

describe('a timer, which no topic takes', () => {
  const timed = { device: 'plug', target: { setting: 'relay_0_on_for' }, value: 60, origin: 'person' } as const;

  test('goes over HTTP while the broker is there, and the device itself ends it', async () => {
    const { clock, home, asked, on, device, say } = gen1(shellyGen1);
    say('announce', announce);
    say('relay/0', 'off');
    await clock.advance(second);
    const done = device.commands.set(timed);
    await clock.advance(2 * second);
    expect(await done).toMatchObject({ outcome: 'confirmed', after: 60 });
    expect(asked).toEqual(['GET /relay/0?turn=on&timer=60', 'GET /status']);
    expect(on.published.filter((to) => to.includes('relay'))).toEqual([]);
    expect(home.snapshot().relays[0].isOn).toBe(true);
    await device.stop();
  });

  test('is refused while nobody knows where the device is', async () => {
    const { clock, asked, device, say } = gen1(shellyGen1);
    say('relay/0', 'off');
    await clock.advance(second);
    expect(await caught(device.commands.set(timed))).toMatchObject({
      code: 'link.unavailable',
      reason: { code: 'device.no-web-address' },
    });
    expect(asked).toEqual([]);
    await device.stop();
  });
});

test.each([
  ['{}', {}],
  ['[]', {}],
  ['{"relays":[{"ison":"yes"}],"meters":[{"power":"4","total":null}],"mac":5}', { 'relay:0': {} }],
  ['{"emeters":[{"power":5,"is_valid":false}],"temperature":"hot"}', { 'emeter:0': {} }],
  [JSON.stringify({ relays: Array.from({ length: 500 }, () => ({ ison: true })) }), expect.objectContaining({})],
])('what %s says is no more than that', (text, state) => {
  const read = gen1Fallback.read(toUtf8(text));
  expect(read).toEqual(state);
  expect(Object.keys(read).length).toBeLessThan(6);
});
