// The walk through a SunSpec map, and what becomes of it. Maps are laid out by hand, after the specification.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { walkModels, type WalkAnswer } from '#codec/sunspec.ts';
import { findServed, servedBy } from '../capabilities.ts';
import { shownBy } from '../testing.ts';
import type { DiscoveryAnswer } from '../definition.ts';
import { fimer, froniusGen24, kostalPlenticore, solaredge, sunspecInverter } from './makers.ts';

const bytes = (...words: readonly number[]): Uint8Array =>
  Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff]));

/** A device's registers by address; a read that touches another one is refused. */
type Registers = ReadonlyMap<number, number>;

function laid(base: number, models: readonly (readonly [id: number, length: number])[], end = true): Registers {
  const registers = new Map([
    [base, 0x5375],
    [base + 1, 0x6e53],
  ]);
  let at = base + 2;
  for (const [id, length] of models) {
    registers.set(at, id).set(at + 1, length);
    for (let offset = 0; offset < length; offset += 1) registers.set(at + 2 + offset, 0);
    at += 2 + length;
  }
  return end ? registers.set(at, 0xffff).set(at + 1, 0) : registers;
}

function answered(registers: Registers, command: string): WalkAnswer {
  const [, first = 0, count = 0] = command.split(' ').map(Number);
  const words = Array.from({ length: count }, (_, index) => registers.get(first + index));
  return words.some((word) => word === undefined)
    ? { command }
    : { command, payload: bytes(...words.map((word) => word ?? 0)) };
}

function walked(registers: Registers): { step: ReturnType<typeof walkModels>; asked: string[] } {
  const answers: WalkAnswer[] = [];
  for (;;) {
    const step = walkModels(answers);
    if (step.kind !== 'ask') return { step, asked: answers.map(({ command }) => command) };
    answers.push(answered(registers, step.command));
  }
}

describe('the walk', () => {
  test.each([40_000, 0, 50_000])('finds the models behind %i', (base) => {
    const { step } = walked(
      laid(base, [
        [1, 66],
        [103, 50],
        [160, 48],
      ]),
    );
    expect(step).toEqual({
      kind: 'found',
      models: [
        { id: 1, address: base + 2, length: 66 },
        { id: 103, address: base + 70, length: 50 },
        { id: 160, address: base + 122, length: 48 },
      ],
    });
  });

  test('finds what a Sunny Boy 3.6 has, network and curves before its trackers', () => {
    const lengths: readonly (readonly [number, number])[] = [
      ...([
        [1, 66],
        [11, 13],
        [12, 98],
        [101, 50],
        [120, 26],
        [121, 30],
        [122, 44],
        [123, 24],
        [124, 24],
      ] as const),
      ...([
        [126, 64],
        [127, 10],
        [128, 14],
        [131, 64],
        [132, 64],
        [160, 128],
        [129, 60],
        [130, 60],
      ] as const),
    ];
    const { step } = walked(laid(40_000, lengths));
    const found = step.kind === 'found' ? step.models : [];
    expect(found.map(({ id, length }) => [id, length])).toEqual(lengths);
    const places = found.map(({ id, address }) => [id, address] as const);
    // Where its recorded map has the inverter, the trackers and the last curve.
    expect(places).toEqual(
      expect.arrayContaining([
        [101, 40_185],
        [160, 40_621],
        [130, 40_813],
      ]),
    );
  });

  test('asks headers only, and no register behind the end', () => {
    expect(
      walked(
        laid(40_000, [
          [1, 65],
          [103, 50],
        ]),
      ).asked,
    ).toEqual(['holding 40000 2', 'holding 40002 2', 'holding 40069 2', 'holding 40121 2']);
  });

  test('takes a refusal behind the last model for the end', () => {
    expect(walked(laid(40_000, [[1, 66]], false)).step).toMatchObject({ kind: 'found', models: [{ id: 1 }] });
  });

  test('says where there is no map, or an empty one', () => {
    expect(walked(new Map())).toMatchObject({
      step: { kind: 'none' },
      asked: ['holding 40000 2', 'holding 0 2', 'holding 50000 2'],
    });
    expect(walked(laid(40_000, [])).step).toMatchObject({ kind: 'none', why: { code: 'sunspec.no-model' } });
  });

  test('ends on any device, however strange its chain', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(0xffff), fc.oneof(fc.nat(60), fc.constant(0xffff))), { maxLength: 80 }),
        (headers) => {
          const answers: WalkAnswer[] = [{ command: 'holding 40000 2', payload: bytes(0x5375, 0x6e53) }];
          let next = 0;
          for (let round = 0; round < 200; round += 1) {
            const step = walkModels(answers);
            if (step.kind !== 'ask') return;
            const [id, length] = headers[next] ?? [1, 0];
            next += 1;
            answers.push({ command: step.command, payload: bytes(id, length) });
          }
          expect.unreachable('it asked two hundred times');
        },
      ),
    );
    expect(walkModels([{ command: 'holding 40000 2', payload: bytes(0x5375, 0x6e53) }]).kind).toBe('ask');
  });
});

