// For tests only: a meter of Shelly that goes on counting and storing while nobody hears it, in a home whose time goes with the clock.
import type { DeviceNote, DeviceNoteStore } from '#core/device-note.ts';
import type { MetricId } from '#core/catalogue.ts';
import { toUtf8 } from '#core/bytes.ts';
import { SolsteadError } from '#core/errors.ts';
import { httpResponseBytes, readHttpRequest } from '#core/http-exchange.ts';
import type { Batch } from '#core/reading.ts';
import { minuteMs } from '#core/time.ts';
import { shellyEm } from '#devices/shelly/em.ts';
import { shellyPro3em } from '#devices/shelly/pro3em.ts';
import { createHome } from '#sim/home.ts';
import type { HttpEmulator } from '#sim/http-device.ts';
import { shellyOverHttp } from '#sim/shelly-http.ts';
import { createShellyEm } from '#sim/shelly-em.ts';
import { createShellyPro3em } from '#sim/shelly-pro3em.ts';
import { type FakeClock, fakeClock } from '#tools/testkit/fake-clock.ts';
import type { FallbackParts } from '../fallback.ts';
import { MqttDevice } from '../mqtt-device.ts';
import { deviceRecord } from './emulated.ts';
import { broker, join } from './process-broker.ts';
import { type Heard, listening, started } from './wires.ts';

const stepMs = 5000;

/** A meter, and who reads it. */
export interface StoringMeter {
  readonly clock: FakeClock;
  readonly on: ReturnType<typeof broker>;
  readonly prefix: string;
  readonly faults: ReturnType<typeof join>['faults'];
  /** Its web server, which is not there at first. */
  readonly web: { isThere: boolean; asked: number };
  readonly heard: Heard;
  readonly saved: DeviceNote[];
  /** Methods it was asked, in order. */
  readonly asked: string[];
  /** What its answers are changed to; undefined: it says nothing. */
  alter: (answer: string) => string | undefined;
  /** Lives on for so many minutes. */
  live(minutes: number): Promise<void>;
  /** Starts reading it, as a process that has only what was kept. */
  begin(): MqttDevice;
  /** What its counters say now. */
  truth(): { readonly importWh: number; readonly exportWh: number };
  /** What was told of a metric, by time. */
  told(metric: MetricId): readonly { readonly atMs: number; readonly value: number }[];
}

/** What batches tell of a metric, by time; the later word on a moment holds. */
export function series(batches: readonly Batch[], metric: MetricId) {
  const found = new Map<number, number>();
  for (const batch of batches) {
    const value = batch.value[batch.metric.indexOf(metric)];
    if (typeof value === 'number') found.set(batch.atMs, value);
  }
  return [...found].map(([atMs, value]) => ({ atMs, value })).toSorted((one, other) => one.atMs - other.atMs);
}

/** Links to a web server that is there or not. */
function linksTo(http: HttpEmulator, web: StoringMeter['web']): FallbackParts['withLink'] {
  return (_, job) =>
    job({
      async sendAndReceive(bytes, { accepts }) {
        const request = readHttpRequest(bytes);
        if (!web.isThere || request === undefined) throw new SolsteadError('link.timeout', { at: 'http' });
        web.asked += 1;
        const { status, type, body } = http.respond(request.method, request.path, request.body ?? '');
        const frame = httpResponseBytes({ status, type }, toUtf8(body));
        accepts(frame);
        return frame;
      },
    });
}

const kinds = {
  'shelly-pro3em': { make: createShellyPro3em, definition: shellyPro3em },
  'shelly-em': { make: createShellyEm, definition: shellyEm },
} as const;

/** A meter that nobody reads yet. */
export function storingMeter(kind: keyof typeof kinds = 'shelly-pro3em'): StoringMeter {
  const { make, definition } = kinds[kind];
  const clock = fakeClock();
  const home = createHome({ startMs: clock.nowMs() });
  const read = () => ({ ...home.snapshot(), atMs: clock.nowMs() });
  const device = make({ mac: 'AABBCCDDEEFF', name: 'Meter', read });
  const on = broker();
  const plain = on.say;
  const asked: string[] = [];
  on.say = (topic, payload, retained) => {
    if (topic.endsWith('/rpc') && topic.includes('solstead')) {
      const altered = meter.alter(payload);
      if (altered !== undefined) plain(topic, altered, retained);
    } else plain(topic, payload, retained);
  };
  on.link.subscribe(`${device.prefix}/rpc`, ({ payload }) => {
    const frame: unknown = JSON.parse(new TextDecoder().decode(payload));
    if (typeof frame === 'object' && frame !== null && 'method' in frame) asked.push(String(frame.method));
  });
  const { faults, tick } = join(on, device);
  const heard = listening(clock);
  const saved: DeviceNote[] = [];
  const notes: DeviceNoteStore = {
    of: async () => saved.at(-1),
    save: async (_, note) => void saved.push(structuredClone(note)),
  };
  const web = { isThere: false, asked: 0 };
  const withLink = linksTo(shellyOverHttp(device), web);
  const meter: StoringMeter = {
    clock,
    on,
    prefix: device.prefix,
    faults,
    web,
    heard,
    saved,
    asked,
    alter: (answer) => answer,
    async live(minutes) {
      for (let goneMs = 0; goneMs < minutes * minuteMs; goneMs += stepMs) {
        home.advance(clock.nowMs() + stepMs, stepMs);
        await clock.advance(stepMs);
        tick();
      }
      await clock.advance(1);
    },
    begin() {
      const record = { ...deviceRecord('meter', kind), topic: device.prefix };
      return started(new MqttDevice(record, definition, { ...heard, notes, link: on.link, withLink }));
    },
    truth() {
      const { phases } = home.snapshot().grid;
      const sum = (of: (phase: (typeof phases)[number]) => number): number =>
        phases.reduce((total, phase) => total + of(phase), 0);
      return { importWh: sum(({ importWh }) => importWh), exportWh: sum(({ exportWh }) => exportWh) };
    },
    told: (metric) => series(heard.batches, metric),
  };
  return meter;
}
