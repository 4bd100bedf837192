// The mapping of an import: which series of the source becomes which metric of which device, guessed and corrected.
import { because, type Reason } from '#core/reason.ts';
import { isMetricId, metricOf, type MetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import { scaledUnit } from '#core/unit.ts';
import { type Guess, guessOf, type MakerWords } from './guess.ts';
import type { SourceSeries } from './import-source.ts';

/** What one series becomes; without a metric it is left out. */
export interface MappedSeries {
  readonly series: SourceSeries;
  readonly metric?: MetricId;
  readonly device: string;
  /** Factor to the metric's unit and sign. */
  readonly factor: number;
  readonly why: string;
}

/** What a person says of one series. */
export interface StatedSeries {
  readonly metric?: MetricId;
  readonly device?: string;
  readonly factor?: number;
}

/** What a person says, by the name of the series, or part and name (`inverter_1/pv_power`). */
export type StatedMapping = ReadonlyMap<string, StatedSeries>;

/** How series find their metrics. */
export interface MappingOptions {
  /** Device they belong to; several parts of the source become devices with their names appended. Absent: the parts themselves. */
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

/** Reads a mapping as a file states it. Errors: `input.invalid`, naming the series. */
export function statedMapping(value: unknown): StatedMapping {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail('mapping', because('mapping.no-map'));
  return new Map(
    Object.entries(value).map(([name, said]: [string, unknown]): [string, StatedSeries] => {
      if (said === null || said === false) return [name, {}];
      const fields = typeof said === 'string' ? { metric: said } : said;
      if (typeof fields !== 'object' || fields === null) return fail(name, because('mapping.entry'));
      const { metric, device } = fields as Readonly<Record<string, unknown>>;
      if (typeof metric !== 'string' || !isMetricId(metric))
        return fail(name, because('mapping.metric', { metric: String(metric) }));
      const factor = statedFactor(name, metric, { ...fields });
      return [name, { metric, factor, ...(typeof device === 'string' ? { device: deviceId(device) } : {}) }];
    }),
  );
}

/** An id for a device from a name: lower case, words joined by a dash. */
function deviceId(name: string): string {
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
  const { metric, factor = 1, device } = said;
  if (metric === undefined) return { series, factor: 1, why: 'left out by the mapping' };
  return { series, metric, factor, why: 'stated by the mapping', ...(device === undefined ? {} : { device }) };
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

/** Maps the series of a source; if two would become the same, that is reported and the second is left out. */
export function mapSeries(all: readonly SourceSeries[], options: MappingOptions): readonly MappedSeries[] {
  const found = all.map((series) => foundOf(series, options));
  const parts = new Set(
    found.filter(({ metric }) => metric !== undefined).map(({ part, series }) => part ?? series.part),
  );
  const taken = new Map<string, string>();
  return found.map(({ series, metric, factor, why, part, device: own }): MappedSeries => {
    if (metric === undefined) return { series, device: '', factor, why };
    const device = own ?? deviceOf(part ?? series.part, parts, options.device);
    const before = taken.get(`${device}/${metric}`);
    if (before !== undefined) return { series, device, factor, why: `${metric} of ${device} is taken by ${before}` };
    taken.set(`${device}/${metric}`, series.name);
    return { series, metric, device, factor, why };
  });
}
