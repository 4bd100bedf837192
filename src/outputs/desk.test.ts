// A change or a removal that cannot be written down, as on a full disk: it is told, and the output goes on as it was.
import { expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import type { OutputChange, OutputSettings } from '#core/output.ts';
import type { Batch } from '#core/reading.ts';
import { makeSecret } from '#core/secrets.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { openOutputDesk, type OutputDeskParts } from './desk.ts';

const batch = (atMs: number): Batch => {
  return { site: 'home', device: 'roof', atMs, metric: ['pv.power'], value: [atMs], quality: ['good'] };
};

/** A desk whose store takes nothing while it is full; `sent` has the place and password of each request. */
async function openDesk() {
  const clock = fakeClock();
  const disk = { isFull: false };
  const write = async (): Promise<void> => {
    if (disk.isFull) throw new SolsteadError('store.failed', { at: 'records.db' });
  };
  const kept = new Map<string, string>();
  const sent: string[] = [];
  const parts: Pick<OutputDeskParts, 'store' | 'secrets' | 'spools'> = {
    store: { ofSite: async () => [], save: write, remove: write },
    secrets: {
      read: async (name) => {
        const text = kept.get(name);
        return text === undefined ? undefined : makeSecret(text);
      },
      save: async (name, text) => void kept.set(name, text),
      remove: async (name) => void kept.delete(name),
    },
    spools: { open: async () => (await import('./newest-spool.ts')).newestSpool(), remove: async () => undefined },
  };
  const facts = {
    site: { id: 'home', name: 'Home', timeZone: 'UTC' },
    devices: () => [],
    device: () => undefined,
    metric: () => undefined,
  };
  const lease = { fence: { site: 'home', token: 1 }, check: () => undefined };
  const openers = {
    openHttp: ({
      server,
      account,
    }: {
      readonly server: string;
      readonly account?: { secret: { reveal(): string } };
    }) => ({
      place: server,
      async call() {
        sent.push(`${server} ${account?.secret.reveal() ?? ''}`);
        return { status: 200, text: '' };
      },
      close: async () => undefined,
    }),
  };
  const desk = openOutputDesk({
    clock,
    random: () => 0.5,
    log: { info: () => undefined, warn: () => undefined },
    ...parts,
    openers: openers as never,
    homeOf: () => ({ facts, values: () => [] }) as never,
  });
  const home = await desk.consumer(facts, lease as never);
  const say = async (atMs: number): Promise<readonly string[]> => {
    sent.length = 0;
    home.take(batch(atMs));
    await clock.advance(10);
    return [...sent];
  };
  return { desk, disk, say, close: () => home.close() };
}

function webhook(server: string, secret: string): OutputChange {
  const settings: OutputSettings & Readonly<Record<string, unknown>> = {
    kind: 'webhook',
    server,
    method: 'POST',
    auth: 'bearer',
    body: 'batches',
  };
  return { name: 'Mine', isOn: true, settings, secret };
}

test('an output whose change or removal cannot be kept goes on, to its server and with its password', async () => {
  const { desk, disk, say, close } = await openDesk();
  const { id } = await desk.add('home', webhook('http://one.lan', 'of-one'));
  expect(await say(1)).toEqual(['http://one.lan of-one']);
  disk.isFull = true;
  await expect(desk.change('home', id, webhook('http://two.lan', 'of-two'))).rejects.toMatchObject({
    code: 'store.failed',
  });
  expect(await say(2)).toEqual(['http://one.lan of-one']);
  expect((await desk.list('home'))[0]).toMatchObject({
    settings: { server: 'http://one.lan' },
    state: { state: 'working' },
  });
  await expect(desk.remove('home', id)).rejects.toMatchObject({ code: 'store.failed' });
  expect(await say(3)).toEqual(['http://one.lan of-one']);
  disk.isFull = false;
  await desk.change('home', id, webhook('http://two.lan', 'of-two'));
  expect(await say(4)).toEqual(['http://two.lan of-two']);
  await desk.remove('home', id);
  expect(await say(5)).toEqual([]);
  await close();
});
