// Hours in which no device said anything, one after the other: what the ledger knows changes in them only in that some of its times move
// along. Once that has been so for more than a day it is so until something happens, and the hours in between need no settling.
import { hourMs } from '#core/time.ts';
import { isSameState, type LedgerState } from '#energy/metering/settle.ts';
import type { KeptHour } from './packing.ts';

/** So many hours have to be alike: each end of a day, of here and of UTC, has passed by then. */
const enoughHours = 27;

/** Whether nothing was read, booked or decided in an hour. */
function isSilent({ readings, settled }: { readonly readings: number; readonly settled: KeptHour }): boolean {
  const { energies, allocations, coverage, events, compared, known, awayMs = [], soc = [] } = settled;
  return (
    readings === 0 &&
    [energies, allocations, coverage, events, compared, soc].every((list) => list.length === 0) &&
    known.every(({ measuredMs, estimatedMs }) => [...measuredMs, ...estimatedMs].every((ms) => ms === 0)) &&
    awayMs.every((ms) => ms === 0)
  );
}

/** Something that is not the same in two hours, and not the same an hour later either. */
const otherwise = Symbol('otherwise');

/** What follows so many hours after `next`, as it came an hour after `before`: numbers stay or move with time. */
function ahead(before: unknown, next: unknown, hours: number): unknown {
  if (typeof before === 'number' && typeof next === 'number') {
    if (next === before) return next;
    return next - before === hourMs ? next + hours * hourMs : otherwise;
  }
  if (Array.isArray(before) && Array.isArray(next)) {
    if (before.length !== next.length) return otherwise;
    const all: unknown[] = next.map((one: unknown, index) => ahead(before[index], one, hours));
    return all.includes(otherwise) ? otherwise : all;
  }
  if (typeof before !== 'object' || typeof next !== 'object' || before === null || next === null)
    return before === next ? next : otherwise;
  const [left, right] = [Object.entries(before), Object.entries(next)];
  if (left.length !== right.length) return otherwise;
  const known = new Map<string, unknown>(left);
  const all = right.map(
    ([name, one]) => [name, known.has(name) ? ahead(known.get(name), one, hours) : otherwise] as const,
  );
  return all.some(([, one]) => one === otherwise) ? otherwise : Object.fromEntries(all);
}

/** The state so many hours after the later of two that are an hour apart; undefined if it cannot be said. */
function stateAhead(before: LedgerState, next: LedgerState, hours: number): LedgerState | undefined {
  const found = ahead(before, next, hours);
  return found === otherwise ? undefined : (found as LedgerState);
}

/** A settled hour with the number of its readings. */
export interface CountedHour {
  readonly readings: number;
  readonly settled: KeptHour;
}

/**
 * What a silent hour further on will be, from hours settled one after the other of which the last were silent and alike: a function of
 * its start, epoch ms. Undefined if that cannot be said. Devices, options and corrections have to be as in those hours.
 */
export function silentHourAhead(hours: readonly CountedHour[]): ((hourMs: number) => KeptHour | undefined) | undefined {
  const last = hours.slice(-enoughHours);
  if (last.length < enoughHours || !last.every(isSilent)) return undefined;
  const states = last.map(({ settled }) => settled.after);
  for (const [index, state] of states.entries()) {
    const [before, next] = [states[index - 2], states[index - 1]];
    if (before === undefined || next === undefined) continue;
    const expected = stateAhead(before, next, 1);
    if (expected === undefined || !isSameState(expected, state)) return undefined;
  }
  const [before, next] = [states.at(-2), states.at(-1)];
  const like = last.at(-1)?.settled;
  if (before === undefined || next === undefined || like === undefined) return undefined;
  return (at) => {
    const after = stateAhead(before, next, (at - like.fromMs) / hourMs);
    return after && { ...like, fromMs: at, toMs: at + hourMs, firstMs: at, after };
  };
}
