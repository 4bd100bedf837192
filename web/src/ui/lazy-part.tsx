// Parts of the app whose code is loaded on demand.
import { useEffect, useSyncExternalStore, type ComponentType, type ReactNode } from 'react';
import { clock } from '../clock.ts';
import { createPageLoader } from '../shell/page-loader.ts';
import { failureWords } from '../words.ts';
import { FailureNote } from './parts.tsx';
import { serverAnswers } from './server-answers.ts';

/** Pause between tries while the server is away, ms. */
const retryMs = 4000;

/** A part of the app; `preload` loads its code and never rejects. */
export type LazyPart<Props> = ((props: Props) => ReactNode) & { readonly preload: () => Promise<void> };

/**
 * A part whose code is loaded by `bring`, with `Waiting` in its place until then. If that fails it says so in its place and tries
 * again. The lazy parts of router and React reload the whole document instead, or never retry.
 */
export function lazyPart<Props extends object>(
  bring: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType<Props>,
): LazyPart<Props> {
  const loader = createPageLoader(bring, serverAnswers);
  function Lazy(props: Props): ReactNode {
    const state = useSyncExternalStore(loader.subscribe, loader.state);
    useEffect(() => {
      if (state.at === 'coming') void loader.load();
      if (state.at !== 'unreachable') return undefined;
      return clock.every(retryMs, () => void loader.load());
    }, [state.at]);
    switch (state.at) {
      case 'coming':
        return <Waiting {...props} />;
      case 'here':
        return <state.page {...props} />;
      case 'unreachable':
        return <FailureNote failure={failureWords('failure.unreachable')} onRetry={() => void loader.load()} />;
      case 'gone':
        return <FailureNote failure={failureWords('failure.updated')} onRetry={() => location.reload()} />;
    }
  }
  return Object.assign(Lazy, { preload: loader.load });
}
