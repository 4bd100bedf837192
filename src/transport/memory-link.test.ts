import { expect, test } from 'vitest';
import { toLatin1 } from '#core/bytes.ts';
import { systemClock } from '#core/clock.ts';
import { linkConformance } from './link-conformance.ts';
import { answering, type MemoryWire, makeMemoryLink } from './memory-link.ts';
import { type Bench, lineSplitter } from './testing/bench.ts';
import { expectAnswer, lineFrame, lineText } from './testing/line-framer.ts';

linkConformance('memory', async () => memoryBench());

function memoryBench(): Bench {
  let wire: MemoryWire | undefined;
  let isThere = true;
  const peer: Bench['peer'] = {
    onRequest: () => undefined,
    send: async (bytes) => wire?.send(bytes),
    vanish: async () => {
      isThere = false;
      wire?.hangUp();
    },
    comeBack: async () => {
      isThere = true;
    },
  };
  const attach = (attached: MemoryWire): { receive(bytes: Uint8Array): void } | undefined => {
    if (!isThere) return undefined;
    wire = attached;
    return { receive: lineSplitter((line) => peer.onRequest(line)) };
  };
  return { link: makeMemoryLink({ name: 'memory:test', clock: systemClock, byteMs: 0.1, attach }), peer };
}

test('answers requests by a function', async () => {
  const attach = answering((request) => lineFrame(`A to ${lineText(request)}`));
  const link = makeMemoryLink({ name: 'memory:echo', clock: systemClock, attach });
  await link.open();
  const frame = await link.sendAndReceive(lineFrame('Q1'), expectAnswer());
  expect(toLatin1(frame)).toContain('A to Q1');
  await link.close();
});
