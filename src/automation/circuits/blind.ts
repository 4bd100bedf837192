// A circuit of which nobody knows what flows: its meter says nothing, or repeats itself while cars in it take more or less. A fuse does not
// wait for a meter, so that loads fall back to what is safe together, and come back by the room there is when the meter is believed again.
import { because, type Reason } from '#core/reason.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import { targetKey } from '../claim.ts';
import type { Notice } from '../engine.ts';
import type { Circuit, CircuitMemory, Given, SaidFlow } from './circuit.ts';

/** What comes of not knowing. */
export interface BlindStep {
  readonly memory: CircuitMemory;
  readonly why?: Reason | undefined;
  readonly notices?: readonly Notice[];
}

/** A person is told so often at most: a meter with bad radio is away again and again, ms. */
const tellsMs = hourMs;

/** What everything that may give way falls back to; what gave more already stays there. */
function fallen({ giving }: Circuit, { given }: CircuitMemory, nowMs: number): readonly Given[] {
  const known = new Map(given.map((one) => [targetKey(one), one]));
  const safe = giving.flatMap(({ device, setPoint, blindTo }): Given[] => {
    const before = known.get(targetKey({ device, setPoint }));
    if (blindTo === undefined) return before === undefined ? [] : [before];
    return [before !== undefined && before.to <= blindTo ? before : { device, setPoint, to: blindTo, sinceMs: nowMs }];
  });
  return safe.toSorted((one, other) => Number(known.has(targetKey(other))) - Number(known.has(targetKey(one))));
}

/** A moment at which nobody knows what flows. */
export function unknownStep(circuit: Circuit, before: CircuitMemory, nowMs: number): BlindStep {
  const { id, name, giving, blindAfterMs } = circuit;
  const unknownMs = before.unknownMs ?? nowMs;
  const memory: CircuitMemory = { ...before, overMs: undefined, roomMs: undefined, unknownMs, flows: undefined };
  const isSafeKnown = giving.some(({ blindTo }) => blindTo !== undefined);
  if (!isSafeKnown || nowMs - unknownMs < blindAfterMs) return { memory };
  if (before.isBlind === true) return { memory };
  const blind: CircuitMemory = { ...memory, isBlind: true, given: fallen(circuit, before, nowMs) };
  const why = because('act.circuit-fell', { circuit: { external: name } });
  const isToldAlready = before.toldMs !== undefined && nowMs - before.toldMs < tellsMs;
  if (isToldAlready) return { memory: blind, why };
  const title = because('act.circuit-blind-title');
  const what = { kind: 'notify', title, text: why, severity: 'warning' } as const;
  return { memory: { ...blind, toldMs: nowMs }, why, notices: [{ by: id, atMs: nowMs, what }] };
}

/** It is known again; what fell back waits for room. */
export function knownAgain(before: CircuitMemory): BlindStep {
  if (before.unknownMs === undefined) return { memory: before };
  const { unknownMs: _unknownMs, isBlind, ...rest } = before;
  return { memory: rest, why: isBlind === true ? because('act.circuit-sees') : undefined };
}

/** So long the same although cars changed by so much, A: no meter of a circuit in which they charge says that. */
const sameMs = 2 * minuteMs;
const carsMovedA = 2;
/** What is regulated to nothing stays there, and is no danger: of the limit. */
const leastShare = 0.1;

/** What is remembered of what a meter says. `carsA`: what the cars in its circuit say that they take, all phases together. */
export function saidAfter(
  said: SaidFlow | undefined,
  values: readonly number[],
  now: Omit<SaidFlow, 'values'>,
): SaidFlow {
  const isSame = said?.values.length === values.length && said.values.every((one, at) => one === values[at]);
  return isSame ? said : { ...now, values };
}

/** Whether a meter repeats itself. */
export function isRepeating(
  { limit }: Circuit,
  { values, sinceMs, carsA }: SaidFlow,
  now: { readonly nowMs: number; readonly carsA: number },
): boolean {
  const isMuch = Math.max(...values) >= limit * leastShare;
  return isMuch && now.nowMs - sinceMs >= sameMs && Math.abs(now.carsA - carsA) >= carsMovedA;
}
