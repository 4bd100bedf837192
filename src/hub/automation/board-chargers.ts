// The chargers as people see them: how each charges, what it waits for, and what was chosen.
import type { Charger } from '#automation/chargers/charger.ts';
import type { ChargerLook } from '#automation/chargers/served.ts';
import type { EngineState, Program } from '#automation/engine.ts';
import { isSurplusState, surplusPartName } from '#automation/surplus/surplus.ts';

/** A charger. */
export interface BoardCharger {
  readonly charger: Charger;
  /** Of the last cycle; absent before the first. */
  readonly look?: ChargerLook | undefined;
  /** Somebody chose its mode. */
  readonly isChosen: boolean;
}

/** The chargers of a program with what the engine remembers of them. */
export function boardChargers(
  { chargers }: Pick<Program, 'chargers'>,
  { parts }: Pick<EngineState, 'parts'>,
): readonly BoardCharger[] {
  const kept = parts[surplusPartName];
  const state = isSurplusState(kept) ? kept : undefined;
  return chargers.map((charger) => ({
    charger,
    look: state?.chargerLooks?.[charger.id],
    isChosen: state?.chargers?.[charger.id]?.chosen !== undefined,
  }));
}
