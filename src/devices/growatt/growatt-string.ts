// Growatt string inverters of the old map: input registers 0 to 44, as MIC, MTL-S, UE and the S series answer.
// Source: Growatt Inverter Modbus RTU Protocol V3.05 (input 0 to 44), as kept in 0xAHA/Growatt_ModbusTCP profiles/mic.py.
import { modbusDefinition } from '../modbus-device.ts';
import { common } from './growatt-shared-rows.ts';
import {
  amperes,
  degrees,
  energy,
  firmwareRow,
  live,
  pvRows,
  serialRow,
  statusRow,
  volts,
  watts,
} from './growatt-rows.ts';

/** MIC, -S, MTL-S and UE: sun only; a phase that is not there holds 0. */
export const growattString = modbusDefinition({
  ...common,
  id: 'growatt-string',
  aliases: ['growatt-mic', 'growatt-s', 'mic-tl-x'],
  title: 'Growatt MIC, -S, MTL-S and UE (string inverters, old map)',
  models: ['MIC 600TL-X to 3300TL-X', 'Growatt 1000-S to 3000-S', 'Growatt 3000MTL-S to 6000MTL-S', 'Growatt 10000UE'],
  sources: ['Growatt: Inverter Modbus RTU Protocol V3.05', '0xAHA/Growatt_ModbusTCP profiles/mic.py (2026)'],
  rows: [
    statusRow(),
    ...pvRows(0, 2),
    watts(11, 'Output power'),
    live(13, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' }),
    ...([1, 2, 3] as const).flatMap((phase) => {
      const at = 14 + 4 * (phase - 1);
      return [
        live(at, 'u16', {
          label: `Grid L${phase} voltage`,
          unit: 'V',
          scale: 0.1,
          absent: [0],
          metric: `grid.voltage.l${phase}`,
        }),
        amperes(at + 1, `AC L${phase} current`),
        watts(at + 2, `AC L${phase} power`),
      ];
    }),
    energy(26, 'Energy today'),
    energy(28, 'Energy total', 'pv.energy'),
    degrees(32, 'Inverter temperature', 'inverter.temperature'),
    live(40, 'u16', { label: 'Fault code' }),
    degrees(41, 'IPM temperature'),
    volts(42, 'Bus voltage', 'inverter.bus.voltage'),
    serialRow,
    firmwareRow,
  ],
});
