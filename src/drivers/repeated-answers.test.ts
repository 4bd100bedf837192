// What only repeats itself is no reading, until something moves.
import { expect, test } from 'vitest';
import { because } from '#core/reason.ts';
import { read } from '#devices/define.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { repeatedAnswers } from './repeated-answers.ts';

const nothing = { rows: [], decode: () => ({ values: [], raws: [], problems: [] }) };

test('after so long without any change it is told; one value that moves is enough', async () => {
  const clock = fakeClock();
  const repeats = repeatedAnswers({ clock, at: 'roof', seconds: 900 });
  const answered = (name: string, ...values: readonly number[]): void =>
    repeats.check({
      command: read({ name, title: name, answerBytes: 10, table: nothing }),
      payload: new Uint8Array(0),
      decoded: { values, raws: [], problems: [] },
    });
  answered('power', 5, 230);
  answered('energy', 7);
  await clock.advance(899_000);
  answered('power', 5, 230);
  await clock.advance(1000);
  expect(() => answered('power', 5, 230)).toThrow(
    expect.objectContaining({ code: 'link.timeout', reason: because('device.repeats', { seconds: 900 }) }),
  );
  expect(() => answered('energy', 7)).toThrow('900');
  answered('energy', 8);
  answered('power', 5, 230);
});

test('a device that measures may stay as it is', async () => {
  const clock = fakeClock();
  const repeats = repeatedAnswers({ clock, at: 'roof', seconds: undefined });
  const asked = {
    command: read({ name: 'power', title: 'power', answerBytes: 10, table: nothing }),
    payload: new Uint8Array(0),
    decoded: { values: [1], raws: [], problems: [] },
  };
  repeats.check(asked);
  await clock.advance(10_000_000);
  expect(() => repeats.check(asked)).not.toThrow();
});
