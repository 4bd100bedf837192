// Every JSON record the ledger persists: what it looks like, its version, and what earlier versions looked like.
import Type, { type TSchema } from 'typebox';
import type { Budget, SeriesSummary } from '#api/tariffs.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { DocumentStore, LedgerDocument, StoredTotals } from '#core/ledger.ts';
import { isReason, type Reason } from '#core/reason.ts';
import type { PlanOptions } from '#energy/metering/plan-options.ts';
import type { PeriodMoney } from '#energy/money/period-money.ts';
import type { EnergySums } from '#energy/sums.ts';
import { flowPaths, type LedgerEvent } from '#energy/types.ts';
import { type CodecOptions, type DocumentCodec, documentCodec } from './document-codec.ts';
import type {
  AssignedRole,
  BookedDevice,
  ImportedPage,
  MisdatedWork,
  SavedMisdated,
  SavedOptions,
  SavedCorrection,
  TariffRevision,
} from './records.ts';
import { reasonOfSentence } from './stored-sentences.ts';

/** A kind of document with its codec. */
export interface DocumentKind<Content> {
  readonly kind: string;
  readonly codec: DocumentCodec<Content>;
}

/** A document with its content read. */
export interface OpenDocument<Content> extends Pick<LedgerDocument, 'id' | 'atMs'> {
  readonly content: Content;
}

/** The documents of one home. */
export interface Documents {
  /** In order of their time. Errors: `store.failed`, `store.corrupt`, `store.newer`; the last two name kind and id. */
  all<Content>(kind: DocumentKind<Content>): Promise<OpenDocument<Content>[]>;
  /** Errors: `store.failed`. */
  save<Content>(kind: DocumentKind<Content>, document: OpenDocument<Content>): Promise<void>;
  remove(kind: DocumentKind<unknown>, id: string): Promise<void>;
}

/** The documents of a home in its store. */
export function documentsOf(store: DocumentStore, site: string): Documents {
  return {
    all: async ({ kind, codec }) =>
      (await store.documents(site, kind)).map(({ id, atMs: savedMs, content }) => ({
        id,
        atMs: savedMs,
        content: codec.decode(content, `ledger: ${kind} ${id}`),
      })),
    save: ({ kind, codec }, { id, atMs: savedMs, content }) =>
      store.saveDocument(site, { kind, id, atMs: savedMs, content: codec.encode(content) }),
    remove: ({ kind }, id) => store.removeDocument(site, kind, id),
  };
}

function documentKind<Schema extends TSchema, Content>(
  kind: string,
  options: CodecOptions<Schema, Content>,
): DocumentKind<Content> {
  return { kind, codec: documentCodec(options) };
}

const atMs = Type.Number();
const span = { fromMs: atMs, toMs: atMs };
const digits = Type.String({ pattern: '^-?\\d+$' });

/** One of the channels of a home. */
const channelSchema = Type.Union([
  Type.Literal('pv'),
  Type.Literal('import'),
  Type.Literal('export'),
  Type.Literal('charge'),
  Type.Literal('discharge'),
  Type.Literal('generator'),
  Type.Literal('load'),
]);

/** What a source can be booked under. */
export const bookingSchema = Type.Union([...channelSchema.anyOf, Type.Literal('circuit')]);

// Names that another version may know more of: what is not known here is skipped where it is used.
const metricName = Type.Unsafe<MetricId>(Type.String());
const deviceKind = Type.Unsafe<DeviceKind>(Type.String());

/** A decision; the reasons of another version are kept as they are. */
export const eventSchema = Type.Object({
  id: Type.String(),
  atMs,
  source: Type.String(),
  kind: Type.Union([
    Type.Literal('reset'),
    Type.Literal('rollover'),
    Type.Literal('glitch'),
    Type.Literal('held'),
    Type.Literal('suspect'),
    Type.Literal('trusted'),
    Type.Literal('disagreement'),
    Type.Literal('rejected'),
    Type.Literal('gap'),
    Type.Literal('day-start'),
    Type.Literal('replaced'),
    Type.Literal('clock'),
    Type.Literal('repair'),
    Type.Literal('stand-in'),
    Type.Literal('role'),
  ]),
  energy: Type.Number(),
  reason: Type.Unsafe<Reason>(Type.Refine(Type.Unknown(), isReason)),
  count: Type.Number(),
});

