// `solstead import`: history from elsewhere, shown first and written only on request.
import { readdir, stat } from 'node:fs/promises';
import { because, inEnglish } from '#core/reason.ts';
import { oneLine, visible } from '#core/visible.ts';
import { metricOf } from '#core/catalogue.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { isTimeZone } from '#energy/local-day.ts';
import { importHistory, type ImportResult, type Rejects, type Scan } from '#exchange/import-history.ts';
import { openImportIndex } from '#ledger/import-index.ts';
import type { PlannedSeries } from '#exchange/import-plan.ts';
import type { ImportPoint } from '#exchange/waiting-points.ts';
import { lookAtMapping } from '#exchange/mapping-file.ts';
import type { MappedSeries, StatedMapping } from '#exchange/mapping.ts';
import type { CommandContext } from '../context.ts';
import type { OfflineStores } from '../offline.ts';
import { textFile } from '../energy/money-flags.ts';
import { importSourceOf, type OpenSource, type SourceFlags } from '../import-source-of.ts';
import { findMeasurements } from '../found-measurements.ts';
import { knownSource } from '../known-source.ts';
import { formatTable, printJson } from '../print.ts';
import { isSetUp, maySetUp, type SetUpFlags } from './import-set-up.ts';
import { tell } from '../tell-addresses.ts';
import { progressLine } from '../tell-progress.ts';

/** Flags of `solstead import`. */
export interface ImportFlags extends SourceFlags, SetUpFlags {
  readonly data: string;
  readonly device?: string;
  readonly mapping?: string;
  readonly dryRun?: boolean;
  readonly beside?: boolean;
  readonly look?: boolean;
  readonly timezone?: string;
  readonly json?: boolean;
}

const instead = 'Stop it while the import runs.';
const shownSeries = 200;

const timeText = (atMs: number): string => new Date(atMs).toISOString().replace('.000Z', 'Z');
const short = (value: number): string => String(Number(value.toPrecision(6)));

/** What a file says of names in a source. Errors: `input.usage`. */
async function mappingFile(path: string | undefined): Promise<StatedMapping> {
  if (path === undefined) return new Map();
  const outcome = lookAtMapping(await textFile(path));
  if ('mapping' in outcome) return outcome.mapping;
  const [first = { line: 1, column: 1, why: because('mapping.no-map') }] = outcome.problems;
  const more = outcome.problems.length - 1;
  const why = more > 0 ? because('file.more', { reason: first.why, count: more }) : first.why;
  throw new SolsteadError('input.usage', { at: `${path}:${first.line}:${first.column}`, why });
}

/** Prints lines for people; nothing where a program gets one document. */
type Say = typeof tell;

function tellMapping(say: Say, { series }: Scan, mapping: readonly PlannedSeries[]): void {
  const rows = mapping.slice(0, shownSeries).map((one, index) => {
    const seen = series[index];
    const part = one.series.part === undefined ? '' : `${one.series.part}/`;
    return {
      'in the source': part + one.series.name,
      values: seen?.count ?? 0,
      range: seen === undefined ? '' : `${short(seen.min)} … ${short(seen.max)}`,
      metric: one.metric ?? '–',
      device: one.metric === undefined ? '' : one.device,
      times: one.factor === 1 ? '' : one.factor,
      why: inEnglish(one.why),
    };
  });
  if (rows.length > 0) say('', formatTable(rows));
  if (mapping.length > shownSeries) say(`… and ${mapping.length - shownSeries} more`);
  for (const [index, { metric, series: one, gathered }] of mapping.entries()) {
    const { falls = 0, count = 0 } = series[index] ?? {};
    // Energies of intervals fall by right.
    const isMeter = metric !== undefined && metricOf(metric).kind === 'counter' && gathered?.kind !== 'interval';
    if (isMeter && falls > count / 10)
      say(
        `Note: ${one.name} falls ${falls} times in ${count} values. That is not a meter; leave it out with a mapping.`,
      );
  }
}

