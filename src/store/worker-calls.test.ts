// Calls into a worker that dies: every waiting caller gets an error.
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { callWorker } from './worker-calls.ts';

type Nothing = { readonly wait: (ask: undefined) => void };

test.each([
  ['throws', "require('node:worker_threads').parentPort.on('message', () => { throw new Error('boom'); })", 'boom'],
  ['exits', "require('node:worker_threads').parentPort.on('message', () => process.exit(3))", 'closed'],
])('a worker that %s fails the calls under way and those after', async (_, code, why) => {
  const calls = callWorker<Nothing>(new Worker(code, { eval: true }), 'history.db');
  const waiting = [calls.call('wait', undefined), calls.call('wait', undefined)];
  for (const call of waiting)
    await expect(call).rejects.toMatchObject({
      code: 'store.failed',
      at: 'history.db',
      message: expect.stringContaining(why) as string,
    });
  await expect(calls.call('wait', undefined)).rejects.toMatchObject({ code: 'store.failed' });
  await expect(calls.end('wait', undefined)).resolves.toBeUndefined();
});
