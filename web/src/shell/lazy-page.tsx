// Pages whose code comes when it is wanted.
import { useEffect, useSyncExternalStore, type ComponentType, type ReactNode } from 'react';
import { clock } from '../clock.ts';
import { HomeSkeleton } from '../home/home-page.tsx';
import { FailureNote } from '../ui/parts.tsx';
import { failureWords } from '../words.ts';
import { createPageLoader } from './page-loader.ts';

/** Between tries while the server is away, ms. */
const retryMs = 4000;

/** A page; `preload` brings its code and never rejects. */
export type LazyPage = (() => ReactNode) & { readonly preload: () => Promise<void> };

async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch('.', { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

/**
 * A page whose code is brought by `bring`. Where that fails it says so in the app and tries again. The router's own lazy
 * pages load the whole document anew instead, which leaves the app while the server is away.
 */
export function lazyPage(bring: () => Promise<ComponentType>): LazyPage {
  const loader = createPageLoader(bring, serverAnswers);
  function Lazy(): ReactNode {
    const state = useSyncExternalStore(loader.subscribe, loader.state);
    useEffect(() => {
      if (state.at === 'coming') void loader.load();
      if (state.at !== 'unreachable') return undefined;
      return clock.every(retryMs, () => void loader.load());
    }, [state.at]);
    switch (state.at) {
      case 'coming':
        return <HomeSkeleton />;
      case 'here':
        return <state.page />;
      case 'unreachable':
        return <FailureNote failure={failureWords('failure.unreachable')} onRetry={() => void loader.load()} />;
      case 'gone':
        return <FailureNote failure={failureWords('failure.page')} onRetry={() => location.reload()} />;
    }
  }
  return Object.assign(Lazy, { preload: loader.load });
}

/** Brings the code of pages once the browser has nothing else to do. */
export function preloadWhenIdle(pages: readonly LazyPage[]): void {
  const preload = (): void => {
    for (const page of pages) void page.preload();
  };
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in window) requestIdleCallback(preload, { timeout: 10_000 });
  else clock.after(2000, preload);
}
