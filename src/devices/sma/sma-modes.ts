// What the battery of an SMA hybrid can be told to do: an operating mode and the least and most of each direction. The inverter forgets
// it, after 300 s at the latest: whoever wants it to last repeats it.
// Sources: evcc sma-hybrid (CmpBMS.OpMod and the four limits); Optic00/ha-modbus-akku-adapter docs/modbus-register-referenz.md.
import type { ComposedSetPoint, CompositionStep } from '../definition.ts';

const leastCharge: CompositionStep = { write: 'least_charging_power', value: 0 };
const leastDischarge: CompositionStep = { write: 'least_discharging_power', value: 0 };
/** Holding left it at 0; both directions of these batteries are rated alike. */
const mayDischarge: CompositionStep = { write: 'most_discharging_power', sameAs: 'most_charging_power' };
const mayNotDischarge: CompositionStep = { write: 'most_discharging_power', value: 0 };
const mode = (value: string): CompositionStep => ({ write: 'battery_operating_mode', value });

export const smaHybridModes: readonly ComposedSetPoint[] = [
  {
    setPoint: 'battery.mode',
    ways: [
      {
        value: 'hold',
        steps: [leastCharge, leastDischarge, mayNotDischarge, mode('Default')],
      },
      {
        value: 'self-consumption',
        steps: [leastCharge, leastDischarge, mayDischarge, mode('Default')],
        from: { most_discharging_power: [0] },
        shownBy: { battery_operating_mode: ['Default'], least_charging_power: [0], least_discharging_power: [0] },
      },
      { value: 'self-consumption', steps: [leastCharge, leastDischarge, mode('Default')] },
      {
        value: 'charge',
        steps: [
          leastDischarge,
          mayNotDischarge,
          { write: 'least_charging_power', sameAs: 'most_charging_power' },
          mode('Charge'),
        ],
        shownBy: { battery_operating_mode: ['Charge'] },
      },
      {
        value: 'discharge',
        steps: [
          leastCharge,
          mayDischarge,
          { write: 'least_discharging_power', sameAs: 'most_charging_power' },
          mode('Discharge'),
        ],
        shownBy: { battery_operating_mode: ['Discharge'] },
      },
      { value: 'off', steps: [mode('Off')] },
    ],
  },
];

/** Sunny Boy Storage: a set point of zero holds; without one the inverter balances the home by itself. */
export const smaBatteryModes: readonly ComposedSetPoint[] = [
  {
    setPoint: 'battery.mode',
    ways: [
      { value: 'self-consumption', steps: [{ write: 'power_set_point_active', value: 'Off' }] },
      {
        value: 'hold',
        steps: [
          { write: 'power_set_point', value: 0 },
          { write: 'power_set_point_active', value: 'On' },
        ],
      },
    ],
  },
  {
    // The inverter forgets it after its own time-out when nobody repeats it; the mode self-consumption ends it at once.
    setPoint: 'battery.power.target',
    step: 1,
    amounts: [
      {
        range: [-10_000, 10_000],
        steps: [
          { write: 'power_set_point', times: 1 },
          { write: 'power_set_point_active', value: 'On' },
        ],
      },
    ],
  },
];
