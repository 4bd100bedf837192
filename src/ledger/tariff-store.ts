// What a home pays by: its tariff with all texts that were ever saved, series of prices and emissions, and the carbon
// factors. Everything that past money was computed from has a key; a different key means it is computed again.
import { because, inEnglish, said } from '#core/reason.ts';
import { isMap, parseDocument } from 'yaml';
import type { Clock } from '#core/clock.ts';
import { makeTurns } from '#core/in-turn.ts';
import type { LedgerStore, StoredSlot } from '#core/ledger.ts';
import type { CarbonRule } from '#energy/carbon.ts';
import { carbonFactor } from '#energy/carbon.ts';
import { loadHolidays } from '#energy/money/holidays.ts';
import { type Preset, presetNotice } from '#energy/money/presets/preset.ts';
import { presets } from '#energy/money/presets/presets.ts';
import { roundFigures } from '#energy/money/presets/world.ts';
import { countsFromBefore, type Pricing } from '#energy/money/period-money.ts';
import type { Slot } from '#energy/money/price-series.ts';
import { tariffFromText } from '#energy/money/tariff-file.ts';
import { againstText, type PlacedProblem } from '#core/yaml-places.ts';
import { versionSpansOf, type Tariff } from '#energy/money/tariff.ts';
import { type Beginning, beginningOf, presetText } from './tariff-beginning.ts';
import { documentsOf, editionDocuments, seriesDocuments, tariffDocuments } from './documents.ts';
import type { TariffRevision } from './records.ts';
import { carbonSlots, priceSlots, type SeriesText } from './series-formats.ts';
import type {
  CarbonFactors,
  TariffSaved,
  SeriesImported,
  SeriesSummary,
  SiteTariff,
  TariffPreset,
} from '#api/tariffs.ts';
import type { TariffEdit } from './types.ts';

/** What the money of a home is computed with. */
export interface KeyedPricing extends Pricing {
  /** Cache key: changes whenever tariff, prices or zone change. */
  readonly key: string;
  readonly revision: number;
  readonly carbon: CarbonRule;
  /** Whether a day's money depends on days before it. */
  readonly countsFromBefore: boolean;
}

/** The contract and prices of a home. */
export interface TariffStore {
  pricing(): Promise<KeyedPricing>;
  carbon(): Promise<CarbonFactors>;
  /** The tariff in force, or, if none was chosen, a typical one of the zone, with which no money is computed. */
  view(): Promise<SiteTariff>;
  /** Keeps a whole tariff (`add` false) or one more version; nothing if there are problems. */
  change(change: TariffEdit, by: string): Promise<TariffSaved>;
  series(): Promise<readonly SeriesSummary[]>;
  /** Errors: `series.invalid`. */
  importSeries(text: SeriesText & { readonly dryRun?: boolean }): Promise<SeriesImported>;
}

/** What {@link makeTariffStore} needs. */
export interface TariffStoreParts {
  readonly site: string;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly store: LedgerStore;
}

/** What is assumed if a home has no tariff of its own: money and kg of CO2 per kilowatt-hour, and the kg a tree takes up in a year. */
export const figuresWithoutTariff: CarbonFactors & { readonly moneyPerKwh: number } = roundFigures;

/** Version of how money is computed: what an earlier version computed is computed again. */
const moneyEdition = 'm2';
/** The first years any home has figures of. */
const firstYear = 2010;
const mostNotes = 100;

/** Carbon factors of a preset. */
const carbonOfPreset = ({ carbonFactor: kgPerKwh, treeFactor: kgPerTree }: Preset): CarbonFactors => ({
  kgPerKwh,
  kgPerTree,
});

/** Typical tariffs to start from. */
export function tariffPresets(): TariffPreset[] {
  return presets.map((preset) => ({
    id: preset.id,
    country: preset.country,
    zone: preset.zone,
    name: preset.tariff.name,
    currency: preset.tariff.currency,
    carbon: carbonOfPreset(preset),
    asOf: preset.asOf,
    notice: presetNotice(preset),
    text: presetText(preset),
  }));
}

