// What a GoodWe hybrid can be told to do. The power is an upper bound: the battery's own limits hold all the same.
// Source: GoodWe table 8-16 (EMS power mode) as OpenEMS keeps it; evcc goodwe-hybrid for hold and charge.
import type { ComposedSetPoint, Composition } from '../definition.ts';

/** The most the register takes, W. */
const most = 10_000;

const ems = (value: string, mode: string, power: number): Composition => ({
  value,
  steps: [
    { write: 'ems_power', value: power },
    { write: 'ems_mode', value: mode },
  ],
});

/** Feed-in is a limit that is on or off. */
export const goodweFeedIn: ComposedSetPoint = {
  setPoint: 'grid.export.enabled',
  ways: [
    { value: 1, steps: [{ write: 'export_limit_enabled', value: 'Off' }] },
    {
      value: 0,
      steps: [
        { write: 'export_limit', value: 0 },
        { write: 'export_limit_enabled', value: 'On' },
      ],
    },
  ],
};

export const goodweEtModes: readonly ComposedSetPoint[] = [
  {
    setPoint: 'battery.mode',
    ways: [
      { ...ems('self-consumption', 'Auto', 0), shownBy: { ems_mode: ['Auto'] } },
      // With nothing allowed from the grid only the sun charges.
      ems('hold', 'Charge, sun first', 0),
      ems('charge', 'Charge, sun first', most),
      ems('discharge', 'Discharge, sun first', most),
      { ...ems('off', 'Battery standby', 0), shownBy: { ems_mode: ['Battery standby'] } },
    ],
  },
  {
    // Table 8-16: modes 11 and 12 hold the battery at the power; the mode self-consumption ends them.
    setPoint: 'battery.power.target',
    step: 1,
    amounts: [
      {
        range: [-most, -1],
        steps: [
          { write: 'ems_power', times: -1 },
          { write: 'ems_mode', value: 'Charge battery' },
        ],
      },
      {
        range: [0, most],
        steps: [
          { write: 'ems_power', times: 1 },
          { write: 'ems_mode', value: 'Discharge battery' },
        ],
      },
    ],
  },
  goodweFeedIn,
];
