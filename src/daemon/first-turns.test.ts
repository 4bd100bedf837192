// When a daemon that runs once is done.
import { expect, test } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeFirstTurns } from './first-turns.ts';

function made() {
  const clock = fakeClock();
  const turns = makeFirstTurns(clock);
  let silent: readonly string[] | undefined;
  const wait = () => void turns.finished().then((found) => (silent = found));
  return { clock, turns, wait, silent: () => silent };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('one that is asked is done when its round ended, and silent if it did not say all', async () => {
  const { turns, wait, silent } = made();
  turns.begin('roof', { wanted: ['QPIGS', 'QMOD'], isAsked: true });
  turns.begin('shed', { wanted: ['QPIGS'], isAsked: true });
  wait();
  for (const query of ['QPIGS', 'QMOD']) turns.heard('roof', query);
  turns.roundEnded('roof');
  await settle();
  expect(silent()).toBeUndefined();
  turns.roundEnded('shed');
  await settle();
  expect(silent()).toEqual(['shed']);
});

test('one that reports is done when all that is wanted was heard', async () => {
  const { turns, wait, silent } = made();
  turns.begin('sun', { wanted: ['text', 'more'], isAsked: false });
  wait();
  turns.heard('sun', 'text');
  turns.heard('sun');
  await settle();
  expect(silent()).toBeUndefined();
  turns.heard('sun', 'more');
  await settle();
  expect(silent()).toEqual([]);
});

test('one of which nothing is named is done when it has been quiet for a while', async () => {
  const { clock, turns, wait, silent } = made();
  turns.begin('plug', { wanted: [], isAsked: false });
  wait();
  turns.heard('plug');
  await clock.advance(1400);
  turns.heard('plug');
  await clock.advance(1400);
  expect(silent()).toBeUndefined();
  await clock.advance(200);
  await settle();
  expect(silent()).toEqual([]);
});

test('one that never speaks ends the wait by itself', async () => {
  const { clock, turns, wait, silent } = made();
  turns.begin('plug', { wanted: [], isAsked: false });
  turns.begin('roof', { wanted: ['QPIGS'], isAsked: true });
  wait();
  await clock.advance(600_000);
  await settle();
  expect(silent()).toEqual(['plug', 'roof']);
});
