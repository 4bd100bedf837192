import { said } from '#core/reason.ts';
import { describe, expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makePendingReplies } from './pending-replies.ts';
import { caught } from './testing/wires.ts';

const sent = async () => undefined;

function waiting() {
  const clock = fakeClock();
  return { clock, replies: makePendingReplies(clock, 'plug') };
}

describe('what was sent', () => {
  test('is done with the reply of its id, and no other', async () => {
    const { clock, replies } = waiting();
    let isDone = false;
    const done = replies.wait(1, sent).then(() => (isDone = true));
    replies.answered(2);
    await clock.advance(10);
    expect(isDone).toBe(false);
    replies.answered(1);
    await done;
    expect(clock.pending).toBe(0);
  });

  test('without a reply times out', async () => {
    const { clock, replies } = waiting();
    const done = caught(replies.wait(1, sent));
    await clock.advance(2500);
    expect(await done).toMatchObject({ code: 'link.timeout', at: 'plug' });
    expect(clock.pending).toBe(0);
  });

  test('and refused says so, even before the broker has taken the message', async () => {
    const { replies } = waiting();
    const refusal = new SolsteadError('command.refused', { at: 'plug', why: said('no such id') });
    const done = replies.wait(1, () => new Promise(() => undefined));
    replies.refused(2, refusal);
    replies.refused(1, refusal);
    await expect(done).rejects.toBe(refusal);
  });

  test('and replied to does not wait for the broker either', async () => {
    const { replies } = waiting();
    const done = replies.wait(1, () => new Promise(() => undefined));
    replies.answered(1);
    await expect(done).resolves.toBeUndefined();
  });

  test('in vain fails with that, and what comes later harms nobody', async () => {
    const { clock, replies } = waiting();
    const lost = new SolsteadError('link.closed', { at: 'broker' });
    await expect(replies.wait(1, () => Promise.reject(lost))).rejects.toBe(lost);
    const late = Promise.withResolvers<void>();
    const done = caught(replies.wait(2, () => late.promise));
    await clock.advance(2500);
    expect(await done).toMatchObject({ code: 'link.timeout' });
    late.reject(lost);
    await clock.advance(10);
  });

  test('fails when the device is stopped', async () => {
    const { clock, replies } = waiting();
    const stopped = new SolsteadError('link.closed', { at: 'plug' });
    const done = Promise.allSettled([replies.wait(1, sent), replies.wait(2, sent)]);
    replies.close(stopped);
    expect((await done).map((each) => each.status === 'rejected' && each.reason === stopped)).toEqual([true, true]);
    expect(clock.pending).toBe(0);
  });
});
