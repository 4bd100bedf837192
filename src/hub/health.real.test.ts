// Health tells when the records are away, whatever database they are in.
import { expect, test } from 'vitest';
import { opened } from './testing/opened-hub.ts';

test('records that cannot be read are told', async (context) => {
  const { hub, records } = await opened(context);
  expect((await hub.healthIssues()).map(({ part }) => part)).not.toContain('records');
  Object.assign(records.accounts, { any: () => Promise.reject(new Error('gone')) });
  expect((await hub.healthIssues()).map(({ part }) => part)).toContain('records');
});
