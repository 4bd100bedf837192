// The drivers of a home by mode: the one table that says how a definition's devices are reached. Each is loaded with the first device
// that is reached so: most homes have two kinds, a command on a terminal one.
import type { LinkAddress } from '#core/address.ts';
import type {
  DeviceAnswer,
  DeviceListener,
  OnceQuestion,
  SettingOutcome,
  DeviceTest,
  TypedSetting,
} from '#core/field.ts';
import type { DeviceRecord } from '#core/records.ts';
import { type ByMode, byMode } from '#devices/by-mode.ts';
import type { Definition, DefinitionBy, ReachMode } from '#devices/definition.ts';
import type { DiscoverWatch, Driver, DriverParts, RunningDevice } from './driver.ts';

type Drivers = { readonly [M in ReachMode]: () => Promise<Driver<DefinitionBy[M]>> };

/** Made when it is first asked for, and once. */
function kept<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => (made ??= make());
}

/** A definition with its driver: what can be done with its devices. */
export interface Driven {
  start(record: DeviceRecord, listener: DeviceListener): RunningDevice;
  test(address: LinkAddress, signal?: AbortSignal): Promise<DeviceTest>;
  readOnce(address: LinkAddress, asked: OnceQuestion): Promise<readonly DeviceAnswer[]>;
  setOnce(address: LinkAddress, typed: TypedSetting): Promise<SettingOutcome>;
  discover(others: readonly Definition[], address: LinkAddress, watch: DiscoverWatch): Promise<Definition | undefined>;
}

function drive<D extends Definition>(driver: Driver<D>, definition: D): Driven {
  const isSame = (other: Definition): other is D => other.mode === definition.mode;
  return {
    start: (record, listener) => driver.start(record, definition, listener),
    test: (address, signal) => driver.test({ address, definition }, signal),
    readOnce: (address, asked) => driver.readOnce({ address, definition }, asked),
    setOnce: (address, typed) => driver.setOnce({ address, definition }, typed),
    discover: (others, address, watch) => driver.discover([definition, ...others.filter(isSame)], address, watch),
  };
}

/** Gives a definition its driver. */
export function makeDrivers(parts: DriverParts): (definition: Definition) => Promise<Driven> {
  const drivers: Drivers = {
    request: kept(async () => (await import('./request-driver.ts')).makeRequestDriver(parts)),
    push: kept(async () => (await import('./push-driver.ts')).makePushDriver(parts)),
    mqtt: kept(async () => (await import('./mqtt-driver.ts')).makeMqttDriver(parts)),
    http: kept(async () => (await import('./http/http-driver.ts')).makeHttpDriver(parts)),
  };
  const driven: ByMode<Promise<Driven>> = {
    request: async (definition) => drive(await drivers.request(), definition),
    push: async (definition) => drive(await drivers.push(), definition),
    mqtt: async (definition) => drive(await drivers.mqtt(), definition),
    http: async (definition) => drive(await drivers.http(), definition),
  };
  return (definition) => byMode(driven, definition);
}
