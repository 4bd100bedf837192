// A device that talks without end: its exchange ends after a few times the longest answer, whatever it sends and however it is cut.
import { expect, test } from 'vitest';
import { fromHex } from '#core/bytes.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { Framer } from '#core/framer.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { fc } from '#tools/testkit/property.ts';
import { Exchange } from './exchange.ts';

const line = { name: 'tcp://10.0.0.5:502', byteMs: 0, silenceMs: 20, padded: false };

/** A framer that only counts what it is given. */
function counting(): Framer & { readonly seen: () => number } {
  let seen = 0;
  return {
    push(bytes) {
      seen += bytes.length;
      return [];
    },
    reset: () => undefined,
    get pending() {
      return Math.min(seen, 1);
    },
    seen: () => seen,
  };
}

const codeOf = (error: unknown): string => (isSolsteadError(error) ? error.code : 'other');

test('an exchange ends once more than a few answers came, in pieces of any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 20, maxLength: 20 }),
      async (sizes) => {
        const framer = counting();
        const exchange = new Exchange(line, fakeClock(), {
          request: fromHex('010300000001'),
          expectation: { framer, accepts: () => true, responseMs: 1000, maxBytes: 256 },
        });
        const ended = exchange.answer.catch(codeOf);
        for (const size of sizes) exchange.receive(new Uint8Array(size));
        const total = sizes.reduce((sum, size) => sum + size, 0);
        expect(framer.seen()).toBeLessThanOrEqual(4 * 256 + 12 + 1024);
        exchange.fail(new Error('over'));
        const isEndless = total > 4 * 256 + 12 + 1024;
        expect([isEndless, await ended]).toEqual([isEndless, isEndless ? 'frame.malformed' : 'other']);
      },
    ),
    { numRuns: 30 },
  );
});
