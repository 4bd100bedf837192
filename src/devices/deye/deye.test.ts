// Powers and currents of Deye and Sunsynk hybrids as units in the field count them.
import { describe, expect, test } from 'vitest';
import { type RegisterImage, shownBy } from '../testing.ts';
import { deyeP1, deyeP3, deyeP3Hv } from './deye-hybrid.ts';

describe('one phase', () => {
  const rated = (watts: number): RegisterImage => ({ 16: (watts * 10) & 0xffff, 17: (watts * 10) >>> 16 });
  /** Grid 91, load 85, battery −1016 W and −189 at 53 V (ha-solarman #997). */
  const shown = { 169: 91, 172: 92, 178: 85, 183: 5300, 190: 64_520, 191: 65_347 };

  test.each([10_000, 12_000, 16_000])('P5: from 10 kW on grid and load count in tens of watts (%i W)', (watts) => {
    const { fields, metrics } = shownBy(deyeP1, { ...rated(watts), ...shown });
    expect(metrics).toMatchObject({
      'grid.power': 910,
      'load.power': 850,
      'battery.power': -1016,
      'battery.current': -18.9,
    });
    expect(fields).toMatchObject({ external_ct_power: 920, device_rated_power: watts });
  });

  test('smaller ones count in watts', () => {
    expect(shownBy(deyeP1, { ...rated(8000), ...shown }).metrics).toMatchObject({ 'grid.power': 91, 'load.power': 85 });
  });

  test('P5: one that does not say its size counts as its battery’s current does', () => {
    for (const refused of [[], [16]]) {
      expect(shownBy(deyeP1, shown, refused).metrics).toMatchObject({ 'grid.power': 910, 'load.power': 850 });
      expect(shownBy(deyeP1, { ...shown, 191: -1890 & 0xffff }, refused).metrics).toMatchObject({ 'grid.power': 91 });
      expect(shownBy(deyeP1, { 169: 0xffa5, 178: 85 }, refused).metrics).toMatchObject({ 'grid.power': -91 });
    }
  });

  test.each([
    ['hundredths', 5300, -1016 & 0xffff, -1890 & 0xffff, -18.9],
    ['tenths, as firmwares since 2024 do on any unit', 5300, -1016 & 0xffff, -189 & 0xffff, -18.9],
    ['discharging', 5120, 2560, 5000, 50],
    ['discharging, tenths', 5120, 2560, 500, 50],
    ['nothing flows', 5120, 0, 0, 0],
  ])('the battery’s current fits its power: %s', (...[, volts, watts, amperes, wanted]) => {
    const { metrics } = shownBy(deyeP1, { ...rated(5000), 183: volts, 190: watts, 191: amperes });
    expect(metrics['battery.current']).toBe(wanted);
  });

  test.each([0x0003, 0x0300, 0x0103, 0x0104])('device type %i is one', (kind) => {
    const payload = Uint8Array.from([
      kind >> 8,
      kind & 0xff,
      0,
      1,
      1,
      4,
      ...Array.from('2303124567', (c) => c.charCodeAt(0)),
    ]);
    const words = new Uint8Array(36);
    words.set(payload);
    expect(deyeP1.probe.matches(words)).toBe(true);
    expect(deyeP3.probe.matches(words)).toBe(false);
  });

  test('all four inputs', () => {
    expect(shownBy(deyeP1, { 113: 3120, 114: 81, 115: 2980, 116: 20, 188: 2527, 189: 596 }).metrics).toMatchObject({
      'pv.voltage.s3': 312,
      'pv.current.s4': 2,
      'pv.power': 3123,
    });
  });
});

