// Public holidays in rules.
import { expect, test } from 'vitest';
import { compiled } from './file/compile.ts';
import { holidayCalendar, yearsAround } from './holiday-calendar.ts';
import { makeBench } from './testing/bench.ts';

const years = yearsAround(Date.parse('2026-06-01'));

test('holidays of a country and a part of it, and days of one’s own', async () => {
  const is = await holidayCalendar({ country: 'DE', region: 'BY', dates: ['12-24', 'easter+3'] }, years);
  expect(['2026-06-04', '2026-12-24', '2026-04-08', '2026-06-05', '2027-01-06'].map((date) => is?.(date))).toEqual([
    true,
    true,
    true,
    false,
    true,
  ]);
  expect(is?.('2031-01-01')).toBeUndefined();
  expect(await holidayCalendar(undefined, years)).toBeUndefined();
});

test('a country that is none is told', async () => {
  await expect(holidayCalendar({ country: 'XX' }, years)).rejects.toMatchObject({ code: 'automation.invalid' });
  await expect(holidayCalendar({ country: 'XX' }, years)).rejects.toThrow('there are no public holidays of XX');
  await expect(holidayCalendar({ country: 'DE', region: 'ZZ' }, years)).rejects.toThrow('of DE/ZZ');
});

/** What a rule at 07:00 of some days does on the third (Wednesday) and fourth (a holiday in Bavaria) of June 2026. */
async function heard(days: readonly string[], wish = { country: 'DE', region: 'BY' } as const) {
  const outcome = compiled({
    holidays: wish,
    rules: [
      { name: 'Up', when: [{ kind: 'time', at: '07:00', days }], do: [{ kind: 'publish', topic: 'up', payload: '' }] },
    ],
  });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  const isHoliday = await holidayCalendar(outcome.program.holidays, years);
  return ['2026-06-03', '2026-06-04'].filter((date) => {
    const bench = makeBench(outcome.program, {
      devices: {},
      start: `${date}T06:59:50Z`,
      ...(isHoliday === undefined ? {} : { isHoliday }),
    });
    let told = 0;
    bench.run(20, { each: () => void (told += bench.last()?.notices.length ?? 0) });
    return told > 0;
  });
}

test('days of work leave holidays out, holidays are days of their own, days of the week stay what they are', async () => {
  expect(await heard(['workday'])).toEqual(['2026-06-03']);
  expect(await heard(['holiday'])).toEqual(['2026-06-04']);
  expect(await heard(['weekday'])).toEqual(['2026-06-03', '2026-06-04']);
  expect(await heard(['sun', 'holiday'])).toEqual(['2026-06-04']);
});
