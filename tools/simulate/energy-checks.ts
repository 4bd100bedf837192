// What the ledger says of a run: held against what really flowed, and against a ledger made anew from the same history.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hourOf } from '#core/time.ts';
import { person } from '#core/testing/principals.ts';
import type { EnergyRow } from '#energy/report.ts';
import type { EnergyDoor } from '#hub/energy-door.ts';
import { forgetSums } from '#store/page-sums.ts';
import { crashDisk } from './crash-disk.ts';
import { openLife } from './life.ts';
import type { Plan } from './plan.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Truth, World } from './world.ts';

const owner = person('Anna');

/** Energy by channel over the whole run, Wh, and the shares of time it was measured and estimated. */
export type EnergyFigures = Partial<Truth> & {
  readonly measured?: number;
  readonly estimated?: number;
  readonly missing?: number;
};

/** What the ledger says: its hours, and their sum. */
export interface EnergyTold {
  readonly figures: EnergyFigures;
  readonly rows: readonly Labelled[];
  /** Hours that are kept; absent: not asked. */
  readonly kept?: readonly number[];
}

type Labelled = Pick<EnergyRow, 'label' | 'startMs'>;

/** What the ledger says of the plan's time, whole hours. */
export async function energyOf(energy: EnergyDoor, { startMs, settleMs }: Plan): Promise<EnergyTold> {
  const { rows, total } = await energy.report({ fromMs: hourOf(startMs), toMs: settleMs, by: 'hour' });
  const { pvWh, importWh, exportWh, chargeWh, dischargeWh, loadWh, measured, estimated, missing } = total;
  const figures = {
    ...(pvWh === undefined ? {} : { pvWh }),
    ...(importWh === undefined ? {} : { importWh }),
    ...(exportWh === undefined ? {} : { exportWh }),
    ...(chargeWh === undefined ? {} : { chargeWh }),
    ...(dischargeWh === undefined ? {} : { dischargeWh }),
    ...(loadWh === undefined ? {} : { loadWh }),
    measured,
    estimated,
    missing,
  };
  return { figures, rows };
}

/** What a counter of whole watt-hours and the first and last seconds of a run may cost, Wh. */
const edgeWh = 30;
/** Power that is read every ten seconds is not the energy to the last digit. */
const sampled = 0.03;
/** What flows at most over one channel, W. */
const mostW = 5000;
const channels = ['pvWh', 'importWh', 'exportWh', 'chargeWh', 'dischargeWh'] as const;

/**
 * Where the ledger is further from what flowed in so many hours than it says; for a share of them, `before`, nothing was there to
 * be measured.
 */
export function compareEnergy(
  figures: EnergyFigures,
  truth: Truth,
  { hours, before = 0 }: { readonly hours: number; readonly before?: number },
): readonly string[] {
  const { estimated = 0 } = figures;
  const missing = Math.max(0, (figures.missing ?? 0) - before);
  // The shares are means over the channels: all of it may be one channel's.
  const unsureWh = (estimated + missing) * (channels.length + 1) * mostW * hours;
  const problems: string[] = [];
  for (const channel of channels) {
    const told = figures[channel];
    if (told === undefined) {
      problems.push(`${channel}: nothing`);
      continue;
    }
    const allowedWh = edgeWh + truth[channel] * sampled + unsureWh;
    if (Math.abs(told - truth[channel]) > allowedWh)
      problems.push(
        `${channel}: ${told} where ${truth[channel].toFixed(1)} flowed (within ${allowedWh.toFixed(0)}; estimated ${estimated}, missing ${missing})`,
      );
  }
  return problems;
}

/** Where a ledger that was made anew says other than the one of the run, in any figure of any hour. */
export function compareTold(told: EnergyTold, anew: EnergyTold): readonly string[] {
  const rowsOf = ({ rows, figures }: EnergyTold): readonly Labelled[] => [
    ...rows,
    { label: 'the whole run', startMs: 0, ...figures },
  ];
  const others = new Map(rowsOf(anew).map((row) => [row.label, new Map(Object.entries(row))]));
  const gaps = told.rows
    .filter(({ startMs }) => told.kept?.includes(startMs) === false)
    .map(({ label }) => `${label}: the hour is not kept`);
  const differences = rowsOf(told).flatMap((row) => {
    const other = others.get(row.label) ?? new Map<string, unknown>();
    const own = new Map<string, unknown>(Object.entries(row));
    return [...new Set([...own.keys(), ...other.keys()])].flatMap((name) => {
      const [here, there] = [own, other].map((all) => JSON.stringify(all.get(name)));
      return here === there ? [] : [`${row.label}: ${name} is ${here}, and ${there} when it is settled anew`];
    });
  });
  return [...gaps, ...differences];
}

/** The hours of which a ledger keeps figures, epoch ms. */
export function keptHours(folder: string): readonly number[] {
  const records = new DatabaseSync(join(folder, 'records.db'), { readOnly: true });
  const rows = records.prepare('SELECT hour_ms FROM ledger_hour ORDER BY hour_ms').all();
  records.close();
  return rows.map((row) => Number(row['hour_ms']));
}

/** Takes from the records of a folder all that the ledger made of history. */
function forgetLedger(folder: string): void {
  const path = join(folder, 'records.db');
  // What follows is no damage.
  forgetSums(path);
  const records = new DatabaseSync(path);
  for (const table of ['ledger_hour', 'ledger_day', 'ledger_bucket', 'ledger_mark'])
    records.exec(`DELETE FROM ${table}`);
  records.exec("DELETE FROM ledger_document WHERE kind = 'device'");
  records.close();
}

/** What {@link ledgerAgain} reads. */
export interface AgainOptions {
  readonly folder: string;
  /** Where it may work. */
  readonly copy: string;
  readonly plan: Plan;
  readonly world: World;
  readonly time: VirtualTime;
  driven<T>(work: Promise<T>): Promise<T>;
}

/** What a ledger says that is made anew from the history of a folder, which nobody has open. */
export async function ledgerAgain({ folder, copy, plan, world, time, driven }: AgainOptions): Promise<EnergyTold> {
  const disk = crashDisk();
  disk.copyAfterEnd(folder, copy);
  forgetLedger(copy);
  const clock = time.life(() => 0);
  const life = await driven(
    openLife({
      folder: copy,
      clock: clock.clock,
      random: () => 0.5,
      disk,
      cables: world.cables,
      broker: world.broker,
      // Its devices cannot be reached: the past alone counts.
      isAlive: () => false,
      onStep: () => undefined,
      onGiven: () => undefined,
      onStored: () => undefined,
      onLog: () => undefined,
    }),
  );
  try {
    const [site] = life.hub.as(owner).sites();
    if (site === undefined) throw new TypeError('assertion: there is no home');
    const energy = life.hub.as(owner).site(site.id).energy();
    await driven(energy.settled());
    return await driven(energyOf(energy, plan));
  } finally {
    clock.end();
    await life.letGo();
  }
}
