import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { makeTopicEmitter, type TopicListener } from './topic-emitter.ts';

let heard: string[] = [];
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Whether a filter takes a topic, `$` topics as well: inside a broker. */
function takes(filter: string, topic: string): boolean {
  const [wanted, levels] = [filter.split('/'), topic.split('/')];
  const rest = wanted.indexOf('#');
  const length = rest === -1 ? wanted.length : rest;
  const isLong = rest === -1 ? levels.length === length : levels.length >= length;
  return isLong && wanted.slice(0, length).every((level, index) => level === '+' || level === levels[index]);
}

const level = fc.constantFrom('a', 'b', '', '$s');
const topics = fc.array(level, { minLength: 1, maxLength: 3 }).map((levels) => levels.join('/'));
const filters = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([levels, hasRest]) => [...levels, ...(hasRest ? ['#'] : [])].join('/'));
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('on' as const), text: filters }),
    fc.record({ kind: fc.constant('off' as const), text: filters }),
    fc.record({ kind: fc.constant('say' as const), text: topics }),
  ),
  { maxLength: 25 },
);

test('a topic is heard by those who listen when it is said, also when it was said before they came or after they went', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const emitter = makeTopicEmitter();
      const listening = new Map<string, TopicListener>();
      const said: (readonly [found: unknown, expected: unknown])[] = [];
      for (const { kind, text } of all) {
        if (kind === 'say') {
          const expected = [...listening.keys()].filter((filter) => takes(filter, text)).toSorted();
          heard = [];
          let told = 0;
          emitter.emit({ topic: text }, () => (told += 1));
          said.push([
            { heard: heard.toSorted(), told },
            { heard: expected, told: 1 },
          ]);
        } else if (kind === 'on' && !listening.has(text)) {
          const listener: TopicListener = (_packet, done) => {
            heard.push(text);
            done();
          };
          listening.set(text, listener);
          emitter.on(text, listener);
        } else if (kind === 'off') {
          const listener = listening.get(text);
          listening.delete(text);
          if (listener !== undefined) emitter.removeListener(text, listener);
          await turn();
        }
      }
      for (const [found, expected] of said) expect(found).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('a message is taken when the last of its listeners has it', async () => {
  const emitter = makeTopicEmitter();
  const waiting: (() => void)[] = [];
  emitter.on('a', (_packet, done) => done());
  emitter.on('+', (_packet, done) => void waiting.push(done));
  let isTaken = false;
  emitter.emit({ topic: 'a' }, () => (isTaken = true));
  expect(isTaken).toBe(false);
  waiting[0]?.();
  expect(isTaken).toBe(true);
  const closed = Promise.withResolvers<void>();
  emitter.close(closed.resolve);
  await closed.promise;
  const said = Promise.withResolvers<Error | undefined>();
  emitter.emit({ topic: 'a' }, said.resolve);
  expect((await said.promise)?.message).toContain('closed');
});

test('one who listens to two filters hears twice, and still by the one that is left', async () => {
  const emitter = makeTopicEmitter();
  let count = 0;
  const listener: TopicListener = (_packet, done) => {
    count += 1;
    done();
  };
  emitter.on('a/#', listener);
  emitter.on('a/b', listener);
  emitter.emit({ topic: 'a/b' });
  expect(count).toBe(2);
  emitter.removeListener('a/#', listener);
  await turn();
  emitter.emit({ topic: 'a/b' });
  expect(count).toBe(3);
});

test('topics that are made up do not stay: what is remembered is bounded', () => {
  const emitter = makeTopicEmitter();
  let count = 0;
  emitter.on('#', (_packet, done) => {
    count += 1;
    done();
  });
  for (let index = 0; index < 20_000; index += 1) emitter.emit({ topic: `made/up/${index}` });
  expect(count).toBe(20_000);
});
