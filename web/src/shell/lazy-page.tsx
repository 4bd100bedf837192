// Pages whose code is loaded on demand.
import type { ComponentType } from 'react';
import { clock } from '../clock.ts';
import { HomeSkeleton } from '../home/home-page.tsx';
import { lazyPart, type LazyPart } from '../ui/lazy-part.tsx';
import { bringWords, wholeWords } from '../words.ts';

/** A page; `preload` loads its code and never rejects. */
export type LazyPage = LazyPart<object>;

/** A page whose code is loaded by `bring`; what it says is more than the first view does. */
export function lazyPage(bring: () => Promise<ComponentType>): LazyPage {
  return lazyPart(async () => {
    const [page] = await Promise.all([bring(), wholeWords()]);
    return page;
  }, HomeSkeleton);
}

/**
 * Loads the rest of the texts and the code of pages once the browser is idle, one after another: on a slow line they would
 * otherwise slow down the page being viewed.
 */
export function preloadWhenIdle(pages: readonly Pick<LazyPage, 'preload'>[]): void {
  const preload = async (): Promise<void> => {
    bringWords();
    for (const page of pages) await page.preload();
  };
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in window) requestIdleCallback(() => void preload(), { timeout: 10_000 });
  else clock.after(2000, () => void preload());
}