describe('what was found', () => {
  const definitionFrom = (registers: Registers, device = sunspecInverter) => {
    const answers: DiscoveryAnswer[] = [];
    for (let round = 0; round < 100; round += 1) {
      const step = device.discover?.(answers);
      if (step?.kind !== 'ask') return step?.kind === 'found' ? step.definition : undefined;
      answers.push(answered(registers, step.command));
    }
    return undefined;
  };

  test('writers take the scale factors that were read: a limit in hundredths of a percent', () => {
    const registers = new Map(
      laid(40_000, [
        [1, 66],
        [103, 50],
        [123, 24],
        [124, 24],
      ]),
    );
    const [control, storage] = [40_122, 40_148];
    registers
      .set(control + 23, 0xfffe)
      .set(storage + 21, 0xfffe)
      .set(storage + 25, 0xfffe);
    const found = definitionFrom(registers);
    const request = (name: string, value: number | string) =>
      found?.writes.find((write) => write.name === name)?.request(value);
    expect(request('power_limit', 50)).toBe(`write ${control + 5} 5000`);
    expect(request('discharge_rate', -100)).toBe(`write ${storage + 12} ${0x1_0000 - 10_000}`);
    expect(request('charging_from_the_grid', 'Grid allowed')).toBe(`write ${storage + 17} 1`);
    expect(request('power_limit', 101)).toBeUndefined();
  });

  test('a limit in watts is a share of the maximum that was read; without it there is only the share', () => {
    const models = [
      [1, 66],
      [103, 50],
      [121, 30],
      [123, 24],
    ] as const;
    const registers = new Map(laid(40_000, models));
    // 820 tens of watts, limited in whole percents.
    registers.set(40_122 + 2, 820).set(40_122 + 22, 1);
    registers.set(40_154 + 23, 0);
    const found = definitionFrom(registers);
    if (found === undefined) throw new TypeError('assertion: it is found');
    const limit = findServed(found, 'pv.power.limit');
    expect(limit.value).toMatchObject({ kind: 'number', min: 0, max: 8200, step: 82 });
    expect(limit.steps(4100, () => undefined)?.map(({ write, value }) => write.request(value))).toEqual([
      'write 40159 50',
      'write 40163 1',
    ]);
    registers.set(40_122 + 2, 0xffff);
    expect(servedBy(definitionFrom(registers) ?? found).map(({ setPoint }) => setPoint)).toEqual(['inverter.enabled']);
  });

  test('without a scale factor nothing that needs it can be set', () => {
    const registers = new Map(
      laid(40_000, [
        [1, 66],
        [103, 50],
        [123, 24],
      ]),
    );
    registers.set(40_122 + 23, 0x8000);
    expect(definitionFrom(registers)?.writes).toEqual([]);
  });

  test('every read stays within 125 registers and inside its model', () => {
    for (const device of [sunspecInverter, froniusGen24, solaredge]) {
      const reads = device.commands.map(({ name }) => name.split(' ').map(Number));
      expect(reads.every(([, , count = 0]) => count <= 125)).toBe(true);
    }
  });

  test('GEN24: two trackers are the sun, two the battery', () => {
    const trackers = froniusGen24.commands.find(({ derive }) =>
      derive?.some(({ metric }) => metric === 'battery.power'),
    );
    const battery = trackers?.derive?.find(({ metric }) => metric === 'battery.power');
    expect(battery?.from).toEqual(['tracker_3_power', 'tracker_4_power']);
    expect([battery?.calc(1500, 0), battery?.calc(0, 800)]).toEqual([-1500, 800]);
    expect(trackers?.derive?.find(({ metric }) => metric === 'pv.power')?.from).toEqual([
      'tracker_1_power',
      'tracker_2_power',
    ]);
  });

  test('SolarEdge: the meter’s positive power is feed-in', () => {
    const rows = solaredge.commands
      .flatMap(({ table }) => table.rows)
      .filter(({ metric }) => metric?.startsWith('grid.power') === true);
    expect(rows.map(({ flip }) => flip)).toEqual([true, true, true, true]);
  });

  test('SolarEdge without a battery: what it would be told is not there, and no problem', () => {
    const ones = Object.fromEntries(Array.from({ length: 14 }, (_, at) => [0xe004 + at, 0xffff]));
    // The lowest number in single precision, its low word first.
    const lowest = { 0xe006: 0xffff, 0xe007: 0xff7f, 0xe008: 0xffff, 0xe009: 0xff7f };
    const map = Object.fromEntries(
      laid(40_000, [
        [1, 65],
        [103, 50],
      ]),
    );
    const { fields, problems } = shownBy(solaredge, { ...map, ...ones, ...lowest }, [57_666, 57_922, 58_434]);
    expect(problems.filter((problem) => !problem.includes('operating_state'))).toEqual([]);
    expect(fields).not.toHaveProperty('storage_control');
    expect(fields).not.toHaveProperty('backup_reserve');
    expect(fields).not.toHaveProperty('remote_time-out');
  });

  test('a counter of all ones is no 4.3 GWh', () => {
    const map = Object.fromEntries(
      laid(40_000, [
        [1, 66],
        [103, 50],
      ]),
    );
    const { metrics } = shownBy(sunspecInverter, { ...map, [40_070 + 24]: 0xffff, [40_070 + 25]: 0xffff });
    expect(metrics).not.toHaveProperty(['pv.energy']);
  });
});

