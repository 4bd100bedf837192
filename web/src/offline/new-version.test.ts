import { expect, test, vi } from 'vitest';
import { isRecord } from '#core/entries.ts';
import { createNewVersion, type Registration, type Worker, type Workers } from './new-version.ts';

const mine = ['assets/index-1.js'];

/** A worker of a version with these files; what it was told is kept. */
function workerOf(files: readonly string[]) {
  const told: string[] = [];
  const worker = Object.assign(new EventTarget(), {
    postMessage: (message: unknown, [port]: Transferable[]): void => {
      if (!isRecord(message)) return;
      told.push(String(message['kind']));
      const { files: asked } = message;
      if (port instanceof MessagePort && Array.isArray(asked))
        port.postMessage(asked.every((file) => files.includes(String(file))));
    },
  });
  return { told, worker };
}

function stage(waiting: Worker | null = null) {
  const registration = Object.assign(new EventTarget(), {
    waiting,
    installing: null as (Worker & EventTarget) | null,
    update: vi.fn<() => Promise<void>>(async () => undefined),
  });
  const workers = Object.assign(new EventTarget(), {
    controller: null as Worker | null,
    register: async (): Promise<Registration> => registration,
  });
  const reload = vi.fn<() => void>();
  const later: (() => void)[] = [];
  const version = createNewVersion({
    workers: workers satisfies Workers,
    address: new URL('http://home.example/x/service-worker.js'),
    files: () => mine,
    reload,
    clock: {
      after: (_, run) => {
        later.push(run);
        return () => undefined;
      },
      every: () => () => undefined,
    },
  });
  return { version, workers, registration, reload, later };
}

test('a version that waits is told, and takes over when the person says so', async () => {
  const { worker, told } = workerOf(['assets/index-2.js']);
  const { version, workers, reload } = stage(worker);
  const heard = vi.fn<() => void>();
  version.subscribe(heard);
  await version.start();
  await vi.waitFor(() => expect(version.isThere()).toBe(true));
  expect(heard).toHaveBeenCalledOnce();
  expect(told).toEqual(['has']);
  expect(reload).not.toHaveBeenCalled();
  version.take();
  version.take();
  expect(told).toEqual(['has', 'take-over']);
  expect(reload).not.toHaveBeenCalled();
  workers.dispatchEvent(new Event('controllerchange'));
  expect(reload).toHaveBeenCalledOnce();
});

test('a worker that never takes over does not keep the page from being loaded again', async () => {
  const { version, later, reload } = stage(workerOf([]).worker);
  await version.start();
  await vi.waitFor(() => expect(version.isThere()).toBe(true));
  version.take();
  later[0]?.();
  expect(reload).toHaveBeenCalledOnce();
});

test('one with the files of this page takes over unsaid: the page is as new as it', async () => {
  const { worker, told } = workerOf(mine);
  const { version } = stage(worker);
  await version.start();
  await vi.waitFor(() => expect(told).toEqual(['has', 'take-over']));
  expect(version.isThere()).toBe(false);
});

test('one that another tab let take over is told, too; the first one ever is not', async () => {
  const { version, workers, reload } = stage();
  await version.start();
  const first = workerOf(mine);
  workers.controller = first.worker;
  workers.dispatchEvent(new Event('controllerchange'));
  await vi.waitFor(() => expect(first.told).toEqual(['has']));
  expect(version.isThere()).toBe(false);
  workers.controller = workerOf(['assets/index-2.js']).worker;
  workers.dispatchEvent(new Event('controllerchange'));
  await vi.waitFor(() => expect(version.isThere()).toBe(true));
  version.take();
  expect(reload).toHaveBeenCalledOnce();
});

test('one that is found while the page is open is told once it has all its files', async () => {
  const { version, registration } = stage();
  await version.start();
  version.look();
  expect(registration.update).toHaveBeenCalledOnce();
  const { worker } = workerOf(['assets/index-2.js']);
  registration.installing = worker;
  registration.dispatchEvent(new Event('updatefound'));
  worker.dispatchEvent(new Event('statechange'));
  expect(version.isThere()).toBe(false);
  registration.waiting = worker;
  worker.dispatchEvent(new Event('statechange'));
  await vi.waitFor(() => expect(version.isThere()).toBe(true));
});

test('without workers, as over plain HTTP, nothing happens', async () => {
  const version = createNewVersion({
    workers: undefined,
    address: new URL('http://home.example/service-worker.js'),
    files: () => mine,
    reload: () => undefined,
    clock: { after: () => () => undefined, every: () => () => undefined },
  });
  await expect(version.start()).resolves.toBeUndefined();
  version.look();
  expect(version.isThere()).toBe(false);
});
