import { describe, expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makePendingOrders } from './pending-orders.ts';
import { caught } from './testing/wires.ts';

const on = { device: 'plug', metric: 'relay.on.1', value: 1 } as const;
const sent = async () => undefined;

function ordering() {
  const clock = fakeClock();
  return { clock, orders: makePendingOrders(clock) };
}

describe('an order', () => {
  test('is confirmed by the value the device shows, by that value only', async () => {
    const { clock, orders } = ordering();
    let isDone = false;
    const done = orders.place(1, on, sent).then(() => (isDone = true));
    orders.shown(['relay.on.1'], [0]);
    orders.shown(['relay.on.2'], [1]);
    await clock.advance(10);
    expect([isDone, orders.has(1)]).toEqual([false, true]);
    orders.shown(['relay.on.2', 'relay.on.1'], [0, 1]);
    await done;
    expect([orders.has(1), clock.pending]).toEqual([false, 0]);
  });

  test('without a word of the device is unconfirmed after 5 s', async () => {
    const { clock, orders } = ordering();
    const done = caught(orders.place(1, on, sent));
    await clock.advance(5000);
    expect(await done).toMatchObject({ code: 'command.unconfirmed' });
    expect([orders.has(1), clock.pending]).toEqual([false, 0]);
  });

  test('that is refused says so, even before the broker has taken the message', async () => {
    const { orders } = ordering();
    const refusal = new SolsteadError('command.refused', { at: 'plug', why: 'no such id' });
    const done = orders.place(1, on, () => new Promise(() => undefined));
    orders.refused(2, refusal);
    orders.refused(1, refusal);
    await expect(done).rejects.toBe(refusal);
  });

  test('that is confirmed does not wait for the broker either', async () => {
    const { orders } = ordering();
    const done = orders.place(1, on, () => new Promise(() => undefined));
    orders.shown(['relay.on.1'], [1]);
    await done;
  });

  test('that cannot be sent fails with that, and what comes later harms nobody', async () => {
    const { clock, orders } = ordering();
    const lost = new SolsteadError('link.closed', { at: 'broker' });
    await expect(orders.place(1, on, () => Promise.reject(lost))).rejects.toBe(lost);
    const late = Promise.withResolvers<void>();
    const done = caught(orders.place(2, on, () => late.promise));
    await clock.advance(5000);
    expect(await done).toMatchObject({ code: 'command.unconfirmed' });
    late.reject(lost);
    await clock.advance(10);
  });

  test('that waits fails when the device is stopped', async () => {
    const { clock, orders } = ordering();
    const stopped = new SolsteadError('link.closed', { at: 'plug' });
    const done = Promise.allSettled([orders.place(1, on, sent), orders.place(2, { ...on, value: 0 }, sent)]);
    orders.close(stopped);
    expect((await done).map((each) => each.status === 'rejected' && each.reason === stopped)).toEqual([true, true]);
    expect(clock.pending).toBe(0);
  });
});