function tellRejects(say: Say, { count, first }: Rejects): void {
  if (count === 0) return;
  say('', `${count} could not be taken:`);
  for (const { file, line, column, why } of first)
    say(`  ${file}:${line}${column === undefined ? '' : ` ${column}`}: ${inEnglish(why)}`);
  if (count > first.length) say(`  … and ${count - first.length} more`);
}

function tellFirst(say: Say, points: readonly ImportPoint[]): void {
  if (points.length === 0) return;
  const rows = points.map(({ device, metric, atMs, value, quality }) => ({
    time: timeText(atMs),
    device,
    metric,
    value,
    unit: metricOf(metric).unit,
    quality,
  }));
  say('', 'The first of them:', formatTable(rows));
}

function tellResult(say: Say, result: ImportResult, isDry: boolean): void {
  const { added, replaced, same, leftOut } = result;
  tellFirst(say, result.first);
  tellRejects(say, result.rejects);
  const verb = isDry ? 'Would add' : 'Added';
  const other = isDry ? 'replace' : 'replaced';
  const counts = `${verb} ${added.points} points, ${other} ${replaced.points}`;
  say('', `${counts}; ${same.points} are there already, ${leftOut} left out.`);
  if (isDry) say('Nothing was written. Add --yes to do it.');
}

function tellDevices(say: Say, mapping: readonly MappedSeries[], house: OfflineStores): void {
  const names = new Set(mapping.filter(({ metric }) => metric !== undefined).map(({ device }) => device));
  const fresh = [...names].filter((name) => !house.devices.some(({ id }) => id === name));
  if (fresh.length > 0)
    say(
      '',
      `No device ${fresh.join(', ')} is set up: its history appears in charts, energy and exports under this name.`,
    );
}

/** The same for programs. */
function documentOf({ values, series }: Scan, mapping: readonly PlannedSeries[], result: ImportResult) {
  const { added, replaced, same, leftOut, rejects, first, beside } = result;
  return {
    values,
    series: mapping.map(({ series: one, metric, device, factor, why }, index) => ({
      name: one.name,
      ...(one.part === undefined ? {} : { part: one.part }),
      values: series[index]?.count ?? 0,
      ...(metric === undefined ? {} : { metric, device, factor }),
      why: inEnglish(why),
    })),
    added: added.points,
    replaced: replaced.points,
    same: same.points,
    leftOut,
    rejects: { count: rejects.count, first: rejects.first.map((one) => ({ ...one, why: inEnglish(one.why) })) },
    first,
    beside,
  };
}

/** Why nothing can be taken from a source without a value that could be read. */
function refuseEmpty(say: Say, { at }: OpenSource, rejects: Rejects): never {
  const [first] = rejects.first;
  if (first === undefined) throw new SolsteadError('input.invalid', { at, why: because('import.nothing') });
  tellRejects(say, rejects);
  const { line, why } = first;
  throw new SolsteadError('input.invalid', { at, why: because('import.none-read', { line, why }) });
}

/** From when to when a source has values, as days of UTC. */
function spanText({ series }: Scan): string {
  const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
  const [fromMs, toMs] = [Math.min(...series.map((one) => one.fromMs)), Math.max(...series.map((one) => one.toMs))];
  return fromMs <= toMs && Number.isFinite(toMs - fromMs) ? `, ${day(fromMs)} to ${day(toMs)}` : '';
}

