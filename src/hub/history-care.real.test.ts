// Looking after the history, over the real store and records.
import { expect, test } from 'vitest';
import { anna, opened } from './testing/opened-hub.ts';

test('what is set is kept and written down; what contradicts itself changes nothing', async (context) => {
  const { hub } = await opened(context);
  const rules = [
    { metric: 'battery.*', rawDays: 7, fiveMinuteDays: 30 },
    { rawDays: null, fiveMinuteDays: null },
  ];
  expect((await hub.historyStatus()).retention).toEqual([]);
  expect((await hub.setRetention(rules, anna)).retention).toEqual(rules);
  await expect(hub.setRetention([{ rawDays: 7, fiveMinuteDays: 30, hourDays: 7 }], anna)).rejects.toMatchObject({
    code: 'input.invalid',
    at: 'hourDays',
  });
  await expect(hub.setRetention([{ rawDays: 30, fiveMinuteDays: 7 }], anna)).rejects.toMatchObject({
    at: 'fiveMinuteDays',
  });
  expect((await hub.historyStatus()).retention).toEqual(rules);
  const [line] = await hub.auditLines(1);
  expect(line).toMatchObject({ principal: { name: 'Anna' }, action: 'set retention', subject: JSON.stringify(rules) });
});
