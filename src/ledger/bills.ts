// The bills of a home: kept as one document, each held against what the home counted in its time.
import Type from 'typebox';
import type { Bill, BillStates } from '#api/bills.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, inEnglish } from '#core/reason.ts';
import { dayMs } from '#core/time.ts';
import { billDifference, type BilledAmounts, billReasons, type CountedTime } from '#energy/bill-check.ts';
import { dayOfDate } from '#energy/local-day.ts';
import { moneyOf } from '#energy/money/decimal.ts';
import { exactMoney, type PeriodMoney, unpricedOf } from '#energy/money/period-money.ts';
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

/** What figures are made with. */
interface BillFrame extends Omit<Parameters<typeof rowOf>[2], 'has'> {
  /** Whether the bill says what was sold: only then what was paid for it is in its amount. */
  readonly hasSold: boolean;
}

/** What fuel cost: no supplier of electricity bills it. */
const fuelIn = (moneys: readonly (PeriodMoney | undefined)[]): bigint =>
  moneys
    .flatMap((one) => one?.money?.lines ?? [])
    .filter(({ kind }) => kind === 'generator')
    .reduce((sum, { net, vat }) => sum + BigInt(net) + BigInt(vat), 0n);

function countingOf(span: Span, units: readonly ReportUnit[], { hasSold, ...frame }: BillFrame): Counting {
  const row = rowOf({ ...span, label: '' }, units, { ...frame, has: channelsOf(units) });
  const { channels } = addedSums(units.map(({ sums }) => sums));
  const passedMs = Math.max(1, Math.min(span.endMs, frame.nowMs) - span.startMs);
  const sharesOf = ([, measuredMs, estimatedMs]: readonly [number, number, number]) => {
    const measured = Math.min(1, measuredMs / passedMs);
    return { measured, estimated: Math.min(1 - measured, estimatedMs / passedMs) };
  };
  const bought = sharesOf(channels.import ?? [0, 0, 0]);
  const sold = hasSold && channels.export !== undefined ? sharesOf(channels.export) : bought;
  // The one that is known less explains more.
  const measured = Math.min(bought.measured, sold.measured);
  const estimated = Math.min(1 - measured, Math.max(bought.estimated, sold.estimated));
  const { importWh, exportWh, cost, earned } = row;
  const moneys = units.map(({ money }) => money);
  const paid = hasSold ? (moneyOf(earned ?? '0') ?? 0n) : 0n;
  // A part of the tariff may have a price where another has none: the energy is the same.
  const unpriced = unpricedOf(moneys).filter(({ side }) => side === 'import');
  return {
    counted: {
      ...(importWh === undefined ? {} : { importWh }),
      ...(exportWh === undefined ? {} : { exportWh }),
      ...(cost === undefined ? {} : { amount: (moneyOf(cost) ?? 0n) - fuelIn(moneys) - paid }),
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
  const timed = (document?.content ?? []).map((bill) => ({
    bill,
    span: spanOf(bill, { at: bill.id, zone: ledger.timeZone }),
  }));
  // Bills may be of the same days, which are read once.
  const [starts, ends] = [timed.map(({ span }) => span.startMs), timed.map(({ span }) => span.endMs)];
  const days = timed.length === 0 ? [] : await figures.days({ fromMs: Math.min(...starts), toMs: Math.max(...ends) });
  for (const { bill, span } of timed) {
    const units = days.filter(({ startMs }) => startMs >= span.startMs && startMs < span.endMs);
    const { counted, ...time } = countingOf(span, units, { ...frame, hasSold: bill.exportWh !== undefined });
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