async function run(source: OpenSource, house: OfflineStores, flags: ImportFlags): Promise<void> {
  const site = house.site(flags.site);
  const line = progressLine(clock, process.stderr);
  const stated = await mappingFile(flags.mapping);
  const say: Say = flags.json === true ? () => undefined : tell;
  const onProgress = (values: number): void => line.show(`looking: ${values} values`);
  const by = { timeZone: flags.timezone ?? site.timeZone, stated, device: flags.device, onProgress };
  const { seen, plan } = await knownSource(source, by, (whole) => {
    line.clear();
    say(`${source.title}: ${whole.values} values of ${whole.series.length} series${spanText(whole)}`);
    if (whole.values === 0) refuseEmpty(say, source, whole.rejects);
  });
  const { series: mapping, products } = plan;
  tellMapping(say, seen, mapping);
  for (const { device, metric } of products) say(`${metric} of ${device}: ${inEnglish(because('import.product'))}`);
  if (!mapping.some(({ metric }) => metric !== undefined)) {
    tellRejects(say, seen.rejects);
    throw new SolsteadError('input.invalid', { at: source.at, why: because('import.none-known') });
  }
  tellDevices(say, mapping, house);
  const isDry = flags.yes !== true || flags.dryRun === true;
  // Marked before it is written: a kill between the two loses neither the points nor their energy.
  const book = await openImportIndex(house.records.ledger, site.id);
  const result = await importHistory(source, {
    store: house.history,
    site: site.id,
    mapping,
    products,
    isBeside: flags.beside === true,
    isLive: (device) => house.devices.some(({ id }) => id === device),
    nowMs: clock.nowMs(),
    isDry,
    onWrite: (points, isNew) => book.expect(points.map((point) => ({ ...point, isNew: isNew(point) }))),
    onProgress: (values) => line.show(`${isDry ? 'comparing' : 'writing'}: ${values} of ${seen.values} values`),
  });
  line.clear();
  tellResult(say, result, isDry);
  const others = result.beside;
  if (others.length > 0) say('', inEnglish(because('import.beside', { others, count: others.length })));
  if (flags.json === true)
    printJson({
      source: source.title,
      site: site.id,
      ...documentOf(seen, mapping, result),
      isDry,
      hoursToSettle: book.hours,
    });
  if (book.hours > 0) say(`The energy of ${book.hours} hours is settled again when Solstead starts next.`);
}

/** Whether a folder is one to look through: one with files of Prometheus text is a source itself. */
async function isToLookThrough(given: string): Promise<boolean> {
  const about = await stat(given).catch(() => undefined);
  return about?.isDirectory() === true && !(await readdir(given)).some((name) => name.endsWith('.prom'));
}

/** Tells what a folder holds of an earlier system. The one export in it; undefined if there is none, or several. */
async function foundIn(folder: string, { json }: ImportFlags): Promise<string | undefined> {
  const found = await findMeasurements(folder);
  if (found.length === 0)
    throw new SolsteadError('input.invalid', { at: folder, why: because('import.nothing-found') });
  const exports = found.filter(({ kind }) => kind === 'export' || kind === 'database');
  const only = exports.length === 1 ? exports[0] : undefined;
  const told = found.map(({ what, ...one }) => ({ ...one, text: inEnglish(what) }));
  if (json === true && only === undefined) printJson({ folder, found: told });
  if (json === true) return only?.path;
  tell(`Found in ${visible(folder)}:`);
  // A name with an end of line in it begins no line of its own.
  for (const { path, what } of found) tell(`  ${oneLine(path)}`, visible(`    ${inEnglish(what)}`));
  if (exports.length > 1) tell('', 'There are several exports: name the one to import.');
  tell('');
  return only?.path;
}

/** Imports from a source. Errors: `input.usage`, `input.invalid`, `site.unknown`, `folder.locked`, `link.unavailable`, `store.*`. */
export async function importFrom(given: string, flags: ImportFlags, context: CommandContext): Promise<void> {
  if (flags.look === true) return (await import('./look-through.ts')).lookThrough(given, flags);
  if (maySetUp(given) && isSetUp(given, await textFile(given)))
    return (await import('./import-set-up.ts')).importSetUp(given, flags, context);
  const source = (await isToLookThrough(given)) ? await foundIn(given, flags) : given;
  if (source !== undefined) await importOne(source, flags, context);
}

async function importOne(given: string, flags: ImportFlags, context: CommandContext): Promise<void> {
  const house = await context.openOffline({ folder: flags.data, instead });
  try {
    const timeZone = flags.timezone ?? house.site(flags.site).timeZone;
    if (!isTimeZone(timeZone)) throw new SolsteadError('input.usage', { at: timeZone, why: because('flag.zone') });
    const frame = { timeZone, password: context.secret('SOLSTEAD_INFLUX_PASSWORD') };
    const source = await importSourceOf(given, flags, frame);
    try {
      await run(source, house, flags);
    } finally {
      source.close();
    }
  } finally {
    await house.close();
  }
}
