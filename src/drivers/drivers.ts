// The drivers of a home by mode: the one table that says how a definition's devices are reached.
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
import { makeHttpDriver } from './http/http-driver.ts';
import { makeMqttDriver } from './mqtt-driver.ts';
import { makePushDriver } from './push-driver.ts';
import { makeRequestDriver } from './request-driver.ts';

type Drivers = { readonly [M in ReachMode]: Driver<DefinitionBy[M]> };

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
export function makeDrivers(parts: DriverParts): (definition: Definition) => Driven {
  const drivers: Drivers = {
    request: makeRequestDriver(parts),
    push: makePushDriver(parts),
    mqtt: makeMqttDriver(parts),
    http: makeHttpDriver(parts),
  };
  const driven: ByMode<Driven> = {
    request: (definition) => drive(drivers.request, definition),
    push: (definition) => drive(drivers.push, definition),
    mqtt: (definition) => drive(drivers.mqtt, definition),
    http: (definition) => drive(drivers.http, definition),
  };
  return (definition) => byMode(driven, definition);
}
