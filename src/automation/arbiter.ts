// Who decides a set-point: the claims on it, from the strongest to the weakest, each narrow what is left to those behind.
import type { MetricValue } from '#core/reading.ts';
import { because } from '#core/reason.ts';
import { byStrength, type Claim, type Target } from './claim.ts';
import type { SeenPoint } from './image.ts';

/**
 * What became of a claim. `holds`: its value is the one; `narrowed`: as far as stronger ones let it; `narrows`: it takes from the range of
 * those behind; `agrees`: it changes nothing; `beaten`: stronger ones left nothing of it.
 */
export type ClaimOutcome = 'holds' | 'narrowed' | 'narrows' | 'agrees' | 'beaten';

/** A claim and what became of it. */
export interface SettledClaim {
  readonly claim: Claim;
  readonly outcome: ClaimOutcome;
}

/** What a set-point is to be, and by whom. */
export interface Holding extends Target {
  /** Absent: what the device shows is within what is claimed, so that nothing has to be done. */
  readonly value?: MetricValue | undefined;
  /** Whose value it is; for a range, the claim that does not let the value be what it was. */
  readonly holder?: Claim | undefined;
  /** The first moment at which it may be different without anything else happening, epoch ms. */
  readonly untilMs: number;
  /** In the order of their strength. */
  readonly claims: readonly SettledClaim[];
  /** What becomes of it when Solstead stops; absent: it is as it would be without it. */
  readonly ifStopped?: IfStopped | undefined;
}

/** The device puts it back by itself at this time, or it stays as it is until Solstead is back. */
export type IfStopped = { readonly backMs: number } | 'stays';

/** What is left of a set-point: numbers, 0 and 1 too, in a range; or words. */
type Room = { readonly from: number; readonly to: number } | { readonly words: readonly string[] };

const wholeOf = ({ kind, min, max, words }: SeenPoint): Room =>
  kind === 'choice' ? { words } : kind === 'binary' ? { from: 0, to: 1 } : { from: min, to: max };

const holds = (room: Room, value: MetricValue): boolean =>
  'words' in room
    ? typeof value === 'string' && room.words.includes(value)
    : typeof value === 'number' && value >= room.from && value <= room.to;

/** A number on the device's steps within a range, the nearest to what is wanted; without one there, the lower end of the range. */
function fitted(
  wanted: number,
  room: { readonly from: number; readonly to: number },
  { min, step, kind }: SeenPoint,
): number {
  const inside = Math.min(Math.max(wanted, room.from), room.to);
  if (kind !== 'number' || !(step > 0)) return inside;
  const at = (count: number): number => Number((min + count * step).toFixed(9));
  const steps = (inside - min) / step;
  const near = [Math.round(steps), Math.floor(steps), Math.ceil(steps)].map(at);
  return near.find((value) => value >= room.from && value <= room.to) ?? room.from;
}

/** What a claim leaves of a room; undefined: nothing, or it speaks of another kind of set-point. */
function narrowed(room: Room, { wish }: Claim): Room | undefined {
  if ('words' in wish) {
    if (!('words' in room)) return undefined;
    const words = room.words.filter((word) => wish.words.includes(word));
    return words.length === 0 ? undefined : { words };
  }
  if ('value' in wish || 'words' in room) return undefined;
  const from = Math.max(room.from, wish.from ?? room.from);
  const to = Math.min(room.to, wish.to ?? room.to);
  return from <= to ? { from, to } : undefined;
}

const isSame = (one: Room, other: Room): boolean =>
  'words' in one
    ? 'words' in other && one.words.length === other.words.length
    : !('words' in other) && one.from === other.from && one.to === other.to;

/** Whether a number is beyond an end of a range. */
const isOutside = (
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
  value: MetricValue,
): boolean => typeof value === 'number' && ((to !== undefined && value > to) || (from !== undefined && value < from));

/** The claims that count at a moment, the strongest first. */
const counting = (claims: readonly Claim[], nowMs: number): readonly Claim[] =>
  claims.filter(({ sinceMs, untilMs }) => sinceMs <= nowMs && untilMs > nowMs).toSorted(byStrength);

