// For tests only: the ledger of a home over real stores in a folder of the test's own, with a clock the test sets, and days of
// a tiny plant as batches.
import { person } from '#core/testing/principals.ts';
import { type Clock, nextTurn, systemClock } from '#core/clock.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { HistoryStore } from '#core/history.ts';
import type { LedgerStore } from '#core/ledger.ts';
import type { Batch } from '#core/reading.ts';
import { makePlant, type PlantName } from '#energy/testing/plant.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import type { EnergyParts } from '../energy-figures.ts';
import { energyParts, type SiteEnergy, siteEnergy } from '../site-energy.ts';
import { makeSiteLedger, type SiteLedger } from '../site-ledger.ts';

export const site = 'home';
export const anna = person('Anna');

/** A clock that stays where it is set; waiting takes a turn of the event loop. */
export interface SetClock extends Clock {
  set(atMs: number): void;
}

export function setClock(atMs: number): SetClock {
  let nowMs = atMs;
  let skippedMs = 0;
  return {
    ...systemClock,
    nowMs: () => nowMs,
    monotonicMs: () => skippedMs,
    sleep: () => nextTurn(),
    set: (at) => {
      skippedMs += Math.max(0, at - nowMs);
      nowMs = at;
    },
  };
}

/** A home under test. */
export interface LedgerHome {
  readonly ledger: SiteLedger;
  readonly energy: SiteEnergy;
  readonly parts: EnergyParts;
  readonly history: HistoryStore;
  readonly store: LedgerStore;
  readonly clock: SetClock;
  readonly troubles: unknown[];
  /** Takes batches as the hub does. */
  ingest(batches: readonly Batch[]): Promise<void>;
  close(): Promise<void>;
}

/** The devices of the plant's home. */
export const devices = [
  { id: 'roof', kind: 'inverter', intervalMs: 5000 },
  { id: 'meter', kind: 'meter', intervalMs: 5000 },
  { id: 'pack', kind: 'battery', intervalMs: 5000 },
] as const;

/** A history that also does something else whenever it is asked what it has. */
function interrupted(history: HistoryStore, run: () => unknown): HistoryStore {
  return {
    ...history,
    async series(id) {
      run();
      return history.series(id);
    },
  };
}

/** Opens the ledger in a folder. */
export async function openHome(
  owner: Owner,
  {
    path = tempDir(owner),
    nowMs,
    timeZone = 'Europe/Berlin',
    whileOpening = () => undefined,
  }: {
    path?: string;
    nowMs: number;
    timeZone?: string;
    /** Called whenever history is asked until it is open, as devices speak while it opens. */
    whileOpening?: (ledger: SiteLedger) => void;
  },
): Promise<LedgerHome & { readonly path: string }> {
  const clock = setClock(nowMs);
  const folder = openFolder(path);
  const history = await openSqliteHistory({ folder });
  const records = await openSqliteRecords({ folder });
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown) => void troubles.push(error);
  let isOpening = true;
  const ledger: SiteLedger = makeSiteLedger({
    site,
    timeZone,
    clock,
    history: interrupted(history, () => isOpening && whileOpening(ledger)),
    onTrouble,
    store: records.ledger,
    flush: async () => undefined,
    onSettled: () => undefined,
  });
  const parts = energyParts({
    site,
    clock,
    ledger,
    onTrouble,
    deviceName: (id) => `The ${id}`,
  });
  for (const device of devices) ledger.place(device);
  await ledger.open();
  isOpening = false;
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await ledger.close();
    await history.close();
    await records.close();
    folder.close();
  };
  owner.onTestFinished(close);
  return {
    ledger,
    parts,
    energy: siteEnergy({ ...parts, movable: history }),
    history,
    store: records.ledger,
    clock,
    troubles,
    close,
    path,
    async ingest(batches) {
      for (const batch of batches) ledger.took(batch);
      await ledger.settlement.saveDirty();
      await history.append(batches);
    },
  };
}

const places: Readonly<Record<PlantName, readonly [device: string, metric: MetricId]>> = {
  pvPower: ['roof', 'pv.power'],
  gridPower: ['meter', 'grid.power'],
  batteryPower: ['pack', 'battery.power'],
  pvEnergy: ['roof', 'pv.energy'],
  importEnergy: ['meter', 'grid.energy.import'],
  exportEnergy: ['meter', 'grid.energy.export'],
};

/** Days of the plant as batches in order of time, with what really flowed. */
export function plantDays(startMs: number, toMs: number, outages: readonly (readonly [number, number])[] = []) {
  const never = Number.MAX_SAFE_INTEGER;
  const plant = makePlant(startMs, 7, { outages, resetMs: never, exchangedMs: never, newStartWh: 0 });
  const { series, truth } = plant.run(toMs);
  const batches: Batch[] = [];
  for (const [name, [device, metric]] of Object.entries(places) as [PlantName, readonly [string, MetricId]][]) {
    const { atMs, value, count } = series[name];
    for (let index = 0; index < count; index += 1) {
      // Every tenth will do: they are 50 s apart then.
      if (index % 10 !== 0 && index !== count - 1) continue;
      const columns = { metric: [metric], value: [value[index] ?? 0], quality: ['good' as const] };
      batches.push({ site, device, atMs: atMs[index] ?? 0, ...columns });
    }
  }
  return { batches: batches.sort((left, right) => left.atMs - right.atMs), truth };
}

/** Hours of a meter that gives −2, −1 and +4 kW on the three phases, and their sum, every 10 s. */
export function phaseHours(startMs: number, hours: number): Batch[] {
  const columns = {
    metric: ['grid.power.l1', 'grid.power.l2', 'grid.power.l3', 'grid.power'] as const,
    value: [-2000, -1000, 4000, 1000],
    quality: ['good', 'good', 'good', 'good'] as const,
  };
  return Array.from({ length: hours * 360 }, (_, index) => ({
    site,
    device: 'meter',
    atMs: startMs + index * 10_000,
    ...columns,
  }));
}
