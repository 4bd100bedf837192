// What this browser keeps: choices, and the home as it was heard. Private windows may refuse to store anything: a choice then lasts until the page is left.

function tried<Answer>(act: () => Answer): Answer | undefined {
  try {
    return act();
  } catch (thrown) {
    if (!(thrown instanceof DOMException)) throw thrown;
    return undefined;
  }
}

/** What was kept under a name. */
export const kept = (key: string): string | undefined => tried(() => localStorage.getItem(key)) ?? undefined;

/** Keeps a choice; false if there is no room for it. */
export function keep(key: string, value: string): boolean {
  return (
    tried(() => {
      localStorage.setItem(key, value);
      return true;
    }) ?? false
  );
}

/** Forgets what was kept under a name. */
export function unkeep(key: string): void {
  tried(() => localStorage.removeItem(key));
}
