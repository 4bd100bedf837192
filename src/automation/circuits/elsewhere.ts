// What comes back in one circuit takes of all that name it: a branch below the main fuse has room while the fuse has none.
import type { Image } from '../image.ts';
import { targetKey } from '../claim.ts';
import type { Circuit, CircuitMemory, Giving } from './circuit.ts';
import { oneOf, within } from './shares.ts';

/** A load in another circuit, and the room there, in the unit of that circuit; less than 0: it is too much already. */
export interface Elsewhere {
  readonly circuit: Circuit;
  readonly giving: Giving;
  readonly room: number;
}

/** Nothing comes back into a circuit of which nobody knows what flows; one that does not hold has any room. */
function roomIn({ flows, mayFlow, unknownMs }: CircuitMemory): number {
  if (flows !== undefined && mayFlow !== undefined) return mayFlow - flows;
  return unknownMs === undefined ? Number.POSITIVE_INFINITY : 0;
}

/** The room for a load in all other circuits that name it. */
export function elsewhereOf(
  circuits: readonly Circuit[],
  memories: Readonly<Record<string, CircuitMemory>>,
  { here, giving }: { readonly here: Circuit; readonly giving: Giving },
): readonly Elsewhere[] {
  return circuits.flatMap((circuit) => {
    const memory = memories[circuit.id];
    const same = circuit.giving.find((one) => targetKey(one) === targetKey(giving));
    if (circuit.id === here.id || memory === undefined || same === undefined) return [];
    return [{ circuit, giving: same, room: roomIn(memory) }];
  });
}

/** Whether the whole load fits there. */
export const hasRoom = ({ giving, room }: Elsewhere): boolean => room >= giving.takes;

/** What it may be set to at most there, in the unit of its set-point, where it takes so much of it `now`. */
export function shareThere(image: Image, { circuit, giving, room }: Elsewhere, now: number): number {
  const one = oneOf(image, giving, circuit.unit);
  return one === undefined || room === Number.POSITIVE_INFINITY
    ? Number.POSITIVE_INFINITY
    : within(now * one + room, one);
}
