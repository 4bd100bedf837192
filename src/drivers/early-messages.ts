// What comes before it is known what was noted of a device: held for that moment, as the note tells how it is to be taken. An outside broker
// hands over what it kept as soon as there is a connection.

/** Most that is held; more is not waited for. */
const mostHeld = 500;

/** What is held until something is known. */
export interface EarlyMessages<Message> {
  /** Takes a message, now or when it is known. */
  give(message: Message): void;
  /** It is known: from now on nothing waits. */
  known(): void;
  /** Resolves when nothing waits. Errors: it was dropped. */
  taken(): Promise<void>;
  /** Nobody takes what waits any more. */
  drop(): void;
}

/** Holds messages; `isKnown`: nothing is ever waited for. */
export function heldUntilKnown<Message>(take: (message: Message) => void, isKnown: boolean): EarlyMessages<Message> {
  let held: Message[] | undefined = isKnown ? undefined : [];
  const over = Promise.withResolvers<void>();
  if (isKnown) over.resolve();
  // Nobody may have asked.
  over.promise.catch(() => undefined);
  const known = (): void => {
    const waiting = held ?? [];
    held = undefined;
    for (const message of waiting) take(message);
    over.resolve();
  };
  return {
    give(message) {
      if (held === undefined) return take(message);
      held.push(message);
      if (held.length >= mostHeld) known();
    },
    known,
    taken: () => over.promise,
    drop() {
      over.reject(new Error('what waited is dropped'));
      held = [];
    },
  };
}
