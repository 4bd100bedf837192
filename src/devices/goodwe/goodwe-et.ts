// GoodWe hybrid inverters ET, EH, BT, BH and GEH. Active power is positive while feeding in; battery power and current are
// positive while discharging. Energies from 35195 on are those at the inverter's own terminals; what crossed the grid is the meter's.
// Sources: marcelblijleven/goodwe et.py and its recorded frames (tests/sample/et), OpenEMS AbstractGoodWe, the maker's list as
// open-watt/openwatt keeps it.
import { goodweUdpWire } from '#codec/aa55.ts';
import { toLatin1 } from '#core/bytes.ts';
import { type RegisterRow, rowWriter } from '#codec/register-rows.ts';
import { freezeDeep, numeric, round } from '../define.ts';
import type { DiscoveryAnswer, DiscoveryStep, RequestDefinition } from '../definition.ts';
import { isBetween, modbusDefinition, type ModbusDevice } from '../modbus-device.ts';
import { ecoModes, ecoRows, type EcoSlots, ecoSlotsOf, ecoWrites } from './goodwe-eco.ts';
import { goodweEtModes, goodweFeedIn } from './goodwe-modes.ts';
import { byBattery, byMeter, phasePower, signed, widePower } from './goodwe-words.ts';

/** Units that do not measure something send all ones. */
const absentByType = { u16: [0xffff], i16: [0x7fff], u32: [0xffff_ffff] } as const;
const noTemperature = [0x7fff, 0xffff];
const live = rowWriter({ kind: 'holding', absentByType });
const setting = rowWriter({ kind: 'holding', group: 'settings', absentByType });
const identity = rowWriter({ kind: 'holding', group: 'identity' });

const strings = [1, 2, 3, 4] as const;
const batteryModes = {
  0: 'No battery',
  1: 'Standby',
  2: 'Discharge',
  3: 'Charge',
  4: 'To be charged',
  5: 'To be discharged',
} as const;
const workModes = {
  0: 'Wait',
  1: 'Normal (on-grid)',
  2: 'Normal (off-grid)',
  3: 'Fault',
  4: 'Flash',
  5: 'Check',
} as const;

/** Table 8-16 of the maker, as OpenEMS keeps it (EmsPowerMode). */
const emsModes = {
  1: 'Auto',
  2: 'Charge, sun first',
  3: 'Discharge, sun first',
  4: 'Import',
  5: 'Export',
  6: 'Conserve',
  7: 'Off-grid',
  8: 'Battery standby',
  9: 'Buy power',
  10: 'Sell power',
  11: 'Charge battery',
  12: 'Discharge battery',
  255: 'Stopped',
} as const;

/** What the meter counted, in floats of watt-hours or, on newer platforms that leave those 0, in tens of watt-hours of 64 bits. */
const meterEnergies: Readonly<Record<'floats' | 'wide', readonly RegisterRow[]>> = {
  floats: [
    live(36_015, 'f32', { label: 'Meter energy export', unit: 'Wh', absent: [0], metric: 'grid.energy.export' }),
    live(36_017, 'f32', { label: 'Meter energy import', unit: 'Wh', absent: [0], metric: 'grid.energy.import' }),
  ],
  wide: [
    live(36_104, 'u64', {
      label: 'Meter energy export',
      unit: 'Wh',
      scale: 10,
      absent: [2 ** 64],
      metric: 'grid.energy.export',
    }),
    live(36_120, 'u64', {
      label: 'Meter energy import',
      unit: 'Wh',
      scale: 10,
      absent: [2 ** 64],
      metric: 'grid.energy.import',
    }),
  ],
};

