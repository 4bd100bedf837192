// What a battery behind SunSpec model 124 can be told to do: bits say which limit holds, a negative limit forces the other direction.
// Both rates are set anew by every mode, so that none is left over from the one before.
// Source: sunspec/models model 124 (StorCtl_Mod, OutWRte, InWRte, ChaGriSet); evcc fronius-gen24 for normal, hold and charge.
import type { ComposedAmount, ComposedSetPoint, CompositionStep, Composition } from '../definition.ts';

interface Limits {
  readonly charge: number;
  readonly discharge: number;
  readonly holding: 'No limits' | 'Charge limited' | 'Discharge limited' | 'Both limited';
}

const limited = ({ charge, discharge, holding }: Limits): readonly CompositionStep[] => [
  { write: 'charge_rate', value: charge },
  { write: 'discharge_rate', value: discharge },
  { write: 'storage_control_mode', value: holding },
];

const ways: readonly Composition[] = [
  {
    value: 'self-consumption',
    steps: limited({ charge: 100, discharge: 100, holding: 'No limits' }),
    shownBy: { storage_control_mode: ['No limits'] },
  },
  { value: 'hold', steps: limited({ charge: 100, discharge: 0, holding: 'Discharge limited' }) },
  {
    value: 'charge',
    steps: [
      { write: 'charging_from_the_grid', value: 'Grid allowed' },
      ...limited({ charge: 100, discharge: -100, holding: 'Discharge limited' }),
    ],
  },
  { value: 'discharge', steps: limited({ charge: -100, discharge: 100, holding: 'Charge limited' }) },
  { value: 'off', steps: limited({ charge: 0, discharge: 0, holding: 'Both limited' }) },
];

/**
 * Model 124: a mode, and where the device says what its rates are shares of (WChaMax, W) a power: both rates as one window, so that it
 * can only be that; the mode self-consumption takes the limits off again.
 */
export function storageModes(maxW: number | undefined): readonly ComposedSetPoint[] {
  const mode: ComposedSetPoint = { setPoint: 'battery.mode', ways };
  if (maxW === undefined) return [mode];
  const share = 100 / maxW;
  const window: ComposedAmount['steps'] = [
    { write: 'charge_rate', times: -share },
    { write: 'discharge_rate', times: share },
    { write: 'storage_control_mode', value: 'Both limited' },
  ];
  return [
    mode,
    {
      setPoint: 'battery.power.target',
      step: Number((maxW / 100).toPrecision(6)),
      amounts: [
        {
          range: [-maxW, -maxW / 1000],
          steps: [{ write: 'charging_from_the_grid', value: 'Grid allowed' }, ...window],
        },
        { range: [0, maxW], steps: window },
      ],
    },
  ];
}

const remote: CompositionStep = { write: 'storage_control', value: 'Remote' };
const command = (value: string, word: string): Composition => ({
  value,
  steps: [{ write: 'remote_command', value: word }, remote],
});

/** SolarEdge: commands that end by themselves after the time-out of `remote_time_out`. */
export const solaredgeModes: readonly ComposedSetPoint[] = [
  {
    setPoint: 'battery.mode',
    ways: [
      { value: 'self-consumption', steps: [{ write: 'storage_control', value: 'Maximise self-consumption' }] },
      command('self-consumption', 'Maximise self-consumption'),
      command('hold', 'Charge from the sun'),
      {
        value: 'charge',
        steps: [{ write: 'ac_charge_policy', value: 'Always' }, ...command('charge', 'Charge from sun and grid').steps],
      },
      command('discharge', 'Discharge into the grid'),
      command('off', 'Off'),
    ],
  },
  {
    // The power is the limit of the direction; the command ends by itself after the time-out, or with the mode self-consumption.
    setPoint: 'battery.power.target',
    step: 1,
    amounts: [
      {
        range: [-50_000, -1],
        steps: [
          { write: 'ac_charge_policy', value: 'Always' },
          { write: 'remote_charge_limit', times: -1 },
          { write: 'remote_command', value: 'Charge from sun and grid' },
          remote,
        ],
      },
      {
        range: [1, 50_000],
        steps: [
          { write: 'remote_discharge_limit', times: 1 },
          { write: 'remote_command', value: 'Discharge into the grid' },
          remote,
        ],
      },
    ],
  },
];
