// The interface of an emulated device that answers bytes with bytes. It does no I/O: back-fill and tests call it as it
// is, `wire-server.ts` puts it behind a socket. Emulators are written from the makers' documents and recorded frames
// and share nothing with the decoders, so that an error in one cannot hide in the other.
import type { MetricId } from '#core/catalogue.ts';
import type { PlantSnapshot } from './plant.ts';

/** The first whole request in the bytes that arrived, and how many bytes are done with. */
export interface TakenRequest {
  readonly request?: Uint8Array;
  readonly used: number;
}

/** A device on a serial line. */
export interface Emulator {
  /** Name for logs. */
  readonly name: string;
  /** Speed of its line, 8N1. */
  readonly baud: number;
  /** Cuts the first request out of what arrived. */
  takeRequest(held: Uint8Array): TakenRequest;
  /** The answer, or undefined where the device stays silent. */
  respond(request: Uint8Array): Uint8Array | undefined;
  /** What it says by itself, where it does. */
  readonly speak?: { readonly everyMs: number; bytes(): Uint8Array };
  /** The home as the device sees it, where that is less than the whole: one phase, no direction, no feed-in. */
  readonly sees?: (plant: PlantSnapshot) => PlantSnapshot;
  /** How many strings of modules it shows; one if absent. */
  readonly strings?: number;
  /** What one count of a value is, in the metric's unit, where the device is coarser than most. */
  readonly steps?: Readonly<Partial<Record<MetricId, number>>>;
}

/** Gives the home as it is now; live it follows the clock, in back-fill the moment that is computed. */
export type ReadPlant = () => PlantSnapshot;
