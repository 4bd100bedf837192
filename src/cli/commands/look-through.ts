// `solstead import <folder> --look`: what an earlier system left in a folder, and what each export would become. Nothing is opened but that folder.
import { inEnglish } from '#core/reason.ts';
import { reasonOf } from '#core/errors.ts';
import { earlierDevice, type FoundContent, type FoundLeft } from '#core/predecessor.ts';
import { visible } from '#core/visible.ts';
import { findMeasurements } from '../found-measurements.ts';
import { importSourceOf, type SourceFlags } from '../import-source-of.ts';
import { knownSource } from '../known-source.ts';
import { formatTable, printJson } from '../print.ts';
import { tell } from '../tell-addresses.ts';

/** What of the flags of an import counts here. */
interface LookFlags extends SourceFlags {
  readonly device?: string;
  readonly timezone?: string;
  readonly json?: boolean;
}

/** Exports that are read, and series of one that are told. */
export const lookBounds = Object.freeze({ exports: 10, series: 200 });

/** What an export or a database holds. Errors: those of its source. */
async function contentOf(path: string, flags: LookFlags): Promise<FoundContent> {
  const timeZone = flags.timezone ?? 'UTC';
  const source = await importSourceOf(path, flags, { timeZone, password: undefined });
  try {
    const by = { timeZone, stated: new Map(), device: flags.device ?? earlierDevice };
    const { seen, plan } = await knownSource(source, by);
    const { series } = plan;
    return {
      values: seen.values,
      fromMs: Math.min(...seen.series.map((one) => one.fromMs)),
      toMs: Math.max(...seen.series.map((one) => one.toMs)),
      count: series.length,
      unmapped: series.filter(({ metric }) => metric === undefined).length,
      series: series.slice(0, lookBounds.series).map(({ series: own, metric, device, factor, why }, index) => ({
        name: own.name,
        ...(own.part === undefined ? {} : { part: own.part }),
        values: seen.series[index]?.count ?? 0,
        ...(metric === undefined ? {} : { metric, device, factor }),
        why,
      })),
    };
  } finally {
    source.close();
  }
}

async function readExport(one: FoundLeft, flags: LookFlags): Promise<FoundLeft> {
  try {
    return { ...one, holds: await contentOf(one.path, flags) };
  } catch (error) {
    return { ...one, failure: reasonOf(error) };
  }
}

const day = (atMs: number): string => (Number.isFinite(atMs) ? new Date(atMs).toISOString().slice(0, 10) : '–');

function tellOne({ path, what, holds, failure }: FoundLeft): void {
  tell(visible(path), visible(`  ${inEnglish(what)}.`));
  if (failure !== undefined) tell(visible(`  It cannot be read: ${inEnglish(failure)}.`));
  if (holds === undefined) return;
  const { values, fromMs, toMs, count, unmapped, series } = holds;
  tell(`  ${values} values of ${count} series, ${day(fromMs)} to ${day(toMs)}; ${unmapped} series are left out`, '');
  const rows = series.map(({ name, part, values: own, metric = '–', device = '', why }) => ({
    'in the source': part === undefined ? name : `${part}/${name}`,
    values: own,
    metric,
    device,
    why: inEnglish(why),
  }));
  if (rows.length > 0) tell(formatTable(rows), '');
}

const isImported = ({ kind }: FoundLeft): boolean => kind === 'export' || kind === 'database';

/** Looks through a folder. Errors: what the system throws for the folder itself. */
export async function lookThrough(folder: string, flags: LookFlags): Promise<void> {
  const found: readonly FoundLeft[] = await findMeasurements(folder);
  const told: FoundLeft[] = [];
  for (const one of found) {
    const isRead = isImported(one) && told.filter(isImported).length < lookBounds.exports;
    told.push(isRead ? await readExport(one, flags) : one);
    const last = told.at(-1);
    if (flags.json !== true && last !== undefined) tellOne(last);
  }
  if (flags.json === true) printJson({ folder, found: told });
  else if (told.length === 0) tell('Nothing of an earlier system was found.');
}
