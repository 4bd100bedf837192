// A three-phase meter (components `em` and `emdata`). + is along the arrow of the current clamp, which is import when mounted as
// documented: the sign of the catalogue. Source: [shelly-rpc] (EM, EMData).
import { numberAt, type TypedStateRow } from '../state-rows.ts';

const phases = [
  { letter: 'a', phase: 'l1' },
  { letter: 'b', phase: 'l2' },
  { letter: 'c', phase: 'l3' },
] as const;

type Phase = (typeof phases)[number];
type Place = Omit<TypedStateRow, 'type' | 'unit' | 'path'>;

const live = ({ metric, ...place }: Place): Omit<TypedStateRow, 'type' | 'unit'> => ({
  path: `em:0/${place.name}`,
  ...place,
  ...(metric === undefined ? {} : { metric }),
});

const counted = (place: Place): TypedStateRow => numberAt({ ...place, path: `emdata:0/${place.name}` }, 'Wh');

const phaseRows = ({ letter, phase }: Phase): TypedStateRow[] => {
  const at = (key: string, label: string) => ({ name: `${letter}_${key}`, label: `${label}, phase ${letter}` });
  return [
    numberAt(live({ ...at('act_power', 'Active power'), metric: `grid.power.${phase}` }), 'W'),
    numberAt(live(at('aprt_power', 'Apparent power')), 'VA'),
    numberAt(live({ ...at('voltage', 'Voltage'), metric: `grid.voltage.${phase}` }), 'V'),
    numberAt(live({ ...at('current', 'Current'), metric: `grid.current.${phase}` }), 'A'),
    numberAt(live({ ...at('pf', 'Power factor'), metric: `grid.power_factor.${phase}` }), ''),
    // One grid has one frequency; phase a stands for it.
    numberAt(live({ ...at('freq', 'Frequency'), ...(letter === 'a' ? { metric: 'grid.frequency' } : {}) }), 'Hz'),
  ];
};

/** What flows now. */
export const emRows: readonly TypedStateRow[] = [
  ...phases.flatMap(phaseRows),
  numberAt(live({ name: 'n_current', label: 'Current, neutral', metric: 'grid.current.n' }), 'A'),
  numberAt(live({ name: 'total_current', label: 'Current, sum of the phases', metric: 'grid.current' }), 'A'),
  numberAt(live({ name: 'total_act_power', label: 'Active power, sum of the phases', metric: 'grid.power' }), 'W'),
  numberAt(
    live({ name: 'total_aprt_power', label: 'Apparent power, sum of the phases', metric: 'grid.power_apparent' }),
    'VA',
  ),
];

/** What flowed; its sums are added up phase by phase, not netted. */
export const emDataRows: readonly TypedStateRow[] = [
  ...phases.flatMap(({ letter, phase }): TypedStateRow[] => [
    counted({
      name: `${letter}_total_act_energy`,
      label: `Active energy, phase ${letter}`,
      metric: `grid.energy.import.${phase}`,
    }),
    counted({
      name: `${letter}_total_act_ret_energy`,
      label: `Returned active energy, phase ${letter}`,
      metric: `grid.energy.export.${phase}`,
    }),
  ]),
  counted({ name: 'total_act', label: 'Active energy, sum of the phases', metric: 'grid.energy.import' }),
  counted({ name: 'total_act_ret', label: 'Returned active energy, sum of the phases', metric: 'grid.energy.export' }),
];
