// Large bodies are read a few at a time, by person and together: what waits for its turn stays with its sender.

/** Bodies above this many bytes take a turn; endpoints that are open to strangers take none above it. */
export const smallBodyBytes = 8 * 1024;
/** The most that anybody may send at a time. */
export const mostBodyBytes = 1024 * 1024;
/** Bodies of one person or program, and together, that are read at once. */
const mostAtOnce = { own: 4, together: 16 };

/** Hands out turns. */
export interface BodyTurns {
  /** Resolves when a body may be read, with what ends the turn; calling that again does nothing. */
  take(person: string): Promise<() => void>;
}

/** Makes them. */
export function bodyTurns(): BodyTurns {
  const reading = new Map<string, number>();
  const waiting: { readonly person: string; readonly start: () => void }[] = [];
  let together = 0;
  const mayStart = (person: string): boolean =>
    together < mostAtOnce.together && (reading.get(person) ?? 0) < mostAtOnce.own;
  const begin = (person: string): (() => void) => {
    together += 1;
    reading.set(person, (reading.get(person) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      together -= 1;
      const left = (reading.get(person) ?? 1) - 1;
      if (left === 0) reading.delete(person);
      else reading.set(person, left);
      const next = waiting.findIndex((one) => mayStart(one.person));
      if (next >= 0) waiting.splice(next, 1)[0]?.start();
    };
  };
  return {
    take(person) {
      if (mayStart(person)) return Promise.resolve(begin(person));
      return new Promise((resolve) => {
        waiting.push({ person, start: () => resolve(begin(person)) });
      });
    },
  };
}
