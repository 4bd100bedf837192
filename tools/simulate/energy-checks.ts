// What the ledger says of a run: held against what really flowed, and against a ledger made anew from the same history.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { person } from '#core/testing/principals.ts';
import type { EnergyDoor } from '#hub/energy-door.ts';
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

/** What the ledger says of the plan's time, whole hours. */
export async function energyOf(energy: EnergyDoor, { startMs, endMs }: Plan): Promise<EnergyFigures> {
  const { total } = await energy.report({ fromMs: startMs, toMs: endMs, by: 'hour' });
  const { pvWh, importWh, exportWh, chargeWh, dischargeWh, loadWh, measured, estimated, missing } = total;
  return {
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
}

/** What a counter of whole watt-hours and the first and last seconds of a run may cost, Wh. */
const edgeWh = 30;
/** Power that is read every ten seconds is not the energy to the last digit. */
const sampled = 0.03;
/** What flows at most over one channel, W. */
const mostW = 5000;
const channels = ['pvWh', 'importWh', 'exportWh', 'chargeWh', 'dischargeWh'] as const;

/** Where the ledger is further from what flowed in so many hours than it says. */
export function compareEnergy(figures: EnergyFigures, truth: Truth, hours: number): readonly string[] {
  const { estimated = 0, missing = 0 } = figures;
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

/** Takes from the records of a folder all that the ledger made of history. */
function forgetLedger(folder: string): void {
  const records = new DatabaseSync(join(folder, 'records.db'));
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

/** The figures of a ledger that is made anew from the history of a folder, which nobody has open. */
export async function ledgerAgain({ folder, copy, plan, world, time, driven }: AgainOptions): Promise<EnergyFigures> {
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
