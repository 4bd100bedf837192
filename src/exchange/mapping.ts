// The mapping of an import: which series of the source becomes which metric of which device, guessed and corrected.
import { isRecord } from '#core/entries.ts';
import { because, type Reason } from '#core/reason.ts';
import { isMetricId, metricOf, type MetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import { scaledUnit } from '#core/unit.ts';
import { type Guess, guessOf, type MakerWords } from './guess.ts';
import { registerMarks } from './guess-words.ts';
import type { SourceSeries } from './import-source.ts';
import type { ColumnKind } from './known-column.ts';

/** What one series becomes; without a metric it is left out. */
export interface MappedSeries {
  readonly series: SourceSeries;
  readonly metric?: MetricId;
  readonly device: string;
  /** Factor to the metric's unit and sign. */
  readonly factor: number;
  readonly why: Reason;
  /** What an energy is, where it is known. */
  readonly kind?: ColumnKind;
  /** Whether it is added up with others of this metric and device. */
  readonly isPart?: true;
  /** Whether its words do not say which way is positive. */
  readonly isSignOpen?: true;
  /** What it is if the file itself shows its sign; without a metric. */
  readonly openMetric?: MetricId;
}

/** What a person says about one series. */
export interface StatedSeries {
  readonly metric?: MetricId;
  readonly device?: string;
  readonly factor?: number;
  readonly kind?: ColumnKind;
}

/** What a person says, by the name of the series, or part and name (`inverter_1/pv_power`). */
export type StatedMapping = ReadonlyMap<string, StatedSeries>;

/** How series find their metrics. */
export interface MappingOptions {
  /** The device they belong to; several parts of the source become devices with their names appended. Absent: the parts themselves. */
  readonly device?: string;
  readonly words: MakerWords;
  readonly stated: StatedMapping;
}

const fail = (at: string, why: Reason): never => {
  throw new SolsteadError('input.invalid', { at, why });
};

function statedFactor(name: string, metric: MetricId, fields: Readonly<Record<string, unknown>>): number {
  const { factor = 1, unit } = fields;
  if (typeof factor !== 'number' || !Number.isFinite(factor) || factor === 0)
    return fail(name, because('mapping.factor'));
  if (unit === undefined) return factor;
  const scaled = typeof unit === 'string' ? scaledUnit(unit) : undefined;
  const own = metricOf(metric).unit;
  if (scaled === undefined || scaled.unit !== own) return fail(name, because('mapping.unit', { unit: own }));
  return factor * scaled.factor;
}

const kinds: readonly ColumnKind[] = ['total', 'interval', 'daily', 'mean'];

function statedKind(name: string, kind: unknown): Pick<StatedSeries, 'kind'> {
  if (kind === undefined) return {};
  const found = kinds.find((one) => one === kind);
  return found === undefined ? fail(name, because('mapping.kind')) : { kind: found };
}

/** Reads a mapping as a file states it. Errors: `input.invalid`, naming the series. */
export function statedMapping(value: unknown): StatedMapping {
  if (!isRecord(value)) return fail('mapping', because('mapping.no-map'));
  return new Map(
    Object.entries(value).map(([name, said]): [string, StatedSeries] => {
      if (said === null || said === false) return [name, {}];
      const fields = typeof said === 'string' ? { metric: said } : said;
      if (!isRecord(fields)) return fail(name, because('mapping.entry'));
      const { metric, device, kind } = fields;
      if (typeof metric !== 'string' || !isMetricId(metric))
        return fail(name, because('mapping.metric', { metric: String(metric) }));
      const factor = statedFactor(name, metric, fields);
      return [
        name,
        {
          metric,
          factor,
          ...statedKind(name, kind),
          ...(typeof device === 'string' ? { device: deviceId(device) } : {}),
        },
      ];
    }),
  );
}

/** An id for a device from a name: lower case, words joined by a dash. */
export function deviceId(name: string): string {
  const id = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
  return id === '' ? fail('device', because('mapping.id', { name })) : id;
}

interface Found extends Guess {
  readonly series: SourceSeries;
  readonly device?: string;
}

function foundOf(series: SourceSeries, { words, stated }: MappingOptions): Found {
  const said = stated.get(`${series.part ?? ''}/${series.name}`) ?? stated.get(series.name);
  if (said === undefined) return { ...guessOf(series, words), series };
  const { metric, factor = 1, device, kind } = said;
  if (metric === undefined) return { series, factor: 1, why: because('mapping.left-out') };
  const more = { ...(device === undefined ? {} : { device }), ...(kind === undefined ? {} : { kind }) };
  return { series, metric, factor, why: because('mapping.stated'), ...more };
}

/** The device of a part: with several parts, the common name followed by that of the part. */
function deviceOf(
  part: string | undefined,
  parts: ReadonlySet<string | undefined>,
  device: string | undefined,
): string {
  if (device === undefined) return part === undefined ? fail('device', because('mapping.device')) : deviceId(part);
  return part === undefined || parts.size === 1 ? deviceId(device) : deviceId(`${device} ${part}`);
}

interface Placed extends Found {
  readonly metric: MetricId;
  readonly device: string;
}

/** The name of a series without what distinguishes registers of one meter. */
const stemOf = ({ name }: SourceSeries): string =>
  name
    .toLowerCase()
    .replaceAll(/[^\p{L}\d]+/gu, '_')
    .replaceAll(registerMarks, '#')
    .replaceAll(/_*#[_#]*/g, '#');

/** Those that are not left out beside others. */
function front(group: readonly Placed[]): readonly Placed[] {
  const first = group.filter(({ isBehind }) => isBehind !== true);
  return first.length > 0 ? first : group;
}

/** Those of a metric that together are one value: two directions of one power, or registers of one meter. */
function partsOf(group: readonly Placed[]): readonly Placed[] {
  const directed = group.filter(({ isDirected }) => isDirected === true);
  if (directed.some(({ factor }) => factor > 0) && directed.some(({ factor }) => factor < 0)) {
    const ways = [directed.find(({ factor }) => factor > 0), directed.find(({ factor }) => factor < 0)];
    return ways.filter((one) => one !== undefined);
  }
  const adding = front(group).filter(({ adds }) => adds === true);
  if (adding.length > 1) return adding;
  const [first, ...others] = group;
  if (first === undefined || !stemOf(first.series).includes('#')) return [];
  const same = others.filter(({ series, kind }) => stemOf(series) === stemOf(first.series) && kind === first.kind);
  return same.length > 0 ? [first, ...same] : [];
}

const isDaily = ({ kind, series }: Placed): boolean =>
  kind === 'daily' || (kind === undefined && /\b(daily|today|heute|tages)/i.test(series.name));

/** Of several that could speak for a metric: a lifetime meter before a daily one. */
const chosenOf = (all: readonly Placed[], group = front(all)): Placed | undefined =>
  group.find(({ kind }) => kind === 'total') ?? group.find((one) => !isDaily(one)) ?? group[0];

/** Decides which series is used for one metric of one device. */
function settled(group: readonly Placed[]): ReadonlyMap<SourceSeries, MappedSeries> {
  const parts = group.length > 1 ? partsOf(group) : [];
  const chosen = parts.length > 0 ? parts : [chosenOf(group)].filter((one) => one !== undefined);
  const names = chosen.map(({ series }) => series.name);
  return new Map(
    group.map(({ series, metric, device, factor, why, kind, isSignOpen }) => {
      const more = { ...(kind === undefined ? {} : { kind }), ...(isSignOpen === true ? { isSignOpen } : {}) };
      const others = names.filter((name) => name !== series.name);
      if (!chosen.some((one) => one.series === series))
        return [
          series,
          { series, device, factor, why: because('mapping.taken', { metric, device, other: names[0] ?? '' }) },
        ];
      if (parts.length === 0) return [series, { series, metric, device, factor, why, ...more }];
      return [
        series,
        { series, metric, device, factor, why: because('mapping.sum', { how: why, others }), ...more, isPart: true },
      ];
    }),
  );
}

/**
 * Consumption beside nothing but what was fed in: the meter at the connection calls what was bought so, an inverter what the home used.
 * Nobody can tell, so that a person has to.
 */
function usedOrBought(placed: readonly Placed[], { stated }: MappingOptions): ReadonlySet<SourceSeries> {
  const devices = Map.groupBy(placed, ({ device }) => device);
  const unclear = [...devices.values()].flatMap((own) => {
    const has = (id: RegExp): boolean => own.some(({ metric }) => id.test(metric));
    if (!has(/^grid\.energy\.export$/) || has(/^(pv|battery)\.|^grid\.(energy\.import|power)/)) return [];
    return own.filter(({ metric, series: { name, part = '', known } }) => {
      const isSaid = known !== undefined || isMetricId(name) || stated.has(name) || stated.has(`${part}/${name}`);
      return metric === 'load.energy' && !isSaid;
    });
  });
  return new Set(unclear.map(({ series }) => series));
}

/** Maps the series of a source; of two that would become the same, one is left out and reported, unless they are parts of one value. */
export function mapSeries(all: readonly SourceSeries[], options: MappingOptions): readonly MappedSeries[] {
  const found = all.map((series) => foundOf(series, options));
  const parts = new Set(
    found.filter(({ metric }) => metric !== undefined).map(({ part, series }) => part ?? series.part),
  );
  const placed = found.flatMap((one): Placed[] => {
    const { metric, part, series, device: own } = one;
    if (metric === undefined) return [];
    return [{ ...one, metric, device: own ?? deviceOf(part ?? series.part, parts, options.device) }];
  });
  const groups = Map.groupBy(placed, ({ device, metric }) => `${device}/${metric}`);
  const known = new Map([...groups.values()].flatMap((group) => [...settled(group)]));
  const unclear = usedOrBought(placed, options);
  return found.map((one): MappedSeries => {
    const { series, factor, why, openMetric } = one;
    if (unclear.has(series)) return { series, device: '', factor, why: because('mapping.used-or-bought') };
    const taken = known.get(series);
    if (taken !== undefined) return taken;
    if (openMetric === undefined || placed.length === 0) return { series, device: '', factor, why };
    const device = deviceOf(one.part ?? series.part, parts, options.device);
    return groups.has(`${device}/${openMetric}`)
      ? { series, device: '', factor, why }
      : { series, device, factor, why, openMetric };
  });
}
