// The false-alarm figure: simulated years without a fault, and the time until each fault is seen. The tables of
// docs/anomalies.md are these figures; `SOLSTEAD_WRITE_DOCS=1` writes them again.
import { dayMs } from '#core/time.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type FaultCase,
  faultCases,
  faultMs,
  mostNotices,
  mostWarnings,
  quietSeeds,
  yearDays,
  yearStartMs,
} from '../testing/year-cases.ts';
import { makeYear, type YearOptions, yearPlace } from '../testing/year-house.ts';
import { findAnomalies } from './find-anomalies.ts';
import type { Anomaly } from './types.ts';

const docs = join(import.meta.dirname, '../../../docs/anomalies.md');
/** Three months to learn from and six weeks with the fault. */
const faultStartMs = Date.UTC(2025, 2, 1);
const faultDays = 137;

const quiet = ['| Year (seed) | Warnings and alarms | Notices |', '|---|---|---|'];
const faults = ['| Fault | Told as | Days until told | At most |', '|---|---|---|---|'];

function anomaliesOf(options: YearOptions): readonly Anomaly[] {
  return findAnomalies({ tracks: makeYear(options), place: yearPlace });
}

function replaced(text: string, mark: string, rows: readonly string[]): string {
  const [begin, end] = [`<!-- ${mark} -->\n`, `<!-- end of ${mark} -->`];
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  return text.slice(0, from) + rows.map((row) => `${row}\n`).join('') + text.slice(to);
}

describe('a year in simulated houses', () => {
  test.each(quietSeeds)('without a fault (seed %i) brings next to no finding', { timeout: 600_000 }, (seed) => {
    const found = anomaliesOf({ startMs: yearStartMs, days: yearDays, seed });
    const notices = found.filter(({ severity }) => severity === 'notice').length;
    quiet.push(`| ${seed} | ${found.length - notices} | ${notices} |`);
    expect(found.length - notices).toBeLessThanOrEqual(mostWarnings);
    expect(notices).toBeLessThanOrEqual(mostNotices);
  });

  test.each(faultCases)('$name is told in time', { timeout: 600_000 }, (one: FaultCase) => {
    const { name, faults: fate, kind, metric, withinDays } = one;
    const found = anomaliesOf({ startMs: faultStartMs, days: faultDays, seed: 1, faults: fate });
    const early = found.filter(({ noticedMs }) => noticedMs < faultMs);
    expect(early).toEqual([]);
    const seen = found.find((anomaly) => anomaly.kind === kind && anomaly.metric === metric);
    const days = ((seen?.noticedMs ?? Infinity) - faultMs) / dayMs;
    faults.push(`| ${name} | \`${kind}\` | ${days.toFixed(1)} | ${withinDays} |`);
    expect(days).toBeLessThanOrEqual(withinDays);
  });

  test('is what the document says', () => {
    const before = readFileSync(docs, 'utf8');
    const after = replaced(replaced(before, 'quiet years', quiet), 'faults', faults);
    if (process.env['SOLSTEAD_WRITE_DOCS'] === '1') writeFileSync(docs, after);
    expect(readFileSync(docs, 'utf8')).toBe(after);
  });

  afterAll(() => void process.stdout.write(`${[...quiet, '', ...faults].join('\n')}\n`));
});
