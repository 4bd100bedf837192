// Seplos BMS 3.0: Modbus RTU at 19200 baud, one unit a pack, function 4. Current is positive while charging, temperatures are tenths of
// a kelvin. Source: "SEPLOS BMS 3.0 Modbus protocol" (PIA and PIB), as read by mr-manuel/venus-os_dbus-serialbattery seplosv3.py and
// patman15/aiobmsble seplos_bms.py, whose recorded answers are the test.
import { rowWriter, type RegisterRow } from '#codec/register-rows.ts';
import { cellExtremes, packPower } from '../battery-derivations.ts';
import { cellNames, twoDigits } from '../cell-rows.ts';
import { isBetween, modbusDefinition, serial9600 } from '../modbus-device.ts';

const live = rowWriter({ kind: 'input' });
const identity = rowWriter({ kind: 'input', group: 'identity' });

const cells = 16;
/** 0 °C in tenths of a kelvin, as this board counts. */
const freezing = { unit: '°C', scale: 0.1, offset: 2731, absent: [0, 0xffff] } as const;
const [cellsAt, sensorsAt] = [0x1100, 0x1110] as const;

const cellRows: readonly RegisterRow[] = Array.from({ length: cells }, (_, index) =>
  live(cellsAt + index, 'u16', {
    label: `Voltage Cell${twoDigits(index + 1)}`,
    unit: 'V',
    scale: 0.001,
    absent: [0, 0xffff],
    metric: `battery.cell.voltage.${index + 1}`,
  }),
);

/** Seplos V3 packs, each at its own unit. */
export const seplosV3 = modbusDefinition({
  id: 'seplos-v3',
  aliases: ['seplos3', 'seplos-bms3'],
  version: 1,
  kind: 'battery',
  maker: 'Seplos',
  title: 'Seplos BMS 3.0 (Modbus)',
  models: ['Seplos BMS 3.0', 'Seplos Mason 280 V3', 'Seplos Pusung V3'],
  verified: 'capture',
  sources: [
    'Seplos: BMS 3.0 Modbus protocol',
    'mr-manuel/venus-os_dbus-serialbattery seplosv3.py; patman15/aiobmsble tests: recorded answers',
  ],
  links: ['serial', 'tcp'],
  unit: 1,
  overTcp: 'rtu',
  serial: { ...serial9600, baud: 19_200 },
  responseMs: 500,
  pauseMs: 100,
  plan: { maxRegisters: 60, maxGap: 4 },
  rows: [
    identity(0x1700, 'string', { label: 'Factory', length: 10 }),
    identity(0x170a, 'string', { label: 'Model', length: 10 }),
    identity(0x1714, 'string', { label: 'Software version', length: 1 }),
    identity(0x1715, 'string', { label: 'Serial number', length: 15 }),
    live(0x1000, 'u16', { label: 'Pack voltage', unit: 'V', scale: 0.01, metric: 'battery.voltage' }),
    live(0x1001, 'i16', { label: 'Current', unit: 'A', scale: 0.01, metric: 'battery.current', flip: true }),
    live(0x1002, 'u16', { label: 'Remaining capacity', unit: 'Ah', scale: 0.01, metric: 'battery.capacity.remaining' }),
    live(0x1003, 'u16', { label: 'Total capacity', unit: 'Ah', scale: 0.01, metric: 'battery.capacity' }),
    live(0x1004, 'u16', { label: 'Total discharge', unit: 'Ah', scale: 10 }),
    live(0x1005, 'u16', { label: 'SOC', unit: '%', scale: 0.1, metric: 'battery.soc' }),
    live(0x1006, 'u16', { label: 'SOH', unit: '%', scale: 0.1, metric: 'battery.soh' }),
    live(0x1007, 'u16', { label: 'Cycles', metric: 'battery.cycles' }),
    live(0x1008, 'u16', { label: 'Average cell voltage', unit: 'V', scale: 0.001 }),
    live(0x1009, 'u16', { label: 'Average cell temperature', ...freezing, metric: 'battery.temperature' }),
    live(0x100a, 'u16', { label: 'Highest cell voltage', unit: 'V', scale: 0.001 }),
    live(0x100b, 'u16', { label: 'Lowest cell voltage', unit: 'V', scale: 0.001 }),
    live(0x100c, 'u16', { label: 'Highest cell temperature', ...freezing }),
    live(0x100d, 'u16', { label: 'Lowest cell temperature', ...freezing }),
    live(0x100f, 'u16', { label: 'Highest discharging current', unit: 'A' }),
    live(0x1010, 'u16', { label: 'Highest charging current', unit: 'A' }),
    ...cellRows,
    ...([1, 2, 3, 4] as const).map((sensor) =>
      live(sensorsAt + sensor - 1, 'u16', {
        label: `Temperature ${sensor}`,
        ...freezing,
        metric: `battery.temperature.${sensor}`,
      }),
    ),
    live(0x1118, 'u16', { label: 'Ambient temperature', ...freezing }),
    live(0x1119, 'u16', { label: 'MOS temperature', ...freezing }),
  ],
  derive: [packPower('pack_voltage', 'current', { chargeIsPositive: true }), ...cellExtremes(cellNames(cells))],
  identity: { model: 'model', serial: 'serial_number', firmware: 'software_version' },
  probe: {
    fields: ['pack_voltage', 'soc', 'soh'],
    matches: (volts, soc, soh) => isBetween(volts, [8, 100]) && isBetween(soc, [0, 100]) && isBetween(soh, [1, 100]),
  },
});
