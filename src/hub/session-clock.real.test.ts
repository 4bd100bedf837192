// Sessions and a wall clock that was far ahead, over real records in a folder.
import { expect, test } from 'vitest';
import { dayMs } from '#core/time.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeAccess } from './access.ts';
import { ownRecords } from './testing/stores.ts';

const name = 'Anna';
const password = 'correct horse';
const here = { from: '10.0.0.1', device: 'Firefox on Linux' };

test('a clock that was a year ahead ends no session for good, and what was opened by it does not go on for a year', async (context) => {
  const { records } = await ownRecords(context);
  const clock = fakeClock();
  const access = makeAccess(records, clock, { addSite: async () => undefined });
  const site = { name: 'Casa Azul', timeZone: 'America/Sao_Paulo' };
  const { principal, token } = await access.claim({ name, password, site }, here);
  const rightMs = clock.nowMs();
  clock.setNow(rightMs + 366 * dayMs);
  expect(await access.principal(token)).toBeUndefined();
  clock.setNow(rightMs);
  expect(await access.principal(token)).toEqual(principal);
  clock.setNow(rightMs + 366 * dayMs);
  const { token: ahead } = await access.signIn({ name, password, ...here });
  expect(await access.principal(ahead)).toMatchObject({ id: principal.id });
  clock.setNow(rightMs + dayMs);
  expect(await access.principal(ahead)).toBeUndefined();
});