describe('P6: three phases, high words apart', () => {
  test('40 kW from the grid are not −25 536 W', () => {
    expect(shownBy(deyeP3Hv, { 625: 40_000, 690: 0 }).metrics['grid.power']).toBe(40_000);
  });

  test.each([
    ['fed in, with its high word', { 625: 25_536, 690: 0xffff }, -40_000],
    ['fed in a little', { 625: 65_000, 690: 0xffff }, -536],
    ['fed in a little, firmware without high words', { 625: 65_000, 690: 0 }, -536],
    [
      'fed in much, firmware without high words: the phases tell',
      { 622: 57_024, 623: 57_024, 624: 57_024, 625: 40_000 },
      -25_536,
    ],
    ['drawn much: the phases tell', { 622: 13_333, 623: 13_333, 624: 13_334, 625: 40_000 }, 40_000],
    ['a high word of something else', { 625: 1200, 690: 17 }, 1200],
  ])('%s', (_, image, wanted) => {
    expect(shownBy(deyeP3Hv, image as RegisterImage).metrics['grid.power']).toBe(wanted);
  });

  test('load, output, external CT and phases alike', () => {
    const { fields, metrics } = shownBy(deyeP3Hv, {
      653: 41_000,
      659: 0,
      636: 45_000,
      694: 0,
      619: 25_536,
      708: 0xffff,
      622: 65_436,
      687: 0xffff,
      650: 200,
    });
    expect(metrics).toMatchObject({ 'grid.power.l1': -100, 'load.power.l1': 200 });
    expect(fields).toMatchObject({ power: 45_000, external_power: -40_000 });
    expect(shownBy(deyeP3Hv, { 653: 41_000 }).metrics['load.power']).toBe(41_000);
  });

  test('the generator’s power has its high word too', () => {
    const generator = (low: number, high: number) =>
      shownBy(deyeP3Hv, { 667: low, 671: high }).fields['generator_power'];
    expect([generator(36_000, 0), generator(0xffff, 0xffff)]).toEqual([36_000, -1]);
  });

  test('low-voltage units: 40 kW are drawn through 63 A, as 25 kW are more than they can feed in', () => {
    const grid = (low: number): unknown => shownBy(deyeP3, { 625: low, 690: 0 }).metrics['grid.power'];
    expect([grid(40_000), grid(43_400), grid(43_600), grid(65_000)]).toEqual([40_000, 43_400, -21_936, -536]);
    // A phase does not carry that much either way.
    expect(shownBy(deyeP3, { 622: 60_000 }).metrics['grid.power.l1']).toBe(-5536);
  });

  test.each([
    ['drawn', { 625: 80_000 - 0x1_0000, 690: 1, 622: 26_667, 623: 26_667, 624: 26_666 }, 80_000],
    ['fed in', { 625: 0x2_0000 - 80_000, 690: 0xfffe, 622: 38_869, 623: 38_869, 624: 38_870 }, -80_000],
    ['drawn, phases that tell nothing', { 625: 80_000 - 0x1_0000, 690: 1 }, 80_000],
    ['a high word that the phases do not bear out', { 625: 1200, 690: 1, 622: 400, 623: 400, 624: 400 }, 1200],
  ])('80 kW on the largest high-voltage units: %s', (_, image, wanted) => {
    expect(shownBy(deyeP3Hv, image as RegisterImage).metrics['grid.power']).toBe(wanted);
  });

  test('a large connection of a low-voltage unit: its phases tell, whatever the unit itself can give', () => {
    const grid = (each: number) =>
      shownBy(deyeP3, { 622: each, 623: each, 624: each, 625: (3 * each) & 0xffff, 690: 0 }).metrics['grid.power'];
    expect([grid(13_000), grid(0x1_0000 - 9000), grid(0x1_0000 - 8000)]).toEqual([39_000, -27_000, -24_000]);
  });
});

describe('a second battery', () => {
  const second = { 589: 64, 593: 5120, 594: 65_036, 595: 65_036, 596: 1215 };
  test('counts with the first; its charge is 589, 596 its temperature', () => {
    const { fields, metrics } = shownBy(deyeP3, { 590: 1500, ...second });
    expect(fields).toMatchObject({
      battery_2: 64,
      battery_2_temperature: 21.5,
      battery_2_voltage: 51.2,
      battery_2_power: -500,
    });
    expect(metrics).toMatchObject({ 'battery.power': 1000 });
    expect(shownBy(deyeP3Hv, { 590: 150, ...second }).metrics['battery.power']).toBe(-3500);
  });

  test('is none where its input holds nothing, or all ones', () => {
    expect(shownBy(deyeP3, { 590: 1500 }).metrics['battery.power']).toBe(1500);
    const ones = { 589: 0xffff, 593: 0xffff, 594: 0xffff, 595: 0xffff, 596: 0xffff };
    expect(shownBy(deyeP3, { 590: 64_036, ...ones }).metrics['battery.power']).toBe(-1500);
  });
});

