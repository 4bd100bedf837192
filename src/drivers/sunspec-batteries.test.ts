// Batteries behind SunSpec inverters: two trackers of model 160 (Fronius), a block of the maker's (SolarEdge).
import { describe, expect, test } from 'vitest';
import { isMetricId } from '#core/catalogue.ts';
import { type RegisterImage, shownBy } from '#devices/testing.ts';
import { froniusGen24, solaredge, sunspecInverter } from '#devices/sunspec/makers.ts';
import { trackerRoles } from '#devices/sunspec/tracker-roles.ts';
import { createEmulator } from '#sim/emulators.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { LinkQueue } from './link-queue.ts';
import { RequestDevice } from './request-device.ts';
import { createRoundSums } from './round-sums.ts';
import { deviceRecord, emulatedLine, sunnyHome } from './testing/emulated.ts';
import { listening, started } from './testing/wires.ts';

/** A map from its models' lengths; points by offset from the register of the model's id. */
function mapOf(
  models: readonly (readonly [id: number, length: number, points?: Readonly<Record<number, number>>])[],
): RegisterImage {
  const image: Record<number, number> = { 40_000: 0x5375, 40_001: 0x6e53 };
  let at = 40_002;
  for (const [id, length, points = {}] of models) {
    image[at] = id;
    image[at + 1] = length;
    for (const [offset, word] of Object.entries(points)) image[at + Number(offset)] = word;
    at += 2 + length;
  }
  image[at] = 0xffff;
  return image;
}

/** Model 160 with these powers (W), energies (Wh) and names. */
function trackers(
  powers: readonly number[],
  energies: readonly number[] = [],
  names: readonly string[] = [],
): readonly [number, number, Record<number, number>] {
  const points: Record<number, number> = { 8: powers.length };
  for (const [index, power] of powers.entries()) {
    const base = 10 + 20 * index;
    points[base] = index + 1;
    const name = names[index] ?? '';
    for (let at = 0; at < name.length; at += 2)
      points[base + 1 + at / 2] = (name.charCodeAt(at) << 8) | (name.charCodeAt(at + 1) || 0);
    points[base + 11] = power;
    const energy = energies[index] ?? 0;
    points[base + 12] = energy >>> 16;
    points[base + 13] = energy & 0xffff;
  }
  return [160, 8 + 20 * powers.length, points];
}

