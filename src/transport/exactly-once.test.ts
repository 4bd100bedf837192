import type { Packet } from 'mqtt-packet';
import { expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import { fc } from '#tools/testkit/property.ts';
import { ExactSender } from './exactly-once.ts';

/** A broker that holds to MQTT 3.1.1 and keeps its session; packets of a connection that breaks are lost either way. */
function broker() {
  const [held, heard] = [new Set<number>(), [] as string[]];
  return {
    held,
    heard,
    take(packet: Packet): Packet | undefined {
      const messageId = packet.messageId ?? 0;
      if (packet.cmd === 'publish') {
        if (!held.has(messageId)) heard.push(String(packet.payload));
        held.add(messageId);
        return { cmd: 'pubrec', messageId };
      }
      held.delete(messageId);
      return { cmd: 'pubcomp', messageId };
    },
  };
}

test('whatever is lost when, and however often the sender starts again, the broker has each message once and holds no id', async () => {
  const step = fc.constantFrom('answer', 'lost on the way', 'lost on the way back', 'start again');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 8 }), async (steps, count) => {
      const far = broker();
      const numbers = Array.from({ length: count }, (_none, index) => index + 16_380);
      /** What the spool remembers of what is done with. */
      let done = numbers[0] ?? 0;
      done -= 1;
      const start = () => {
        const sender = new ExactSender('x');
        const line: Packet[] = [];
        const isTaken = new Set<number>();
        sender.recover(Math.max(0, done - 200), done);
        for (const number of numbers.filter((one) => one > done)) {
          const message = { topic: 't', payload: Buffer.from(String(number)), retain: false };
          sender.send(message, number).then(
            () => isTaken.add(number),
            () => undefined,
          );
        }
        sender.opened((packet) => void line.push(packet));
        return { sender, line, isTaken };
      };
      let now = start();
      const settle = async (): Promise<void> => {
        await Promise.resolve();
        await Promise.resolve();
        while (now.isTaken.has(done + 1)) done += 1;
        now.sender.release(done);
      };
      const reconnect = (): void => {
        now.sender.lost();
        now.line.splice(0);
        now.sender.opened((packet) => void now.line.push(packet));
      };
      const turn = async (what: string): Promise<void> => {
        if (what === 'start again') now = start();
        else if (what === 'lost on the way') reconnect();
        else {
          const packet = now.line.shift();
          const answer = packet === undefined ? undefined : far.take(packet);
          if (what === 'lost on the way back') reconnect();
          else if (answer !== undefined) now.sender.hear(answer);
        }
        await settle();
      };
      for (const what of steps) await turn(what);
      reconnect();
      for (let more = 0; more < 1000 && (now.line.length > 0 || done < (numbers.at(-1) ?? 0)); more += 1)
        await turn('answer');
      expect(far.heard.toSorted()).toEqual(numbers.map(String).toSorted());
      expect([...far.held]).toEqual([]);
      expect(now.sender.size).toBe(0);
    }),
    { numRuns: 200 },
  );
});

test('those without a number are let go of by themselves; too many are refused; what waits at the end is told', async () => {
  const sender = new ExactSender('broker');
  const line: Packet[] = [];
  const message = { topic: 't', payload: Buffer.from('x'), retain: true };
  const sent = sender.send(message);
  sender.opened((packet) => void line.push(packet));
  const [first] = line;
  expect(first).toMatchObject({ cmd: 'publish', qos: 2, dup: false, retain: true });
  const messageId = first?.messageId ?? 0;
  expect(sender.hear({ cmd: 'pubrec', messageId })).toBe(true);
  await sent;
  expect(line.at(-1)).toEqual({ cmd: 'pubrel', messageId });
  sender.hear({ cmd: 'pubcomp', messageId });
  expect(sender.hear({ cmd: 'pubcomp', messageId })).toBe(false);
  const all = Array.from({ length: 1001 }, () => sender.send(message));
  await expect(all.at(-1)).rejects.toMatchObject({ code: 'link.timeout' });
  sender.fail(new SolsteadError('link.closed', { at: 'broker' }));
  const ends = await Promise.allSettled(all);
  expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
});
