// Recorded frames of real inverters against what the inverter's owner saw (expectations of the recordings' own tests).
import { describe, expect, test } from 'vitest';
import { fromHex } from '#core/bytes.ts';
import { findServed, servedBy } from '../capabilities.ts';
import { decodeFrame } from '../decode-frame.ts';
import type { RequestDefinition } from '../definition.ts';
import { gw10kEt, gw5000Ms, gw5048Em } from './captures/goodwe.ts';
import { goodweDt } from './goodwe-dt.ts';
import { goodweEs } from './goodwe-es.ts';
import { goodweEt } from './goodwe-et.ts';
import { shownBy } from '../testing.ts';

/** Payload of a recorded frame that was asked for other registers than ours: the table of our rows laid over it. */
function overlay(definition: RequestDefinition, hex: string, first: number): Record<string, unknown> {
  const payload = fromHex(hex).subarray(5, -2);
  const last = first + payload.length / 2 - 1;
  const found: Record<string, unknown> = {};
  for (const { name, table } of definition.commands) {
    const [, start = 0, count = 0] = name.split(' ').map(Number);
    if (start < first || start + count - 1 > last) continue;
    const { values, problems } = table.decode(payload.subarray(2 * (start - first), 2 * (start - first + count)));
    expect(problems).toEqual([]);
    for (const [index, row] of table.rows.entries()) found[row.name] = values[index];
  }
  return found;
}

/** The home's power from what the running data hold: inputs, battery, active power (W). */
function home(suns: readonly number[], battery: number, active: number): unknown {
  const wide = (at: number, value: number): [number, number][] => [
    [at, (value >>> 16) & 0xffff],
    [at + 1, value & 0xffff],
  ];
  const words = [...suns.flatMap((sun, index) => wide(35_105 + 4 * index, sun)), ...wide(35_182, battery)];
  return shownBy(goodweEt, { ...Object.fromEntries(words), 35_140: active & 0xffff }).metrics['load.power'];
}

describe('GW10K-ET as recorded', () => {
  test('running data', () => {
    expect(overlay(goodweEt, gw10kEt.running, 35_100)).toMatchObject({
      pv1_voltage: 332.6,
      pv1_current: 5.1,
      pv1_power: 1695,
      pv2_power: 1761,
      grid_l1_voltage: 239.3,
      grid_l2_voltage: 241.5,
      grid_l3_voltage: 241.1,
      grid_frequency: 49.99,
      inverter_l1_power: 336,
      total_inverter_power: 831,
      active_power: -3,
      backup_power: 312,
      load_power: 522,
      ups_load: 4,
      air_temperature: 51,
      radiator_temperature: 58.7,
      bus_voltage: 803.6,
      battery_voltage: 254.2,
      battery_current: -9.8,
      battery_power: -2512,
      battery_mode: 'Charge',
      work_mode: 'Normal (on-grid)',
      total_pv_generation: 6_085_300,
      pv_generation_today: 12_500,
      energy_out_of_the_inverter: 4_718_600,
      energy_into_the_inverter: 58_000,
      total_load: 8_820_200,
      total_battery_charge: 2_758_100,
      total_battery_discharge: 2_442_100,
    });
  });

  test('meter', () => {
    expect(overlay(goodweEt, gw10kEt.meter, 36_000)).toMatchObject({
      meter_l1_power: -57,
      meter_l2_power: -46,
      meter_l3_power: -6,
      meter_total_power: -110,
      meter_frequency: 50.05,
      meter_energy_export: 10_514.38,
      meter_energy_import: 3_254_462,
    });
  });

  test('what crossed the grid is what the meter counted, not what the inverter gave to its terminals', () => {
    const words = (hex: string, first: number): [number, number][] => {
      const payload = fromHex(hex).subarray(5, -2);
      return Array.from({ length: payload.length / 2 }, (_, at) => [
        first + at,
        ((payload[2 * at] ?? 0) << 8) | (payload[2 * at + 1] ?? 0),
      ]);
    };
    const image = Object.fromEntries([...words(gw10kEt.running, 35_100), ...words(gw10kEt.meter, 36_000)]);
    expect(shownBy(goodweEt, image).metrics).toMatchObject({
      'grid.energy.export': 10_514.38,
      'grid.energy.import': 3_254_462,
      'grid.power': 3,
      'grid.power.l1': 57,
    });
  });

  test('battery and identity', () => {
    expect(overlay(goodweEt, gw10kEt.battery, 37_000)).toMatchObject({
      battery_temperature: 35,
      battery_charge_limit: 25,
      battery_discharge_limit: 25,
      battery_state_of_charge: 68,
      battery_state_of_health: 99,
    });
    expect(overlay(goodweEt, gw10kEt.info, 35_000)).toMatchObject({
      rated_power: 10_000,
      serial_number: '9010KETU000W0000',
      model_name: 'GW10K-ET',
    });
  });

  test('the home draws what the sun, the battery and the grid give: 947 W', () => {
    expect(home([1695, 1761], -2512, -3)).toBe(947);
    // Inputs that are not there are all ones.
    expect(home([1695, 1761, 0xffff_ffff, 0xffff_ffff], -2512, -3)).toBe(947);
  });

  test('P4: with four inputs too: GEH10-1U-10 as recorded, 4944 W', () => {
    expect(home([2777, 2455, 3640, 1915], -1566, 4277)).toBe(4944);
  });

  test('voltage and current of the third and fourth input', () => {
    expect(
      shownBy(goodweEt, { 35_111: 3120, 35_112: 81, 35_114: 2527, 35_115: 2980, 35_116: 20, 35_118: 596 }).metrics,
    ).toMatchObject({
      'pv.voltage.s3': 312,
      'pv.current.s3': 8.1,
      'pv.power.s3': 2527,
      'pv.voltage.s4': 298,
      'pv.current.s4': 2,
      'pv.power.s4': 596,
    });
  });
});

