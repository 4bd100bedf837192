// What the batteries of Growatt inverters can be told to do: who comes first in a slot that lasts all day. Turning a slot off leaves
// its hours as they are; hours a person has set in the first slot are overwritten.
// Source: Growatt Inverter Modbus RTU Protocol II; evcc growatt templates for what hold and charge are.
import type { ComposedSetPoint } from '../definition.ts';

const off = { value: 'Off' } as const;
const on = { value: 'On' } as const;
const allDay = { value: 'All day' } as const;

/** A switch of feed-in that is a limit of 0 by the meter. */
const feedIn: ComposedSetPoint = {
  setPoint: 'grid.export.enabled',
  ways: [
    { value: 1, steps: [{ write: 'export_limit', ...off }] },
    {
      value: 0,
      steps: [
        { write: 'export_limit_power', value: 0 },
        { write: 'export_limit', value: 'By the meter' },
      ],
    },
  ],
};

/** SPH: two kinds of slots, each with a switch. */
export const sphModes: readonly ComposedSetPoint[] = [
  {
    setPoint: 'battery.mode',
    ways: [
      {
        value: 'self-consumption',
        steps: [
          { write: 'grid_first', ...off },
          { write: 'battery_first', ...off },
        ],
      },
      {
        value: 'hold',
        steps: [
          { write: 'grid_first', ...off },
          { write: 'ac_charge', ...off },
          { write: 'battery_first_hours', ...allDay },
          { write: 'battery_first', ...on },
        ],
      },
      {
        value: 'charge',
        steps: [
          { write: 'grid_first', ...off },
          { write: 'battery_first_hours', ...allDay },
          { write: 'ac_charge', ...on },
          { write: 'battery_first', ...on },
        ],
      },
      {
        value: 'discharge',
        steps: [
          { write: 'battery_first', ...off },
          { write: 'grid_first_hours', ...allDay },
          { write: 'grid_first', ...on },
        ],
      },
    ],
  },
  feedIn,
];

/** TL-XH: one slot that says who comes first. */
const xhBattery: ComposedSetPoint = {
  setPoint: 'battery.mode',
  ways: [
    { value: 'self-consumption', steps: [{ write: 'time_slot_1', ...off }] },
    {
      value: 'hold',
      steps: [
        { write: 'charging_from_the_grid', ...off },
        { write: 'time_slot_1', value: 'Battery first all day' },
      ],
    },
    {
      value: 'charge',
      steps: [
        { write: 'charging_from_the_grid', ...on },
        { write: 'time_slot_1', value: 'Battery first all day' },
      ],
    },
    { value: 'discharge', steps: [{ write: 'time_slot_1', value: 'Grid first all day' }] },
  ],
};

export const minModes: readonly ComposedSetPoint[] = [xhBattery];
export const modModes: readonly ComposedSetPoint[] = [xhBattery, feedIn];

const priorities = (output: string, charge: string) => [
  { write: 'output_source', value: output },
  { write: 'charge_source', value: charge },
];

/** SPF: off-grid, so that it follows from two priorities, as in the PI30 family; none discharges into the grid. */
export const spfModes: readonly ComposedSetPoint[] = [
  {
    setPoint: 'battery.mode',
    ways: [
      {
        value: 'self-consumption',
        steps: priorities('Battery first', 'PV only').toReversed(),
        shownBy: { output_source: ['Battery first'], charge_source: ['PV only', 'PV first'] },
      },
      {
        value: 'hold',
        steps: priorities('Utility first', 'PV only'),
        shownBy: { output_source: ['Utility first'], charge_source: ['PV only', 'PV first'] },
      },
      { value: 'charge', steps: priorities('Utility first', 'PV and utility') },
    ],
  },
];
