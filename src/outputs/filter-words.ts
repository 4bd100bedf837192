// What is wrong with the words of a filter: devices that the home does not have, metrics that are none, and parts that would do nothing.
// A filter with a slip of the pen is silent for good, and says nowhere why.
import { external } from '#core/message-params.ts';
import { patternProblem } from '#core/metric-pattern.ts';
import { withNearest } from '#core/near-word.ts';
import type { OutputFilter } from '#core/output.ts';
import { because, type Reason } from '#core/reason.ts';

/** One mistake and where it stands. */
export interface FilterProblem {
  readonly at: readonly (string | number)[];
  readonly why: Reason;
}

/** Longest name that is shown. */
const shown = 60;

/** Every device that a filter names. */
export const devicesNamed = ({ devices = [], exceptDevices = [], names }: OutputFilter): readonly string[] => [
  ...devices,
  ...exceptDevices,
  ...(names?.devices ?? []).map(({ from }) => from),
];

function idle({ changesOnly = false, deadBands = [], againSeconds }: OutputFilter): FilterProblem[] {
  if (changesOnly) return [];
  const why = because('output.filter-idle');
  return [
    ...(deadBands.length > 0 ? [{ at: ['deadBands'], why }] : []),
    ...(againSeconds === undefined ? [] : [{ at: ['againSeconds'], why }]),
  ];
}

/** All mistakes, where the home has these devices; absent: which it has is not known. */
export function filterProblems(filter: OutputFilter, devices?: readonly string[]): readonly FilterProblem[] {
  const ofDevice = (name: string, at: FilterProblem['at']): FilterProblem[] => {
    if (devices === undefined || devices.includes(name)) return [];
    const why = because('expression.device', { name: external(name.slice(0, shown)) });
    return [{ at, why: withNearest(why, name, devices) }];
  };
  const ofMetric = (pattern: string, at: FilterProblem['at']): FilterProblem[] => {
    const why = patternProblem(pattern);
    return why === undefined ? [] : [{ at, why }];
  };
  const listed = (['devices', 'exceptDevices'] as const).flatMap((key) =>
    (filter[key] ?? []).flatMap((name, index) => ofDevice(name, [key, index])),
  );
  const renamed = (filter.names?.devices ?? []).flatMap(({ from }, index) =>
    ofDevice(from, ['names', 'devices', index, 'from']),
  );
  const patterns = (['metrics', 'exceptMetrics'] as const).flatMap((key) =>
    (filter[key] ?? []).flatMap((pattern, index) => ofMetric(pattern, [key, index])),
  );
  const bands = (filter.deadBands ?? []).flatMap(({ metrics }, index) =>
    ofMetric(metrics, ['deadBands', index, 'metrics']),
  );
  return [...listed, ...patterns, ...bands, ...idle(filter), ...renamed];
}
