import { expect, test } from 'vitest';
import { pi30Wire } from '#codec/pi30.ts';
import { pi30 } from '#devices/voltronic/pi30.ts';
import { createPi30Emulator, olderPrint } from '#sim/pi30-emulator.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeAnswerFit } from './answer-fit.ts';
import { commandOf } from './ask.ts';
import { sunnyHome } from './testing/emulated.ts';

const read = sunnyHome(fakeClock());
/** What a running device is asked. */
const asked = new Set([
  ...pi30.live.commands,
  ...pi30.settings.commands,
  ...pi30.identity.map(({ command }) => command),
]);

/** Whether the answer to `answered` is taken for one to `asked`. */
function passes(asked: string, answered: string, { fit = makeAnswerFit(), print = {} } = {}): boolean {
  const frame = createPi30Emulator({ read, print }).respond(pi30Wire.request(answered));
  const answer = pi30Wire.answer(frame ?? Uint8Array.of(), answered);
  if (frame === undefined || answer.kind !== 'payload') throw new TypeError(`no answer to ${answered}`);
  const command = commandOf(pi30, asked);
  return fit.accepts(command, command.table.decode(answer.payload), frame.length);
}

test('every command accepts its own answer, of a present and of an older model', () => {
  for (const name of asked) {
    expect([name, passes(name, name), passes(name, name, { print: olderPrint })]).toEqual([name, true, true]);
  }
});

test('the general status accepts no other answer, and no other accepts it', () => {
  for (const name of asked) {
    if (name === 'QPIGS') continue;
    expect([name, passes('QPIGS', name), passes(name, 'QPIGS')]).toEqual([name, false, false]);
  }
});

test('the same odd answer again is the device’s way, until it answers as usual', () => {
  const fit = makeAnswerFit();
  expect([passes('QPIGS', 'QPIRI', { fit }), passes('QPIGS', 'QPIRI', { fit })]).toEqual([false, true]);
  expect(passes('QPIGS', 'QMOD', { fit })).toBe(false);
  expect(passes('QPIGS', 'QPIGS', { fit })).toBe(true);
  expect(passes('QPIGS', 'QPIRI', { fit })).toBe(false);
});
