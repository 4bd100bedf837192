import { expect, test } from 'vitest';
import { type Clock, systemClock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { Outbox } from './outbox.ts';
import { expectCode } from './testing/bench.ts';

const message = { topic: 'home/a', payload: Buffer.from('1'), retain: false, qos: 1 as const };

test('gives a message up when no broker takes it, and not before', async () => {
  const waits: number[] = [];
  const clock: Clock = { ...systemClock, after: (ms, run) => (waits.push(ms), systemClock.after(0, run)) };
  const failure = await expectCode(new Outbox('mqtt://broker', clock).add(message), 'link.timeout');
  expect(failure.message).toBe('mqtt://broker: the broker did not accept a message on home/a within 30 s');
  expect(waits).toEqual([30_000]);
});

test('without a connection it says why there is none', async () => {
  const clock: Clock = { ...systemClock, after: (_ms, run) => systemClock.after(0, run) };
  const refused = new SolsteadError('broker.refused', { at: 'mqtt://broker' });
  await expectCode(new Outbox('mqtt://broker', clock, () => refused).add(message), 'broker.refused');
});

test('takes no more than a thousand messages', async () => {
  const outbox = new Outbox('mqtt://broker', systemClock);
  const added = Array.from({ length: 1000 }, () => outbox.add(message));
  await expectCode(outbox.add(message), 'link.timeout');
  outbox.flush((_, onTaken) => onTaken());
  await Promise.all(added);
});

test('leaves no timer behind, and fails what waits when it is told to', async () => {
  const running = new Set<object>();
  const after: Clock['after'] = () => {
    const timer = {};
    running.add(timer);
    return () => running.delete(timer);
  };
  const outbox = new Outbox('mqtt://broker', { ...systemClock, after });
  const taken = outbox.add(message);
  outbox.flush((_, onTaken) => onTaken());
  await taken;
  expect(running.size).toBe(0);
  const failed = expectCode(outbox.add(message), 'link.closed');
  outbox.fail(new SolsteadError('link.closed', { at: 'mqtt://broker' }));
  await failed;
  expect(running.size).toBe(0);
});

test('what goes out once goes out over this connection or not at all, and is told which', async () => {
  const sent: string[] = [];
  const outbox = new Outbox('mqtt://broker', systemClock);
  const once = (topic: string) => outbox.add({ ...message, topic, onSend: () => void sent.push(topic) });
  const underWay = expectCode(once('home/under-way'), 'link.timeout');
  outbox.flush(() => undefined);
  const kept = expectCode(once('home/kept'), 'link.closed');
  const usual = outbox.add(message);
  expect(sent).toEqual(['home/under-way']);
  outbox.lost();
  await Promise.all([underWay, kept]);
  outbox.restart();
  const again: string[] = [];
  outbox.flush(({ topic }, onTaken) => {
    again.push(topic);
    onTaken();
  });
  await usual;
  expect(again).toEqual(['home/a']);
  expect(sent).toEqual(['home/under-way']);
});

test('what may not go out any more stays here, and those behind it go', async () => {
  const outbox = new Outbox('mqtt://broker', systemClock);
  const onSend = (): never => {
    throw new SolsteadError('command.expired', { at: 'relays' });
  };
  const late = expectCode(outbox.add({ ...message, topic: 'home/late', onSend }), 'command.expired');
  const other = outbox.add(message);
  const sent: string[] = [];
  outbox.flush(({ topic }, onTaken) => {
    sent.push(topic);
    onTaken();
  });
  await Promise.all([late, other]);
  expect(sent).toEqual(['home/a']);
  expect(outbox.size).toBe(0);
});
