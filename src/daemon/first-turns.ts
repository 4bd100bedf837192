// A daemon that runs once: each device has one turn. One that is asked has had it when its round ended; one that reports by itself when all
// that is wanted of it was heard, or nothing more came for a while.
import type { Clock } from '#core/clock.ts';

/** How the turn of a device is known to be over. */
export interface TurnBounds {
  /** Queries and reports that are wanted of it; empty where nothing is named. */
  readonly wanted: readonly string[];
  /** Whether it is asked, and its round ends. */
  readonly isAsked: boolean;
}

/** The turns. */
export interface FirstTurns {
  /** A device begins its turn; to be called before it is started. */
  begin(device: string, bounds: TurnBounds): void;
  /** What is wanted of a device was not known before it was looked through. */
  want(device: string, wanted: readonly string[]): void;
  /** A device said something; with the name of the question or report, where it has one. */
  heard(device: string, query?: string): void;
  /** The round of a device ended, or it cannot be asked. */
  roundEnded(device: string): void;
  /** Whether a device has had its turn: what it says from then on is of another round. */
  isOver(device: string): boolean;
  /** Resolves when each that began has had its turn, with those that did not say all that was wanted, and what is missing of those that said something. */
  finished(): Promise<readonly string[]>;
}

/** Longest wait for one that reports by itself, and for the round of one that is asked, ms. */
const longestMs = { reports: 30_000, round: 600_000 } as const;
/** One that reports by itself, and of which nothing is named, has said all when nothing more came for so long, ms. */
const quietMs = 1500;

interface Turn {
  missing: Set<string>;
  readonly isAsked: boolean;
  readonly over: Promise<void>;
  isHeard: boolean;
  isOver: boolean;
  end(): void;
  cancel(): void;
}

/** Nobody has had a turn yet. */
export function makeFirstTurns(clock: Pick<Clock, 'after'>): FirstTurns {
  const turns = new Map<string, Turn>();
  return {
    begin(device, { wanted, isAsked }) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const turn: Turn = {
        missing: new Set(wanted),
        isAsked,
        over: promise,
        isHeard: false,
        isOver: false,
        end() {
          turn.isOver = true;
          turn.cancel();
          resolve();
        },
        cancel: clock.after(isAsked ? longestMs.round : longestMs.reports, () => turn.end()),
      };
      turns.set(device, turn);
    },
    want(device, wanted) {
      const turn = turns.get(device);
      if (turn !== undefined) turn.missing = new Set(wanted);
    },
    heard(device, query) {
      const turn = turns.get(device);
      if (turn === undefined) return;
      turn.isHeard = true;
      const isWanted = query !== undefined && turn.missing.delete(query);
      if (turn.isAsked || turn.missing.size > 0) return;
      if (isWanted) turn.end();
      else {
        turn.cancel();
        turn.cancel = clock.after(quietMs, turn.end);
      }
    },
    roundEnded: (device) => turns.get(device)?.end(),
    isOver: (device) => turns.get(device)?.isOver === true,
    async finished() {
      await Promise.all([...turns.values()].map(({ over }) => over));
      return [...turns].flatMap(([name, { missing, isHeard }]) => {
        if (!isHeard) return [name];
        return missing.size === 0 ? [] : [`${name} (${[...missing].join(', ')})`];
      });
    },
  };
}
