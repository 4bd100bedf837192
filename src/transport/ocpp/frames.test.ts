import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { callText, errorText, readFrame, resultText } from './frames.ts';

test('what is written is read', () => {
  const payload = fc.dictionary(
    fc.string({ maxLength: 10 }).filter((key) => key !== '__proto__'),
    fc.oneof(fc.integer(), fc.string()),
  );
  const id = fc.string({ minLength: 1, maxLength: 36 });
  fc.assert(
    fc.property(id, fc.string(), payload, (own, action, said) => {
      const plain: unknown = JSON.parse(JSON.stringify(said));
      expect(readFrame(callText(own, action, said))).toEqual({ kind: 'call', id: own, action, payload: plain });
      expect(readFrame(resultText(own, said))).toEqual({ kind: 'result', id: own, payload: plain });
      expect(readFrame(errorText(own, 'InternalError'))).toMatchObject({
        kind: 'error',
        id: own,
        code: 'InternalError',
      });
    }),
  );
});

test('any text is a frame or none, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(['call', 'result', 'error', 'bad']).toContain(readFrame(text).kind);
    }),
  );
});

test('what is deeper than any message is no frame; brackets in texts count for nothing', () => {
  const nested = (depth: number) => `[2,"a","Heartbeat",${'{"0":'.repeat(depth)}1${'}'.repeat(depth)}]`;
  expect(readFrame(nested(31)).kind).toBe('call');
  for (const depth of [32, 40_000]) expect(readFrame(nested(depth))).toEqual({ kind: 'bad' });
  expect(readFrame(`[2,"a","Heartbeat",{"p":"${'{['.repeat(100)}\\"${'{'.repeat(100)}"}]`).kind).toBe('call');
  expect(readFrame('"'.repeat(10_001) + '\\"'.repeat(100_000)).kind).toBe('bad');
});
