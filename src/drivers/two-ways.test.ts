// A device that says everything on several ways – its own WebSocket, MQTT, and HTTP while both are silent: whatever is lost on one, comes
// late, twice or in another order, history has each value once, at its time, and what is known last is what the device said last.
import { expect, test } from 'vitest';
import { httpResponseBytes } from '#core/http-exchange.ts';
import type { Batch } from '#core/reading.ts';
import { toUtf8 } from '#core/bytes.ts';
import { shellySwitch } from '#devices/shelly/by-parts.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { fc } from '#tools/testkit/property.ts';
import type { FallbackParts } from './fallback.ts';
import { MqttDevice } from './mqtt-device.ts';
import { deviceRecord } from './testing/emulated.ts';
import { broker } from './testing/process-broker.ts';
import { listening, started } from './testing/wires.ts';

const [id, mac] = ['shellyplus1pm-aabbccddeeff', 'AABBCCDDEEFF'];
const topic = `${id}/events/rpc`;
/** Messages, a second apart; how late one may come the first time, and how late again, ms. */
const [count, firstLateMs, againMs] = [40, 4000, 30_000];
/** The broker is away from the one on and until the other: what is said meanwhile waits there. */
const [awayFrom, awayUntil] = [8, 32];

interface Delivery {
  readonly message: number;
  readonly way: 'ws' | 'mqtt';
  readonly afterMs: number;
}

const onWay = fc.constantFrom('ws' as const, 'mqtt' as const);

/** Each message comes at least once in time, the first at once, so that its clock is known; the rest is chance. */
const deliveries = fc
  .tuple(
    ...Array.from({ length: count }, () =>
      fc.record({
        way: onWay,
        lateMs: fc.integer({ min: 0, max: firstLateMs }),
        again: fc.array(fc.record({ way: onWay, lateMs: fc.integer({ min: 0, max: againMs }) }), { maxLength: 3 }),
      }),
    ),
  )
  .map((all) =>
    all.flatMap(({ way, lateMs, again }, message): Delivery[] => [
      { message, way, afterMs: message === 0 ? 0 : lateMs },
      // What comes again comes after it.
      ...again.map((one) => ({ message, way: one.way, afterMs: lateMs + one.lateMs })),
    ]),
  );

/** What history keeps: of a moment the value that came first, as the gate does. */
function kept(batches: readonly Batch[]): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const { atMs, metric, value } of batches)
    for (const [at, one] of metric.entries()) {
      const key = `${one} ${atMs}`;
      if (!found.has(key)) found.set(key, value[at]);
    }
  return found;
}

/** The device: a power that is another each second, and a relay that changes each third. */
function deviceAt(startMs: number) {
  const part = (message: number) => ({ id: 0, output: message % 6 < 3, apower: 100 + message });
  return {
    part,
    status: (nowMs: number) => ({
      sys: { mac },
      wifi: { sta_ip: '192.168.33.2' },
      'switch:0': part(Math.min(count - 1, Math.floor((nowMs - startMs) / 1000))),
    }),
  };
}

/** What becomes of the messages; `isWebThere`: whether the device answers over HTTP while nothing comes. */
async function heardOf(all: readonly Delivery[], { isWebThere }: { readonly isWebThere: boolean }) {
  const clock = fakeClock();
  const startMs = clock.nowMs();
  const on = broker();
  const heard = listening(clock);
  const { part, status } = deviceAt(startMs);
  const asked: number[] = [];
  const withLink: FallbackParts['withLink'] = (_address, job) =>
    job({
      async sendAndReceive(_bytes, { accepts }) {
        asked.push(clock.nowMs());
        const result = isWebThere ? status(clock.nowMs()) : undefined;
        const answer = toUtf8(JSON.stringify({ id: 1, src: id, result: result ?? {} }));
        const frame = httpResponseBytes({ status: isWebThere ? 200 : 500, type: 'application/json' }, answer);
        accepts(frame);
        return frame;
      },
    });
  const record = { ...deviceRecord('relay', 'shelly-switch'), topic: id };
  const device = started(new MqttDevice(record, shellySwitch, { ...heard, link: on.link, withLink }));
  const said = (params: object, way: Delivery['way'] = 'mqtt') =>
    on.say(
      topic,
      JSON.stringify({ src: id, dst: way === 'ws' ? 'ws' : `${id}/events`, method: 'NotifyStatus', params }),
    );
  // Where it is, as it says when it connects.
  said({ sys: { mac }, wifi: { sta_ip: '192.168.33.2' } });
  await clock.advance(0);
  const due = all
    .map((one) => ({ ...one, atMs: one.message * 1000 + one.afterMs }))
    .toSorted((one, other) => one.atMs - other.atMs);
  let nowMs = 0;
  const until = async (atMs: number): Promise<void> => {
    await clock.advance(atMs - nowMs);
    nowMs = atMs;
  };
  const waiting: Delivery[] = [];
  const say = ({ message, way }: Delivery): void =>
    said({ ts: (startMs + message * 1000) / 1000, 'switch:0': part(message) }, way);
  const setAway = async (isAway: boolean): Promise<void> => {
    await until((isAway ? awayFrom : awayUntil) * 1000);
    on.setConnected(!isAway);
    for (const one of waiting.splice(0)) say(one);
  };
  for (const one of due) {
    if (on.link.isConnected && nowMs < awayFrom * 1000 && one.atMs >= awayFrom * 1000) await setAway(true);
    if (!on.link.isConnected && one.atMs >= awayUntil * 1000) await setAway(false);
    await until(one.atMs);
    if (on.link.isConnected) say(one);
    else waiting.push(one);
    await clock.advance(0);
  }
  await clock.advance(10);
  const last = (await device.commands.settings()).map(({ name, current }) => [name, current]);
  await device.stop();
  const history = [...kept(heard.batches)]
    .filter(([key]) => /^relay\.(?:power|on)\.1 /.test(key))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { startMs, history, asked, last };
}

/** What history has to be: each message once, and each answer over HTTP at its time, with what the device showed then. */
function right({ startMs, asked }: Awaited<ReturnType<typeof heardOf>>): readonly (readonly [string, number])[] {
  const messages = Array.from({ length: count }, (_none, message) => startMs + message * 1000);
  return [...new Set([...messages, ...asked])]
    .flatMap((atMs): [string, number][] => {
      const message = Math.min(count - 1, Math.floor((atMs - startMs) / 1000));
      return [
        [`relay.power.1 ${atMs}`, 100 + message],
        [`relay.on.1 ${atMs}`, Number(message % 6 < 3)],
      ];
    })
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}

test.for([true, false])(
  'any order, loss and repetition over all ways gives the same history; HTTP answers: %s',
  {
    timeout: 60_000,
  },
  async (isWebThere) => {
    await fc.assert(
      fc.asyncProperty(deliveries, async (all) => {
        const found = await heardOf(all, { isWebThere });
        expect(found.asked.length).toBeGreaterThanOrEqual(1);
        expect(found.history).toEqual(right(isWebThere ? found : { ...found, asked: [] }));
        expect(found.last).toContainEqual(['switch_0', (count - 1) % 6 < 3 ? 'on' : 'off']);
      }),
      { numRuns: 50 },
    );
  },
);
