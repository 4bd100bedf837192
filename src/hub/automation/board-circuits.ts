// The circuits as people see them: what flows in each of their phases, how much may, and what gave way.
import { circuitsPartName, isCircuitsState } from '#automation/circuits/circuits.ts';
import type { Circuit, CircuitMemory, Given } from '#automation/circuits/circuit.ts';
import type { EngineState, Program } from '#automation/engine.ts';

/**
 * `keeps`: what flows may; `over`: it is too much; `gives`: something gave way and waits for room; `blind`: nobody knows what flows, and what
 * may give way has fallen back; `unseen`: nobody knows, for a moment or with nothing to fall back to; `off`: its limit does not hold now.
 */
export type CircuitState = 'keeps' | 'over' | 'gives' | 'blind' | 'unseen' | 'off';

/** A circuit. */
export interface BoardCircuit {
  readonly circuit: Circuit;
  readonly state: CircuitState;
  /** In the order of what is measured; empty: not known. */
  readonly values: readonly number[];
  /** What may flow now: less than the limit, or more, where a mean is kept. */
  readonly mayFlow?: number | undefined;
  readonly given: readonly Given[];
  /** When the last that gave way comes back if it stays as it is, epoch ms. */
  readonly backMs?: number | undefined;
}

function stateOf({ when }: Circuit, { isHeld, isBlind, unknownMs, overMs, given }: CircuitMemory): CircuitState {
  if (when !== undefined && isHeld !== true) return 'off';
  if (isBlind === true) return 'blind';
  if (unknownMs !== undefined) return 'unseen';
  if (overMs !== undefined) return 'over';
  return given.length > 0 ? 'gives' : 'keeps';
}

/** The circuits of a program with what the engine remembers of them. */
export function boardCircuits(
  { circuits = [] }: Pick<Program, 'circuits'>,
  { parts }: Pick<EngineState, 'parts'>,
): readonly BoardCircuit[] {
  const kept = parts[circuitsPartName];
  const state = isCircuitsState(kept) ? kept : undefined;
  return circuits.map((circuit) => {
    const memory = state?.circuits[circuit.id];
    if (memory === undefined) return { circuit, state: 'unseen', values: [], given: [] };
    const { flows, said, mayFlow, given, roomMs } = memory;
    return {
      circuit,
      state: stateOf(circuit, memory),
      values: flows === undefined ? [] : (said?.values ?? []),
      mayFlow: circuit.meanMs === undefined ? undefined : mayFlow,
      given,
      backMs: roomMs === undefined || given.length === 0 ? undefined : roomMs + circuit.backMs,
    };
  });
}
