// What the server did not answer is asked again by itself; what it refused is not.
import { expect, test } from 'vitest';
import { RequestError } from './api.ts';
import { againAfter } from './ask-again.ts';
import { createQueryClient } from './queries.ts';

const failed = (status: number): RequestError => new RequestError({ code: 'x', message: 'x', repair: 'x' }, status);

test.each([0, 502, 503])(
  'a status of %i is asked again within ten seconds, and never less often than before',
  (status) => {
    expect(againAfter(failed(status))).toBe(10_000);
    expect(againAfter(failed(status), 300_000)).toBe(10_000);
    expect(againAfter(failed(status), 2000)).toBe(2000);
  },
);

test.each([undefined, null, failed(403), failed(500), new TypeError('x')])('%s changes no pace', (thrown) => {
  expect(againAfter(thrown)).toBe(false);
  expect(againAfter(thrown, 60_000)).toBe(60_000);
});

test('each query without a pace of its own does so', () => {
  const client = createQueryClient();
  const { refetchInterval } = client.getDefaultOptions().queries ?? {};
  const query = client.getQueryCache().build<unknown, Error, unknown>(client, { queryKey: ['x'] });
  query.setState({ error: failed(0) });
  expect(typeof refetchInterval === 'function' ? refetchInterval(query) : refetchInterval).toBe(10_000);
});
