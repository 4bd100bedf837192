// Who cleans up: everything the test kit starts or makes belongs to an owner and ends with it, last made first ended.
import { afterAll } from 'vitest';

/** The context of a test is one, `suiteOwner()` makes one for a whole describe. */
export interface Owner {
  readonly onTestFinished: (end: () => void | Promise<void>) => void;
}

/** An owner for a `describe` (or a file): call it there, not inside a test or a hook. */
export function suiteOwner(): Owner {
  const ends: (() => void | Promise<void>)[] = [];
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });
  return { onTestFinished: (end) => void ends.push(end) };
}