/** A decision from before codes: its sentence becomes code and parameters. */
export function upgradedEvent(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || !('why' in event) || typeof event.why !== 'string') return event;
  const { why, ...rest } = event;
  return { ...rest, reason: reasonOfSentence(why) };
}

const upgradedEvents = (events: unknown): unknown => (Array.isArray(events) ? events.map(upgradedEvent) : events);

/** Decisions that no reading led to, such as those of a clock that was set. Version 2 knows of sources that stand in. */
export const noteDocuments = documentKind('note', {
  version: 2,
  schema: eventSchema,
  typed: (event): LedgerEvent => event,
  upgrade: upgradedEvent,
});

/** The decisions of a day; versions as above. */
export const eventsCodec = documentCodec({
  version: 2,
  schema: Type.Array(eventSchema),
  typed: (events): readonly LedgerEvent[] => events,
  upgrade: upgradedEvents,
});

const total = Type.Tuple([Type.Number(), Type.Number(), Type.Number()]);

/** The sums of a day. */
export const sumsCodec = documentCodec({
  version: 2,
  schema: Type.Object({
    channels: Type.Object({
      pv: Type.Optional(total),
      import: Type.Optional(total),
      export: Type.Optional(total),
      charge: Type.Optional(total),
      discharge: Type.Optional(total),
      generator: Type.Optional(total),
      load: Type.Optional(total),
    }),
    circuits: Type.Optional(Type.Record(Type.String(), total)),
    origins: Type.Optional(
      Type.Record(Type.String(), Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()])),
    ),
    flows: Type.Array(Type.Number(), { minItems: 7, maxItems: flowPaths.length }),
    error: Type.Number(),
    events: Type.Number(),
  }),
  typed: (sums): EnergySums => sums,
  // Errors were summed with their sign.
  upgrade: (sums) =>
    typeof sums === 'object' && sums !== null && 'error' in sums && typeof sums.error === 'number'
      ? { ...sums, error: Math.abs(sums.error) }
      : sums,
});

/** The sums of a stored day. Errors: `store.corrupt`, `store.newer`. */
export const sumsOfDay = ({ startMs, totals }: Pick<StoredTotals, 'startMs' | 'totals'>): EnergySums =>
  sumsCodec.decode(totals, `ledger: sums of day ${startMs}`);

const moneyLine = Type.Object({
  kind: Type.Union([
    Type.Literal('import'),
    Type.Literal('export'),
    Type.Literal('standing'),
    Type.Literal('demand'),
    Type.Literal('steps'),
    Type.Literal('tax'),
    Type.Literal('limit'),
    Type.Literal('generator'),
    Type.Literal('credit-limit'),
  ]),
  edition: Type.Number(),
  from: Type.String(),
  name: Type.String(),
  window: Type.String(),
  quantity: Type.Number(),
  times: Type.Number(),
  lowest: digits,
  highest: digits,
  net: digits,
  vat: digits,
  span: Type.Object({ startMs: atMs, endMs: atMs }),
});

const unpriced = Type.Object({
  side: Type.Union([Type.Literal('import'), Type.Literal('export'), Type.Literal('generator')]),
  name: Type.String(),
  series: Type.String(),
  energy: Type.Number(),
  why: Type.Union([Type.Literal('price.no-version'), Type.Literal('price.no-market'), Type.Literal('price.fallback')]),
});

/** Money from before codes: a reason was a sentence, and a line did not say how many peaks it holds. */
function upgradedMoney(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || !('money' in content)) return content;
  const { money } = content;
  if (typeof money !== 'object' || money === null || !('lines' in money) || !('unpriced' in money)) return content;
  const lines = Array.isArray(money.lines) ? money.lines.map((line: object) => ({ times: 0, ...line })) : money.lines;
  const codes = { 'before the first version': 'price.no-version', 'no market price': 'price.no-market' } as const;
  const reasons: Readonly<Record<string, string>> = codes;
  const without = Array.isArray(money.unpriced)
    ? money.unpriced.map((one: { readonly why?: unknown }) => ({
        series: '',
        ...one,
        why: reasons[String(one.why)] ?? one.why,
      }))
    : money.unpriced;
  return { ...content, money: { ...money, lines, unpriced: without } };
}

