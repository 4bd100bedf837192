// What a tablet on a wall shows, from its address: #/kiosk?pages=live,energy&every=30&look=dark. Pure.
import { type ThemeChoice, themeChoices } from '../theme.ts';

/** The pages there are, in their order. */
export const kioskPages = ['live', 'energy', 'charts'] as const;
/** One of {@link kioskPages}. */
export type KioskPage = (typeof kioskPages)[number];

/** Seconds after which the next page may come. */
export const kioskSeconds = [10, 20, 30, 60, 120] as const;
const longest = 3600;

/** What comes after the `?`; absent: what the address does not say. */
export interface KioskSearch {
  readonly pages?: string | undefined;
  readonly every?: number | undefined;
  readonly look?: ThemeChoice | undefined;
}

/** Reads it; what is not understood is treated as absent. */
export function kioskSearch({ pages, every, look }: Record<string, unknown>): KioskSearch {
  const seconds = Number(every);
  const named = pagesOf({ pages: typeof pages === 'string' ? pages : undefined });
  return {
    pages: typeof pages === 'string' ? named.join(',') : undefined,
    every:
      every !== undefined && Number.isInteger(seconds) && seconds >= kioskSeconds[0] && seconds <= longest
        ? seconds
        : undefined,
    look: themeChoices.find((each) => each === look),
  };
}

/** The pages that are shown, in the order of the address; *Live* where it names none. */
export function pagesOf({ pages = '' }: Pick<KioskSearch, 'pages'>): readonly KioskPage[] {
  const named = pages.slice(0, 200).split(',');
  const known = named.flatMap((name) => kioskPages.find((page) => page === name) ?? []);
  return known.length === 0 ? ['live'] : [...new Set(known)];
}

/** The place of a link in the app. */
export function kioskPlace(secret: string, { pages, every, look }: KioskSearch): string {
  const search = new URLSearchParams();
  if (pages !== undefined) search.set('pages', pages);
  if (every !== undefined) search.set('every', String(every));
  if (look !== undefined) search.set('look', look);
  const text = search.toString().replaceAll('%2C', ',');
  return `#/kiosk/${secret}${text === '' ? '' : `?${text}`}`;
}
