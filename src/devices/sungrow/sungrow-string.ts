// Sungrow SG string inverters. Addresses are those on the wire (the document's number less one), values of 32 bits have the low word
// first. Source: Sungrow "Communication Protocol of PV Grid-Connected String Inverters" V1.1.x, as kept in bohdan-s/SunGather.
import { rowWriter } from '#codec/register-rows.ts';
import { freezeDeep } from '../define.ts';
import type { DiscoveryAnswer, DiscoveryStep, RequestDefinition } from '../definition.ts';
import { modbusDefinition, type ModbusDevice } from '../modbus-device.ts';

const absentByType = { u16: [0xffff], i16: [0x7fff], i32: [0x7fff_ffff], u32: [0xffff_ffff] } as const;
const live = rowWriter({ kind: 'input', order: 'low', absentByType });
const identity = rowWriter({ kind: 'input', order: 'low', group: 'identity' });

const states = {
  0x0000: 'Running',
  0x1111: 'Not initialised',
  0x1200: 'Initial standby',
  0x1300: 'Key stop',
  0x1400: 'Standby',
  0x1500: 'Emergency stop',
  0x1600: 'Starting',
  0x2500: 'Communication fault',
  0x5500: 'Fault',
  0x8000: 'Stop',
  0x8100: 'Derating',
  0x8200: 'Dispatch run',
  0x9100: 'Alarm run',
} as const;
const letters = ['A', 'B', 'C'] as const;

/** The counter in tenths of a kilowatt-hour, which older series do not have. */
const fineYield = 'input 5143 2';
const coarse = live(5003, 'u32', { label: 'Total yield', unit: 'Wh', scale: 1000 });
const fine = live(5143, 'u32', { label: 'Total yield (fine)', unit: 'Wh', scale: 100, metric: 'pv.energy' });

/** SH hybrids answer the same address with types of 0x0D00 to 0x0EFF. */
const isHybrid = (type: number): boolean => type >= 0x0d00 && type <= 0x0eff;

const device: ModbusDevice = {
  id: 'sungrow-string',
  aliases: ['sungrow-sg', 'sg'],
  version: 1,
  kind: 'inverter',
  maker: 'Sungrow',
  title: 'Sungrow SG string inverters',
  models: ['SG3.0RT to SG20RT', 'SG3.0RS to SG10RS', 'SG5KTL-MT', 'SG30CX', 'SG110CX'],
  verified: 'community',
  sources: [
    'Sungrow: Communication Protocol of PV Grid-Connected String Inverters V1.1.37',
    'bohdan-s/SunGather registers-sungrow.yaml',
  ],
  links: ['tcp', 'serial'],
  unit: 1,
  overTcp: 'tcp',
  responseMs: 2000,
  liveSeconds: 10,
  plan: { maxRegisters: 100, maxGap: 20 },
  rows: [
    identity(4989, 'string', { label: 'Serial number', length: 10 }),
    identity(4999, 'u16', { label: 'Device type code' }),
    live(5000, 'u16', { label: 'Rated power', unit: 'W', scale: 100 }),
    live(5002, 'u16', { label: 'Yield today', unit: 'Wh', scale: 100 }),
    coarse,
    fine,
    live(5007, 'i16', { label: 'Internal temperature', unit: '°C', scale: 0.1, metric: 'inverter.temperature' }),
    live(5008, 'u32', { label: 'Apparent power', unit: 'VA' }),
    ...([1, 2, 3] as const).flatMap((tracker) => [
      live(5008 + 2 * tracker, 'u16', {
        label: `MPPT${tracker} voltage`,
        unit: 'V',
        scale: 0.1,
        metric: `pv.voltage.s${tracker}`,
      }),
      live(5009 + 2 * tracker, 'u16', {
        label: `MPPT${tracker} current`,
        unit: 'A',
        scale: 0.1,
        metric: `pv.current.s${tracker}`,
      }),
    ]),
    live(5016, 'u32', { label: 'Total DC power', unit: 'W', metric: 'pv.power' }),
    ...letters.flatMap((letter, index) => [
      live(5018 + index, 'u16', {
        label: `Phase ${letter} voltage`,
        unit: 'V',
        scale: 0.1,
        metric: `grid.voltage.l${index + 1}`,
      }),
      live(5021 + index, 'i16', { label: `Phase ${letter} current`, unit: 'A', scale: 0.1 }),
    ]),
    live(5030, 'u32', { label: 'Active power', unit: 'W' }),
    live(5032, 'i32', { label: 'Reactive power', unit: 'var' }),
    live(5034, 'i16', { label: 'Power factor', scale: 0.001 }),
    live(5035, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.1, metric: 'grid.frequency' }),
    live(5037, 'u16', { label: 'Work state', options: states, metric: 'inverter.mode' }),
    // A meter is an extra: 0 if there is none, all ones on some.
    live(5082, 'i32', { label: 'Meter power', unit: 'W', absent: [0, 0x7fff_ffff, 0xffff_ffff], metric: 'grid.power' }),
    ...letters.map((letter, index) =>
      live(5084 + 2 * index, 'i32', {
        label: `Meter power, phase ${letter}`,
        unit: 'W',
        absent: [0, 0x7fff_ffff, 0xffff_ffff],
        metric: `grid.power.l${index + 1}`,
      }),
    ),
    live(5090, 'i32', { label: 'Load power', unit: 'W', absent: [0, 0x7fff_ffff, 0xffff_ffff], metric: 'load.power' }),
    live(5094, 'u32', {
      label: 'Total energy export',
      unit: 'Wh',
      scale: 100,
      absent: [0, 0xffff_ffff],
      metric: 'grid.energy.export',
    }),
    live(5098, 'u32', {
      label: 'Total energy import',
      unit: 'Wh',
      scale: 100,
      absent: [0, 0xffff_ffff],
      metric: 'grid.energy.import',
    }),
  ],
  identity: { serial: 'serial_number' },
  probe: {
    fields: ['serial_number', 'device_type_code'],
    matches: (serial, type) =>
      typeof serial === 'string' && /^[A-Z]\w{9,}$/.test(serial) && typeof type === 'number' && !isHybrid(type),
  },
};
const newer = modbusDefinition(device);
const older = modbusDefinition({
  ...device,
  rows: device.rows.filter((row) => row !== fine && row !== coarse).concat({ ...coarse, metric: 'pv.energy' }),
});

/** Sungrow SG series. */
export const sungrowString: RequestDefinition = freezeDeep({
  ...newer,
  discover(answers: readonly DiscoveryAnswer[]): DiscoveryStep {
    const answer = answers.find(({ command }) => command === fineYield);
    if (answer === undefined) return { kind: 'ask', command: fineYield, answerBytes: 9 };
    return { kind: 'found', definition: answer.payload === undefined ? older : newer };
  },
});
