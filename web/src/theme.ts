// Light, dark, or following the system: kept in the browser, resolved onto the root element.

/** What a person chose. */
export type ThemeChoice = 'auto' | 'light' | 'dark';

const key = 'solstead.theme';
const listeners = new Set<() => void>();
const system = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

/** The choice kept in this browser; `auto` if there is none or storage is not available. */
export function themeChoice(): ThemeChoice {
  try {
    const kept = localStorage.getItem(key);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  } catch {
    return 'auto';
  }
}

/** The theme now in effect. */
export function activeTheme(): 'light' | 'dark' {
  return document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
}

function apply(choice: ThemeChoice): void {
  const dark = choice === 'auto' ? system().matches : choice === 'dark';
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  for (const listen of listeners) listen();
}

/** Stores and applies a choice. */
export function chooseTheme(choice: ThemeChoice): void {
  try {
    localStorage.setItem(key, choice);
  } catch (thrown) {
    // Private windows may refuse to store anything: the choice then lasts until the page is left.
    if (!(thrown instanceof DOMException)) throw thrown;
  }
  apply(choice);
}

/** Applies the stored choice and follows the system from here on. */
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
