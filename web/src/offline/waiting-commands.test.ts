import { expect, test } from 'vitest';
import { createWaitingCommands, freshMs, type WaitingCommand } from './waiting-commands.ts';

const away = new Error('away');

/** A browser's store, a clock moved by hand, and a server that is told what to do. */
function stage() {
  const texts = new Map<string, string>();
  const sent: string[] = [];
  const timers: (() => void)[] = [];
  const now = { ms: 1_000_000, who: 'Anna' as string | undefined, refuses: undefined as Error | undefined };
  const open = () =>
    createWaitingCommands<string>({
      store: {
        read: (name) => texts.get(name),
        write: (name, text) => texts.set(name, text).size > 0,
        remove: (name) => void texts.delete(name),
      },
      clock: { nowMs: () => now.ms, after: (_ms, run) => (timers.push(run), () => undefined) },
      who: () => now.who,
      send: ({ key }) => {
        sent.push(key);
        return now.refuses === undefined ? Promise.resolve() : Promise.reject(now.refuses);
      },
      failureOf: (thrown) => (thrown === away ? undefined : String(thrown)),
    });
  const ripe = (): void => timers.splice(0).forEach((run) => run());
  return { texts, sent, now, open, ripe };
}

const command = (key: string, more: Partial<WaitingCommand> = {}): WaitingCommand => ({
  key,
  site: 'home',
  device: 'heater',
  deviceName: 'Heater',
  what: 'Relay 1: on',
  body: { setPoint: 'relay.on.1', value: true },
  askedMs: 1_000_000,
  ...more,
});

const states = (all: readonly { readonly key: string; readonly state: string }[]) =>
  all.map(({ key, state }) => `${key} ${state}`);

test('what was asked a moment ago goes out by itself, once, and is told as done for a moment', async () => {
  const { sent, now, open, ripe, texts } = stage();
  const waiting = open();
  expect(waiting.add(command('a'))).toBe(true);
  expect(waiting.add(command('cabin', { site: 'cabin' }))).toBe(true);
  now.ms += freshMs;
  waiting.sendFresh('home');
  waiting.sendFresh('home');
  expect(states(waiting.list())).toEqual(['a sending', 'cabin waits']);
  await Promise.resolve();
  await Promise.resolve();
  expect(sent).toEqual(['a']);
  expect(states(waiting.list())).toEqual(['cabin waits', 'a done']);
  expect(texts.get('commands')).not.toContain('"a"');
  ripe();
  expect(states(waiting.list())).toEqual(['cabin waits']);
});

test.each([
  ['older', freshMs + 1],
  ['from a clock that went back', -1],
])('one that is %s waits for a word', async (_, laterMs) => {
  const { sent, now, open } = stage();
  // The app was closed in between.
  open().add(command('a'));
  const waiting = open();
  now.ms += laterMs;
  waiting.sendFresh('home');
  expect(sent).toEqual([]);
  expect(states(waiting.list())).toEqual(['a waits']);
  await waiting.send('a');
  await waiting.send('a');
  expect(sent).toEqual(['a']);
});

test('while the server is away it goes on waiting; what the server refuses is told, not repeated, until it is put away', async () => {
  const { sent, now, open } = stage();
  const waiting = open();
  waiting.add(command('a'));
  now.refuses = away;
  await waiting.send('a');
  expect(states(waiting.list())).toEqual(['a waits']);
  now.refuses = new Error('the device refused');
  await waiting.send('a');
  expect(waiting.list()).toMatchObject([{ state: 'failed', failure: 'Error: the device refused' }]);
  waiting.sendFresh('home');
  expect(sent).toHaveLength(2);
  waiting.discard('a');
  expect(waiting.list()).toEqual([]);
});

test('the last word for a relay counts; too many, or what cannot be read again, do not wait', () => {
  const { open } = stage();
  const waiting = open();
  waiting.add(command('a'));
  waiting.add(command('b', { body: { setPoint: 'relay.on.1', value: false } }));
  waiting.add(command('c', { body: { setting: 'relay.on.1', value: 1 } }));
  expect(states(waiting.list())).toEqual(['b waits', 'c waits']);
  for (let index = 2; index < 20; index += 1)
    expect(waiting.add(command(`d${index}`, { body: { setPoint: `relay.on.${index}` } }))).toBe(true);
  expect(waiting.add(command('one more', { body: { setPoint: 'relay.on.99' } }))).toBe(false);
  expect(waiting.list()).toHaveLength(20);
  expect(stage().open().add(command('a key with spaces'))).toBe(false);
});

test('what is said while the server is back already outdates what waits for the same, and nothing else', () => {
  const { sent, open } = stage();
  const waiting = open();
  waiting.add(command('a'));
  waiting.add(command('b', { body: { setPoint: 'relay.on.2', value: true } }));
  const { site, device } = command('c');
  waiting.outdate({ site, device: 'another', body: { setPoint: 'relay.on.1', value: false } });
  expect(states(waiting.list())).toEqual(['a waits', 'b waits']);
  waiting.outdate({ site, device, body: { setPoint: 'relay.on.1', value: false } });
  expect(states(waiting.list())).toEqual(['b waits']);
  waiting.sendFresh(site);
  expect(sent).toEqual(['b']);
});

test('they are of who gave them: nobody else sends them, and what was tampered with is not read', () => {
  const { now, open, texts } = stage();
  const waiting = open();
  waiting.add(command('a'));
  now.who = 'Bob';
  expect(waiting.list()).toEqual([]);
  now.who = undefined;
  expect(waiting.add(command('b'))).toBe(false);
  now.who = 'Anna';
  for (const text of ['{', '[]', '{"format":1,"who":"Anna","commands":[{"key":"x"},7,null]}', 'x'.repeat(200_000)]) {
    texts.set('commands', text);
    expect(open().list()).toEqual([]);
  }
});
