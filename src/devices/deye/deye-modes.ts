// What the battery of a Deye can be told to do: the charge below which it is not discharged and whether the grid charges it, the
// same in all six time slots, whose hours stay as they are. In the slots a person's own charges and sources are overwritten.
// Source: Deye Modbus RTU V105.1 and V118, time of use; evcc deye-hybrid-3p does the same with the first slot alone.
import type { ComposedSetPoint, CompositionStep, ShownValues } from '../definition.ts';

const slots = [1, 2, 3, 4, 5, 6] as const;

const charging = (value: string): readonly CompositionStep[] =>
  slots.map((slot) => ({ write: `program_${slot}_charging`, value }));
const full: readonly CompositionStep[] = slots.map((slot) => ({ write: `program_${slot}_soc`, value: 100 }));
const downToShutdown: readonly CompositionStep[] = slots.map((slot) => ({
  write: `program_${slot}_soc`,
  sameAs: 'battery_shutdown_soc',
}));
const everyDay: readonly CompositionStep[] = [
  { write: 'time_of_use_days', value: 'Every day' },
  { write: 'time_of_use', value: 'On' },
];
const notFromGrid: ShownValues = Object.fromEntries(slots.map((slot) => [`program_${slot}_charging`, ['Off']]));

/** All hybrids. Discharging into the grid needs another work mode, and nothing tells the one to come back to: it is left out. */
export const deyeModes: readonly ComposedSetPoint[] = [
  {
    setPoint: 'battery.mode',
    ways: [
      { value: 'hold', steps: [...charging('Off'), ...full, ...everyDay] },
      {
        value: 'charge',
        steps: [{ write: 'battery_grid_charging', value: 'On' }, ...full, ...charging('Grid'), ...everyDay],
      },
      {
        value: 'self-consumption',
        steps: [...charging('Off'), ...downToShutdown, ...everyDay],
        shownBy: { ...notFromGrid, time_of_use_days: ['Every day'], time_of_use: ['On'] },
      },
    ],
  },
];