describe('makers, as others read them', () => {
  /** A map of these models, whose points (by offset from the model's id) hold these words. */
  function mapped(
    base: number,
    models: readonly (readonly [id: number, length: number, points?: Readonly<Record<number, number>>])[],
  ): Record<number, number> {
    const image = Object.fromEntries(
      laid(
        base,
        models.map(([id, length]) => [id, length]),
      ),
    );
    let at = base + 2;
    for (const [, length, points = {}] of models) {
      for (const [offset, word] of Object.entries(points)) image[at + Number(offset)] = word;
      at += 2 + length;
    }
    return image;
  }
  const minus = (power: number): number => 0x1_0000 - power;
  /** 37 325 890 Wh, 219.8 V, 47 W, 50 Hz; of the DC side only its power. */
  const ac = { 10: 2198, 13: minus(1), 14: 47, 15: 0, 16: 5000, 17: minus(2), 24: 569, 25: 35_906, 26: 0 };
  const inverter103 = { ...ac, 27: 0xffff, 29: 0xffff, 31: 70, 32: 0 };

  test('Kostal Plenticore plus: models as walked through by evcc (issue 11046), values as in issue 10912', () => {
    const image = mapped(40_000, [
      [1, 66],
      [103, 50, inverter103],
      [113, 60],
      [120, 26],
      [123, 24],
      // Scales of A, V, W; three trackers of 20 words each.
      [160, 68, { 2: minus(2), 3: minus(1), 4: 0, 8: 3, 39: 13, 40: 4243, 41: 57 }],
      [802, 62, { 11: 4700, 47: 57, 56: minus(2) }],
    ]);
    expect(image[40_308]).toBe(802);
    const { metrics } = shownBy(kostalPlenticore, image);
    expect(metrics).toMatchObject({
      'grid.frequency': 50,
      'pv.power.s2': 57,
      'pv.voltage.s2': 424.3,
      'pv.current.s2': 0.13,
      'battery.soc': 47,
      'battery.power': 57,
    });
    // What the inverter counts is not the sun's beside a battery.
    expect(metrics).not.toHaveProperty(['pv.energy']);
  });

  test.each([
    [0, 'behind a VSN card'],
    [40_000, 'with a network port of its own'],
  ])('FIMER: a map from %i, %s, a model of the maker before the trackers', (base) => {
    const image = mapped(base, [
      [1, 66],
      [103, 50, inverter103],
      [64_061, 980],
      [160, 48, { 2: minus(2), 3: minus(1), 4: 0, 8: 2, 19: 700, 20: 3500, 21: 2450 }],
    ]);
    expect(image[base + 1104]).toBe(160);
    // Its trackers do not count: the inverter does. Where they do, they are taken.
    expect(shownBy(fimer, image).metrics).toMatchObject({ 'pv.energy': 37_325_890, 'pv.power.s1': 2450 });
    const counting = shownBy(fimer, { ...image, [base + 1104 + 23]: 1234 });
    expect(counting.metrics).toMatchObject({ 'pv.energy': 1234 });
  });
});
