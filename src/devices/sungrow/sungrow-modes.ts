// What the battery of a Sungrow can be told to do. The power of the forced mode is set to the limit of charging or discharging: one
// that was left low would defeat it. Holding is a backup reserve of 100 %; going on, the reserve becomes the lowest charge again.
// Source: Sungrow communication protocol of residential hybrid inverters V1.1, holding registers 13050, 13051, 13052 and 13100.
import type { ComposedAmount, ComposedSetPoint, CompositionStep, Composition } from '../definition.ts';

const reserve = 'battery_reserved_soc_for_backup';
const command = 'forced_charge_or_discharge';

const untie: CompositionStep = { write: reserve, sameAs: 'battery_min_soc' };
const resting: readonly CompositionStep[] = [
  { write: 'ems_mode', value: 'Self-consumption' },
  { write: command, value: 'Stop' },
];

function forced(value: 'charge' | 'discharge', word: 'Charge' | 'Discharge'): readonly Composition[] {
  const steps: readonly CompositionStep[] = [
    { write: 'forced_power', sameAs: `battery_max_${value}_power` },
    { write: command, value: word },
    { write: 'ems_mode', value: 'Forced' },
  ];
  const shownBy = { ems_mode: ['Forced'], [command]: [word] };
  return [
    { value, steps: [untie, ...steps], from: { [reserve]: [100] }, shownBy },
    { value, steps, shownBy },
  ];
}

/** The most the register of the forced power takes, W. */
const mostW = 30_000;
const power = (times: 1 | -1, word: 'Charge' | 'Discharge'): ComposedAmount['steps'] => [
  { write: 'forced_power', times },
  { write: command, value: word },
  { write: 'ems_mode', value: 'Forced' },
];

/** Hybrids with a battery. */
export const sungrowModes: readonly ComposedSetPoint[] = [
  {
    setPoint: 'battery.mode',
    ways: [
      { value: 'hold', steps: [...resting, { write: reserve, value: 100 }] },
      { value: 'self-consumption', steps: [...resting, untie], from: { [reserve]: [100] } },
      {
        value: 'self-consumption',
        steps: resting,
        shownBy: { ems_mode: ['Self-consumption'], [command]: ['Stop'] },
      },
      ...forced('charge', 'Charge'),
      ...forced('discharge', 'Discharge'),
      {
        value: 'off',
        steps: [
          { write: command, value: 'Stop' },
          { write: 'ems_mode', value: 'Forced' },
        ],
      },
    ],
  },
  {
    // It lasts until another command; the mode self-consumption ends it.
    setPoint: 'battery.power.target',
    step: 10,
    amounts: [
      { range: [-mostW, -10], steps: power(-1, 'Charge') },
      { range: [0, mostW], steps: [untie, ...power(1, 'Discharge')], from: { [reserve]: [100] } },
      { range: [0, mostW], steps: power(1, 'Discharge') },
    ],
  },
  {
    setPoint: 'grid.export.enabled',
    ways: [
      { value: 1, steps: [{ write: 'export_power_limit_mode', value: 'Off' }] },
      {
        value: 0,
        steps: [
          { write: 'export_power_limit', value: 0 },
          { write: 'export_power_limit_mode', value: 'On' },
        ],
      },
    ],
  },
];