describe('what one word does not say alone', () => {
  test('GW6000-EH as recorded: a negative power behind a high word of 0, no second and third phase', () => {
    const first = { 35_121: 2385, 35_122: 66, 35_125: 0x0619, 35_138: 0x0619, 35_139: 0, 35_140: 0xff5c };
    const second = { 35_126: 0xffff, 35_127: 0xffff, 35_129: 0x7fff, 35_130: 0xffff };
    const third = { 35_131: 0xffff, 35_132: 0xffff, 35_134: 0x7fff, 35_135: 0xffff };
    const image = { ...first, ...second, ...third };
    const { fields, metrics } = shownBy(goodweEt, image);
    expect(metrics).toMatchObject({ 'grid.power': 164 });
    expect(fields).toMatchObject({ inverter_l1_power: 1561, total_inverter_power: 1561 });
    for (const name of ['inverter_l2_power', 'inverter_l3_power']) expect(fields).not.toHaveProperty(name);
  });

  const phases = (volts: number, amperes: number): Record<number, number> =>
    Object.fromEntries(
      [35_121, 35_126, 35_131].flatMap(
        (at) =>
          [
            [at, 10 * volts],
            [at + 1, 10 * amperes],
          ] as const,
      ),
    );
  test.each([
    ['GW29K9-ET as recorded, importing', { ...phases(231, 3), 35_139: 0xffff, 35_140: 0xeae5 }, 5403],
    ['feeding in 40 kW', { ...phases(230, 62), 35_139: 0, 35_140: 40_000 }, -40_000],
    ['drawing 40 kW', { ...phases(230, 10), 35_139: 0xffff, 35_140: 0x1_0000 - 40_000 }, 40_000],
    ['drawing 30 kW, a high word of 0', { ...phases(230, 10), 35_139: 0, 35_140: 0x1_0000 - 30_000 }, 30_000],
    ['feeding in 70 kW', { ...phases(230, 100), 35_139: 1, 35_140: 70_000 - 0x1_0000 }, -70_000],
  ] as const)('%s', (_, image, power) => expect(shownBy(goodweEt, image).metrics['grid.power']).toBe(power));

  test('a meter that the inverter does not hear says nothing', () => {
    const { metrics, fields } = shownBy(goodweEt, { 36_004: 0 });
    expect(Object.keys(metrics).filter((id) => /^grid\.(power\.l|energy)/.test(id))).toEqual([]);
    expect(fields).not.toHaveProperty('meter_total_power');
    expect(shownBy(goodweEt, { 36_004: 1 }).metrics).toMatchObject({ 'grid.power.l1': 0 });
  });

  test('GW29K9-ET as recorded: no battery is no charge of 0 %', () => {
    const { metrics } = shownBy(goodweEt, { 37_000: 0xff, 37_001: 0x1ff, 37_011: 0x1ff });
    expect(Object.keys(metrics).filter((id) => /^battery\.(soc|soh|temperature)/.test(id))).toEqual([]);
    // An empty one is one.
    expect(shownBy(goodweEt, { 37_002: 1, 37_008: 98 }).metrics).toMatchObject({ 'battery.soc': 0, 'battery.soh': 98 });
  });

  test('GW20K-ET as recorded: counters of 64 bits where the floats are 0', () => {
    const image = { 36_004: 1, 36_107: 0x0de3, 36_123: 0x000f };
    expect(shownBy(goodweEt, image).metrics).toMatchObject({ 'grid.energy.export': 35_550, 'grid.energy.import': 150 });
    for (const refused of [[36_104], []]) {
      const { metrics, definition } = shownBy(goodweEt, { 36_004: 1 }, refused);
      expect(metrics).not.toHaveProperty(['grid.energy.export']);
      expect(definition.commands.map(({ name }) => name)).not.toContain('holding 36104 20');
    }
  });
});

