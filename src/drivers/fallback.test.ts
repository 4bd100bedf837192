// A Shelly whose broker goes away and comes back, on a clock that the test moves: asked over HTTP meanwhile, given back at once, no reading
// twice, and a breaker for one that does not answer there either.
import { describe, expect, test } from 'vitest';
import { httpResponseBytes, readHttpRequest, refusedPassword } from '#core/http-exchange.ts';
import type { DeviceNote, DeviceNoteStore } from '#core/device-note.ts';
import { SolsteadError } from '#core/errors.ts';
import { toUtf8 } from '#core/bytes.ts';
import { shellyPro3 } from '#devices/shelly/pro3.ts';
import { shellyOverHttp } from '#sim/shelly-http.ts';
import { fc } from '#tools/testkit/property.ts';
import { isHomeAddress, type FallbackParts } from './fallback.ts';
import { MqttDevice } from './mqtt-device.ts';
import { deviceRecord } from './testing/emulated.ts';
import { broker, house, join } from './testing/process-broker.ts';
import { caught, listening, started } from './testing/wires.ts';

const second = 1000;

/** Notes of one device, as they are kept. */
function kept(before?: DeviceNote) {
  const saved: DeviceNote[] = [];
  const notes: DeviceNoteStore = {
    of: async () => saved.at(-1) ?? before,
    save: async (_, note) => void saved.push(note),
  };
  return { notes, saved };
}

function relaysWithHttp({ notes }: { notes?: DeviceNoteStore } = {}) {
  const { clock, home, relays } = house();
  const on = broker();
  if (notes !== undefined) on.link.isConnected = false;
  const shelly = join(on, relays);
  const heard = listening(clock);
  const http = shellyOverHttp(relays);
  const web = { isThere: true, asked: 0, body: undefined as string | undefined, wantsPassword: false };
  const hosts = new Set<string>();
  const withLink: FallbackParts['withLink'] = (address, job) => {
    if ('host' in address) hosts.add(address.host);
    return job({
      async sendAndReceive(bytes, { accepts }) {
        web.asked += 1;
        if (!web.isThere) throw new SolsteadError('link.timeout', { at: 'http' });
        const request = readHttpRequest(bytes);
        if (request === undefined) throw new TypeError('assertion: a request');
        const { status, type, body } = http.respond(request.method, request.path, request.body ?? '');
        const frame = web.wantsPassword
          ? httpResponseBytes({ status: 401, type: refusedPassword }, new Uint8Array())
          : httpResponseBytes({ status, type }, toUtf8(web.body ?? body));
        accepts(frame);
        return frame;
      },
    });
  };
  const record = { ...deviceRecord('relays', 'shelly-pro3'), topic: relays.prefix };
  const device = started(new MqttDevice(record, shellyPro3, { ...heard, notes, link: on.link, withLink }));
  const turn = (value: 0 | 1) =>
    device.commands.set({ device: 'relays', target: { setPoint: 'relay.on.2' }, value, origin: 'person' });
  return { clock, home, relays, on, shelly, heard, device, web, hosts, turn };
}

describe('while the broker is away', () => {
  test('the device is asked over HTTP where its status says it is, stays online, and is given back at once', async () => {
    const { clock, on, heard, device, web, hosts } = relaysWithHttp();
    await clock.advance(10);
    expect(web.asked).toBe(0);
    on.setConnected(false);
    await clock.advance(20 * second);
    expect([...hosts]).toEqual(['192.168.33.2']);
    expect(web.asked).toBeGreaterThan(0);
    await clock.advance(300 * second);
    expect(device.status()).toMatchObject({ state: 'online', over: 'http' });
    expect(heard.lines.filter((line) => line.startsWith('warn'))).toEqual([]);
    const asked = web.asked;
    on.setConnected(true);
    await clock.advance(60 * second);
    expect(web.asked).toBe(asked);
    expect(device.status().state).toBe('online');
    expect(device.status()).not.toHaveProperty('over');
    await device.stop();
  });

  test('every reading comes once: what waited at the broker is of its own time', async () => {
    const { clock, on, relays, heard, device } = relaysWithHttp();
    await clock.advance(10);
    const said = (params: object) =>
      on.say(`${relays.prefix}/events/rpc`, JSON.stringify({ src: relays.id, method: 'NotifyStatus', params }));
    said({ ts: clock.nowMs() / 1000, 'switch:0': { output: false } });
    await clock.advance(0);
    const waitedMs = clock.nowMs() + 5 * second;
    on.setConnected(false);
    await clock.advance(100 * second);
    on.setConnected(true);
    const waiting = { ts: waitedMs / 1000, 'switch:0': { output: true } };
    said(waiting);
    said(waiting);
    await clock.advance(10);
    const late = heard.batches.filter(({ atMs }) => atMs === waitedMs);
    expect(late.length).toBeGreaterThan(0);
    const times = heard.batches.filter(({ metric }) => metric.includes('relay.on.1')).map(({ atMs }) => atMs);
    expect(new Set(times).size).toBe(times.length - late.length + 1);
    await device.stop();
  });

  test('a command goes over HTTP and is confirmed there', async () => {
    const { clock, home, on, device, turn } = relaysWithHttp();
    await clock.advance(10);
    on.setConnected(false);
    await clock.advance(20 * second);
    const done = turn(1);
    await clock.advance(5 * second);
    expect(await done).toMatchObject({ outcome: 'confirmed', after: 1 });
    expect(home.snapshot().relays[1].isOn).toBe(true);
    await device.stop();
  });
});

