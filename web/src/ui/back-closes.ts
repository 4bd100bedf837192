// The browser's back closes what lies over the page before it leaves the page. Each open sheet has an entry of the history of its own, above
// that of its page and with its address; the router sees none of them. Whoever comes to such an entry later, forward or by a reload, is led
// back to its page, and what the router writes goes to the page's entry.
import type { Clock } from '#core/clock.ts';

/** What is used of a browser's history. */
export interface EntryHistory {
  readonly state: unknown;
  readonly length: number;
  pushState(state: unknown, unused: string, url?: string | URL | null): void;
  replaceState(state: unknown, unused: string, url?: string | URL | null): void;
  go(delta?: number): void;
  back(): void;
  forward(): void;
}

type Listen = (type: string, listener: (event: Event) => void, options?: AddEventListenerOptions) => void;

/** What is used of a browser's window. */
export interface EntryWindow {
  readonly history: EntryHistory;
  readonly location: unknown;
  readonly document: unknown;
  readonly addEventListener: Listen;
  readonly removeEventListener: Listen;
}

type Write = readonly ['pushState' | 'replaceState', unknown, string, (string | URL | null)?];

/** The longest that a browser may take from one entry to another, ms: then there was none. */
const longestMoveMs = 2000;

const partsOf = (state: unknown): Readonly<Record<string, unknown>> =>
  typeof state === 'object' && state !== null ? (state as Readonly<Record<string, unknown>>) : {};

/** How many sheets lie over the page in an entry. */
function depthOf(state: unknown): number {
  const { sheets } = partsOf(state);
  return typeof sheets === 'number' ? sheets : 0;
}

/** The router's name of the page's entry, which those of its sheets share. */
const pageOf = (state: unknown): unknown => partsOf(state)['__TSR_key'];

/** Keeps the entries of the history in step with the sheets that are open. */
export class BackCloses {
  readonly #history: EntryHistory;
  readonly #clock: Pick<Clock, 'after' | 'nowMs'>;
  readonly #routed = new Set<(event: Event) => void>();
  readonly #open: (() => void)[] = [];
  readonly #writes: Write[] = [];
  #page: unknown;
  /** Set while the browser goes to another entry. */
  #endMove: (() => void) | undefined;
  /** The window that the router gets. */
  readonly window: EntryWindow;

  constructor(window: EntryWindow, clock: Pick<Clock, 'after' | 'nowMs'>) {
    this.#history = window.history;
    this.#clock = clock;
    this.#page = pageOf(window.history.state);
    this.window = {
      location: window.location,
      document: window.document,
      history: this.#routerHistory(),
      addEventListener: (type, listener, options) => {
        if (type === 'popstate') this.#routed.add(listener);
        else window.addEventListener(type, listener, options);
      },
      removeEventListener: (type, listener, options) => {
        if (type === 'popstate') this.#routed.delete(listener);
        else window.removeEventListener(type, listener, options);
      },
    };
    window.addEventListener('popstate', (event) => this.#arrive(event));
    this.#settle();
  }

  /** Something lies over the page now: back calls `close`. The returned function says that it is gone. */
  open(close: () => void): () => void {
    // Of its own, even if two sheets share what closes them.
    const one = (): void => close();
    this.#open.push(one);
    queueMicrotask(() => this.#settle());
    return () => {
      const at = this.#open.indexOf(one);
      if (at < 0) return;
      this.#open.splice(at, 1);
      // One that follows in the same moment takes its entry.
      queueMicrotask(() => this.#settle());
    };
  }

  #routerHistory(): EntryHistory {
    const history = this.#history;
    const write = (...one: Write): void => {
      this.#writes.push(one);
      this.#settle();
    };
    return {
      get state() {
        return history.state;
      },
      get length() {
        return history.length;
      },
      pushState: (...parts) => write('pushState', ...parts),
      replaceState: (...parts) => write('replaceState', ...parts),
      go: (delta) => history.go(delta),
      back: () => history.back(),
      forward: () => history.forward(),
    };
  }

  /** The browser came to another entry: by its buttons, or because it was sent there. */
  #arrive(event: Event): void {
    this.#name();
    const { state } = this.#history;
    const page = pageOf(state);
    const isSamePage = page === this.#page;
    const wasSent = this.#endMove !== undefined;
    this.#page = page;
    this.#endMove?.();
    this.#endMove = undefined;
    if (!wasSent || !isSamePage) {
      const gone = this.#open.splice(isSamePage ? depthOf(state) : 0);
      for (const close of gone.toReversed()) close();
    }
    if (!isSamePage) for (const listener of this.#routed) listener(event);
    this.#settle();
  }

  /** An address that was typed has no name yet: it gets one as the router gives them. */
  #name(): void {
    if (pageOf(this.#history.state) !== undefined) return;
    const key = this.#clock.nowMs().toString(36);
    this.#history.replaceState({ __TSR_index: 0, key, __TSR_key: key }, '');
  }

  /** Does what waits: the page's own writes on the page's entry, then an entry for each sheet. */
  #settle(): void {
    if (this.#endMove !== undefined) return;
    const depth = depthOf(this.#history.state);
    const wanted = this.#writes.length > 0 ? 0 : this.#open.length;
    if (wanted < depth) {
      this.#go(wanted - depth);
      return;
    }
    for (const [how, ...parts] of this.#writes.splice(0)) this.#history[how](...parts);
    const { state } = this.#history;
    this.#page = pageOf(state);
    for (let sheets = depthOf(state) + 1; sheets <= this.#open.length; sheets += 1)
      this.#history.pushState({ ...partsOf(state), sheets }, '');
  }

  #go(by: number): void {
    this.#endMove = this.#clock.after(longestMoveMs, () => {
      // There is no entry below: the browser has forgotten it.
      this.#endMove = undefined;
      this.#history.replaceState({ ...partsOf(this.#history.state), sheets: 0 }, '');
      this.#settle();
    });
    this.#history.go(by);
  }
}