describe('P10: trackers of Fronius hybrids', () => {
  const shown = (
    block: ReturnType<typeof trackers>,
    { storage }: { storage: boolean },
  ): Readonly<Record<string, number | string>> =>
    shownBy(froniusGen24, mapOf([[1, 65], [103, 50], block, ...(storage ? ([[124, 24]] as const) : [])])).metrics;

  test.each([true, false])('five: three strings, then charge and discharge (storage model: %s)', (storage) => {
    const metrics = shown(trackers([2000, 2100, 3000, 500, 0], [1000, 2000, 3000, 70_000, 60_000]), { storage });
    expect(metrics).toMatchObject({
      'pv.power': 7100,
      'pv.power.s3': 3000,
      'battery.power': -500,
      'pv.energy': 6000,
      'battery.energy.charge': 70_000,
      'battery.energy.discharge': 60_000,
    });
    expect(metrics).not.toHaveProperty(['pv.power.s4']);
  });

  test('three without a battery are three strings', () => {
    const metrics = shown(trackers([2000, 2100, 3000]), { storage: false });
    expect(metrics).toMatchObject({ 'pv.power': 7100, 'pv.power.s3': 3000 });
    expect(metrics).not.toHaveProperty(['battery.power']);
  });

  test('four: the battery by its names in any place, or by its storage model', () => {
    const names = ['MPPT 1', 'MPPT 2', 'StCha 3', 'StDisCha 4'];
    expect(shown(trackers([2000, 100, 0, 700], [], names), { storage: false })).toMatchObject({
      'pv.power': 2100,
      'battery.power': 700,
    });
    expect(shown(trackers([2000, 100, 900, 0]), { storage: true })).toMatchObject({
      'pv.power': 2100,
      'battery.power': -900,
    });
    const four = shown(trackers([1, 2, 3, 4], [], ['MPPT 1', 'MPPT 2', 'MPPT 3', 'MPPT 4']), { storage: true });
    expect(four['pv.power']).toBe(10);
    expect(four).not.toHaveProperty(['battery.power']);
  });

  test('six (Verto Plus) are read at once', () => {
    expect(shown(trackers([1000, 1000, 1000, 1000, 0, 1500]), { storage: true })).toMatchObject({
      'pv.power': 4000,
      'battery.power': 1500,
    });
  });

  test('P10: any maker’s battery is told by the names of its trackers', () => {
    const block = trackers([2000, 2100, 500, 0], [], ['MPPT 1', 'MPPT 2', 'StCha 3', 'StDisCha 4']);
    const { metrics } = shownBy(sunspecInverter, mapOf([[1, 66], [103, 50], block]));
    expect(metrics).toMatchObject({ 'pv.power': 4100, 'battery.power': -500 });
    expect(metrics).not.toHaveProperty(['pv.power.s3']);
  });

  test('P10: a Fronius that is read as any SunSpec inverter has its battery there too; another maker has strings', () => {
    const named = (maker: string) => {
      const letters = Array.from(maker.padEnd(32, '\0'), (letter) => letter.charCodeAt(0));
      const words = Array.from({ length: 16 }, (_, at) => (letters[2 * at] ?? 0) * 256 + (letters[2 * at + 1] ?? 0));
      const common = [1, 66, Object.fromEntries(words.map((word, at) => [2 + at, word]))] as const;
      return shownBy(sunspecInverter, mapOf([common, [103, 50], trackers([2000, 2100, 3000, 500, 0])])).metrics;
    };
    expect(named('Fronius')).toMatchObject({ 'pv.power': 7100, 'battery.power': -500 });
    expect(named('SMA')).toMatchObject({ 'pv.power': 7600 });
  });

  test('of more trackers than one read holds the inverter’s own power and counter speak for the sun', () => {
    const ac = [103, 50, { 14: 8000, 24: 0, 25: 50_000 }] as const;
    const eight = trackers([1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000], [1, 1, 1, 1, 1, 1, 1, 1]);
    const { metrics } = shownBy(sunspecInverter, mapOf([[1, 66], ac, eight]));
    expect(metrics).toMatchObject({ 'pv.power': 8000, 'pv.energy': 50_000, 'pv.power.s6': 1000 });
  });

  test('inverters without a battery keep every tracker', () => {
    expect(trackerRoles({ count: 6, mayBeBattery: false, hasStorage: true }).strings).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

/** Single precision, its low word first. */
function lowFloat(at: number, value: number): RegisterImage {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return { [at]: view.getUint16(2), [at + 1]: view.getUint16(0) };
}

/** What a round tells, its sums included. */
function roundOf(
  plain: typeof solaredge,
  image: RegisterImage,
  refused: readonly number[] = [],
): Readonly<Record<string, unknown>> {
  const { metrics, definition } = shownBy(plain, image, refused);
  const sums = createRoundSums(definition.sums ?? []);
  const metric = Object.keys(metrics).filter(isMetricId);
  sums.take({ metric, value: metric.map((id) => metrics[id] ?? Number.NaN), quality: [] });
  const ended = sums.finish();
  return { ...metrics, ...Object.fromEntries(ended.metric.map((id, index) => [id, ended.value[index]])) };
}

describe('P2: SolarEdge with a battery on its DC side', () => {
  const inverter = (acW: number): RegisterImage =>
    mapOf([
      [1, 65],
      [103, 50, { 14: acW & 0xffff, 15: 0, 24: 0, 25: 50_000, 26: 0 }],
      [1, 65],
      [203, 105],
    ]);
  const battery = (base: number, watts: number): RegisterImage => ({
    ...lowFloat(base + 0x42, 9700),
    ...lowFloat(base + 0x74, watts),
    ...lowFloat(base + 0x84, 55),
    [base + 0x76]: 40_000,
    [base + 0x7a]: 45_000,
  });
  const absent = [0xe142, 0xe242, 0xe442];
  const round = (image: RegisterImage, refused: readonly number[]): Readonly<Record<string, unknown>> =>
    roundOf(solaredge, image, refused);

  test('at night its discharge of 1 kW is no sun', () => {
    const told = round({ ...inverter(1000), ...battery(0xe100, -1000) }, absent.slice(1));
    expect(told).toMatchObject({ 'pv.power': 0, 'battery.power': 1000, 'battery.soc': 55 });
    expect(told).toMatchObject({ 'battery.energy.discharge': 40_000, 'battery.energy.charge': 45_000 });
    // What the inverter counted is not the sun's either.
    expect(told).not.toHaveProperty(['pv.energy']);
  });

  test('sun that goes into the battery is sun: 2 kW AC and 3 kW charging are 5 kW', () => {
    const told = round({ ...inverter(2000), ...battery(0xe100, 3000) }, absent.slice(1));
    expect(told).toMatchObject({ 'pv.power': 5000, 'battery.power': -3000 });
  });

  test('two batteries count together', () => {
    const image = { ...inverter(2000), ...battery(0xe100, 1000), ...battery(0xe200, 500) };
    expect(round(image, absent.slice(2))).toMatchObject({ 'pv.power': 3500, 'battery.power': -1500 });
  });

  test('without a battery its AC power and its counter are the sun’s', () => {
    expect(round(inverter(1000), absent)).toMatchObject({ 'pv.power': 1000, 'pv.energy': 50_000 });
    expect(round(inverter(1000), [])).toMatchObject({ 'pv.power': 1000, 'pv.energy': 50_000 });
  });
});

test('a SolarEdge with a battery that is set up tells the sun, which is in no answer of its own', async () => {
  const clock = fakeClock();
  const read = sunnyHome(clock);
  const emulator = createEmulator('solaredge', read);
  if (emulator === undefined) throw new TypeError('assertion: it is emulated');
  const heard = listening(clock);
  const queue = new LinkQueue(emulatedLine(clock, emulator).link, clock);
  const device = started(new RequestDevice(deviceRecord('roof', 'solaredge'), solaredge, { ...heard, queue }));
  await clock.advance(30_000);
  await device.stop();
  const suns = heard.batches.flatMap(({ metric, value }) =>
    metric.flatMap((id, index) => (id === 'pv.power' ? [Number(value[index])] : [])),
  );
  expect(suns.length).toBeGreaterThan(2);
  expect(Math.abs((suns.at(-1) ?? NaN) - read().pv.powerW)).toBeLessThan(2);
});

describe('a hybrid with the models of IEEE 1547: its DC ports tell sun and storage apart', () => {
  /** Ports by kind (0 PV, 1 storage) and power, W, + injecting. */
  const ports = (list: readonly (readonly [kind: number, watts: number])[]) =>
    [
      714,
      18 + 25 * list.length,
      Object.fromEntries(
        list.flatMap(([kind, watts], index) => [
          [20 + 25 * index, kind],
          [32 + 25 * index, watts & 0xffff],
        ]),
      ),
    ] as const;
  const ac = [701, 153, { 10: 1000 }] as const;

  test.each([
    [
      'charging from the sun',
      [
        [0, 2000],
        [0, 500],
        [1, -1400],
      ],
      2500,
      -1400,
    ],
    [
      'discharging at night',
      [
        [0, 0],
        [0, 0],
        [1, 1030],
      ],
      0,
      1030,
    ],
    [
      'two storages',
      [
        [0, 900],
        [1, 300],
        [1, 200],
      ],
      900,
      500,
    ],
  ] as const)('%s', (...[, list, sun, battery]) => {
    const told = roundOf(sunspecInverter, mapOf([[1, 66], ac, [713, 7], ports(list)]));
    expect(told).toMatchObject({ 'pv.power': sun, 'battery.power': battery });
  });

  test('without a storage the AC power is the sun’s, as before', () => {
    expect(roundOf(sunspecInverter, mapOf([[1, 66], ac, ports([[0, 1040]])]))).toMatchObject({ 'pv.power': 1000 });
  });

  test('where model 802 tells the battery, it is told once', () => {
    const told = roundOf(
      sunspecInverter,
      mapOf([
        [1, 66],
        ac,
        [802, 62, { 47: 700 }],
        ports([
          [0, 0],
          [1, 720],
        ]),
      ]),
    );
    expect(told).toMatchObject({ 'pv.power': 0, 'battery.power': 700 });
  });
});