test('one whose last will was published is asked over HTTP at once, and given back when it says something again', async () => {
  const { clock, on, relays, device, web } = relaysWithHttp();
  await clock.advance(60 * second);
  expect([device.status().state, web.asked]).toEqual(['online', 0]);
  on.say(`${relays.prefix}/online`, 'false');
  await clock.advance(2 * second);
  expect(web.asked).toBe(1);
  expect(device.status()).toMatchObject({ state: 'online', over: 'http' });
  on.say(`${relays.prefix}/online`, 'true');
  await clock.advance(120 * second);
  expect(web.asked).toBe(1);
  expect(device.status()).not.toHaveProperty('over');
  await device.stop();
});

describe('where it is, over a restart', () => {
  test('is remembered: asked there although it has said nothing yet', async () => {
    const { notes, saved } = kept({ host: '192.168.33.2', identity: 'AABBCCDDEEFF' });
    const { clock, device, heard, hosts } = relaysWithHttp({ notes });
    await clock.advance(30 * second);
    expect([...hosts]).toEqual(['192.168.33.2']);
    expect(device.status().state).toBe('online');
    expect(heard.batches.length).toBeGreaterThan(0);
    expect(saved).toEqual([]);
    await device.stop();
  });

  test('is noted when it is learned; what it says is newer than the note', async () => {
    const { notes, saved } = kept({ host: '192.168.33.9', identity: 'AABBCCDDEEFF' });
    const { clock, on, device, hosts } = relaysWithHttp({ notes });
    on.setConnected(true);
    await clock.advance(10);
    expect(saved).toEqual([{ host: '192.168.33.2', identity: 'AABBCCDDEEFF' }]);
    on.setConnected(false);
    await clock.advance(20 * second);
    expect([...hosts]).toEqual(['192.168.33.2']);
    await device.stop();
  });

  test('another device at the remembered address is not believed, and no address outside the home is asked', async () => {
    const other = relaysWithHttp(kept({ host: '192.168.33.2', identity: 'FFFFFFFFFFFF' }));
    await other.clock.advance(600 * second);
    expect(other.heard.batches).toEqual([]);
    await other.device.stop();
    const outside = relaysWithHttp(kept({ host: '169.254.169.254' }));
    await outside.clock.advance(600 * second);
    expect(outside.web.asked).toBe(0);
    await outside.device.stop();
  });

  test('one that says another address each time is noted once a minute, and the last one at the end', async () => {
    const { notes, saved } = kept();
    const { clock, on, relays, device } = relaysWithHttp({ notes });
    on.setConnected(true);
    await clock.advance(10);
    for (let n = 1; n <= 200; n += 1) {
      const params = { wifi: { sta_ip: `10.0.0.${n}` } };
      on.say(`${relays.prefix}/events/rpc`, JSON.stringify({ src: relays.id, method: 'NotifyStatus', params }));
      await clock.advance(second);
    }
    expect(saved.length).toBeGreaterThan(2);
    expect(saved.length).toBeLessThan(7);
    await device.stop();
    expect(saved.at(-1)?.host).toBe('10.0.0.200');
  });

  test('notes that cannot be read or written are told, and nothing else happens', async () => {
    const fail = () => Promise.reject(new SolsteadError('store.failed', { at: 'records' }));
    const { clock, on, device, heard } = relaysWithHttp({ notes: { of: fail, save: fail } });
    on.setConnected(true);
    await clock.advance(10);
    expect(device.status().state).toBe('online');
    expect(heard.lines.filter((line) => line.startsWith('warn'))).toEqual([
      'warn: what was learned of a device is not remembered',
      'warn: what was learned of a device is not remembered',
    ]);
    await device.stop();
  });
});

/** What happens between a device and us, in any order. */
const happenings = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('say' as const), output: fc.boolean(), times: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ kind: fc.constant('broker' as const), isThere: fc.boolean() }),
    fc.record({ kind: fc.constant('web' as const), isThere: fc.boolean() }),
    fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 90 }) }),
    fc.record({ kind: fc.constant('again' as const), which: fc.nat(3) }),
  ),
  { maxLength: 25 },
);

