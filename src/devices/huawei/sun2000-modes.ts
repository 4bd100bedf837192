// What a LUNA2000 can be told to do. A forced charge or discharge ends by itself after its period, here the longest. Holding is a limit
// of discharging of 0 W; going on, it becomes that of charging: both are rated alike in these batteries.
// Source: Huawei Solar Inverter Modbus Interface Definitions V3, registers 47075 to 47249 and 47415.
import type { ComposedAmount, ComposedSetPoint, CompositionStep, Composition } from '../definition.ts';

const command = 'forced_charge_or_discharge';
const dischargeLimit = 'storage_maximum_discharging_power';

const untie: CompositionStep = { write: dischargeLimit, sameAs: 'storage_maximum_charging_power' };
const resting: readonly CompositionStep[] = [
  { write: command, value: 'Stop' },
  { write: 'storage_working_mode', value: 'Maximise self-consumption' },
];
const isResting = { [command]: ['Stop'], storage_working_mode: ['Maximise self-consumption'] } as const;

function forced(value: 'charge' | 'discharge', word: 'Charge' | 'Discharge'): Composition {
  const limit = `storage_maximum_${value === 'charge' ? 'charging' : 'discharging'}_power`;
  return {
    value,
    steps: [
      { write: `forced_${value}_power`, sameAs: limit },
      { write: 'forced_charge_or_discharge_period', value: 86_400 },
      { write: 'forced_target', value: 'Time' },
      { write: command, value: word },
    ],
    shownBy: { [command]: [word] },
  };
}
const charge = forced('charge', 'Charge');
const discharge = forced('discharge', 'Discharge');

/** The most the registers of a forced power take, W. */
const mostW = 30_000;
/** It ends by itself after a day; the mode self-consumption stops it before. */
const power = (value: 'charge' | 'discharge', times: 1 | -1, word: 'Charge' | 'Discharge'): ComposedAmount['steps'] => [
  { write: `forced_${value}_power`, times },
  { write: 'forced_charge_or_discharge_period', value: 86_400 },
  { write: 'forced_target', value: 'Time' },
  { write: command, value: word },
];

/** Inverters with a battery, and what they feed in. */
export const sun2000Modes: readonly ComposedSetPoint[] = [
  {
    setPoint: 'battery.mode',
    ways: [
      {
        value: 'hold',
        steps: [...resting, { write: dischargeLimit, value: 0 }],
        shownBy: { ...isResting, [dischargeLimit]: [0] },
      },
      { value: 'self-consumption', steps: [...resting, untie], from: { [dischargeLimit]: [0] }, shownBy: isResting },
      { value: 'self-consumption', steps: resting, shownBy: isResting },
      { ...charge, steps: [{ write: 'charge_from_grid', value: 'On' }, ...charge.steps] },
      { ...discharge, steps: [untie, ...discharge.steps], from: { [dischargeLimit]: [0] } },
      discharge,
    ],
  },
  {
    setPoint: 'battery.power.target',
    step: 1,
    amounts: [
      {
        range: [-mostW, -1],
        steps: [{ write: 'charge_from_grid', value: 'On' }, ...power('charge', -1, 'Charge')],
      },
      { range: [1, mostW], steps: [untie, ...power('discharge', 1, 'Discharge')], from: { [dischargeLimit]: [0] } },
      { range: [1, mostW], steps: power('discharge', 1, 'Discharge') },
    ],
  },
  {
    setPoint: 'grid.export.enabled',
    ways: [
      {
        value: 1,
        steps: [{ write: 'active_power_control', value: 'Unlimited' }],
        shownBy: { active_power_control: ['Unlimited', 'Limited power'] },
      },
      { value: 0, steps: [{ write: 'active_power_control', value: 'No feed-in' }] },
    ],
  },
];
