// What the drivers of links share: from an address and a definition to the line and the device that is meant on it.
import { because } from '#core/reason.ts';
import { formatAddress, type LinkAddress, parseAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceListener } from '#core/field.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { LinkDefinition } from '#devices/definition.ts';
import type { DriverParts, Place, RunningDevice } from './driver.ts';
import { definitionAt, lineAddress, withPasswordOf } from './line-address.ts';
import type { LineContext } from './request-device.ts';

/** A definition with the wire format of the device that is meant, and its line. */
export interface OnLine<D extends LinkDefinition> {
  readonly definition: D;
  readonly line: LinkAddress;
}

/** Errors: `address.invalid` if a device of this definition is not reached this way. */
export function onLine<D extends LinkDefinition>({ address, definition }: Place<D>): OnLine<D> {
  const { links, title } = definition;
  if (address.scheme !== 'test' && !links.some((link) => link === address.scheme)) {
    const why = because('device.links', { title, links: links.map((link) => `${link}://`) });
    throw new SolsteadError('address.invalid', { at: formatAddress(address), why });
  }
  return { definition: definitionAt(address, definition), line: lineAddress(address, definition) };
}

/** A device of one kind of definition, made but not started. */
type MakeDevice<D> = (record: DeviceRecord, definition: D, context: LineContext) => RunningDevice & { start(): void };

/** Starts devices on their lines; a line is left when its device is stopped. */
export function startOnLine<D extends LinkDefinition>({ pool, ...parts }: DriverParts, make: MakeDevice<D>) {
  return (record: DeviceRecord, listed: D, listener: DeviceListener): RunningDevice => {
    const { definition, line } = onLine({ address: parseAddress(record.address), definition: listed });
    const queue = pool.take(withPasswordOf(record.id, line));
    const device = make(record, definition, { ...parts, ...listener, queue });
    device.start();
    const query = device.query?.bind(device);
    return {
      status: () => device.status(),
      shown: () => device.shown?.() ?? [],
      refresh: () => device.refresh?.() ?? false,
      ...(device.commands === undefined ? {} : { commands: device.commands }),
      ...(query === undefined ? {} : { query }),
      async stop() {
        await device.stop();
        await pool.leave(line);
      },
    };
  };
}
