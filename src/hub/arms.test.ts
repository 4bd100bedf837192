import { expect, test } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeArms } from './arms.ts';

const [ann, ben] = [{ id: 'ann' }, { id: 'ben' }];
const refused = expect.objectContaining({ code: 'command.not-armed' }) as unknown;

test('a token is worth something once, for whom and what it was made, and for a minute', async () => {
  const clock = fakeClock();
  const { arm, fire } = makeArms(clock);
  const used = { by: ann, what: ['relay', 1], at: 'relays' };
  const once = arm(ann, used.what).arm;
  fire(once, used);
  expect(() => fire(once, used)).toThrow(refused);
  expect(() => fire(arm(ann, used.what).arm, { ...used, by: ben })).toThrow(refused);
  expect(() => fire(arm(ann, used.what).arm, { ...used, what: ['relay', 2] })).toThrow(refused);
  const late = arm(ann, used.what).arm;
  await clock.advance(60_000);
  expect(() => fire(late, used)).toThrow(refused);
  expect(() => fire('', used)).toThrow(refused);
});

test('whoever asks for tokens without end takes nobody else’s', () => {
  const { arm, fire } = makeArms(fakeClock());
  const { arm: hers } = arm(ann, 'off');
  const all = Array.from({ length: 3000 }, (_, index) => arm(ben, index).arm);
  fire(hers, { by: ann, what: 'off', at: 'relays' });
  const isKept = all.map((one, index) => {
    try {
      fire(one, { by: ben, what: index, at: 'relays' });
      return true;
    } catch {
      return false;
    }
  });
  expect(isKept.filter(Boolean)).toHaveLength(20);
  expect(isKept.slice(-20)).not.toContain(false);
});