/** The tariffs of a home over its store. */
export function makeTariffStore(parts: TariffStoreParts): TariffStore {
  const { site, timeZone, clock, store } = parts;
  let made: Promise<KeyedPricing> | undefined;
  let begun: Beginning | undefined;
  const beginning = (): Beginning => (begun ??= beginningOf(timeZone));
  const view = (revisions: readonly TariffRevision[]): SiteTariff => viewOf(timeZone, revisions, beginning);
  // A version that is added stands on the one before: two people at once must not take the same number.
  const inTurn = makeTurns();
  const documents = documentsOf(store, site);
  const revisions = async (): Promise<TariffRevision[]> =>
    (await documents.all(tariffDocuments)).map(({ content }) => content);
  const series = async (): Promise<SeriesSummary[]> =>
    (await documents.all(seriesDocuments)).map(({ content }) => content);
  const carbonOf = (last: TariffRevision | undefined): CarbonFactors =>
    last?.carbon ?? carbonOfPreset(beginning().preset);

  const change: TariffStore['change'] = async ({ text: given, carbon, add, dryRun }, by) => {
    const before = await revisions();
    const last = before.at(-1);
    const base = last?.text ?? beginning().text;
    const combined = add ? withVersionText({ base, version: given }) : { text: given };
    if ('problems' in combined) return { saved: false, problems: combined.problems };
    const outcome = tariffFromText(combined.text);
    if ('problems' in outcome) return { saved: false, problems: toldProblems(outcome.problems) };
    versionSpansOf(outcome.tariff, timeZone);
    await loadHolidays(outcome.tariff, yearsTo(clock.nowMs()));
    const factors = carbon ?? last?.carbon;
    const next: TariffRevision = {
      revision: (last?.revision ?? 0) + 1,
      text: combined.text,
      by,
      atMs: clock.nowMs(),
      ...(factors === undefined ? {} : { carbon: factors }),
    };
    if (dryRun !== true) {
      const id = String(next.revision).padStart(6, '0');
      await documents.save(tariffDocuments, { id, atMs: next.atMs, content: next });
      made = undefined;
    }
    return { saved: dryRun !== true, problems: [], tariff: view([...before, next]) };
  };
  return {
    pricing() {
      made ??= makePricing(parts, { revisions: revisions(), series: series(), carbonOf }).catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      return made;
    },
    carbon: async () => carbonOf((await revisions()).at(-1)),
    view: async () => view(await revisions()),
    change: (edit, by) => inTurn(() => change(edit, by)),
    series,
    async importSeries(text) {
      const imported = await importInto(parts, text);
      if (imported.saved) made = undefined;
      return imported;
    },
  };
}

async function importInto(
  { site, clock, store }: TariffStoreParts,
  text: SeriesText & { readonly dryRun?: boolean },
): Promise<SeriesImported> {
  const read = text.kind === 'price' ? priceSlots(text, clock.nowMs()) : { ...carbonSlots(text), currency: undefined };
  const slots = read.slots.map(({ startMs, endMs, value }) => ({ startMs, endMs, value: value.toString() }));
  const isSaved = text.dryRun !== true;
  const before = isSaved ? [] : await store.slots(site, text.series);
  if (isSaved) await store.saveSlots(site, text.series, slots);
  const all = isSaved ? await store.slots(site, text.series) : merged(before, slots);
  const [first, last] = [all[0], all.at(-1)];
  const summary: SeriesSummary = {
    series: text.series,
    kind: text.kind,
    ...(read.currency === undefined ? {} : { currency: read.currency }),
    slots: all.length,
    ...(first === undefined || last === undefined ? {} : { fromMs: first.startMs, toMs: last.endMs }),
  };
  if (isSaved) {
    const atMs = clock.nowMs();
    const id = text.series;
    const documents = documentsOf(store, site);
    await documents.save(seriesDocuments, { id, atMs, content: summary });
    await documents.save(editionDocuments, { id, atMs, content: atMs });
  }
  return { saved: isSaved, series: summary, notes: read.notes.slice(0, mostNotes) };
}

function merged(before: readonly StoredSlot[], fresh: readonly StoredSlot[]): StoredSlot[] {
  const byStart = new Map([...before, ...fresh].map((slot) => [slot.startMs, slot]));
  return [...byStart.values()].sort((left, right) => left.startMs - right.startMs);
}

const yearsTo = (nowMs: number) => ({
  first: firstYear,
  last: Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO('UTC').year + 1,
});

/** Slots that begin within another, for example after importing other slot widths, give way to the earlier one's end. */
function bigSlots(slots: readonly StoredSlot[]): Slot<bigint>[] {
  return slots.map(({ startMs, endMs, value }, index) => ({
    startMs,
    endMs: Math.min(endMs, slots[index + 1]?.startMs ?? endMs),
    value: BigInt(value),
  }));
}