test('string inverters: GW50KS-MT as recorded has four inputs, whose power is voltage × current', () => {
  const image = { 30_103: 0x1ba8, 30_104: 0xa4, 30_109: 0x1d27, 30_110: 0xaf, 30_128: 0xbb5f, 30_129: 4 };
  expect(shownBy(goodweDt, image).metrics).toMatchObject({
    'pv.power': 47_967,
    'pv.voltage.s4': 746.3,
    'pv.current.s4': 17.5,
    'pv.power.s1': 11_611,
    'pv.power.s4': 13_060,
    'inverter.mode': 'Check',
  });
  expect(shownBy(goodweDt, { 30_109: 0xffff, 30_110: 0xffff }).metrics).not.toHaveProperty(['pv.power.s4']);
});

test('GW5000-MS as recorded: what is all ones is absent', () => {
  const found = overlay(goodweDt, gw5000Ms.running, 30_100);
  expect(found).toMatchObject({
    pv1_voltage: 319.6,
    pv1_current: 0.2,
    pv2_voltage: 148,
    grid_l1_voltage: 240.1,
    grid_frequency: 49.98,
    total_inverter_power: 295,
    work_mode: 'Normal',
    temperature: 10.7,
    pv_generation_today: 400,
    total_pv_generation: 6800,
  });
  expect([found['grid_l2_voltage'], found['grid_l3_voltage']]).toEqual([undefined, undefined]);
});

