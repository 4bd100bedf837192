// The bills of a home: kept as one document, each held against what the home counted in its time.
import Type from 'typebox';
import type { Bill, BillStates } from '#api/bills.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, inEnglish } from '#core/reason.ts';
import { dayMs } from '#core/time.ts';
import { billDifference, type BilledAmounts, billReasons, type CountedTime } from '#energy/bill-check.ts';
import { dayOfDate } from '#energy/local-day.ts';
import { moneyOf } from '#energy/money/decimal.ts';
import { exactMoney, unpricedOf } from '#energy/money/period-money.ts';
import type { Span } from '#energy/periods.ts';
import { channelsOf, type ReportUnit, rowOf } from '#energy/report.ts';
import { addedSums } from '#energy/sums.ts';
import { documentCodec } from './document-codec.ts';
import { type DocumentKind, documentsOf } from './documents.ts';
import type { EnergyParts } from './energy-figures.ts';

const billsId = 'bills';
/** A yearly bill that came late. */
const longestDays = 800;

/** The bills: one document. */
export const billDocuments: DocumentKind<readonly Bill[]> = {
  kind: 'bills',
  codec: documentCodec({
    version: 1,
    schema: Type.Array(
      Type.Object({
        id: Type.String(),
        firstDay: Type.String(),
        lastDay: Type.String(),
        importWh: Type.Number(),
        exportWh: Type.Optional(Type.Number()),
        amount: Type.String(),
      }),
    ),
    typed: (bills): readonly Bill[] => bills,
  }),
};

/** The time of a bill. Errors: `input.invalid`; `at` names the bill. */
function spanOf({ firstDay, lastDay }: Bill, { at, zone }: { readonly at: string; readonly zone: string }): Span {
  const day = (date: string, field: keyof Bill) => {
    const found = dayOfDate(date, zone);
    if (found !== undefined) return found;
    throw new SolsteadError('input.invalid', { at: `${at}.${field}`, why: because('bill.day', { day: date }) });
  };
  const [{ startMs }, { endMs }] = [day(firstDay, 'firstDay'), day(lastDay, 'lastDay')];
  if (endMs <= startMs)
    throw new SolsteadError('input.invalid', { at: `${at}.lastDay`, why: because('span.ends-first') });
  if (endMs - startMs > longestDays * dayMs)
    throw new SolsteadError('input.invalid', {
      at: `${at}.lastDay`,
      why: because('bill.too-long', { days: longestDays }),
    });
  return { startMs, endMs };
}

/** What the home knows of a time, as a bill would say it. */
interface Counting extends Pick<CountedTime, 'estimated' | 'missing' | 'unpricedWh' | 'hasStanding' | 'isComplete'> {
  readonly counted: BilledAmounts;
}

type Frame = Parameters<typeof rowOf>[2];

function countingOf(span: Span, units: readonly ReportUnit[], frame: Frame): Counting {
  const row = rowOf({ ...span, label: '' }, units, { ...frame, has: channelsOf(units) });
  const [, measuredMs, estimatedMs] = addedSums(units.map(({ sums }) => sums)).channels.import ?? [0, 0, 0];
  const passedMs = Math.max(1, Math.min(span.endMs, frame.nowMs) - span.startMs);
  const measured = Math.min(1, measuredMs / passedMs);
  const estimated = Math.min(1 - measured, estimatedMs / passedMs);
  const { importWh, exportWh, cost, earned } = row;
  const moneys = units.map(({ money }) => money);
  // A part of the tariff may have a price where another has none: the energy is the same.
  const unpriced = unpricedOf(moneys).filter(({ side }) => side === 'import');
  return {
    counted: {
      ...(importWh === undefined ? {} : { importWh }),
      ...(exportWh === undefined ? {} : { exportWh }),
      ...(cost === undefined ? {} : { amount: (moneyOf(cost) ?? 0n) - (moneyOf(earned ?? '0') ?? 0n) }),
    },
    estimated,
    missing: Math.max(0, 1 - measured - estimated),
    isComplete: row.complete,
    unpricedWh: Math.max(0, ...unpriced.map(({ energyWh }) => energyWh)),
    hasStanding: moneys.some(({ money }) => money?.lines.some(({ kind }) => kind === 'standing') === true),
  };
}

const shown = ({ amount, ...energy }: BilledAmounts): BillStates['bills'][number]['counted'] => ({
  ...energy,
  ...(amount === undefined ? {} : { amount: exactMoney(amount) }),
});

/** The bills of a home against what it counted, the newest first. */
export async function billsOf({ site, ledger, figures, clock, tariffs }: EnergyParts): Promise<BillStates> {
  const [document] = await documentsOf(ledger.store, site).all(billDocuments);
  const pricing = await tariffs.pricing();
  const { tariff } = pricing;
  const frame = { pricing, nowMs: clock.nowMs(), settledMs: ledger.settlement.settledMs ?? 0 };
  const bills: BillStates['bills'][number][] = [];
  for (const bill of document?.content ?? []) {
    const span = spanOf(bill, { at: bill.id, zone: ledger.timeZone });
    const units = await figures.days({ fromMs: span.startMs, toMs: span.endMs });
    const { counted, ...time } = countingOf(span, units, frame);
    const billed = { ...bill, amount: moneyOf(bill.amount) ?? 0n };
    bills.push({
      ...bill,
      ...span,
      counted: shown(counted),
      difference: shown(billDifference(billed, counted)),
      estimated: time.estimated,
      missing: time.missing,
      reasons: billReasons(billed, counted, { ...time, hasTariff: tariff !== undefined }).map((reason) => ({
        reason,
        why: inEnglish(reason),
      })),
    });
  }
  bills.sort((one, other) => other.startMs - one.startMs);
  return { ...(tariff === undefined ? {} : { currency: tariff.currency }), bills };
}

/** Replaces the bills. Errors: `input.invalid`. */
export async function saveBills(parts: EnergyParts, bills: readonly Bill[]): Promise<BillStates> {
  const { site, ledger, clock } = parts;
  for (const [index, bill] of bills.entries()) {
    if (bills.findIndex(({ id }) => id === bill.id) !== index)
      throw new SolsteadError('input.invalid', {
        at: `bills.${index}.id`,
        why: because('budget.twice', { id: bill.id }),
      });
    spanOf(bill, { at: `bills.${index}`, zone: ledger.timeZone });
    if (moneyOf(bill.amount) === undefined)
      throw new SolsteadError('input.invalid', { at: `bills.${index}.amount`, why: because('money.number') });
  }
  const content = bills.map(({ id, firstDay, lastDay, importWh, exportWh, amount }) => ({
    id,
    firstDay,
    lastDay,
    importWh,
    ...(exportWh === undefined ? {} : { exportWh }),
    amount,
  }));
  await documentsOf(ledger.store, site).save(billDocuments, { id: billsId, atMs: clock.nowMs(), content });
  return billsOf(parts);
}
