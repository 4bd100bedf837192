// The ledger of a home that is not running: the same as a running house's, over its closed stores.
import type { Principal } from '#core/access.ts';
import { nextTurn } from '#core/clock.ts';
import { placeOf } from '#energy/metering/gap-shape.ts';
import { energyDoor } from '#hub/energy-door.ts';
import { makePerformer } from '#hub/perform.ts';
import { bookedDevices } from '#ledger/device-timeline.ts';
import { deviceDocuments, documentsOf, importedDocuments } from '#ledger/documents.ts';
import { openImportIndex } from '#ledger/import-index.ts';
import { isMetered } from '#ledger/metered.ts';
import { energyParts, siteEnergy } from '#ledger/site-energy.ts';
import { makeSiteLedger } from '#ledger/site-ledger.ts';
import type { OfflineLedgerOptions } from '#cli/context.ts';
import type { OfflineLedger, OfflineStores } from '#cli/offline.ts';

const shownMs = 200;

/** History of devices that the ledger does not know because it is older than the ledger. */
async function bookUnknown(
  { history, records }: OfflineStores,
  { site, onProgress }: OfflineLedgerOptions,
): Promise<void> {
  const store = records.ledger;
  const documents = documentsOf(store, site.id);
  const pages = [...(await documents.all(deviceDocuments)), ...(await documents.all(importedDocuments))];
  const known = new Set(pages.map(({ id }) => id));
  const series = (await history.series(site.id)).filter(
    ({ device, metric }) => !known.has(device) && isMetered(metric),
  );
  if (series.length === 0) return;
  const book = await openImportIndex(store, site.id);
  let points = 0;
  for await (const { columns } of history.pages({ series, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })) {
    points += columns.reduce((sum, { atMs }) => sum + atMs.length, 0);
    onProgress(`looking through history: ${points} values`);
    await book.expect(
      columns.flatMap(({ key: { device, metric }, atMs, value }) =>
        [...atMs].map((at, index) => ({ device, metric, atMs: at, value: value[index] ?? Number.NaN, isNew: true })),
      ),
    );
  }
}

/** Opens the ledger of a home for the command line, and settles what is still to do. Errors: `store.*`. */
export async function openOfflineLedger(
  house: OfflineStores,
  options: OfflineLedgerOptions & { readonly by: Principal },
): Promise<OfflineLedger> {
  const { site, clock, onProgress, by } = options;
  const { history, records, devices } = house;
  await bookUnknown(house, options);
  let trouble: { readonly error: unknown } | undefined;
  const onTrouble = (error: unknown): void => {
    trouble ??= { error };
  };
  const store = records.ledger;
  const ledger = makeSiteLedger({
    site: site.id,
    timeZone: site.timeZone,
    place: placeOf(site),
    // Nobody else waits here.
    clock: { ...clock, sleep: () => nextTurn() },
    store,
    history,
    flush: async () => undefined,
    onSettled: () => undefined,
    onTrouble,
  });
  const own = devices.filter((device) => device.site === site.id);
  for (const device of bookedDevices(await documentsOf(store, site.id).all(deviceDocuments)))
    if (own.some(({ id }) => id === device.id)) ledger.place(device);
  const parts = energyParts({
    site: site.id,
    clock,
    ledger,
    onTrouble,
    deviceName: (id) => own.find((device) => device.id === id)?.name,
  });
  const stop = clock.every(shownMs, () => {
    const { work } = ledger.settlement;
    if (work !== undefined) onProgress(`settling: ${Math.floor(work.done)} of ${Math.ceil(work.total)} hours`);
  });
  try {
    await ledger.open();
    await ledger.settlement.settled();
  } finally {
    stop();
  }
  if (trouble !== undefined) {
    await ledger.close();
    throw trouble.error;
  }
  const performer = makePerformer({ audit: records.audit, clock, isSite: (id) => id === site.id });
  const energy = energyDoor({
    site: site.id,
    energy: siteEnergy({ ...parts, movable: history }),
    principal: by,
    performer,
  });
  const { figures, tariffs } = parts;
  return { ledger, energy, figures, tariffs, close: () => ledger.close() };
}