describe('GW5048-EM as recorded', () => {
  const fieldsOf = (command: string, hex: string): Record<string, unknown> => {
    const { answer, fields, problems } = decodeFrame(goodweEs, command, fromHex(hex));
    expect([answer.kind, problems]).toEqual(['payload', []]);
    return Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  };

  test('running data, battery discharging', () => {
    expect(fieldsOf('running', gw5048Em.running)).toMatchObject({
      pv1_voltage: 130.8,
      pv1_current: 0.3,
      pv2_voltage: 340.9,
      pv2_mode: 'Producing',
      pv_power: 141,
      battery_voltage: 52.9,
      battery_temperature: 29,
      battery_current: 18.5,
      battery_power: 979,
      battery_charge_limit: 99,
      battery_soc: 97,
      battery_mode: 'Discharge',
      grid_voltage: 241.5,
      export_power: 2,
      grid_frequency: 49.87,
      on_grid_load_power: 209,
      energy_mode: 'Normal (on-grid)',
      temperature: 34.8,
      total_pv_generation: 957_800,
      pv_generation_today: 8800,
      load_today: 17_600,
      total_load: 1_803_700,
      total_power: 1032,
      backup_power: 847,
    });
  });

  test('without a battery none of its numbers is told', () => {
    const bytes = fromHex(gw5048Em.running);
    // As recorded of one without: mode, voltage, temperature, current and charge are 0.
    for (const [at, count] of [
      [10, 2],
      [16, 4],
      [26, 1],
      [30, 1],
    ] as const)
      bytes.fill(0, 7 + at, 7 + at + count);
    const sum = bytes.subarray(0, -2).reduce((total, byte) => total + byte, 0);
    bytes.set([(sum >> 8) & 0xff, sum & 0xff], bytes.length - 2);
    const { fields, problems } = decodeFrame(goodweEs, 'running', bytes);
    expect(problems).toEqual([]);
    const told = fields.filter(({ name, value }) => name.startsWith('battery_') && value !== null);
    expect(told.map(({ name }) => name)).toEqual([
      'battery_current',
      'battery_charge_limit',
      'battery_discharge_limit',
      'battery_mode',
    ]);
  });

  test('identity', () =>
    expect(fieldsOf('info', gw5048Em.info)).toMatchObject({
      model_name: 'GW5048-EM',
      serial_number: '00000EMU00AW0000',
    }));
});

describe('a second battery', () => {
  const image = {
    35_262: 4012,
    35_263: 0xffe7,
    35_264: 0xffff,
    35_265: 0xfc18,
    35_266: 3,
    39_001: 0xff9c,
    39_005: 64,
    39_006: 98,
  };

  test('is read where there is one', () =>
    expect(shownBy(goodweEt, image).fields).toMatchObject({
      battery_2_voltage: 401.2,
      battery_2_current: -2.5,
      battery_2_power: -1000,
      battery_2_mode: 'Charge',
      battery_2_state_of_charge: 64,
      battery_2_temperature: -10,
    }));

  test('counts with the first, in the battery and in the home', () => {
    const first = { 35_182: 0xffff, 35_183: 0xfe0c, 35_106: 4000, 35_140: 300 };
    const { metrics, definition } = shownBy(goodweEt, { ...image, ...first });
    expect(metrics).toMatchObject({
      'battery.power.1': -500,
      'battery.power.2': -1000,
      'pv.power': 4000,
      'grid.power': -300,
    });
    expect(definition.sums).toEqual([
      { metric: 'battery.power', of: ['battery.power.1', 'battery.power.2'] },
      { metric: 'load.power', of: ['pv.power', 'grid.power', 'battery.power.1', 'battery.power.2'], least: 0 },
    ]);
    expect(metrics).not.toHaveProperty(['load.power']);
  });

  test.each([
    ['refused', image, [35_266]],
    ['none', { ...image, 35_266: 0 }, []],
    ['all ones', { ...image, 35_266: 0xffff }, []],
  ] as const)('and not asked where its mode is %s', (_, registers, refused) => {
    const { definition, metrics } = shownBy(goodweEt, registers, refused);
    expect(definition.commands.map(({ name }) => name)).not.toContain('holding 39001 6');
    expect(metrics).toHaveProperty(['load.power']);
  });
});

