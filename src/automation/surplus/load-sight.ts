// A load as it is seen in a cycle: whether it runs, what it takes, who holds it, and what the meter can have seen of its last change.
import { valueOf } from '#core/expression/expression.ts';
import type { Moment } from '#core/expression/evaluate.ts';
import { hourMs } from '#core/time.ts';
import type { PartSight } from '../engine.ts';
import { asLearned, nothingLearned } from './learning.ts';
import { freshLoad, type Load, type LoadMemory } from './load.ts';

/** A load at a moment. */
export interface LoadSight {
  readonly load: Load;
  readonly memory: LoadMemory;
  /** Whether it runs, as it shows or as it was set. */
  readonly runs: boolean;
  /** What it takes now, W. */
  readonly takesW: number;
  /** What it is set to take, W: one that is measured may take less. */
  readonly setW: number;
  /** What it is measured to take; absent: it is not measured, or that is not known now. */
  readonly measuredW?: number | undefined;
  /** Whether the surplus control holds it: a load that a person or a rule runs is part of the house. */
  readonly isSteered: boolean;
  /** What was switched is not seen at the meter yet. */
  readonly isSettling: boolean;
}

export function sightOf(
  written: Load,
  memory: LoadMemory,
  { sight, moment }: { readonly sight: PartSight; readonly moment: Moment },
): LoadSight {
  const load = asLearned(written, memory.learned ?? nothingLearned);
  const { image, holdings } = sight;
  const remembered = sight.memory(load);
  const shown = image.devices.get(load.device)?.points.get(load.setPoint)?.shows;
  const set = shown?.isFresh === true ? shown.value : remembered.set?.value;
  const runs = typeof set === 'number' && set > 0;
  const measured = load.measured === undefined ? undefined : valueOf(load.measured, moment);
  const declaredW = load.leastW === undefined ? load.powerW : Number(set ?? 0) * load.perUnitW;
  const takesW = typeof measured === 'number' ? Math.max(0, measured) : runs ? declaredW : 0;
  const holder = holdings.get(`${load.device}/${load.setPoint}`)?.holder?.by.kind;
  const changedMs = Math.max(
    remembered.set?.atMs ?? Number.NEGATIVE_INFINITY,
    remembered.sent?.atMs ?? Number.NEGATIVE_INFINITY,
  );
  return {
    load,
    memory,
    runs,
    takesW,
    setW: runs ? declaredW : 0,
    ...(typeof measured === 'number' ? { measuredW: measured } : {}),
    isSteered: holder !== 'person' && holder !== 'plan' && holder !== 'rule',
    isSettling: image.nowMs - changedMs < load.settlesMs,
  };
}

/** What is less than this is a load that has switched itself off, W. */
const idleW = 20;

/** How long and how much it ran today, up to now. */
export function counted(
  { memory, runs, takesW }: LoadSight,
  { day, passedMs }: { readonly day: string; readonly passedMs: number },
): LoadMemory {
  const today = memory.day === day ? memory : { ...memory, day, ranMs: 0, ranWh: 0 };
  if (!runs || takesW < idleW) return today;
  return { ...today, ranMs: today.ranMs + passedMs, ranWh: today.ranWh + (takesW * passedMs) / hourMs };
}

/** What of a load the meter has certainly seen, W: of what was just switched on, nothing. */
export const seenW = ({ isSettling, takesW, memory }: LoadSight): number =>
  isSettling ? Math.min(takesW, memory.beforeW) : takesW;

/** What a load leaves less to those behind it, W: what it takes, or what it was given as long as that cannot be seen. */
export const usedW = ({ isSettling, runs, takesW }: LoadSight, givenW: number): number =>
  isSettling || !runs ? Math.max(givenW, runs ? takesW : 0) : takesW;

/** One that is seen for the first time goes on as it is found. */
export function found(load: Load, runs: boolean, nowMs: number): LoadMemory {
  return runs ? { ...freshLoad, isWanted: true, sinceMs: nowMs, givenW: load.leastW ?? load.powerW } : freshLoad;
}
