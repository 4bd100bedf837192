// What a driver is: one way of reaching devices. The field chooses a definition's driver once, by its mode, and knows nothing else
// about how its devices are reached.
import type { WearBudgets } from './wear-budget.ts';
import type { LinkAddress } from '#core/address.ts';
import type { ChargePoints } from '#core/charge-points.ts';
import type { Clock } from '#core/clock.ts';
import type { DeviceNoteStore } from '#core/device-note.ts';
import type {
  DeviceAnswer,
  DeviceListener,
  DeviceStatus,
  OnceQuestion,
  ShownField,
  SettingOutcome,
  DeviceTest,
  TypedSetting,
} from '#core/field.ts';
import type { MessageLink } from '#core/message-link.ts';
import type { Random } from '#core/random.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { Definition } from '#devices/definition.ts';
import type { Registry } from '#devices/on-demand.ts';
import type { DeviceCommands } from './device-commands.ts';
import type { LinkPool } from './link-pool.ts';

/** The few words of a logger a device needs. */
export interface DeviceLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What a running device needs, including who hears it. */
export interface DeviceContext extends DeviceListener {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: DeviceLog;
  /** Another clock says that it is `atMs` now, epoch ms. */
  heardTime?(source: string, atMs: number): void;
  /** What was written to the memory of devices; absent: each starts from zero. */
  readonly wear?: WearBudgets;
  /** What is remembered of devices over a restart; absent: nothing is. */
  readonly notes?: DeviceNoteStore | undefined;
}

/** A device that runs until it is stopped. */
export interface RunningDevice {
  status(): DeviceStatus;
  stop(): Promise<void>;
  /** Asks it now instead of at its next turn; absent: it reports by itself. */
  refresh?(): boolean;
  /** Everything that it showed last; absent: it is not told. */
  shown?(): readonly ShownField[];
  /** Asks it one query of its definition; absent: it is not asked. Errors: as `Field.ask`. */
  query?(name: string): Promise<DeviceAnswer>;
  /** Its commands; absent if it takes none. */
  readonly commands?: Omit<DeviceCommands, 'note' | 'forget' | 'shown'>;
}

/** What drivers are made from. */
export interface DriverParts extends Omit<DeviceContext, keyof DeviceListener> {
  readonly registry: Registry;
  readonly pool: LinkPool;
  /** Connection to the home's broker, if there is one. */
  readonly broker?: MessageLink | undefined;
  /** Charge points that come by themselves, if any may. */
  readonly chargePoints?: ChargePoints | undefined;
}

/** A device that is not set up. */
export interface Place<D extends Definition> {
  readonly address: LinkAddress;
  readonly definition: D;
}

/** Who waits for a discovery, and hears what is asked for. */
export interface DiscoverWatch {
  readonly signal?: AbortSignal | undefined;
  /** Longest wait for each answer, ms; absent: as long as the device may take. */
  readonly patienceMs?: number | undefined;
  /** Called before each question, with the definitions that it asks for. */
  onAsk?(asked: readonly Definition[]): void;
}

/** One way of reaching devices. */
export interface Driver<D extends Definition> {
  /** Starts a device; one that does not answer says so in its status. Errors: `address.invalid`, `link.unavailable`. */
  start(record: DeviceRecord, definition: D, listener: DeviceListener): RunningDevice;
  /** Reads everything a device shows live, and who it is. Errors: as `OneOffs.testDevice`. */
  test(place: Place<D>, signal?: AbortSignal): Promise<DeviceTest>;
  /** Errors: as `OneOffs.readOnce`. */
  readOnce(place: Place<D>, asked: OnceQuestion): Promise<readonly DeviceAnswer[]>;
  /** Errors: as `OneOffs.setOnce`. */
  setOnce(place: Place<D>, typed: TypedSetting): Promise<SettingOutcome>;
  /** Which of the candidates is at an address, by harmless questions; undefined if none is. Errors: those of the link. */
  discover(candidates: readonly D[], address: LinkAddress, watch?: DiscoverWatch): Promise<D | undefined>;
}
