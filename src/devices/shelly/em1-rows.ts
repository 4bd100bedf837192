// Meters of one channel each (components `em1` and `em1data`). Channel 0 is taken for the connection to the grid; what the
// others measure only their owner knows. Source: [shelly-rpc] (EM1, EM1Data).
import { numberAt, type TypedStateRow } from '../state-rows.ts';

type Metric = NonNullable<TypedStateRow['metric']>;

type Words = Omit<TypedStateRow, 'type' | 'unit'>;

const withMetric = (metric: Metric | undefined) => (metric === undefined ? {} : { metric });

function channel(component: 'em1' | 'em1data', id: number) {
  /** What a channel beside the first is kept as; absent: told only. */
  type Beside = 'power' | 'energy.forward' | 'energy.backward';
  const metricOf = (ofGrid: Metric | undefined, beside: Beside | undefined): Metric | undefined =>
    id === 0 ? ofGrid : beside === undefined ? undefined : `meter.${beside}.${id + 1}`;
  return (key: string, label: string, [ofGrid, beside]: readonly [Metric?, Beside?] = []): Words => ({
    path: `${component}:${id}/${key}`,
    name: `channel_${id}_${key}`,
    label: `${label}, channel ${id}`,
    ...withMetric(metricOf(ofGrid, beside)),
  });
}

/** What flows now; + is along the arrow of the clamp, which is import when mounted as documented. */
export function em1Rows(id: number): readonly TypedStateRow[] {
  const at = channel('em1', id);
  return [
    numberAt(at('act_power', 'Active power', ['grid.power', 'power']), 'W'),
    numberAt(at('aprt_power', 'Apparent power', ['grid.power_apparent']), 'VA'),
    numberAt(at('voltage', 'Voltage', ['grid.voltage']), 'V'),
    numberAt(at('current', 'Current', ['grid.current']), 'A'),
    numberAt(at('pf', 'Power factor'), ''),
    numberAt(at('freq', 'Frequency', ['grid.frequency']), 'Hz'),
  ];
}

/** What flowed. */
export function em1DataRows(id: number): readonly TypedStateRow[] {
  const at = channel('em1data', id);
  return [
    numberAt(at('total_act_energy', 'Active energy', ['grid.energy.import', 'energy.forward']), 'Wh'),
    numberAt(at('total_act_ret_energy', 'Returned active energy', ['grid.energy.export', 'energy.backward']), 'Wh'),
  ];
}
