// Light, dark, or as the system has it: kept in the browser, resolved onto the root element.

/** What a person chose. */
export type ThemeChoice = 'auto' | 'light' | 'dark';

const key = 'solstead.theme';
const listeners = new Set<() => void>();
const system = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

/** The choice kept in this browser; `auto` where none or where storage is closed to us. */
export function themeChoice(): ThemeChoice {
  try {
    const kept = localStorage.getItem(key);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  } catch {
    return 'auto';
  }
}

/** The theme that is on now. */
export function activeTheme(): 'light' | 'dark' {
  return document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
}

function apply(choice: ThemeChoice): void {
  const dark = choice === 'auto' ? system().matches : choice === 'dark';
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  for (const listen of listeners) listen();
}

/** Keeps and applies a choice. */
export function chooseTheme(choice: ThemeChoice): void {
  try {
    localStorage.setItem(key, choice);
  } catch (thrown) {
    // Private windows may refuse to keep anything: the choice then holds until the page is left.
    if (!(thrown instanceof DOMException)) throw thrown;
  }
  apply(choice);
}

/** Applies the kept choice and follows the system from here on. */
export function startTheme(): void {
  apply(themeChoice());
  system().addEventListener('change', () => {
    if (themeChoice() === 'auto') apply('auto');
  });
}

/** Calls when the theme changes; for `useSyncExternalStore`. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
