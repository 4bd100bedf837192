// Several homes side by side: what is told of each, and the door to them.
import type { EnergyDay } from '#api/contract.ts';
import type { FleetHome, FleetQuery } from '#api/fleet.ts';
import type { SiteRecord } from '#core/records.ts';

/** A home as it is among others, without what only its row shows. */
export interface FleetState extends Pick<FleetHome, 'state' | 'devices' | 'lost'> {
  readonly record: SiteRecord;
  readonly alerts?: number;
  readonly heardMs?: number;
}

/** A row: the state of a home, and its day for who sees all of it. */
export interface FleetRow extends FleetState {
  readonly today?: EnergyDay;
}

/** A page of homes. */
export interface FleetPage {
  readonly rows: readonly FleetRow[];
  readonly count: number;
  readonly unwell: number;
}

/** The homes of one principal, side by side. */
export interface FleetDoor {
  fleet(query: FleetQuery): FleetPage;
}
