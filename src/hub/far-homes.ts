// The homes that send into this one, as they are managed.
import type { FarDesk, FarHomeView, MadeFarHome } from '#core/uplink.ts';

/** The homes that send here. Errors of all: `access.denied`. */
export interface FarHomesDoor {
  /** Those that send into a home which this principal manages. */
  list(): Promise<readonly FarHomeView[]>;
  /** Errors: `input.invalid`, `site.unknown`, `access.step-up`. */
  add(home: Parameters<FarDesk['add']>[0]): Promise<MadeFarHome>;
  /** Errors: `uplink.unknown`, `access.step-up`. */
  renew(id: string): Promise<MadeFarHome>;
  /** Errors: `uplink.unknown`, `access.step-up`. */
  remove(id: string): Promise<FarHomeView>;
}
