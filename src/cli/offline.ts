// A home that is not running, as commands open it.
import type { HistoryStore } from '#core/history.ts';
import type { DeviceRecord, RecordStore, SiteRecord } from '#core/records.ts';
import type { Figures } from '#ledger/energy-figures.ts';
import type { EnergyDoor } from '#hub/energy-door.ts';
import type { SiteLedger } from '#ledger/site-ledger.ts';
import type { TariffStore } from '#ledger/tariff-store.ts';

/** The stores of a home that is not running. */
export interface OfflineStores {
  readonly history: HistoryStore;
  readonly records: RecordStore;
  readonly devices: readonly DeviceRecord[];
  /** The site with this id, or the only one. Errors: `site.unknown`. */
  site(id: string | undefined): SiteRecord;
  close(): Promise<void>;
}

/** The ledger of a home that is not running, settled up to now. */
export interface OfflineLedger {
  readonly ledger: SiteLedger;
  /** As seen and changed from the command line, which may do everything. */
  readonly energy: EnergyDoor;
  readonly figures: Figures;
  readonly tariffs: TariffStore;
  /** To be closed before its home. */
  close(): Promise<void>;
}