async function makePricing(
  { site, timeZone: zone, clock, store }: TariffStoreParts,
  of: {
    readonly revisions: Promise<readonly TariffRevision[]>;
    readonly series: Promise<readonly SeriesSummary[]>;
    carbonOf(last: TariffRevision | undefined): CarbonFactors;
  },
): Promise<KeyedPricing> {
  const last = (await of.revisions).at(-1);
  const factors = of.carbonOf(last);
  const editions = await documentsOf(store, site).all(editionDocuments);
  const outcome = last === undefined ? undefined : tariffFromText(last.text);
  const tariff = outcome !== undefined && 'tariff' in outcome ? outcome.tariff : undefined;
  const parts = tariff?.versions.flatMap((version) => [...version.import, ...version.export]) ?? [];
  const named = new Set(parts.flatMap((part) => (part.kind === 'dynamic' ? [part.series] : [])));
  const book = new Map<string, { currency: string; slots: readonly Slot<bigint>[] }>();
  for (const { series, kind, currency = tariff?.currency ?? '' } of await of.series)
    if (kind === 'price' && named.has(series))
      book.set(series, { currency, slots: bigSlots(await store.slots(site, series)) });
  const carbonSeries = factors.series === undefined ? undefined : bigSlots(await store.slots(site, factors.series));
  const years = yearsTo(clock.nowMs());
  const pricing: Pricing = {
    zone,
    ...(tariff === undefined ? {} : { tariff }),
    series: book,
    holidays: tariff === undefined ? new Map() : await loadHolidays(tariff, years),
  };
  return {
    ...pricing,
    key: `${moneyEdition} ${last?.revision ?? 0} ${zone} ${years.last} ${editions.map(({ id, content }) => `${id}=${content}`).join(' ')}`,
    revision: last?.revision ?? 0,
    carbon: {
      fixed: carbonFactor(factors.kgPerKwh),
      ...(carbonSeries === undefined || carbonSeries.length === 0 ? {} : { series: carbonSeries }),
    },
    countsFromBefore: countsFromBefore(pricing),
  };
}

const withoutOwn = ({ notice }: Beginning): Pick<SiteTariff, 'notice' | 'neutral'> =>
  notice === undefined ? { neutral: true } : { notice };

function viewOf(timeZone: string, revisions: readonly TariffRevision[], beginning: () => Beginning): SiteTariff {
  const last = revisions.at(-1);
  const text = last?.text ?? beginning().text;
  const outcome = tariffFromText(text);
  const tariff: Tariff = 'tariff' in outcome ? outcome.tariff : { name: '', currency: '', versions: [] };
  const stretches = versionSpansOf(tariff, timeZone);
  return {
    origin: last === undefined ? 'preset' : 'own',
    revision: last?.revision ?? 0,
    name: tariff.name,
    currency: tariff.currency,
    text,
    ...(last === undefined ? withoutOwn(beginning()) : {}),
    versions: tariff.versions.map(({ from, note }, index) => {
      const stretch = stretches.find(({ edition }) => edition === index + 1);
      return {
        edition: index + 1,
        from,
        ...(note === undefined ? {} : { note }),
        ...(stretch === undefined ? {} : { startMs: stretch.startMs }),
        ...(stretch === undefined || stretch.endMs === Infinity ? {} : { endMs: stretch.endMs }),
      };
    }),
    carbon: last?.carbon ?? carbonOfPreset(beginning().preset),
    revisions: revisions.map(({ revision, atMs, by, text: own }) => ({ revision, atMs, by, text: own })).toReversed(),
  };
}

/** Problems with their English sentences beside the reasons. */
function toldProblems(problems: readonly PlacedProblem[]): TariffSaved['problems'] {
  return problems.map(({ line, column, why: reason }) => ({ line, column, reason, why: inEnglish(reason) }));
}

/** A tariff's text with one more version at its end; the comments of both stay. */
function withVersionText({
  base,
  version,
}: {
  readonly base: string;
  readonly version: string;
}): { readonly text: string } | Pick<TariffSaved, 'problems'> {
  const against = againstText(version) ?? againstText(base);
  if (against !== undefined) return { problems: toldProblems([{ line: 1, column: 1, why: against }]) };
  const added = parseDocument(version, { prettyErrors: true });
  if (added.errors.length > 0 || !isMap(added.contents)) {
    const problems = added.errors.slice(0, 100).map(({ message, linePos }) => ({
      line: linePos?.[0].line ?? 1,
      column: linePos?.[0].col ?? 1,
      why: said(message.split('\n')[0] ?? ''),
    }));
    const found = problems.length > 0 ? problems : [{ line: 1, column: 1, why: because('tariff.no-version') }];
    return { problems: toldProblems(found) };
  }
  const document = parseDocument(base);
  document.addIn(['versions'], added.contents);
  return { text: String(document) };
}
