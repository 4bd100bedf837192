// Loads the code of a page when it is first wanted, and reports the result: a server that is away must not throw
// people out of the app.

/** The loading state of a page's code. */
export type PageState<P> =
  | { readonly at: 'coming' }
  | { readonly at: 'here'; readonly page: P }
  /** The server does not answer; worth another try. */
  | { readonly at: 'unreachable' }
  /** The server answers, but does not have this code: it now runs another version. */
  | { readonly at: 'gone' };

/** The code of one page. */
export interface PageLoader<P> {
  state(): PageState<P>;
  /** Calls back at each change, until the returned function is called. */
  subscribe(listener: () => void): () => void;
  /** Loads it unless it is here or on its way; never rejects. */
  load(): Promise<void>;
}

/** A loader of a page; `answers` checks whether the server is there. */
export function createPageLoader<P>(bring: () => Promise<P>, answers: () => Promise<boolean>): PageLoader<P> {
  const listeners = new Set<() => void>();
  let state: PageState<P> = { at: 'coming' };
  let loading: Promise<void> | undefined;
  const become = (next: PageState<P>): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const attempt = async (): Promise<void> => {
    try {
      become({ at: 'here', page: await bring() });
    } catch {
      become({ at: (await answers()) ? 'gone' : 'unreachable' });
    } finally {
      loading = undefined;
    }
  };
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load: () => {
      if (state.at === 'here') return Promise.resolve();
      loading ??= attempt();
      return loading;
    },
  };
}
