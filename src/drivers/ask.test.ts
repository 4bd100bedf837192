// One question over a link by hand.
import { because } from '#core/reason.ts';
import { expect, test } from 'vitest';
import { fromLatin1, toLatin1 } from '#core/bytes.ts';
import type { Expectation } from '#core/link.ts';
import type { RequestDefinition } from '#devices/definition.ts';
import { pi30 } from '#devices/voltronic/pi30.ts';
import { ask, commandOf } from './ask.ts';

/** A link on which frames arrive one after another until one is accepted. */
function answering(frames: readonly Uint8Array[]) {
  const asked: Expectation[] = [];
  return {
    asked,
    name: 'tcp://test:1',
    async sendAndReceive(_request: Uint8Array, expectation: Expectation): Promise<Uint8Array> {
      asked.push(expectation);
      const frame = frames.find((bytes) => expectation.accepts(bytes));
      if (frame === undefined) throw new Error('nothing was accepted');
      return frame;
    },
  };
}

test('each frame is read once, the accepted one too, and the signal goes with the question', async () => {
  const read: string[] = [];
  const wire: RequestDefinition['wire'] = {
    ...pi30.wire,
    answer(frame) {
      read.push(toLatin1(frame));
      return frame[0] === 0x28
        ? { kind: 'payload', payload: frame.subarray(1) }
        : { kind: 'foreign', why: because('frame.unasked') };
    },
  };
  const link = answering([fromLatin1('QMOD'), fromLatin1('(B')]);
  const { signal } = new AbortController();
  const { payload } = await ask(link, { ...pi30, wire }, { ...commandOf(pi30, 'QMOD'), signal });
  expect([read, toLatin1(payload)]).toEqual([['QMOD', '(B'], 'B']);
  expect(link.asked[0]?.signal).toBe(signal);
});