/** The money of a day. */
export const moneyCodec = documentCodec({
  version: 2,
  schema: Type.Object({
    money: Type.Optional(
      Type.Object({
        currency: Type.String(),
        cost: digits,
        earned: digits,
        pv: digits,
        battery: digits,
        lines: Type.Array(moneyLine),
        unpriced: Type.Array(unpriced),
      }),
    ),
    grid: digits,
    avoided: digits,
  }),
  typed: (money): PeriodMoney => money,
  upgrade: upgradedMoney,
});

const carbon = Type.Object({
  kgPerKwh: Type.Number(),
  kgPerTree: Type.Number(),
  series: Type.Optional(Type.String()),
});

/** Every tariff text that was ever saved, in order. */
export const tariffDocuments = documentKind('tariff', {
  version: 1,
  schema: Type.Object({
    revision: Type.Number(),
    text: Type.String(),
    by: Type.String(),
    atMs,
    carbon: Type.Optional(carbon),
  }),
  typed: (revision): TariffRevision => revision,
});

/** Series of prices and emission factors. */
export const seriesDocuments = documentKind('series', {
  version: 1,
  schema: Type.Object({
    series: Type.String(),
    kind: Type.Union([Type.Literal('price'), Type.Literal('carbon')]),
    currency: Type.Optional(Type.String()),
    slots: Type.Number(),
    fromMs: Type.Optional(atMs),
    toMs: Type.Optional(atMs),
  }),
  typed: (series): SeriesSummary => series,
});

/** The budgets: one document. */
export const budgetDocuments = documentKind('budgets', {
  version: 1,
  schema: Type.Array(
    Type.Object({
      id: Type.String(),
      what: Type.Union([Type.Literal('import'), Type.Literal('load'), Type.Literal('cost')]),
      per: Type.Union([Type.Literal('month'), Type.Literal('year')]),
      limit: Type.String(),
    }),
  ),
  typed: (budgets): readonly Budget[] => budgets,
});

/** The corrections people made. */
export const correctionDocuments = documentKind('repair', {
  version: 1,
  schema: Type.Object({
    id: Type.String(),
    repair: Type.Union([
      Type.Object({ kind: Type.Literal('exclude'), source: Type.String(), ...span }),
      Type.Object({
        kind: Type.Literal('replacement'),
        source: Type.String(),
        atMs,
        oldEndWh: Type.Optional(Type.Number()),
        newStartWh: Type.Number(),
      }),
      Type.Object({ kind: Type.Literal('energy'), channel: channelSchema, ...span, energy: Type.Number() }),
      Type.Object({ kind: Type.Literal('overrule'), event: Type.String(), isBooked: Type.Boolean() }),
    ]),
    why: Type.String(),
    by: Type.String(),
    atMs,
    hours: Type.Array(atMs),
  }),
  typed: (repair): SavedCorrection => repair,
});

const phaseRule = Type.Union([
  Type.Literal('net'),
  Type.Literal('net-minute'),
  Type.Literal('net-quarter'),
  Type.Literal('each'),
]);

const reversed = Type.Optional(Type.Boolean());

const meterRole = Type.Union([
  Type.Object({ kind: Type.Union([Type.Literal('own'), Type.Literal('generator'), Type.Literal('nothing')]) }),
  Type.Object({ kind: Type.Union([Type.Literal('grid'), Type.Literal('home')]), reversed }),
  Type.Object({
    kind: Type.Union([Type.Literal('pv'), Type.Literal('battery')]),
    of: Type.Optional(Type.String()),
    apart: Type.Optional(Type.Boolean()),
    reversed,
  }),
  Type.Object({ kind: Type.Literal('circuit'), name: Type.Optional(Type.String()) }),
  Type.Object({ kind: Type.Union([Type.Literal('copy'), Type.Literal('same-grid')]), of: Type.String(), reversed }),
]);

const assignedRole = { device: Type.String(), fromMs: atMs, role: meterRole };

