// Where the readings come from: a file, the standard input, or a home's history.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { systemClock as clock } from '#core/clock.ts';
import type { MetricId } from '#core/catalogue.ts';
import { messageOf, SolsteadError, systemCode } from '#core/errors.ts';
import type { DeviceKind } from '#core/field.ts';
import { findDefinition } from '#devices/registry.ts';
import { orderedSeries, type ReadingColumns, type SeriesSet } from '#energy/metering/columns.ts';
import { isMetered, type TableKey } from '#energy/metering/table-plan.ts';
import { readReadings, type RejectedReading } from '#exchange/readings-file.ts';
import { growingSeries, type GrowingSeries } from '#exchange/readings-columns.ts';
import { openClosedHouse } from '../closed-house.ts';

/** Readings in order of time. */
export interface Readings {
  readonly keys: readonly TableKey[];
  readonly series: SeriesSet;
  readonly name: string;
  readonly rows: number;
  /** Metrics that say nothing of energy. */
  readonly others: readonly MetricId[];
  readonly rejected: { readonly count: number; readonly first: readonly RejectedReading[] };
  /** What devices are, where that is known. */
  readonly kinds?: ReadonlyMap<string, DeviceKind>;
  /** The zone of the home. */
  readonly timeZone?: string;
}

const instead = 'Stop it for the time of the answer, or ask it at its web address.';

async function bytesOf(path: string, stdin: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  if (path === '-') return stdin;
  try {
    if ((await stat(path)).isDirectory()) throw new SolsteadError('input.usage', { at: path, why: 'this is a folder' });
  } catch (error) {
    const why = systemCode(error) === 'ENOENT' ? 'there is no such file' : messageOf(error);
    throw error instanceof SolsteadError ? error : new SolsteadError('input.usage', { at: path, why, cause: error });
  }
  const file = createReadStream(path);
  return path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
}

type Columns = Pick<GrowingSeries, 'device' | 'metric' | 'columns'>;

function inOrder(all: readonly Columns[]): Pick<Readings, 'keys' | 'series' | 'others'> {
  const own = all.filter(({ metric }) => isMetered(metric));
  const readings = own.map(
    ({ device, metric, columns }): ReadingColumns => ({ key: { device, metric }, ...columns() }),
  );
  return {
    keys: own.map(({ device, metric }) => ({ device, metric })),
    series: orderedSeries(readings),
    others: [...new Set(all.filter(({ metric }) => !isMetered(metric)).map(({ metric }) => metric))],
  };
}

/** The readings of a CSV file, `-` for the standard input. Errors: `input.usage`, `readings.invalid`. */
export async function readingsOfFile(
  path: string,
  {
    timeZone,
    stdin,
    onProgress,
  }: {
    readonly timeZone: string | undefined;
    readonly stdin: AsyncIterable<Uint8Array>;
    onProgress(rows: number): void;
  },
): Promise<Readings> {
  const name = path === '-' ? 'stdin' : path;
  const read = await readReadings(await bytesOf(path, stdin), { file: name, timeZone, onProgress });
  return { ...inOrder(read.series), name, rows: read.rows, rejected: read.rejected };
}

/** The readings of a home that is not running. Errors: `input.usage`, `site.unknown`, `folder.locked`, `store.*`. */
export async function readingsOfHouse({
  folder,
  site: siteId,
  toMs,
  onProgress,
}: {
  readonly folder: string;
  readonly site: string | undefined;
  readonly toMs: number | undefined;
  onProgress(rows: number): void;
}): Promise<Readings> {
  const house = await openClosedHouse({ folder, instead });
  try {
    const { id, timeZone } = house.site(siteId);
    const wanted = (await house.history.series(id)).filter(({ metric }) => isMetered(metric));
    const grown = new Map<string, GrowingSeries>();
    let rows = 0;
    for await (const { columns } of house.history.pages({ series: wanted, fromMs: 0, toMs: toMs ?? clock.nowMs() })) {
      for (const { key, atMs, value, quality } of columns) {
        const own = grown.getOrInsertComputed(`${key.device} ${key.metric}`, () => growingSeries(key));
        for (const [index, at] of atMs.entries()) {
          if (quality[index] !== 'stale') own.push(at, value[index] ?? Number.NaN);
        }
        rows += atMs.length;
      }
      onProgress(rows);
    }
    const kinds = house.devices.flatMap((device): [string, DeviceKind][] => {
      const kind = findDefinition(device.definition)?.kind;
      return kind === undefined ? [] : [[device.id, kind]];
    });
    const rejected = { count: 0, first: [] };
    return { ...inOrder([...grown.values()]), name: folder, rows, rejected, kinds: new Map(kinds), timeZone };
  } finally {
    await house.close();
  }
}