test('whatever is lost, repeated or late on either way: a reading has one time and one value, and no state is made up', async () => {
  await fc.assert(
    fc.asyncProperty(happenings, async (events) => {
      const { clock, on, relays, heard, device, web } = relaysWithHttp();
      await clock.advance(10);
      const told = new Map<number, ReadonlySet<number | string>>();
      const said: string[] = [];
      const publish = (text: string | undefined): void => {
        if (text !== undefined) on.say(`${relays.prefix}/events/rpc`, text);
      };
      for (const event of events) {
        if (event.kind === 'broker') on.setConnected(event.isThere);
        else if (event.kind === 'web') web.isThere = event.isThere;
        else if (event.kind === 'wait') await clock.advance(event.seconds * second);
        else if (event.kind === 'again') publish(said[event.which]);
        else {
          // Its answers to questions have times of their own.
          await clock.advance(7);
          const atMs = clock.nowMs();
          told.set(atMs, new Set([Number(event.output)]));
          const params = { ts: atMs / 1000, 'switch:1': { output: event.output } };
          const text = JSON.stringify({ src: relays.id, method: 'NotifyStatus', params });
          // Lost, or heard up to three times.
          if (event.times > 0) said.push(text);
          for (let time = 0; time < event.times; time += 1) publish(text);
          await clock.advance(second);
        }
      }
      await device.stop();
      const values = new Map<number, Set<number | string>>();
      for (const { atMs, metric, value } of heard.batches) {
        const at = metric.indexOf('relay.on.2');
        if (at >= 0) values.set(atMs, (values.get(atMs) ?? new Set()).add(value[at] ?? ''));
      }
      for (const [atMs, seen] of values) {
        expect({ atMs, values: seen.size }).toEqual({ atMs, values: 1 });
        // What was told for this time is what is kept for it.
        const own = told.get(atMs) ?? seen;
        expect([...seen].filter((one) => !own.has(one))).toEqual([]);
      }
      // The relay itself is off all the time: on it is only when it was told to be.
      const on2 = [...values].filter(([, seen]) => seen.has(1)).map(([atMs]) => atMs);
      expect(on2.filter((atMs) => told.get(atMs)?.has(1) !== true)).toEqual([]);
      expect([...values.keys()].every((atMs) => atMs <= clock.nowMs())).toBe(true);
    }),
    { numRuns: 200 },
  );
});

describe('the breaker', () => {
  test('leaves one alone that does not answer over HTTP either, longer each time; one try decides', async () => {
    const { clock, on, device, web, turn } = relaysWithHttp();
    await clock.advance(10);
    web.isThere = false;
    on.setConnected(false);
    await clock.advance(600 * second);
    // Without it: one every ten seconds.
    expect(web.asked).toBeGreaterThanOrEqual(4);
    expect(web.asked).toBeLessThan(12);
    expect(device.status().state).toBe('offline');
    expect(await caught(turn(1))).toMatchObject({ code: 'link.closed' });
    web.isThere = true;
    await clock.advance(660 * second);
    expect(device.status().state).toBe('online');
    await device.stop();
  });

  test('one that does not take its password is told once, and asked once in ten minutes', async () => {
    const { clock, on, heard, device, web } = relaysWithHttp();
    await clock.advance(10);
    web.wantsPassword = true;
    on.setConnected(false);
    await clock.advance(12 * second);
    expect(device.status()).toMatchObject({
      state: 'online',
      failure: { error: { code: 'link.timeout', reason: { code: 'device.nothing-and-refused' } } },
    });
    await clock.advance(1800 * second);
    expect(web.asked).toBeGreaterThan(1);
    expect(web.asked).toBeLessThanOrEqual(4);
    expect(heard.lines.filter((line) => line.includes('over HTTP'))).toEqual([
      'warn: device does not answer over HTTP',
    ]);
    // Its refusal does not hide that nothing comes, nor that the refusal.
    const refused = { code: 'refused.password' };
    const nothing = { code: 'broker.no-connection' };
    expect(device.status().failure?.error).toMatchObject({
      code: 'link.timeout',
      reason: { code: 'device.nothing-and-refused', params: { nothing, reason: refused } },
    });
    web.wantsPassword = false;
    await clock.advance(660 * second);
    expect(device.status().state).toBe('online');
    await device.stop();
  });

  test('another device at its address is not believed', async () => {
    const { clock, on, heard, device, web } = relaysWithHttp();
    await clock.advance(10);
    web.body = JSON.stringify({
      id: 1,
      src: 'x',
      result: { sys: { mac: 'FFFFFFFFFFFF' }, 'switch:0': { output: true } },
    });
    const before = heard.batches.length;
    on.setConnected(false);
    await clock.advance(600 * second);
    expect(heard.batches).toHaveLength(before);
    expect(device.status().state).toBe('offline');
    await device.stop();
  });
});

test.each([
  ['192.168.1.20', true],
  ['10.0.0.1', true],
  ['172.31.9.9', true],
  ['172.32.0.1', false],
  ['169.254.169.254', false],
  ['127.0.0.1', false],
  ['8.8.8.8', false],
  ['192.168.1.999', false],
  ['router.lan', false],
])('%s is an address of the home: %s', (host, isHome) => expect(isHomeAddress(host)).toBe(isHome));