/** How energy is counted: one document. Version 2 knows what devices measure. */
export const optionsDocuments = documentKind('choices', {
  version: 2,
  schema: Type.Object({
    choices: Type.Object({
      phases: phaseRule,
      load: Type.Union([Type.Literal('own'), Type.Literal('derived')]),
      daily: Type.Array(Type.Object({ device: Type.String(), metric: metricName })),
      plausibleW: Type.Optional(Type.Number()),
      roles: Type.Optional(
        Type.Array(
          Type.Object({
            ...assignedRole,
            why: Type.Optional(
              Type.Union([
                Type.Literal('name'),
                Type.Literal('likeness'),
                Type.Literal('part'),
                Type.Literal('unlike'),
                Type.Literal('serial'),
                Type.Literal('second'),
                Type.Literal('sun'),
                Type.Literal('twins'),
                Type.Literal('shared-grid'),
                Type.Literal('mirrored'),
                Type.Literal('home'),
              ]),
            ),
          }),
        ),
      ),
      sumsPhases: Type.Optional(Type.Array(Type.String())),
    }),
    by: Type.String(),
    atMs,
    isMarked: Type.Boolean(),
  }),
  typed: (choices): SavedOptions => choices,
});

/** Choices other than the defaults, as an hour records those it was settled with. */
export const optionsKeyCodec = documentCodec({
  version: 1,
  schema: Type.Object({
    rules: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2)])),
    phases: Type.Optional(phaseRule),
    roles: Type.Optional(Type.Array(Type.Object(assignedRole))),
    load: Type.Optional(Type.Union([Type.Literal('own'), Type.Literal('derived')])),
    daily: Type.Optional(Type.Array(Type.String())),
    plausibleW: Type.Optional(Type.Number()),
    sumsPhases: Type.Optional(Type.Array(Type.String())),
    circuits: Type.Optional(Type.String()),
  }),
  typed: (
    choices,
  ): Omit<PlanOptions, 'daily' | 'timeZone' | 'roles' | 'sumsPhases'> & {
    readonly daily?: readonly string[];
    readonly sumsPhases?: readonly string[];
    readonly circuits?: string;
    readonly roles?: readonly Omit<AssignedRole, 'why'>[];
  } => choices,
});

/** What is remembered of devices, by their ids. */
export const deviceDocuments = documentKind('device', {
  version: 1,
  schema: Type.Object({
    kind: deviceKind,
    intervals: Type.Array(Type.Object({ fromMs: atMs, intervalMs: Type.Number() })),
    away: Type.Array(Type.Object({ fromMs: atMs, toMs: Type.Optional(atMs) })),
    metrics: Type.Record(Type.String(), atMs),
    widths: Type.Optional(Type.Record(Type.String(), Type.Number())),
    moved: Type.Optional(Type.Array(atMs)),
  }),
  typed: (device): BookedDevice => device,
});

/** What was imported, by device. */
export const importedDocuments = documentKind('imported', {
  version: 1,
  schema: Type.Object({
    metrics: Type.Record(
      Type.String(),
      Type.Object({
        ...span,
        intervalMs: Type.Number(),
        count: Type.Optional(Type.Number()),
        sum: Type.Optional(Type.Number()),
      }),
    ),
  }),
  typed: (page): ImportedPage => page,
});

const readingTimes = Type.Array(Type.Object({ device: Type.String(), atMs: Type.Array(atMs) }));

/** Values that were written by a clock that was set afterwards. */
export const misdatedDocuments = documentKind('misdated', {
  version: 1,
  schema: Type.Object({
    ...span,
    byMs: Type.Number(),
    isSure: Type.Boolean(),
    state: Type.Union([Type.Literal('offered'), Type.Literal('moved')]),
    moved: Type.Optional(Type.Object({ by: Type.String(), why: Type.String(), atMs })),
    devices: readingTimes,
  }),
  typed: (misdated): SavedMisdated => misdated,
});

/** How far moving them has got. */
export const misdatedWorkDocuments = documentKind('misdated-work', {
  version: 1,
  schema: Type.Object({ byMs: Type.Number(), slices: Type.Number(), left: readingTimes }),
  typed: (work): MisdatedWork => work,
});

/** The time zone days were added up in: one document. */
export const zoneDocuments = documentKind('zone', {
  version: 1,
  schema: Type.String({ pattern: '^[\\w/+:-]+$' }),
  typed: (zone): string => zone,
  wasText: true,
});

/** Which edition of sums all days have at least: one document. From 1 on circuits have origins. */
export const sumsDocuments = documentKind('sums', {
  version: 1,
  schema: Type.Number(),
  typed: (edition): number => edition,
});

/** When a series was imported last: the key of money depends on it, as every import makes a new series. */
export const editionDocuments = documentKind('series-edition', {
  version: 1,
  schema: atMs,
  typed: (edition): number => edition,
});