describe('eco slots', () => {
  const noEms = [47_511];
  const noNewer = [47_547];
  /** As recorded from GW10K-ETs: all day, off, every day, 20 %; newer ones to 100 %. */
  const newer = { 47_547: 0x0000, 47_548: 0x173b, 47_549: 0x007f, 47_550: 0x0014, 47_551: 0x0064, 47_552: 0x0000 };
  const older = { 47_515: 0x0000, 47_516: 0x173b, 47_517: 0x0014, 47_518: 0x007f };
  const slot = { eco_slot_1: 'Off', eco_slot_1_begin: '00:00', eco_slot_1_end: '23:59', eco_slot_1_days: 'Every day' };
  const serial = (text: string): Record<number, number> =>
    Object.fromEntries(
      Array.from({ length: 8 }, (_, at) => [35_003 + at, (text.charCodeAt(2 * at) << 8) | text.charCodeAt(2 * at + 1)]),
    );

  test('as recorded, of newer and of older firmwares', () => {
    expect(shownBy(goodweEt, newer).fields).toMatchObject({ ...slot, eco_slot_1_power: 20, eco_slot_1_soc: 100 });
    const { fields } = shownBy(goodweEt, older, noNewer);
    expect(fields).toMatchObject({ ...slot, eco_slot_1_power: 20 });
    expect(fields).not.toHaveProperty('eco_slot_1_soc');
  });

  test('a slot that is never is no time and no problem; charging is negative', () => {
    const { fields, problems } = shownBy(goodweEt, { ...newer, 47_553: 0x3000, 47_554: 0x3000, 47_550: 0xffc4 });
    expect(problems).toEqual([]);
    expect(fields).not.toHaveProperty('eco_slot_2_begin');
    expect(fields['eco_slot_1_power']).toBe(-60);
  });

  test('the platform of 2023 says on with F9, off with 06, and tenths of a percent', () => {
    const image = { ...newer, ...serial('9010KETT000W0000'), 47_549: 0xf97f, 47_550: 0xfda8 };
    const { fields, definition } = shownBy(goodweEt, image);
    expect(fields).toMatchObject({ eco_slot_1: 'On', eco_slot_1_power: -60 });
    const write = (name: string) => definition.writes.find((one) => one.name === name);
    expect(write('eco_slot_1')?.merged?.('Off', 0xf97f)).toBe('write 47549 1663');
    expect(write('eco_slot_1_power')?.request(-60)).toBe('write 47550 64936');
    expect(shownBy(goodweEt, { ...image, 47_549: 0x557f }).fields['eco_slot_1']).toBe('Of another kind');
  });

  test('a switch keeps its days, and days their switch', () => {
    const write = (name: string) => goodweEt.writes.find((one) => one.name === name);
    expect(write('eco_slot_1')?.merged?.('On', 0x003e)).toBe('write 47549 65342');
    expect(write('eco_slot_1_days')?.merged?.('Every day', 0xff3e)).toBe('write 47549 65407');
  });

  test.each([
    ['newer', [], 47_547],
    ['older', noNewer, 47_515],
  ] as const)('without an EMS mode they make the modes of the battery: %s', (_, refused, at) => {
    const { definition } = shownBy(goodweEt, {}, [...noEms, ...refused]);
    expect(definition.writes.map(({ name }) => name)).not.toContain('ems_mode');
    const mode = findServed(definition, 'battery.mode');
    const requests = (value: string) =>
      mode.steps(value, () => undefined)?.map(({ write, value: to }) => write.request(to) ?? '');
    expect(requests('self-consumption')).toEqual(['write 47000 0']);
    expect(requests('charge')?.at(-1)).toBe('write 47000 3');
    expect(requests('charge')).toContain(`write ${at + 1} 5947`);
    expect(requests('charge')).toContain(`write ${at + (at === 47_547 ? 3 : 2)} 65436`);
    expect(requests('discharge')).toContain(`write ${at + (at === 47_547 ? 3 : 2)} 100`);
    const feedIn = findServed(definition, 'grid.export.enabled');
    expect(feedIn.steps(1, () => undefined)?.map(({ write }) => write.name)).toEqual(['export_limit_enabled']);
  });

  test('with neither there is no mode to tell', () => {
    const { definition } = shownBy(goodweEt, {}, [...noEms, ...noNewer, 47_515]);
    expect(servedBy(definition).map(({ setPoint }) => setPoint)).not.toContain('battery.mode');
  });
});