class Settling {
  room: Room;
  value: MetricValue | undefined;
  holder: Claim | undefined;
  readonly #narrowing: Claim[] = [];
  readonly #point: SeenPoint;
  readonly #shown: MetricValue | undefined;

  constructor(point: SeenPoint) {
    this.#point = point;
    this.room = wholeOf(point);
    this.#shown = point.shows?.isFresh === true ? point.shows.value : undefined;
  }

  take(claim: Claim): ClaimOutcome {
    return 'value' in claim.wish ? this.#takeValue(claim, claim.wish.value) : this.#takeRange(claim);
  }

  #takeValue(claim: Claim, wanted: MetricValue): ClaimOutcome {
    const { room } = this;
    if (this.value !== undefined) return this.value === wanted ? 'agrees' : 'beaten';
    // Of on and off, and of words, there is no nearest one.
    const isGraded = this.#point.kind === 'number' && typeof wanted === 'number' && !('words' in room);
    if (!isGraded && !holds(room, wanted)) return 'beaten';
    this.value = isGraded ? fitted(wanted, room, this.#point) : wanted;
    const isWhole = holds(room, wanted);
    this.holder = isWhole ? claim : this.#limited(claim, wanted);
    return isWhole ? 'holds' : 'narrowed';
  }

  /** What is less than was wanted says whose limit it is. */
  #limited(claim: Claim, wanted: MetricValue): Claim {
    const limit = this.#narrowing.find(({ wish }) => !('value' in wish || 'words' in wish) && isOutside(wish, wanted));
    return limit === undefined
      ? claim
      : { ...claim, why: because('act.limited', { reason: claim.why, limit: limit.why }) };
  }

  #takeRange(claim: Claim): ClaimOutcome {
    if (this.value !== undefined) {
      const left = narrowed(wholeOf(this.#point), claim);
      return left !== undefined && holds(left, this.value) ? 'agrees' : 'beaten';
    }
    const left = narrowed(this.room, claim);
    if (left === undefined) return 'beaten';
    if (isSame(left, this.room)) return 'agrees';
    const wasInside = this.#shown === undefined || holds(this.room, this.#shown);
    if (wasInside && (this.#shown === undefined || !holds(left, this.#shown))) this.holder = claim;
    this.room = left;
    this.#narrowing.push(claim);
    return 'narrows';
  }

  /** With ranges alone: what is shown, moved into them. */
  end(): void {
    const { room } = this;
    if (this.value !== undefined || this.holder === undefined) return;
    if (this.#shown !== undefined && holds(room, this.#shown)) {
      this.holder = undefined;
      return;
    }
    if ('words' in room) this.value = room.words[0];
    else if (typeof this.#shown === 'number') this.value = fitted(this.#shown, room, this.#point);
    // Not knowing what it is, only one value can be told to be right.
    else if (room.from === room.to) this.value = room.from;
    else this.holder = undefined;
  }
}

/** Decides a set-point. Undefined: nobody claims it. */
export function settle(
  target: Target,
  point: SeenPoint,
  { claims, nowMs }: { readonly claims: readonly Claim[]; readonly nowMs: number },
): Holding | undefined {
  const ordered = counting(claims, nowMs);
  if (ordered.length === 0) return undefined;
  const settling = new Settling(point);
  const settled = ordered.map((claim) => ({ claim, outcome: settling.take(claim) }));
  settling.end();
  const { value, holder } = settling;
  return {
    device: target.device,
    setPoint: target.setPoint,
    value,
    holder,
    untilMs: Math.min(...ordered.map(({ untilMs }) => untilMs)),
    claims: settled,
  };
}

/** What a set-point that nobody holds goes back to: as near to where it goes by itself as the ranges that are claimed let it. */
export function restingValue(
  point: SeenPoint,
  { claims, nowMs }: { readonly claims: readonly Claim[]; readonly nowMs: number },
  safe: MetricValue | undefined,
): MetricValue | undefined {
  const settling = new Settling(point);
  for (const claim of counting(claims, nowMs)) settling.take(claim);
  const { room } = settling;
  return typeof safe === 'number' && !('words' in room) ? fitted(safe, room, point) : safe;
}
