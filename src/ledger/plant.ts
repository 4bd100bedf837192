// What the plant of a home cost, kept as one document, and how far it has paid for itself by the home's figures.
import Type from 'typebox';
import type { Plant, PlantState } from '#api/bills.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { dayMs } from '#core/time.ts';
import { dayOfDate, localDay } from '#energy/local-day.ts';
import { moneyOf } from '#energy/money/decimal.ts';
import { addedMoney, exactMoney, unpricedOf } from '#energy/money/period-money.ts';
import { leastPaceDays, paybackOf, type PaybackState, wholeYearDays } from '#energy/payback.ts';
import { periodsIn, type Span } from '#energy/periods.ts';
import { channelsOf, type ReportUnit, rowOf } from '#energy/report.ts';
import { documentCodec } from './document-codec.ts';
import { type DocumentKind, documentsOf } from './documents.ts';
import type { EnergyParts } from './energy-figures.ts';

const plantId = 'plant';

/** What the plant cost: one document. */
export const plantDocuments: DocumentKind<Plant> = {
  kind: 'plant',
  codec: documentCodec({
    version: 1,
    schema: Type.Object({ price: Type.String(), subsidies: Type.Optional(Type.String()), since: Type.String() }),
    typed: (plant): Plant => plant,
  }),
};

type Payback = NonNullable<PlantState['payback']>;
type Frame = Parameters<typeof rowOf>[2];

const savedOf = (units: readonly ReportUnit[]): bigint => {
  const { pv, battery } = addedMoney(units.map(({ money }) => money));
  return pv + battery;
};

/** How much of a stretch nobody measured. */
const missingIn = (span: Span, units: readonly ReportUnit[], frame: Frame): number =>
  rowOf({ ...span, label: '' }, units, frame).missing;

interface Judged {
  readonly state: PaybackState;
  readonly units: readonly ReportUnit[];
  readonly frame: Frame;
  readonly sinceMs: number;
}

/** What has to be known to judge a payback, the weightiest first. */
function reasonsOf({ state, units, frame, sinceMs }: Judged): Reason[] {
  const { pricing, nowMs } = frame;
  const [first] = units;
  if (pricing.tariff === undefined) return [because('payback.no-tariff')];
  if (first === undefined) return [because('payback.none')];
  const has = channelsOf(units);
  if (!has.includes('import') || !has.includes('pv')) return [because('payback.unmeasured')];
  const reasons: Reason[] = [];
  const before = Math.floor((first.startMs - sinceMs) / dayMs);
  const days = state.yearDays;
  const yearMs = Math.max(first.startMs, nowMs - 365 * dayMs);
  const missing = missingIn(
    { startMs: yearMs, endMs: nowMs },
    units.filter(({ startMs }) => startMs >= yearMs),
    frame,
  );
  if (state.state === 'unknown') reasons.push(because('payback.too-little', { days, needed: leastPaceDays }));
  else if (state.state === 'never') reasons.push(because('payback.never'));
  if (state.state !== 'paid-back' && days >= leastPaceDays && days < wholeYearDays)
    reasons.push(because('payback.seasons', { days }));
  if (before >= 1) reasons.push(because('payback.before', { days: before }));
  if (missing >= 0.02) reasons.push(because('payback.gaps', { share: missing }));
  if (unpricedOf(units.map(({ money }) => money)).length > 0) reasons.push(because('payback.unpriced'));
  return reasons;
}

async function judged(parts: EnergyParts, { price, subsidies = '0', since }: Plant): Promise<Payback> {
  const { ledger, figures, clock, tariffs } = parts;
  const nowMs = clock.nowMs();
  const zone = ledger.timeZone;
  const sinceMs = dayOfDate(since, zone)?.startMs ?? nowMs;
  const units = await figures.days({ fromMs: sinceMs, toMs: localDay(nowMs, zone).endMs });
  const frame = { pricing: await tariffs.pricing(), nowMs, settledMs: ledger.settlement.settledMs ?? 0 };
  const net = (moneyOf(price) ?? 0n) - (moneyOf(subsidies) ?? 0n);
  const days = units.map((unit) => ({
    startMs: unit.startMs,
    endMs: unit.endMs,
    saved: savedOf([unit]),
    isUnpriced: unpricedOf([unit.money]).length > 0,
  }));
  const state = paybackOf({ net, days, nowMs });
  const years = periodsIn({ startMs: sinceMs, endMs: nowMs }, { kind: 'year', zone }).flatMap(
    ({ label, startMs, endMs }): Payback['years'] => {
      const own = units.filter((unit) => unit.startMs >= startMs && unit.startMs < endMs);
      const span = { startMs: Math.max(startMs, sinceMs), endMs };
      const missing = missingIn(span, own, frame);
      return own.length === 0 ? [] : [{ year: label, ...span, saved: exactMoney(savedOf(own)), missing }];
    },
  );
  return {
    net: exactMoney(net),
    saved: exactMoney(state.saved),
    left: exactMoney(state.left),
    years: years.toReversed(),
    ...(state.perYear === undefined ? {} : { perYear: exactMoney(state.perYear) }),
    state: state.state,
    ...(state.paidBackMs === undefined ? {} : { paidBackMs: state.paidBackMs }),
    reasons: reasonsOf({ state, units, frame, sinceMs }).map((reason) => ({ reason, why: inEnglish(reason) })),
  };
}

/** The plant of a home, and what it has brought so far. */
export async function paybackOfPlant(parts: EnergyParts): Promise<PlantState> {
  const { site, ledger, tariffs } = parts;
  const [document] = await documentsOf(ledger.store, site).all(plantDocuments);
  const { tariff } = await tariffs.pricing();
  return {
    ...(tariff === undefined ? {} : { currency: tariff.currency }),
    ...(document === undefined ? {} : { plant: document.content, payback: await judged(parts, document.content) }),
  };
}

/** Says what the plant cost; undefined forgets it. Errors: `input.invalid`. */
export async function savePlant(parts: EnergyParts, plant: Plant | undefined): Promise<PlantState> {
  const { site, ledger, clock } = parts;
  const documents = documentsOf(ledger.store, site);
  if (plant === undefined) {
    await documents.remove(plantDocuments, plantId);
    return paybackOfPlant(parts);
  }
  for (const field of ['price', 'subsidies'] as const)
    if (moneyOf(plant[field] ?? '0') === undefined)
      throw new SolsteadError('input.invalid', { at: `plant.${field}`, why: because('money.number') });
  const day = dayOfDate(plant.since, ledger.timeZone);
  if (day === undefined)
    throw new SolsteadError('input.invalid', { at: 'plant.since', why: because('bill.day', { day: plant.since }) });
  const atMs = clock.nowMs();
  if (day.startMs > atMs) throw new SolsteadError('input.invalid', { at: 'plant.since', why: because('plant.future') });
  await documents.save(plantDocuments, { id: plantId, atMs, content: plant });
  return paybackOfPlant(parts);
}
