// Counters that add up what each phase counts, in a running home: the live day, the settled day and a file of the same readings agree.
import { hourMs, minuteMs } from '#core/time.ts';
import { orderedSeries, type ReadingColumns } from '#energy/metering/columns.ts';
import { buckets } from '#energy/metering/buckets.ts';
import type { PhaseRule } from '#energy/metering/plan-options.ts';
import { emptyState, settleSpan } from '#energy/metering/settle.ts';
import { tablePlan } from '#energy/metering/table-plan.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Batch } from '#core/reading.ts';
import { expect, test, vi } from 'vitest';
import { usualOptions } from './counting-options.ts';
import { anna, type LedgerHome, openHome, site } from './testing/ledger-home.ts';

vi.setConfig({ testTimeout: 180_000 });

const startMs = Date.UTC(2026, 5, 1);
const minutesRead = 150;
const metrics = [
  'grid.power.l1',
  'grid.power.l2',
  'grid.power.l3',
  'grid.power',
  'grid.energy.import',
  'grid.energy.export',
] as const satisfies readonly MetricId[];

/** Phases whose sum turns every ten minutes, and within each minute, read every 10 s. */
function phasesAt(index: number): readonly [number, number, number] {
  const turned = Math.floor(index / 60) % 2 === 0 ? 3900 : 900;
  return [-2000, -1000, turned + (index % 2 === 0 ? 2100 : -2100)];
}

/** Readings of the meter, its counters adding up each phase of its own. */
function readings(): Batch[] {
  let [bought, sold] = [100_000, 50_000];
  return Array.from({ length: minutesRead * 6 }, (_none, index): Batch => {
    const phases = phasesAt(index);
    const value = [...phases, phases.reduce((sum, one) => sum + one, 0), bought, sold];
    for (const watts of phases) {
      bought += Math.max(0, watts) / 360;
      sold += Math.max(0, -watts) / 360;
    }
    const quality = metrics.map(() => 'good' as const);
    return { site, device: 'meter', atMs: startMs + index * 10_000, metric: [...metrics], value, quality };
  });
}

async function dayOf({ energy }: LedgerHome) {
  const { total } = await energy.report({ fromMs: startMs, toMs: startMs + 2 * hourMs, by: 'day' });
  return [total.importWh, total.exportWh];
}

/** What the command line makes of a file with the same readings. */
function ofFile(phases: PhaseRule, batches: readonly Batch[]) {
  const columns = metrics.map(
    (metric, at): ReadingColumns => ({
      key: { device: 'meter', metric },
      atMs: batches.map(({ atMs }) => atMs),
      value: batches.map(({ value }) => Number(value[at])),
    }),
  );
  const keys = columns.map(({ key }) => key);
  const { plan } = tablePlan(keys, orderedSeries(columns), { timeZone: 'UTC', phases });
  const span = { fromMs: startMs, toMs: startMs + 24 * hourMs };
  const settled = [...settleSpan({ plan, readings: columns }, emptyState(span.fromMs), span.toMs)];
  const made = buckets({ plan, settled }, span);
  const sum = (channel: 'import' | 'export'): number =>
    made.reduce((all, { channels }) => all + (channels[channel]?.energy ?? 0), 0) / 1000;
  return [sum('import'), sum('export')];
}

test('L6: by each rule of phases the live day, the settled day and a file agree; a person may say otherwise', async (context) => {
  const batches = readings();
  // The last reading does not hold any more: nothing is added to the day afterwards.
  const live = startMs + (minutesRead + 2) * minuteMs;
  const home = await openHome(context, { nowMs: live, timeZone: 'UTC' });
  await home.ingest(batches);
  await home.ledger.settlement.settled();
  await home.energy.lookAround();
  await home.ledger.settlement.settled();
  const told = await home.energy.events({ fromMs: startMs, toMs: live + 1 });
  expect(told).toMatchObject([{ kind: 'role', source: 'meter', reason: { code: 'role.sums-phases' } }]);
  const rules = ['net', 'net-minute', 'net-quarter', 'each'] as const;
  const liveDays = new Map<PhaseRule, (number | undefined)[]>();
  for (const phases of rules) {
    await home.energy.saveCountingOptions({ ...usualOptions, phases }, anna);
    await home.ledger.settlement.settled();
    liveDays.set(phases, await dayOf(home));
    await home.energy.lookAround();
  }
  home.clock.set(startMs + 4 * hourMs);
  for (const phases of rules) {
    await home.energy.saveCountingOptions({ ...usualOptions, phases }, anna);
    await home.ledger.settlement.settled();
    expect([phases, await dayOf(home)]).toEqual([phases, ofFile(phases, batches)]);
    expect([phases, await dayOf(home)]).toEqual([phases, liveDays.get(phases)]);
  }
  expect(new Set([...liveDays.values()].map((day) => day.join())).size, 'every rule says something else').toBe(4);
  await home.energy.saveRole({ device: 'meter', role: { kind: 'grid' } }, anna);
  await home.energy.saveCountingOptions(usualOptions, anna);
  await home.energy.lookAround();
  await home.ledger.settlement.settled();
  const plan = home.ledger.rules.planAt(startMs);
  expect(plan.sources.map(({ id }) => id)).toContain('meter:grid.energy.import');
  expect(home.energy.countingOptions()).not.toHaveProperty('sumsPhases');
});
