// GoodWe inverters without battery: DT, MS, D-NS, XS. Source: marcelblijleven/goodwe dt.py and its recorded frames
// (tests/sample/dt). Its own powers of the strings (30150 to
// 30157) are left 0 by many models while the sun shines: they are voltage × current.
import { goodweUdpWire } from '#codec/aa55.ts';
import { rowWriter } from '#codec/register-rows.ts';
import { round } from '../define.ts';
import type { Derivation } from '../definition.ts';
import { modbusDefinition } from '../modbus-device.ts';

const absentByType = {
  u16: [0xffff],
  i16: [0x7fff, 0xffff],
  u32: [0xffff_ffff],
  i32: [0xffff_ffff, 0x7fff_ffff],
} as const;
const live = rowWriter({ kind: 'holding', absentByType });
const identity = rowWriter({ kind: 'holding', group: 'identity' });

const strings = [1, 2, 3, 4] as const;

const stringPower = (string: (typeof strings)[number]): Derivation => ({
  metric: `pv.power.s${string}`,
  name: `pv${string}_power`,
  label: `PV${string} power (voltage × current)`,
  unit: 'W',
  from: [`pv${string}_voltage`, `pv${string}_current`],
  calc: (volts, amperes) => round(Number(volts) * Number(amperes), 0),
});

/** Over UDP 8899 through the Wi-Fi module, Modbus TCP 502 through newer LAN kits, RS485. */
export const goodweDt = modbusDefinition({
  id: 'goodwe-dt',
  aliases: ['goodwe-ms', 'goodwe-ns', 'goodwe-xs'],
  version: 1,
  kind: 'inverter',
  maker: 'GoodWe',
  title: 'GoodWe DT, SDT, MS, NS and XS grid inverters',
  models: ['GW5000-MS', 'GW10K-MS-30', 'GW8K-DT', 'GW17K-DT', 'GW5000D-NS', 'GW50KS-MT'],
  verified: 'capture',
  sources: [
    'marcelblijleven/goodwe dt.py; tests/sample/dt: recorded answers of GW5000-MS and others',
    'Power and energy: evcc plugin/aa55udp_test.go; mode 3: the list of the maker for grid inverters (2016)',
  ],
  links: ['udp', 'tcp', 'serial'],
  unit: 0x7f,
  overTcp: 'tcp',
  wireAt: (scheme, { unit, framing }) => (scheme === 'udp' && framing === undefined ? goodweUdpWire(unit) : undefined),
  responseMs: 1500,
  plan: { maxRegisters: 125, maxGap: 20, walls: [30_100, 30_195] },
  rows: [
    identity(30_004, 'string', { label: 'Serial number', length: 8 }),
    identity(30_012, 'string', { label: 'Model name', length: 5 }),
    ...strings.flatMap((string) => [
      live(30_101 + 2 * string, 'u16', {
        label: `PV${string} voltage`,
        unit: 'V',
        scale: 0.1,
        metric: `pv.voltage.s${string}`,
      }),
      live(30_102 + 2 * string, 'u16', {
        label: `PV${string} current`,
        unit: 'A',
        scale: 0.1,
        metric: `pv.current.s${string}`,
      }),
    ]),
    ...([1, 2, 3] as const).map((phase) =>
      live(30_117 + phase, 'u16', {
        label: `Grid L${phase} voltage`,
        unit: 'V',
        scale: 0.1,
        metric: `grid.voltage.l${phase}`,
      }),
    ),
    ...([1, 2, 3] as const).map((phase) =>
      live(30_120 + phase, 'u16', { label: `Grid L${phase} current`, unit: 'A', scale: 0.1 }),
    ),
    live(30_124, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
    live(30_127, 'u32', { label: 'Total inverter power', unit: 'W', metric: 'pv.power' }),
    live(30_129, 'u16', {
      label: 'Work mode',
      options: { 0: 'Wait', 1: 'Normal', 2: 'Error', 3: 'Permanent fault', 4: 'Check' },
      metric: 'inverter.mode',
    }),
    live(30_141, 'i16', { label: 'Temperature', unit: '°C', scale: 0.1, metric: 'inverter.temperature' }),
    live(30_144, 'u16', { label: 'PV generation today', unit: 'Wh', scale: 100 }),
    live(30_145, 'u32', { label: 'Total PV generation', unit: 'Wh', scale: 100, metric: 'pv.energy' }),
    live(30_163, 'u16', { label: 'Bus voltage', unit: 'V', scale: 0.1, metric: 'inverter.bus.voltage' }),
    live(30_195, 'i32', { label: 'Meter active power', unit: 'W', metric: 'grid.power', flip: true }),
    live(30_197, 'u32', { label: 'Meter energy export', unit: 'Wh', metric: 'grid.energy.export' }),
    live(30_199, 'u32', { label: 'Meter energy import', unit: 'Wh', metric: 'grid.energy.import' }),
  ],
  derive: strings.map(stringPower),
  identity: { serial: 'serial_number', model: 'model_name' },
  probe: {
    fields: ['serial_number'],
    matches: (serial) => typeof serial === 'string' && /^[A-Z0-9]{16}$/.test(serial),
  },
});
