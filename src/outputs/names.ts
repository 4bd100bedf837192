// Names of an output's own for devices and metrics: where a server has them already, readings go there under those. Two that would be
// one there are refused.
import { findMetric, isMetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { everyMetric, patternProblem } from '#core/metric-pattern.ts';
import type { OutputNames } from '#core/output.ts';
import { because, type Reason } from '#core/reason.ts';

/** What things are called at the server of an output. */
export interface Names {
  device(id: string): string;
  metric(id: string): string;
  /** Whether a metric has such a name there, also in one word: `pv_power`. */
  isMetric(name: string): boolean;
  /** The same text for the same names. */
  readonly text: string;
}

type Renamed = NonNullable<OutputNames['metrics']>;

const deviceName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;
const metricName = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*(\.\*|\*)?$/;
/** Last parts of topics that have a meaning of their own. */
const reserved: ReadonlySet<string> = new Set(['status', 'state', 'set', 'result', 'settings', 'availability']);

const isBeginning = (text: string): boolean => text.endsWith('*');
const stem = (text: string): string => text.slice(0, -1);

/** As forms write it that have no dots. */
const inOneWord = (name: string): string => name.replaceAll('.', '_');

/** The first line that names a metric counts. */
function renamed(lines: Renamed, id: string): string {
  for (const { from, to } of lines) {
    if (from === id) return to;
    if (isBeginning(from) && id.startsWith(stem(from))) return stem(to) + id.slice(from.length - 1);
  }
  return id;
}

/** The metric that has a name there, where it is another one than its own. */
function original(lines: Renamed, name: string): string | undefined {
  for (const { from, to } of lines) {
    if (to === name) return from;
    if (isBeginning(to) && name.startsWith(stem(to))) {
      const id = stem(from) + name.slice(to.length - 1);
      if (isMetricId(id)) return id;
    }
  }
  return undefined;
}

/** Names at work. */
export function namesOf({ devices = [], metrics = [] }: OutputNames = {}): Names {
  const own = new Map(devices.map(({ from, to }) => [from, to]));
  const given = new Set(own.values());
  const known = new Map<string, string>();
  let flat: ReadonlySet<string> | undefined;
  const names: Names = {
    // A device that came later and is called like one that was renamed.
    device: (id) => own.get(id) ?? (given.has(id) ? `${id}-2` : id),
    metric(id) {
      if (metrics.length === 0) return id;
      const before = known.get(id);
      if (before !== undefined) return before;
      const name = renamed(metrics, id);
      known.set(id, name);
      return name;
    },
    isMetric(name) {
      if (original(metrics, name) !== undefined || findMetric(name) !== undefined) return true;
      flat ??= new Set(everyMetric.map((id) => inOneWord(names.metric(id))));
      return flat.has(name) || flat.has(name.replace(/\d+$/, '1'));
    },
    text: devices.length + metrics.length === 0 ? '' : JSON.stringify([devices, metrics]),
  };
  return names;
}

const invalid = (at: string, why: Reason): SolsteadError => new SolsteadError('input.invalid', { at, why });

/** Two of some ids that get one name. */
function twins(ids: Iterable<string>, nameOf: (id: string) => string): readonly [string, string] | undefined {
  const taken = new Map<string, string>();
  for (const id of new Set(ids)) {
    const name = nameOf(id);
    const before = taken.get(name);
    if (before !== undefined) return [before, id];
    taken.set(name, id);
  }
  return undefined;
}

/** Every metric there is, and those that are named. */
const metricsWith = (lines: Renamed): readonly string[] => [
  ...everyMetric,
  ...lines.map(({ from }) => from).filter((from) => !isBeginning(from)),
];

/** Names that can be told apart. Errors: `input.invalid` with the field. */
export function checkedNames(names: OutputNames, devices: readonly string[]): OutputNames {
  const { devices: ofDevices = [], metrics = [] } = names;
  const at = { devices: 'filter.names.devices', metrics: 'filter.names.metrics' } as const;
  for (const { to } of ofDevices)
    if (!deviceName.test(to) || reserved.has(to))
      throw invalid(at.devices, because('output.name', { name: external(to) }));
  for (const { from, to } of metrics) {
    if (isBeginning(from) !== isBeginning(to))
      throw invalid(at.metrics, because('output.name-star', { from: external(from), to: external(to) }));
    if (!metricName.test(to) || reserved.has(to) || to.length > 100)
      throw invalid(at.metrics, because('output.name', { name: external(to) }));
    const problem = patternProblem(from);
    if (problem !== undefined) throw invalid(at.metrics, problem);
  }
  const own = new Map(ofDevices.map(({ from, to }) => [from, to]));
  const { metric } = namesOf(names);
  for (const [place, found] of [
    [at.devices, twins([...devices, ...own.keys()], (id) => own.get(id) ?? id)],
    [at.metrics, twins(metricsWith(metrics), (id) => inOneWord(metric(id)))],
  ] as const) {
    if (found === undefined) continue;
    const [one, other] = found;
    throw invalid(place, because('output.name-twice', { one: external(one), other: external(other) }));
  }
  return names;
}
