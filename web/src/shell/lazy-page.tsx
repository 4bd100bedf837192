// Pages whose code comes when it is wanted.
import type { ComponentType } from 'react';
import { clock } from '../clock.ts';
import { HomeSkeleton } from '../home/home-page.tsx';
import { lazyPart, type LazyPart } from '../ui/lazy-part.tsx';

/** A page; `preload` brings its code and never rejects. */
export type LazyPage = LazyPart<object>;

/** A page whose code is brought by `bring`. */
export function lazyPage(bring: () => Promise<ComponentType>): LazyPage {
  return lazyPart(bring, HomeSkeleton);
}

/**
 * Brings the code of pages once the browser has nothing else to do, one after the other: on a slow line they would take it from
 * what is being looked at.
 */
export function preloadWhenIdle(pages: readonly Pick<LazyPage, 'preload'>[]): void {
  const preload = async (): Promise<void> => {
    for (const page of pages) await page.preload();
  };
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in window) requestIdleCallback(() => void preload(), { timeout: 10_000 });
  else clock.after(2000, () => void preload());
}
