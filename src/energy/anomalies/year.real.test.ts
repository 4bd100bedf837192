// The false-alarm figure: simulated years without a fault, and the time until each fault is seen. The tables of
// docs/anomalies.md are these figures; `SOLSTEAD_WRITE_DOCS=1` writes them again.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
import { makeYear, type YearFaults, yearPlace } from '../testing/year-house.ts';
import { findAnomalies } from './find-anomalies.ts';
import { type Anomaly, dayMs } from './types.ts';

const docs = join(import.meta.dirname, '../../../docs/anomalies.md');

function anomaliesOf(seed: number, faults: YearFaults, [startMs, days] = [yearStartMs, yearDays]): readonly Anomaly[] {
  return findAnomalies({ tracks: makeYear({ startMs, days, seed, faults }), place: yearPlace });
}

const isNotice = ({ severity }: Anomaly): boolean => severity === 'notice';

function quietRow(seed: number): string {
  const found = anomaliesOf(seed, {});
  const notices = found.filter(isNotice).length;
  const told = found.map(({ kind, metric }) => `${kind} ${metric}`).join(', ');
  expect(found.length - notices, told).toBeLessThanOrEqual(mostWarnings);
  expect(notices, told).toBeLessThanOrEqual(mostNotices);
  return `| ${seed} | ${found.length - notices} | ${notices} |`;
}

function faultRow({ name, faults, kind, metric, withinDays }: FaultCase): string {
  // Five months to learn from and two with the fault.
  const found = anomaliesOf(1, faults, [yearStartMs, 215]);
  const told = found.map((one) => `${one.kind} ${one.metric}`).join(', ');
  const seen = found.find((one) => one.kind === kind && one.metric === metric && one.noticedMs >= faultMs);
  expect(seen, `${name}: ${told}`).toBeDefined();
  expect(found.filter(({ noticedMs }) => noticedMs < faultMs)).toEqual([]);
  const days = ((seen?.noticedMs ?? Infinity) - faultMs) / dayMs;
  expect(days, name).toBeLessThanOrEqual(withinDays);
  return `| ${name} | \`${kind}\` | ${days.toFixed(1)} | ${withinDays} |`;
}

function replaced(text: string, mark: string, rows: readonly string[]): string {
  const [begin, end] = [`<!-- ${mark} -->\n`, `<!-- end of ${mark} -->`];
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  expect(to, `docs/anomalies.md has a place for ${mark}`).toBeGreaterThan(from - 1);
  return text.slice(0, from) + rows.map((row) => `${row}\n`).join('') + text.slice(to);
}

test('a year without a fault brings next to no warning, every fault is seen in time, and the document says so', {
  timeout: 90_000,
}, () => {
  const quiet = ['| Year (seed) | Warnings and alarms | Notices |', '|---|---|---|', ...quietSeeds.map(quietRow)];
  const faults = ['| Fault | Told as | Days until told | At most |', '|---|---|---|---|', ...faultCases.map(faultRow)];
  console.log([...quiet, '', ...faults].join('\n'));
  const before = readFileSync(docs, 'utf8');
  const after = replaced(replaced(before, 'quiet years', quiet), 'faults', faults);
  if (process.env['SOLSTEAD_WRITE_DOCS'] === '1') writeFileSync(docs, after);
  else expect(before).toBe(after);
});
