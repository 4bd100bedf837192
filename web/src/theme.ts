// Light, dark, or following the system, and the looks beside them: kept in the browser, resolved onto the root element. What a look adds to the
// style sheets is loaded when it is worn.
import { keep, kept } from './kept.ts';

/** What makes a page look otherwise than it does by day or by night. */
const looks = {
  contrast: () => Promise.all([import('./looks/edges.css'), import('./looks/contrast.css')]),
  eink: () => Promise.all([import('./looks/edges.css'), import('./looks/eink.css')]),
  lcars: () => import('./looks/lcars.css'),
} as const;
type Look = keyof typeof looks;

/** What a person may choose, in the order of the menu. */
export const themeChoices = ['auto', 'light', 'dark', 'contrast', 'eink', 'lcars'] as const;
/** What a person chose. */
export type ThemeChoice = (typeof themeChoices)[number];

/** The theme now in effect. */
export interface Theme {
  readonly ground: 'light' | 'dark';
  /** Colour alone says nothing: patterns and line styles say it too. */
  readonly isPatterned: boolean;
  /** The screen takes long to draw: nothing moves on it, and what is live comes every now and then. */
  readonly isSlow: boolean;
}

const key = 'solstead.theme';
const listeners = new Set<() => void>();
const prefersDark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');
const prefersContrast = (): MediaQueryList => matchMedia('(prefers-contrast: more)');
const forcesColours = (): MediaQueryList => matchMedia('(forced-colors: active)');
let active: Theme = { ground: 'light', isPatterned: false, isSlow: false };

const isChoice = (text: string | undefined): text is ThemeChoice => themeChoices.some((each) => each === text);
const isLook = (choice: ThemeChoice): choice is Look => Object.hasOwn(looks, choice);

let worn: ThemeChoice | undefined;

/** The choice kept in this browser, or what the page wears for now; `auto` if there is none or storage is not available. */
export function themeChoice(): ThemeChoice {
  const choice = worn ?? kept(key);
  return isChoice(choice) ? choice : 'auto';
}

/** The theme now in effect; the same object until it changes. */
export const activeTheme = (): Theme => active;

/** The look of a choice. A system that puts its own colours on every page leaves patterns and borders to tell things apart, whatever was chosen. */
function lookOf(choice: ThemeChoice): Look | undefined {
  if (isLook(choice)) return choice;
  const wants = forcesColours().matches || (choice === 'auto' && prefersContrast().matches);
  return wants ? 'contrast' : undefined;
}

async function apply(choice: ThemeChoice): Promise<void> {
  const look = lookOf(choice);
  // Without its style sheet a look is left out: the page is readable without it.
  const isThere =
    look !== undefined &&
    (await looks[look]().then(
      () => true,
      () => false,
    ));
  // Another was chosen while it came.
  if (themeChoice() !== choice) return;
  const isLight = choice === 'light' || (isThere && look === 'eink');
  const isDark = choice === 'dark' || (isThere && look === 'lcars');
  const ground = isLight || (!isDark && !prefersDark().matches) ? 'light' : 'dark';
  const isPatterned = isThere && look !== 'lcars';
  const { dataset } = document.documentElement;
  dataset['theme'] = ground;
  for (const name of ['look', 'edges']) delete dataset[name];
  if (isThere) dataset['look'] = look;
  if (isPatterned) dataset['edges'] = '';
  active = { ground, isPatterned, isSlow: isThere && look === 'eink' };
  for (const listen of listeners) listen();
}

/** Stores and applies a choice. */
export function chooseTheme(choice: ThemeChoice): void {
  keep(key, choice);
  void apply(choice);
}

/** Wears a theme until the returned function is called, whatever is stored. */
export function wearTheme(choice: ThemeChoice): () => void {
  worn = choice;
  void apply(choice);
  return () => {
    worn = undefined;
    void apply(themeChoice());
  };
}

/** Applies the stored choice and follows the system from here on. */
export async function startTheme(): Promise<void> {
  for (const query of [prefersDark(), prefersContrast(), forcesColours()])
    query.addEventListener('change', () => void apply(themeChoice()));
  await apply(themeChoice());
}

/** Calls when the theme changes; for `useSyncExternalStore`. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
