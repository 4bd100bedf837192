// Registers the service worker and knows whether a newer version of the app is there than the page that is open. Nothing reloads by
// itself. Over plain HTTP browsers have no workers: the app goes on without.
import type { Clock } from '#core/clock.ts';

/** Whether a newer version is there, for `useSyncExternalStore`. */
export interface NewVersion {
  subscribe(listener: () => void): () => void;
  isThere(): boolean;
  /** Looks at the server for one. */
  look(): void;
  /** Lets the newer version take over, and loads the page again. */
  take(): void;
}

/** The part of a worker that is used. */
export interface Worker {
  postMessage(message: unknown, transfer: Transferable[]): void;
}
/** The part of a registration that is used. */
export interface Registration extends Pick<EventTarget, 'addEventListener'> {
  readonly waiting: Worker | null;
  readonly installing: (Worker & Pick<EventTarget, 'addEventListener'>) | null;
  update(): Promise<unknown>;
}
/** The part of `navigator.serviceWorker` that is used. */
export interface Workers extends Pick<EventTarget, 'addEventListener'> {
  readonly controller: Worker | null;
  register(address: URL): Promise<Registration | undefined>;
}

/** What {@link createNewVersion} takes. */
export interface NewVersionOptions {
  /** Absent: this browser has none here. */
  readonly workers: Workers | undefined;
  readonly address: URL;
  /** The files of this page, as the worker names them. */
  readonly files: () => readonly string[];
  readonly reload: () => void;
  readonly clock: Pick<Clock, 'after' | 'every'>;
}

/** How often a page that stays open looks for a newer version, ms. */
const lookMs = 3_600_000;
/** How long a worker may take to take over until the page is loaded again all the same, ms. */
const takeMs = 3000;

/** Whether a worker has these files; never answers if it cannot tell. */
function has(worker: Worker, files: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', ({ data }) => {
      port1.close();
      resolve(data === true);
    });
    port1.start();
    worker.postMessage({ kind: 'has', files }, [port2]);
  });
}

/** Makes it; nothing is registered before `start`. */
export function createNewVersion({ workers, address, files, reload, clock }: NewVersionOptions): NewVersion & {
  start(): Promise<void>;
} {
  const listeners = new Set<() => void>();
  let registration: Registration | undefined;
  let isThere = false;
  let isTaken = false;
  const tell = (): void => {
    isThere = true;
    for (const listen of listeners) listen();
  };
  /** One that waits has come after this page or with it: then it may take over, as it changes nothing here. */
  const judgeWaiting = async (worker: Worker): Promise<void> => {
    if (await has(worker, files())) worker.postMessage({ kind: 'take-over' }, []);
    else tell();
  };
  /** Another tab has let it take over. */
  const judgeController = async (worker: Worker): Promise<void> => {
    if (!(await has(worker, files()))) tell();
  };
  const watch = (known: Registration): void => {
    if (known.waiting !== null) void judgeWaiting(known.waiting);
    const { installing } = known;
    installing?.addEventListener('statechange', () => {
      if (known.waiting !== null && known.waiting === installing) void judgeWaiting(installing);
    });
  };
  // A server that is away, or a browser that refuses: the app is as it was without.
  const look = (): void => void registration?.update().catch(() => undefined);
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isThere: () => isThere,
    look,
    take() {
      if (isTaken) return;
      isTaken = true;
      const { waiting } = registration ?? { waiting: null };
      if (waiting === null) return reload();
      workers?.addEventListener('controllerchange', reload);
      clock.after(takeMs, reload);
      waiting.postMessage({ kind: 'take-over' }, []);
    },
    async start() {
      if (workers === undefined) return;
      workers.addEventListener('controllerchange', () => {
        if (workers.controller !== null) void judgeController(workers.controller);
      });
      registration = await workers.register(address).catch(() => undefined);
      if (registration === undefined) return;
      const known = registration;
      watch(known);
      known.addEventListener('updatefound', () => watch(known));
      clock.every(lookMs, look);
    },
  };
}
