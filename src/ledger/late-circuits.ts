// Circuits of hours that were settled before there were circuits: counted from what history still holds, and added to what was
// booked. No side of the home changes by it.
import type { PageColumns } from '#core/history.ts';
import type { StoredHour } from '#core/ledger.ts';
import { hourMs } from '#core/time.ts';
import type { Correction } from '#energy/metering/correction.ts';
import { addedCircuits, type MeterPlan } from '#energy/metering/plan.ts';
import { affectedFrom, emptyState, type LedgerState, settleHour } from '#energy/metering/settle.ts';
import { type OptionsKey, withCircuitsOf } from './counting-options.ts';
import { type KeptHour, packHour } from './packing.ts';
import { columnsIn, countIn } from './readings.ts';

/** What circuits of an hour are counted from. */
export interface LateCircuits {
  /** The options in force, which say what is a circuit. */
  readonly options: OptionsKey;
  readonly corrections: readonly Correction[];
  planAt(hourMs: number, options: OptionsKey): MeterPlan;
}

/** The circuits an hour is to get: those it was not settled with. */
export function lateCircuits(
  { options, planAt }: LateCircuits,
  { fromMs, after, options: own = '' }: KeptHour,
): MeterPlan {
  const wanted = planAt(fromMs, options);
  const isKnown = (id: string): boolean => id in after.counters || id in after.powers;
  const missing = (wanted.circuits ?? []).filter(({ sources }) => !sources.some(isKnown));
  const { circuits = [], sources, ...rest } = planAt(fromMs, own);
  const isOfCircuit = new Set(circuits.flatMap((one) => one.sources));
  const sides = { ...rest, sources: sources.filter(({ id }) => !isOfCircuit.has(id)) };
  return addedCircuits(sides, { ...wanted, circuits: missing }).apart;
}

/** An hour with the circuits of a plan; undefined if they said nothing in it and nothing of them goes on. */
export function withCircuits(
  { hour, kept, columns }: { readonly hour: StoredHour; readonly kept: KeptHour; readonly columns: Columns },
  circuits: MeterPlan,
  { options, corrections, planAt, before }: LateCircuits & { readonly before: LedgerState | undefined },
): { readonly hour: StoredHour; readonly kept: KeptHour; readonly affectsFromMs: number } | undefined {
  const span = { fromMs: kept.fromMs, toMs: kept.fromMs + hourMs };
  const count = countIn(columns, circuits, span);
  const goesOn = circuits.sources.some(
    ({ id }) => before?.counters[id] !== undefined || before?.powers[id] !== undefined,
  );
  if (count === 0 && !goesOn) return undefined;
  const input = { plan: circuits, readings: columnsIn(columns, span), corrections };
  const made = settleHour(input, before ?? emptyState(kept.fromMs), span.toMs);
  const own = kept.options ?? '';
  const has = (planAt(kept.fromMs, own).circuits ?? []).map(({ device }) => device);
  const isPlanned = circuits.circuits?.every(({ device }) => has.includes(device)) === true;
  const next: KeptHour = {
    ...kept,
    energies: [...kept.energies, ...made.energies],
    known: [...kept.known, ...made.known],
    allocations: [...kept.allocations, ...made.allocations],
    coverage: [...kept.coverage, ...made.coverage],
    events: [...kept.events, ...made.events],
    compared: [...kept.compared, ...made.compared],
    after: {
      atMs: kept.after.atMs,
      counters: { ...kept.after.counters, ...made.after.counters },
      powers: { ...kept.after.powers, ...made.after.powers },
    },
    options: isPlanned ? own : withCircuitsOf(own, options),
  };
  const affectsFromMs = affectedFrom(made);
  return {
    hour: {
      ...hour,
      affectsFromMs: Math.min(hour.affectsFromMs, affectsFromMs),
      readings: hour.readings + count,
      content: packHour(next),
    },
    kept: next,
    affectsFromMs,
  };
}

type Columns = readonly PageColumns[];
