// Five years of three homes: the days of all series, answered only from roll-ups.
import { dayMs } from '#core/time.ts';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { heldFolder, heldHistory } from './testing/places.ts';
import { writeYears, yearsDays, yearsMean, yearsSeries } from './testing/years.ts';

test('days of a year and of five, of all series', async (owner) => {
  const folder = heldFolder(owner, tempDir(owner));
  await writeYears(join(folder.path, 'history.db'));
  const store = await heldHistory(owner, folder);
  for (const [from, to] of [
    [yearsDays.from, yearsDays.to],
    [yearsDays.to - 365, yearsDays.to],
  ] as const) {
    const answers = await store.range({ series: yearsSeries, fromMs: from * dayMs, toMs: to * dayMs, stepMs: dayMs });
    expect(answers).toHaveLength(90);
    const days = Array.from({ length: to - from }, (_, day) => from + day);
    for (const [index, { key, atMs, value }] of answers.entries()) {
      expect(key).toEqual(yearsSeries[index]);
      expect(atMs).toEqual(days.map((day) => day * dayMs));
      const worst = Math.max(...value.map((one, day) => Math.abs(one - yearsMean(index, from + day))));
      expect(worst).toBeLessThan(1e-9);
    }
  }
});