test('trackers five to eight of large units count with the others', () => {
  const { metrics, definition } = shownBy(deyeP3Hv, { 672: 300, 675: 10, 727: 200, 730: 5 });
  expect(metrics).toMatchObject({ 'pv.power.s1': 3000, 'pv.power.s4': 100, 'pv.power.s5': 2000, 'pv.power.s8': 50 });
  expect(definition.sums?.[0]).toMatchObject({ metric: 'pv.power' });
  expect(definition.sums?.[0]?.of).toHaveLength(8);
  expect(definition.live.commands).toContain('holding 727 4');
});

describe('time slots', () => {
  test('their begins are hour × 100 + minute', () => {
    const { fields } = shownBy(deyeP1, { 250: 530, 255: 2359 });
    expect(fields).toMatchObject({ program_1_time: '05:30', program_2_time: '00:00', program_6_time: '23:59' });
    const request = (value: string): unknown =>
      deyeP1.writes.find(({ name }) => name === 'program_2_time')?.request(value);
    expect([request('17:05'), request('24:00'), request('7:05')]).toEqual([
      'write-block 251 1705',
      undefined,
      undefined,
    ]);
  });

  test('what charges is two bits of its register', () => {
    expect(shownBy(deyeP1, { 274: 0x15, 232: 0x81, 243: 2, 247: 5 }).fields).toMatchObject({
      program_1_charging: 'Grid',
      battery_grid_charging: 'On',
      energy_pattern: 'Battery first',
      export_surplus: 'On',
    });
  });
});

describe('time of use and peak shaving', () => {
  test.each([
    [0, 'Off', 'No day'],
    [254, 'Off', 'Every day'],
    [0b0010_0110, 'Off', 'Other days'],
    [255, 'On', 'Every day'],
    [0b0011_1111, 'On', 'Monday to Friday'],
    [0b1100_0001, 'On', 'Saturday and Sunday'],
  ])('%i is %s on %s: bit 0 is the switch, the others are days', (word, wanted, days) => {
    expect(shownBy(deyeP3, { 146: word }).fields).toMatchObject({ time_of_use: wanted, time_of_use_days: days });
    expect(shownBy(deyeP1, { 248: word }).fields).toMatchObject({ time_of_use: wanted, time_of_use_days: days });
  });

  test.each([deyeP1, deyeP3, deyeP3Hv])('$id: switched off and on again, it keeps its days', ({ writes }) => {
    const merged = (name: string, value: string, word: number) =>
      writes
        .find((write) => write.name === name)
        ?.merged?.(value, word)
        ?.split(' ')[2];
    expect([merged('time_of_use', 'Off', 0b0011_1111), merged('time_of_use', 'On', 0b0011_1110)]).toEqual(['62', '63']);
    expect(merged('time_of_use_days', 'Every day', 0b0000_0011)).toBe('255');
  });

  test('peak shaving is one bit of two, the upper of which is always set', () => {
    const write = deyeP3.writes.find(({ name }) => name === 'grid_peak_shaving');
    expect(shownBy(deyeP3, { 178: 0b1011_1010 }).fields).toMatchObject({
      grid_peak_shaving: 'On',
      generator_peak_shaving: 'Off',
    });
    expect([write?.merged?.('On', 0b1010_1010), write?.merged?.('Off', 0b1011_1110)]).toEqual([
      'write-block 178 186',
      'write-block 178 174',
    ]);
  });

  test('of one phase it is bit 4 for the generator and bit 8 for the grid', () => {
    const write = (name: string) => deyeP1.writes.find((one) => one.name === name);
    expect(shownBy(deyeP1, { 280: 0x0110 }).fields).toMatchObject({
      grid_peak_shaving: 'On',
      generator_peak_shaving: 'On',
    });
    expect(shownBy(deyeP1, { 280: 0x1005 }).fields).toMatchObject({
      grid_peak_shaving: 'Off',
      generator_peak_shaving: 'Off',
    });
    expect(write('grid_peak_shaving')?.merged?.('On', 0x1011)).toBe('write-block 280 4369');
    expect(write('generator_peak_shaving')?.merged?.('Off', 0x1111)).toBe('write-block 280 4353');
  });
});
