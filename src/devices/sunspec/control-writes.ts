// What can be set of the models 123, 124 and 704, where the device says in which scale.
// Source: sunspec/models json (2026-04).
import type { SunspecModel } from '#codec/sunspec.ts';
import type { Serves } from '../definition.ts';
import type { RegisterWrite } from '../register-writes.ts';
import type { ControlScales } from './control-scales.ts';

const percent = { min: 0, max: 100, step: 1 } as const;
const seconds = { min: 0, max: 3600, step: 1 } as const;

/** A share of the maximum, in percent, as watts; the limit holds only while it is switched on. */
const powerLimit = (maxW: number | undefined, enabled: string): { readonly serves?: Serves } =>
  maxW === undefined
    ? {}
    : { serves: { setPoint: 'pv.power.limit', factor: maxW / 100, along: [{ write: enabled, value: 'On' }] } };

/** Model 123, immediate controls. */
const controls = ({ maxW }: ControlScales): readonly RegisterWrite[] => [
  {
    field: 'power_limit',
    title: 'Limit of the AC power, share of the maximum',
    limits: percent,
    ...powerLimit(maxW, 'power_limit_enabled'),
  },
  { field: 'power_limit_time_out', title: 'Time after which the limit ends by itself', limits: seconds },
  { field: 'power_limit_enabled', title: 'Whether the limit holds (write again after a change of the limit)' },
  {
    field: 'connection_to_the_grid',
    title: 'Connection to the grid',
    dangerous: true,
    serves: { setPoint: 'inverter.enabled', words: { on: 'Connect', off: 'Disconnect' } },
  },
];

/** Model 124, storage; a negative discharge rate forces charging, a negative charge rate discharging. */
const storage: readonly RegisterWrite[] = [
  { field: 'storage_control_mode', title: 'Which of the storage limits hold' },
  {
    field: 'minimum_reserve',
    title: 'Charge that is kept',
    limits: percent,
    serves: { setPoint: 'battery.soc.min' },
  },
  {
    field: 'discharge_rate',
    title: 'Limit of discharging, share of the maximum',
    limits: { min: -100, max: 100, step: 1 },
  },
  { field: 'charge_rate', title: 'Limit of charging, share of the maximum', limits: { min: -100, max: 100, step: 1 } },
  { field: 'rate_time_out', title: 'Time after which the rates end by themselves', limits: seconds },
  {
    field: 'charging_from_the_grid',
    title: 'Whether the grid may charge the battery',
    serves: { setPoint: 'battery.charge.from_grid', words: { on: 'Grid allowed', off: 'PV only' } },
  },
];

/** Model 704, AC controls of IEEE 1547 devices. */
const acControls = ({ maxW }: ControlScales): readonly RegisterWrite[] => [
  {
    field: 'active_power_limit',
    title: 'Limit of the AC power, share of the maximum',
    limits: percent,
    ...powerLimit(maxW, 'active_power_limit_enabled'),
  },
  { field: 'active_power_limit_enabled', title: 'Whether the limit holds' },
];

/** What can be set of a device with these models; none of it is kept, as it ends by itself or with the next start. */
export function writesFor(models: ReadonlyMap<number, SunspecModel>, scales: ControlScales): readonly RegisterWrite[] {
  const { limit, reserve, rate, acLimit } = scales;
  const list = [
    ...(models.has(123) && limit !== undefined ? controls(scales) : []),
    ...(models.has(124) && rate !== undefined && reserve !== undefined ? storage : []),
    ...(models.has(704) && acLimit !== undefined ? acControls(scales) : []),
  ];
  return list.map((write) => ({ ...write, wear: false }));
}
