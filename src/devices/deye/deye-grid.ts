// Deye inverters without battery: string inverters and microinverters.
import { modbusDefinition } from '../modbus-device.ts';
import {
  common,
  degrees,
  energyToday,
  energyTotal,
  kindRow,
  live,
  probeOf,
  serialRow,
  states,
  tenthAmperes,
  tenthVolts,
} from './deye-rows.ts';

const inputs = ([1, 2, 3, 4] as const).flatMap((string) => [
  tenthVolts(107 + 2 * string, `PV${string} voltage`, { metric: `pv.voltage.s${string}` }),
  tenthAmperes(108 + 2 * string, `PV${string} current`, { metric: `pv.current.s${string}` }),
]);
const stateRow = live(59, 'u16', { label: 'Device state', options: states, metric: 'inverter.mode' });
const powerRow = live(86, 'u32', { label: 'Power', unit: 'W', scale: 0.1, metric: 'pv.power' });
const frequencyRow = live(79, 'u16', { label: 'Grid frequency', unit: 'Hz', scale: 0.01, metric: 'grid.frequency' });

/** SUN600G3 and its relatives. */
export const deyeMicro = modbusDefinition({
  ...common,
  id: 'deye-micro',
  aliases: ['deye-microinverter', 'bosswerk'],
  title: 'Deye and Bosswerk microinverters',
  models: ['SUN300G3', 'SUN600G3', 'SUN800G3', 'SUN2000G3', 'Bosswerk MI600'],
  rows: [
    kindRow,
    serialRow,
    stateRow,
    energyToday(60, 'Today production'),
    energyTotal(63, 'Total production', 'pv.energy'),
    tenthVolts(73, 'Grid voltage', { metric: 'grid.voltage' }),
    live(76, 'i16', { label: 'Grid current', unit: 'A', scale: 0.1 }),
    frequencyRow,
    powerRow,
    live(90, 'u16', { label: 'Temperature', unit: '°C', scale: 0.01, offset: 1000, metric: 'inverter.temperature' }),
    ...inputs,
  ],
  probe: probeOf('Microinverter'),
});

/** SUN-5K to 110K-G: string inverters; meter values where one is connected. */
export const deyeString = modbusDefinition({
  ...common,
  id: 'deye-string',
  aliases: [],
  title: 'Deye string inverters',
  models: ['SUN-5K-G', 'SUN-12K-G', 'SUN-50K-G'],
  rows: [
    kindRow,
    serialRow,
    stateRow,
    energyToday(60, 'Today production'),
    energyTotal(63, 'Total production', 'pv.energy'),
    ...([1, 2, 3] as const).map((phase) =>
      tenthVolts(72 + phase, `Grid L${phase} voltage`, { metric: `grid.voltage.l${phase}` }),
    ),
    ...([1, 2, 3] as const).map((phase) =>
      live(75 + phase, 'i16', { label: `Grid L${phase} current`, unit: 'A', scale: 0.1 }),
    ),
    frequencyRow,
    live(82, 'u32', { label: 'Input power', unit: 'W', scale: 0.1 }),
    powerRow,
    degrees(91, 'Temperature', { metric: 'inverter.temperature' }),
    ...inputs,
    live(198, 'i32', { label: 'Load power', unit: 'W' }),
    live(203, 'i32', { label: 'Grid power', unit: 'W' }),
  ],
  probe: probeOf('String inverter'),
});
