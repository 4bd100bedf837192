import { expect, test } from 'vitest';
import { fromLatin1 } from '#core/bytes.ts';
import { SolsteadError } from '#core/errors.ts';
import { definitionOf } from '#devices/registry.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { commandOf } from './ask.ts';
import { makeLateAnswers } from './late-answers.ts';

const timeout = () => new SolsteadError('link.timeout', { at: 'line' });

/** A device on a clock, and whether what comes to a question is held back. */
function asked(id: string) {
  const clock = fakeClock();
  const definition = definitionOf(id);
  if (!('wire' in definition) || definition.mode !== 'request') throw new TypeError(`assertion: ${id} is asked`);
  const late = makeLateAnswers(clock, 1000);
  const of = (name: string) => commandOf(definition, name);
  return {
    clock,
    silent: (name: string): unknown => {
      late.begin();
      return late.failed(of(name), timeout());
    },
    holdsBack: (name: string, payload: string): boolean => {
      late.begin();
      return late.mayBe(of(name), fromLatin1(payload));
    },
    again: (name: string, payload: string): boolean => late.mayBe(of(name), fromLatin1(payload)),
    answered: (name: string): void => late.answered(of(name)),
    failed: (name: string): unknown => late.failed(of(name), timeout()),
  };
}

test.each([
  { id: 'pi30max', before: 'QOPM', question: 'QBOOT', payload: '0' },
  { id: 'pi30max', before: 'QBOOT', question: 'QOPM', payload: '1' },
  { id: 'pi18', before: 'GMN', question: 'MOD', payload: '02' },
  { id: 'pi18', before: 'MOD', question: 'GMN', payload: '02' },
  { id: 'pi30max', before: 'QEY2026', question: 'QET', payload: '00238800' },
  {
    id: 'pi30',
    before: 'QPGS0',
    question: 'QPGS1',
    payload:
      '1 92931701100510 B 00 000.0 00.00 230.6 50.00 0275 0141 005 51.4 001 100 083.3 002 00574 00312 003 10100110 1 2 060 120 10 04 000',
  },
])(
  '$id: after $before was given up, $question does not take what may answer either',
  ({ id, before, question, payload }) => {
    const { holdsBack, again, silent } = asked(id);
    expect(holdsBack(question, payload)).toBe(false);
    silent(before);
    expect(holdsBack(question, payload)).toBe(true);
    // The one behind it is its own.
    expect(again(question, payload)).toBe(false);
  },
);

test('what cannot answer the question before is taken', () => {
  const { holdsBack, silent } = asked('pi30max');
  silent('QMOD');
  expect(holdsBack('QBOOT', '1')).toBe(false);
});

test('when no second one comes, the error names the question before, which raises no doubt again until it is answered', () => {
  const { holdsBack, silent, answered, failed } = asked('pi30max');
  silent('QOPM');
  expect(holdsBack('QBOOT', '1')).toBe(true);
  expect(failed('QBOOT')).toMatchObject({
    code: 'link.timeout',
    why: 'what came may as well be the late answer to QOPM, which was asked before and given up: it was not taken',
  });
  expect(holdsBack('QBOOT', '1')).toBe(false);
  answered('QBOOT');
  silent('QOPM');
  expect(holdsBack('QBOOT', '1')).toBe(false);
  answered('QOPM');
  answered('QBOOT');
  silent('QOPM');
  expect(holdsBack('QBOOT', '1')).toBe(true);
});

test('one that was asked twice and answered once may still be answered', () => {
  const { holdsBack, silent, answered } = asked('pi30max');
  silent('QOPM');
  answered('QOPM');
  expect(holdsBack('QBOOT', '1')).toBe(true);
});

test('after a while none comes late', async () => {
  const { clock, holdsBack, silent } = asked('pi30max');
  silent('QOPM');
  await clock.advance(8001);
  expect(holdsBack('QBOOT', '1')).toBe(false);
});
