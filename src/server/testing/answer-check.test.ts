import { expect, test } from 'vitest';
import { answerCheck } from './answer-check.ts';

const site = { id: 'home', name: 'Casa', timeZone: 'UTC', demo: false };
const failure = {
  type: '/api/docs/errors#site.unknown',
  title: 'No such site',
  status: 404,
  detail: 'no such site',
  code: 'site.unknown',
  repair: 'See the list of sites.',
  requestId: 'x',
};
const denied = { ...failure, code: 'access.denied', status: 403 };

test.for([
  ['a fitting answer', 200, [site], 0],
  ['a wrong type', 200, [{ ...site, demo: 'no' }], 1],
  ['a field too many', 200, [{ ...site, passwordHash: 'x' }], 1],
  ['a status of no answer', 201, [site], 1],
  ['a failure of another endpoint', 404, failure, 1],
  ['a failure every endpoint has', 403, denied, 0],
  ['its wrong status', 404, { ...denied, status: 404 }, 1],
  ['another status than it says', 403, { ...denied, status: 404 }, 1],
  ['a failure of another shape', 403, { error: 'no' }, 1],
  ['our own bug', 500, { ...failure, code: 'internal', status: 500 }, 0],
] as const)('%s', ([, status, body, faults]) => {
  const check = answerCheck();
  check.watchAnswer({ endpoint: 'listSites', status, body });
  expect(check.faults).toHaveLength(faults);
});

test('a message of another socket is a fault', () => {
  const check = answerCheck();
  check.watchMessage('monitoring', { error: 'No active subscription' });
  expect(check.faults).toEqual([]);
  check.watchMessage('live', { error: 'No active subscription' });
  expect(check.faults).toHaveLength(1);
});
