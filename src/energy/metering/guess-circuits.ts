// Which meters without a role are parts of the home: meters that only take, and never more than the home uses.
import { partOf } from '#core/meter-part.ts';
import type { Claim } from './claims.ts';
import { alike, clearSlots, likeness, type Profile } from './likeness.ts';

/** Meters of a grid differ by this much where they should not, W and as a share of what is beside them. */
const overW = 25;
const overShare = 0.1;
/** A share of the time in which a part may seem to exceed the whole: readings are not of one moment. */
const mayExceed = 0.05;

/** How often a power exceeds another, as a share of the time for which both are known; and for how long that is. */
function exceeding(part: Profile, whole: Profile): { readonly slots: number; readonly over: number } {
  let [slots, over] = [0, 0];
  for (const [slot, watts] of part) {
    const most = whole.get(slot);
    if (most === undefined) continue;
    slots += 1;
    if (watts > most + Math.max(overW, overShare * Math.abs(most))) over += 1;
  }
  return { slots, over: slots === 0 ? 0 : over / slots };
}

const meanOf = (profile: Profile): number =>
  profile.size === 0 ? 0 : profile.values().reduce((sum, one) => sum + one, 0) / profile.size;

/** The home's use, so far as it is known in a slot: what came from the grid and from its own sources. */
function useOf(grid: Profile, sources: readonly Profile[]): Profile {
  const sum = new Map(grid);
  for (const source of sources)
    for (const [slot, watts] of source) if (sum.has(slot)) sum.set(slot, (sum.get(slot) ?? 0) + watts);
  return sum;
}

/** Whether a meter shows energy that leaves: then it is no appliance. */
const doesSend = (profile: Profile): boolean => profile.values().some((watts) => watts < -overW);

/** A meter that is a part of the home, with the meter of the grid it was compared with. */
interface PartGuess {
  readonly device: string;
  readonly role: { readonly kind: 'circuit'; readonly name: string };
  readonly why: 'second';
  readonly beside: string;
  readonly side: 'grid';
}

/** The meters of a home, with what they show. */
export interface GridBook {
  /** All that is said about the grid, without copies. */
  readonly grid: readonly Claim[];
  profileOf(claim: Claim): Profile;
  /** What the home's own sources gave. */
  readonly sources: readonly Profile[];
  /** Whether nobody said what a meter measures, and it measures nothing else. */
  isOpen(claim: Claim): boolean;
  nameOf(device: string): string;
}

/** The meters that may be at the grid, the one that most likely is first: it sends, or takes the most; a channel of another comes last. */
function rankedMeters({ grid, profileOf: of }: Pick<GridBook, 'grid' | 'profileOf'>): readonly Claim[] {
  const meters = grid.filter(({ rank }) => rank === 0);
  const rankOf = (claim: Claim): number => (partOf(claim.device) !== undefined ? 2 : doesSend(of(claim)) ? 0 : 1);
  return (meters.length > 1 ? meters : grid).toSorted(
    (one, other) => rankOf(one) - rankOf(other) || meanOf(of(other)) - meanOf(of(one)),
  );
}

/** A meter of the sun, with the meter of the grid it was compared with. */
interface SunGuess {
  readonly device: string;
  readonly role: { readonly kind: 'pv'; readonly reversed?: boolean };
  readonly why: 'sun';
  readonly beside: string;
  readonly side: 'grid';
}

/** Meters that, in a home of which no other source is known, give at least what the meter of the grid sends: the sun. */
export function guessSuns({ grid, profileOf: of, sources, isOpen }: GridBook): SunGuess[] {
  const [main, ...others] = rankedMeters({ grid, profileOf: of });
  if (main === undefined || main.rank > 0 || sources.length > 0) return [];
  const sent = [...of(main)].filter(([, watts]) => watts < -overW);
  return others.flatMap((claim): SunGuess[] => {
    if (claim.rank > 0 || !isOpen(claim)) return [];
    const own = of(claim);
    // Of two whole meters that both send, either may be at the grid.
    const isReversed = partOf(claim.device) !== undefined && meanOf(own) < 0;
    const gives = (watts: number): number => (isReversed ? -watts : watts);
    if (own.values().some((watts) => gives(watts) < -overW)) return [];
    const known = sent.flatMap(([slot, watts]) => {
      const one = own.get(slot);
      return one === undefined ? [] : [{ sends: -watts, gives: gives(one) }];
    });
    const short = known.filter((one) => one.gives < one.sends - Math.max(overW, overShare * one.sends));
    if (known.length < clearSlots || short.length > mayExceed * known.length) return [];
    // One that gives exactly what is sent is the same meter the other way round.
    if (likeness(own, of(main)).correlation < -0.99) return [];
    const role = { kind: 'pv', ...(isReversed ? { reversed: true } : {}) } as const;
    return [{ device: claim.device, role, why: 'sun', beside: main.device, side: 'grid' }];
  });
}

/**
 * Meters that only take, and never more than the home uses by the meter of the grid: parts of the home. One that exceeds it or
 * that sends is a second connection, and is added up.
 */
export function guessCircuits({ grid, profileOf: of, sources, isOpen, nameOf }: GridBook): PartGuess[] {
  const meters = grid.filter(({ rank }) => rank === 0);
  const [main] = rankedMeters({ grid, profileOf: of });
  if (main === undefined) return [];
  const whole = of(main);
  const use = useOf(whole, sources);
  const isUseKnown = sources.length > 0 || !doesSend(whole);
  return meters.flatMap((claim): PartGuess[] => {
    const own = of(claim);
    if (claim === main || !isOpen(claim) || doesSend(own)) return [];
    const { slots, over } = exceeding(own, use);
    // One that shows the same would be a copy, had no person said otherwise.
    if (slots < clearSlots || (isUseKnown && over > mayExceed) || likeness(own, whole).close >= alike) return [];
    // Beside an inverter alone a meter is at the grid, unless it shows far less than came in through the inverter.
    const isLess =
      slots >= clearSlots && exceeding(whole, new Map([...own].map(([slot, one]) => [slot, 2 * one]))).over > 0.8;
    if (main.rank > 0 && !isLess) return [];
    const role = { kind: 'circuit', name: nameOf(claim.device) } as const;
    return [{ device: claim.device, role, why: 'second', beside: main.device, side: 'grid' }];
  });
}
