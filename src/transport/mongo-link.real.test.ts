// A MongoDB that refuses the connection is told at once, not when the driver is tired of looking for it.
import { expect, test } from 'vitest';
import { inEnglish } from '#core/reason.ts';
import { reasonOf } from '#core/errors.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { makeMongoLink } from './mongo-link.ts';

test('a port that refuses is told long before the driver gives up, each time', async (context) => {
  const at = { name: 'mongodb://127.0.0.1', host: '127.0.0.1', port: await freePort(), user: '', accounts: 'admin' };
  const link = makeMongoLink(
    { ...at, database: 'solar', collection: 'readings' },
    { waits: { connectMs: 100_000, answerMs: 100_000 } },
  );
  context.onTestFinished(() => link.close());
  for (let turn = 0; turn < 2; turn += 1) {
    const failure: unknown = await link.merge([{ id: 'a', set: { one: 1 } }]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'link.unavailable' });
    expect(inEnglish(reasonOf(failure))).toContain('nothing listens on this port');
  }
});