/** A second battery, in reads of its own that units without one refuse. */
const secondBattery: readonly RegisterRow[] = [
  live(35_262, 'u16', { label: 'Battery 2 voltage', unit: 'V', scale: 0.1 }),
  live(35_263, 'i16', { label: 'Battery 2 current', unit: 'A', scale: 0.1 }),
  live(35_264, 'i32', { label: 'Battery 2 power', unit: 'W', metric: 'battery.power.2' }),
  live(35_266, 'u16', { label: 'Battery 2 mode', options: batteryModes }),
  live(39_001, 'i16', { label: 'Battery 2 temperature', unit: '°C', scale: 0.1, absent: noTemperature }),
  live(39_005, 'u16', { label: 'Battery 2 state of charge', unit: '%' }),
  live(39_006, 'u16', { label: 'Battery 2 state of health', unit: '%' }),
];

const device: ModbusDevice = {
  id: 'goodwe-et',
  aliases: ['goodwe', 'goodwe-eh', 'goodwe-bt'],
  version: 1,
  kind: 'inverter',
  maker: 'GoodWe',
  title: 'GoodWe ET, EH, BT, BH and GEH hybrid inverters',
  models: ['GW10K-ET', 'GW8K-ET', 'GW6000-EH', 'GW5K-BT', 'GEH10-1U-10'],
  verified: 'capture',
  sources: [
    'marcelblijleven/goodwe et.py; tests/sample/et: recorded answers of GW10K-ET, GW6000-EH and others',
    'OpenEMS AbstractGoodWe, GoodWeGridMeterImpl; the list of the maker in open-watt/openwatt goodwe_ems.d',
    'What 35195 and 36015 count: marcelblijleven/goodwe issues 40 and 58, home-assistant/core issue 182853',
    'Eco slots: marcelblijleven/goodwe sensor.py (EcoModeV1, EcoModeV2), tests/sample/et/eco_mode_v1.hex, eco_mode_v2.hex',
    'EMS mode and power: OpenEMS EmsPowerMode (table 8-16 of the maker), evcc goodwe-hybrid',
  ],
  links: ['udp', 'tcp', 'serial'],
  unit: 0xf7,
  overTcp: 'tcp',
  wireAt: (scheme, { unit, framing }) => (scheme === 'udp' && framing === undefined ? goodweUdpWire(unit) : undefined),
  responseMs: 1500,
  plan: {
    maxRegisters: 125,
    maxGap: 40,
    walls: [35_100, 35_262, 36_000, 36_092, 37_000, 39_000, 47_509, 47_511, 47_515, 47_547],
  },
  rows: [
    identity(35_001, 'u16', { label: 'Rated power', unit: 'W' }),
    identity(35_003, 'string', { label: 'Serial number', length: 8 }),
    identity(35_011, 'string', { label: 'Model name', length: 5 }),
    identity(35_021, 'string', { label: 'Firmware', length: 6 }),
    ...strings.flatMap((string) => {
      const at = 35_103 + 4 * (string - 1);
      return [
        live(at, 'u16', { label: `PV${string} voltage`, unit: 'V', scale: 0.1, metric: `pv.voltage.s${string}` }),
        live(at + 1, 'u16', { label: `PV${string} current`, unit: 'A', scale: 0.1, metric: `pv.current.s${string}` }),
        live(at + 2, 'u32', { label: `PV${string} power`, unit: 'W', metric: `pv.power.s${string}` }),
      ];
    }),
    ...([1, 2, 3] as const).flatMap((phase) => {
      const at = 35_121 + 5 * (phase - 1);
      return [
        live(at, 'u16', { label: `Grid L${phase} voltage`, unit: 'V', scale: 0.1, metric: `grid.voltage.l${phase}` }),
        live(at + 1, 'u16', { label: `Grid L${phase} current`, unit: 'A', scale: 0.1 }),
        live(at + 4, 'i16', { label: `Inverter L${phase} power`, unit: 'W', ...phasePower(at + 4) }),
      ];
    }),
    live(35_123, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
    live(35_138, 'i16', { label: 'Total inverter power', unit: 'W', ...widePower(35_138) }),
    live(35_140, 'i16', { label: 'Active power', unit: 'W', metric: 'grid.power', flip: true, ...widePower(35_140) }),
    live(35_170, 'i16', { label: 'Backup power', unit: 'W', ...widePower(35_170) }),
    live(35_172, 'i16', { label: 'Load power', unit: 'W', ...widePower(35_172) }),
    live(35_173, 'u16', { label: 'UPS load', unit: '%' }),
    live(35_174, 'i16', { label: 'Air temperature', unit: '°C', scale: 0.1, absent: noTemperature }),
    live(35_176, 'i16', {
      label: 'Radiator temperature',
      unit: '°C',
      scale: 0.1,
      absent: noTemperature,
      metric: 'inverter.temperature',
    }),
    live(35_178, 'u16', { label: 'Bus voltage', unit: 'V', scale: 0.1, metric: 'inverter.bus.voltage' }),
    live(35_180, 'u16', { label: 'Battery voltage', unit: 'V', scale: 0.1, metric: 'battery.voltage' }),
    live(35_181, 'i16', { label: 'Battery current', unit: 'A', scale: 0.1, metric: 'battery.current' }),
    live(35_182, 'i32', { label: 'Battery power', unit: 'W', metric: 'battery.power' }),
    live(35_184, 'u16', { label: 'Battery mode', options: batteryModes }),
    live(35_187, 'u16', { label: 'Work mode', options: workModes, metric: 'inverter.mode' }),
    live(35_191, 'u32', { label: 'Total PV generation', unit: 'Wh', scale: 100, metric: 'pv.energy' }),
    live(35_193, 'u32', { label: 'PV generation today', unit: 'Wh', scale: 100 }),
    live(35_195, 'u32', { label: 'Energy out of the inverter', unit: 'Wh', scale: 100 }),
    live(35_199, 'u16', { label: 'Energy out of the inverter today', unit: 'Wh', scale: 100 }),
    live(35_200, 'u32', { label: 'Energy into the inverter', unit: 'Wh', scale: 100 }),
    live(35_202, 'u16', { label: 'Energy into the inverter today', unit: 'Wh', scale: 100 }),
    live(35_203, 'u32', { label: 'Total load', unit: 'Wh', scale: 100, metric: 'load.energy' }),
    live(35_205, 'u16', { label: 'Load today', unit: 'Wh', scale: 100 }),
    live(35_206, 'u32', { label: 'Total battery charge', unit: 'Wh', scale: 100, metric: 'battery.energy.charge' }),
    live(35_208, 'u16', { label: 'Battery charge today', unit: 'Wh', scale: 100 }),
    live(35_211, 'u16', { label: 'Battery discharge today', unit: 'Wh', scale: 100 }),
    live(35_209, 'u32', {
      label: 'Total battery discharge',
      unit: 'Wh',
      scale: 100,
      metric: 'battery.energy.discharge',
    }),
    live(36_005, 'i16', { label: 'Meter L1 power', unit: 'W', metric: 'grid.power.l1', flip: true, ...byMeter }),
    live(36_006, 'i16', { label: 'Meter L2 power', unit: 'W', metric: 'grid.power.l2', flip: true, ...byMeter }),
    live(36_007, 'i16', { label: 'Meter L3 power', unit: 'W', metric: 'grid.power.l3', flip: true, ...byMeter }),
    live(36_008, 'i16', { label: 'Meter total power', unit: 'W', ...byMeter }),
    live(36_014, 'u16', { label: 'Meter frequency', unit: 'Hz', scale: 0.01 }),
    // In 32 bits on newer firmwares.
    ...([1, 2, 3] as const).map((phase) =>
      live(36_017 + 2 * phase, 'i32', { label: `Meter L${phase} power (wide)`, unit: 'W' }),
    ),
    live(36_025, 'i32', { label: 'Meter total power (wide)', unit: 'W' }),
    live(37_002, 'u16', { label: 'Battery status' }),
    live(37_003, 'i16', {
      label: 'Battery temperature',
      unit: '°C',
      scale: 0.1,
      absent: noTemperature,
      metric: 'battery.temperature',
      ...byBattery(signed),
    }),
    live(37_004, 'u16', { label: 'Battery charge limit', unit: 'A' }),
    live(37_005, 'u16', { label: 'Battery discharge limit', unit: 'A' }),
    live(37_007, 'u16', { label: 'Battery state of charge', unit: '%', metric: 'battery.soc', ...byBattery() }),
    live(37_008, 'u16', { label: 'Battery state of health', unit: '%', metric: 'battery.soh', ...byBattery() }),
    setting(45_356, 'u16', { label: 'On-grid minimum charge', unit: '%' }),
    setting(47_000, 'u16', {
      label: 'Operation mode',
      options: { 0: 'General', 1: 'Off-grid', 2: 'Backup', 3: 'Eco', 4: 'Peak shaving', 5: 'Self-use' },
    }),
    setting(47_509, 'u16', { label: 'Export limit enabled', options: { 0: 'Off', 1: 'On' } }),
    setting(47_510, 'u16', { label: 'Export limit', unit: 'W' }),
    // 0 where nobody has set it yet.
    setting(47_511, 'u16', { label: 'EMS mode', options: emsModes, absent: [0, 0xffff] }),
    setting(47_512, 'u16', { label: 'EMS power', unit: 'W' }),
  ],
  derive: [
    {
      metric: 'pv.power',
      name: 'pv_power',
      label: 'PV power (sum of the strings)',
      unit: 'W',
      needs: 'any',
      from: ['pv1_power', 'pv2_power', 'pv3_power', 'pv4_power'],
      calc: (...powers) => powers.map(numeric).reduce((total, power) => total + power, 0),
    },
    {
      // The maker's own load leaves out the backup side: the home is what comes from the sun, the battery and the grid.
      metric: 'load.power',
      name: 'house_power',
      label: 'Home power (PV, battery and grid together)',
      unit: 'W',
      from: ['battery_power', 'active_power'],
      sumOf: ['pv1_power', 'pv2_power', 'pv3_power', 'pv4_power'],
      calc: (battery, feedIn, sun) => round(Math.max(0, numeric(sun) + numeric(battery) - numeric(feedIn)), 0),
    },
  ],
  writes: [
    { field: 'operation_mode', title: 'Operation mode', words: ['General', 'Backup', 'Eco', 'Self-use'] },
    {
      field: 'on_grid_minimum_charge',
      title: 'Charge that is kept while on the grid (100 less the depth of discharge)',
      serves: { setPoint: 'battery.soc.min' },
      limits: { min: 0, max: 100, step: 1 },
    },
    { field: 'export_limit_enabled', title: 'Whether feed-in is limited' },
    {
      field: 'export_limit',
      title: 'Limit of feed-in',
      limits: { min: 0, max: 30_000, step: 10 },
      serves: { setPoint: 'grid.export.limit', along: [{ write: 'export_limit_enabled', value: 'On' }] },
    },
    {
      field: 'ems_mode',
      title: 'What the energy management does',
      words: [
        'Auto',
        'Charge, sun first',
        'Discharge, sun first',
        'Conserve',
        'Battery standby',
        'Charge battery',
        'Discharge battery',
      ],
    },
    {
      field: 'ems_power',
      title: 'Power of the energy management: at most so much from the grid (charge) or the battery (discharge)',
      limits: { min: 0, max: 10_000, step: 1 },
    },
  ],
  identity: { serial: 'serial_number', model: 'model_name', firmware: 'firmware' },
  probe: {
    fields: ['serial_number', 'rated_power'],
    matches: (serial, rated) =>
      typeof serial === 'string' && /^[A-Z0-9]{16}$/.test(serial) && isBetween(rated, [500, 100_000]),
  },
};
/** What differs between units. */
interface Found {
  readonly batteries: 1 | 2;
  readonly slots: EcoSlots;
  /** Whether it knows the EMS mode; else its time slots make the modes of the battery. */
  readonly hasEms: boolean;
  readonly meter: 'floats' | 'wide';
}

const ofEms = new Set(['ems_mode', 'ems_power']);

/** Both batteries together; the home is what comes from the sun, both of them and the grid. */
const withSecond = (one: ModbusDevice): ModbusDevice => ({
  ...one,
  rows: [
    ...one.rows.map(
      (row): RegisterRow => (row.metric === 'battery.power' ? { ...row, metric: 'battery.power.1' } : row),
    ),
    ...secondBattery,
  ],
  derive: one.derive?.filter(({ metric }) => metric !== 'load.power') ?? [],
  sums: [
    { metric: 'battery.power', of: ['battery.power.1', 'battery.power.2'] },
    { metric: 'load.power', of: ['pv.power', 'grid.power', 'battery.power.1', 'battery.power.2'], least: 0 },
  ],
});

function unitWith({ batteries, slots, hasEms, meter }: Found): RequestDefinition {
  const { rows, writes = [] } = device;
  const one: ModbusDevice = {
    ...device,
    rows: [...rows.filter(({ name }) => hasEms || !ofEms.has(name)), ...meterEnergies[meter], ...ecoRows(slots)],
    writes: [...writes.filter(({ field }) => hasEms || !ofEms.has(field)), ...ecoWrites(slots)],
    composed: hasEms ? goodweEtModes : [...ecoModes(slots), goodweFeedIn],
  };
  return modbusDefinition(batteries === 2 ? withSecond(one) : one);
}

/** What is asked to find out what a unit has: the second battery's mode (0: none), its serial number, the EMS mode, the time slots, what the meter counted in 64 bits. */
const questions = {
  second: ['holding 35266 1', 7],
  serial: ['holding 35003 8', 21],
  ems: ['holding 47511 1', 7],
  newer: ['holding 47547 6', 17],
  older: ['holding 47515 4', 13],
  meter: ['holding 36104 20', 45],
} as const;

/** Whether there is a number among the counters. */
function hasCounted(payload: Uint8Array | undefined): boolean {
  const counters = payload === undefined ? [] : [payload.subarray(0, 8), payload.subarray(32, 40)];
  return counters.some((bytes) => bytes.some((byte) => byte !== 0) && bytes.some((byte) => byte !== 0xff));
}

function foundBy(payloadOf: (question: keyof typeof questions) => Uint8Array | undefined): Found {
  const [high = 0xff, low = 0xff] = payloadOf('second') ?? [];
  const answered = { newer: payloadOf('newer') !== undefined, older: payloadOf('older') !== undefined };
  return {
    batteries: high === 0 && low > 0 ? 2 : 1,
    slots: ecoSlotsOf(toLatin1(payloadOf('serial') ?? new Uint8Array()), answered),
    hasEms: payloadOf('ems') !== undefined,
    meter: hasCounted(payloadOf('meter')) ? 'wide' : 'floats',
  };
}

/** Over UDP 8899 through the Wi-Fi module, Modbus TCP 502 through newer LAN kits, RS485. */
export const goodweEt: RequestDefinition = freezeDeep({
  ...unitWith({ batteries: 1, slots: 'newer', hasEms: true, meter: 'floats' }),
  discoversInSilence: true,
  discover(answers: readonly DiscoveryAnswer[]): DiscoveryStep {
    for (const [command, answerBytes] of Object.values(questions))
      if (!answers.some((answer) => answer.command === command)) return { kind: 'ask', command, answerBytes };
    const found = foundBy((question) => answers.find(({ command }) => command === questions[question][0])?.payload);
    return { kind: 'found', definition: unitWith(found) };
  },
});
