// Looking after the history, over the real store and records.
import { expect, test } from 'vitest';
import { anna, opened } from './testing/opened-hub.ts';

test('what is set is kept and written down; what contradicts itself changes nothing', async (context) => {
  const { hub } = await opened(context);
  const rules = [
    { metric: 'battery.*', rawDays: 7, fiveMinuteDays: 30 },
    { rawDays: null, fiveMinuteDays: null },
  ];
  expect((await hub.as(anna).history.status()).retention).toEqual([]);
  expect((await hub.as(anna).history.setRetention(rules)).retention).toEqual(rules);
  await expect(
    hub.as(anna).history.setRetention([{ rawDays: 7, fiveMinuteDays: 30, hourDays: 7 }]),
  ).rejects.toMatchObject({
    code: 'input.invalid',
    at: 'hourDays',
  });
  await expect(hub.as(anna).history.setRetention([{ rawDays: 30, fiveMinuteDays: 7 }])).rejects.toMatchObject({
    at: 'fiveMinuteDays',
  });
  expect((await hub.as(anna).history.status()).retention).toEqual(rules);
  const lines = await hub.as(anna).auditLines({ limit: 9 });
  expect(lines.filter(({ outcome }) => outcome === 'done')).toMatchObject([
    { principal: { name: 'Anna' }, action: 'set retention', subject: JSON.stringify(rules) },
  ]);
  expect(lines.at(0)).toMatchObject({ action: 'set retention', outcome: 'input.invalid' });
});
