// A circuit with a limit: what flows in it, how much may, and which loads give way when it is too much.
import type { Unit } from '#core/unit.ts';
import type { Expression } from '#core/expression/expression.ts';
import type { Target } from '../claim.ts';

/** A load that gives way. */
export interface Giving extends Target {
  /** What it takes of the circuit when it is on, or at its largest, in the unit of the circuit; infinite where that is not said of what is reduced. */
  readonly takes: number;
  /** How it gives way: what is set in the unit of the circuit (`same`), or in another one (`share`), is reduced; anything else is switched off. */
  readonly graded: 'same' | 'share' | 'no';
  /** It may be set to this at most, in the unit of its set-point, while nobody knows what flows; absent: it stays as it is. */
  readonly blindTo?: number | undefined;
}

/** A circuit. */
export interface Circuit {
  readonly id: string;
  readonly name: string;
  /** What flows, all in one unit: the largest of them counts, as of three phases. */
  readonly measured: readonly Expression[];
  /** In the unit of what is measured. */
  readonly limit: number;
  readonly unit: Unit;
  /** The mean over so long counts instead, from one such step of the clock to the next, ms: the quarter of an hour of a tariff. */
  readonly meanMs?: number | undefined;
  /** It holds only while this is true; absent: always. */
  readonly when?: Expression | undefined;
  /** In the order in which they give way. */
  readonly giving: readonly Giving[];
  /** It has to be too much for so long, ms. */
  readonly afterMs: number;
  /** There has to be room for so long before one comes back, ms. */
  readonly backMs: number;
  /** What flows has to be unknown for so long before loads fall back to what is safe, ms. */
  readonly blindAfterMs: number;
}

/** Something that was taken away. */
export interface Given extends Target {
  /** It may be set to take this at most. */
  readonly to: number;
  readonly sinceMs: number;
}

/** What a circuit's meter has said, since when, and what the cars in the circuit took themselves then, A. Plain data. */
export interface SaidFlow {
  readonly values: readonly number[];
  readonly sinceMs: number;
  readonly carsA: number;
}

/** What is remembered of a circuit: plain data. */
export interface CircuitMemory {
  readonly given: readonly Given[];
  /** Since when it is too much, and since when there is room, epoch ms. */
  readonly overMs?: number | undefined;
  readonly roomMs?: number | undefined;
  /** Of a mean: the step of the clock, and what flowed in it so far, in the unit of the circuit times ms. */
  readonly stepMs: number;
  readonly sum: number;
  /** Since when nobody knows what flows, epoch ms, and whether loads have fallen back for it; when a person was told of it last. */
  readonly unknownMs?: number | undefined;
  readonly isBlind?: boolean | undefined;
  readonly toldMs?: number | undefined;
  readonly said?: SaidFlow | undefined;
  /** Whether it held when its `when` was known last. */
  readonly isHeld?: boolean | undefined;
  /** What flowed last, for people to see; absent: not known. */
  readonly flows?: number | undefined;
  /** What may flow at that moment. */
  readonly mayFlow?: number | undefined;
}

/** A circuit of which nothing has been seen. */
export const freshCircuit: CircuitMemory = { given: [], stepMs: 0, sum: 0 };
