// `solstead import`: history from elsewhere, shown first and written only on request.
import { because, inEnglish, said } from '#core/reason.ts';
import { parse as parseYaml } from 'yaml';
import { metricOf } from '#core/catalogue.ts';
import { systemClock as clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { builtIn } from '#devices/on-demand.ts';
import { isTimeZone } from '#energy/local-day.ts';
import { balancedSigns } from '#exchange/balanced-signs.ts';
import { importHistory, type ImportResult, type Rejects, type Scan, scan } from '#exchange/import-history.ts';
import { openImportIndex } from '#ledger/import-index.ts';
import { planFrame, planImport, type PlannedSeries } from '#exchange/import-plan.ts';
import type { ImportPoint } from '#exchange/waiting-points.ts';
import { mapSeries, type MappedSeries, statedMapping, type StatedMapping } from '#exchange/mapping.ts';
import type { CommandContext, OfflineStores } from '../context.ts';
import { textFile } from '../energy/money-flags.ts';
import { importSourceOf, type OpenSource, type SourceFlags } from '../import-source-of.ts';
import { makerWords } from '../maker-words.ts';
import { formatTable } from '../print.ts';
import { tell } from '../tell-addresses.ts';
import { progressLine } from '../tell-progress.ts';

/** Flags of `solstead import`. */
export interface ImportFlags extends SourceFlags {
  readonly data: string;
  readonly site?: string;
  readonly device?: string;
  readonly mapping?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly beside?: boolean;
  readonly timezone?: string;
}

const instead = 'Stop it while the import runs.';
const shownSeries = 200;

const timeText = (atMs: number): string => new Date(atMs).toISOString().replace('.000Z', 'Z');
const short = (value: number): string => String(Number(value.toPrecision(6)));

async function mappingFile(path: string | undefined): Promise<StatedMapping> {
  if (path === undefined) return new Map();
  try {
    return statedMapping(parseYaml(await textFile(path)));
  } catch (error) {
    if (isSolsteadError(error)) throw error;
    throw new SolsteadError('input.usage', { at: path, why: said(error), cause: error });
  }
}

function tellMapping({ series }: Scan, mapping: readonly PlannedSeries[]): void {
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
  if (rows.length > 0) tell('', formatTable(rows));
  if (mapping.length > shownSeries) tell(`… and ${mapping.length - shownSeries} more`);
  for (const [index, { metric, series: one, gathered }] of mapping.entries()) {
    const { falls = 0, count = 0 } = series[index] ?? {};
    // Energies of intervals fall by right.
    const isMeter = metric !== undefined && metricOf(metric).kind === 'counter' && gathered?.kind !== 'interval';
    if (isMeter && falls > count / 10)
      tell(
        `Note: ${one.name} falls ${falls} times in ${count} values. That is not a meter; leave it out with a mapping.`,
      );
  }
}

function tellRejects({ count, first }: Rejects): void {
  if (count === 0) return;
  tell('', `${count} could not be taken:`);
  for (const { file, line, column, why } of first)
    tell(`  ${file}:${line}${column === undefined ? '' : ` ${column}`}: ${inEnglish(why)}`);
  if (count > first.length) tell(`  … and ${count - first.length} more`);
}

function tellFirst(points: readonly ImportPoint[]): void {
  if (points.length === 0) return;
  const rows = points.map(({ device, metric, atMs, value, quality }) => ({
    time: timeText(atMs),
    device,
    metric,
    value,
    unit: metricOf(metric).unit,
    quality,
  }));
  tell('', 'The first of them:', formatTable(rows));
}

function tellResult(result: ImportResult, isDry: boolean): void {
  const { added, replaced, same, leftOut } = result;
  tellFirst(result.first);
  tellRejects(result.rejects);
  const verb = isDry ? 'Would add' : 'Added';
  const other = isDry ? 'replace' : 'replaced';
  tell('', `${verb} ${added} points, ${other} ${replaced}; ${same} are there already, ${leftOut} left out.`);
  if (isDry) tell('Nothing was written. Add --yes to do it.');
}

function tellDevices(mapping: readonly MappedSeries[], house: OfflineStores): void {
  const names = new Set(mapping.filter(({ metric }) => metric !== undefined).map(({ device }) => device));
  const fresh = [...names].filter((name) => !house.devices.some(({ id }) => id === name));
  if (fresh.length > 0)
    tell(
      '',
      `No device ${fresh.join(', ')} is set up: its history appears in charts, energy and exports under this name.`,
    );
}

/** Why nothing can be taken from a source without a value that could be read. */
function refuseEmpty({ at }: OpenSource, rejects: Rejects): never {
  const [first] = rejects.first;
  if (first === undefined) throw new SolsteadError('input.invalid', { at, why: because('import.nothing') });
  tellRejects(rejects);
  const { line, why } = first;
  throw new SolsteadError('input.invalid', { at, why: because('import.none-read', { line, why }) });
}

async function run(source: OpenSource, house: OfflineStores, flags: ImportFlags): Promise<void> {
  const site = house.site(flags.site);
  const line = progressLine(clock, process.stderr);
  const stated = await mappingFile(flags.mapping);
  const seen = await scan(source, (values) => line.show(`looking: ${values} values`));
  line.clear();
  tell(`${source.title}: ${seen.values} values of ${seen.series.length} series`);
  if (seen.values === 0) refuseEmpty(source, seen.rejects);
  const words = makerWords(await builtIn.all());
  const options = { words, stated, ...(flags.device === undefined ? {} : { device: flags.device }) };
  const guessed = mapSeries(
    seen.series.map(({ series }) => series),
    options,
  );
  const mapped = await balancedSigns(source, guessed);
  const frame = planFrame(source, flags.timezone ?? site.timeZone);
  const { series: mapping, products } = planImport(mapped, seen.series, frame);
  tellMapping(seen, mapping);
  for (const { device, metric } of products) tell(`${metric} of ${device}: ${inEnglish(because('import.product'))}`);
  if (!mapping.some(({ metric }) => metric !== undefined)) {
    tellRejects(seen.rejects);
    throw new SolsteadError('input.invalid', { at: source.at, why: because('import.none-known') });
  }
  tellDevices(mapping, house);
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
  tellResult(result, isDry);
  const others = result.beside;
  if (others.length > 0) tell('', inEnglish(because('import.beside', { others, count: others.length })));
  if (book.hours > 0) tell(`The energy of ${book.hours} hours is settled again when Solstead starts next.`);
}

/** Imports from a source. Errors: `input.usage`, `input.invalid`, `site.unknown`, `folder.locked`, `link.unavailable`, `store.*`. */
export async function importFrom(given: string, flags: ImportFlags, context: CommandContext): Promise<void> {
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
