// A house put together: stores, broker, field and hub, wired. `serve` and the demo differ only in what they give it.
import type { Logger } from 'pino';
import { hash } from '@node-rs/argon2';
import type { Clock } from '#core/clock.ts';
import { systemRandom } from '#core/random.ts';
import type { RecordStore } from '#core/records.ts';
import { builtIn, type Registry } from '#devices/registry.ts';
import { openField } from '#gateway/open-field.ts';
import { openHub, type OpenHub } from '#hub/open-hub.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import { findPorts } from '#transport/find-ports.ts';
import { makeLink } from '#transport/open-link.ts';
import { type BrokerPlace, type HouseBroker, openBroker } from './house-broker.ts';

/** Options of {@link openHouse}. */
export interface HouseOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly broker: BrokerPlace;
  /** What devices there are; the built-in ones where it does not say. */
  readonly registry?: Registry;
}

/** A running house. */
export interface House {
  readonly hub: OpenHub;
  readonly records: RecordStore;
  readonly broker: HouseBroker;
  close(): Promise<void>;
}

/** Saves an account of the built-in broker. */
export async function addBrokerAccount(records: RecordStore, username: string, password: string): Promise<void> {
  await records.saveBrokerAccount({ username, passwordHash: await hash(password), topics: ['#'] });
}

/** Opens a house. Errors: `folder.*`, `store.corrupt`, `port.taken`. */
export async function openHouse({
  folder,
  clock,
  log,
  broker: place,
  registry = builtIn,
}: HouseOptions): Promise<House> {
  // What was opened is closed again, newest first, also when a later part fails to open.
  const opened = new AsyncDisposableStack();
  // The hub closes its stores itself, once it has written what it holds.
  let hub: OpenHub | undefined;
  try {
    const home = openFolder(folder);
    opened.defer(() => home.close());
    const records = await openSqliteRecords({ folder: home });
    opened.defer(() => (hub === undefined ? records.close() : undefined));
    const history = await openSqliteHistory({ folder: home, clock });
    opened.defer(() => (hub === undefined ? history.close() : undefined));
    const broker = await openBroker(place, { clock, log, records });
    opened.defer(() => broker.close());
    hub = await openHub({
      clock,
      log,
      history,
      records,
      troubles: () => registry.broken.map(({ file, problems }) => `devices: ${file} is left out: ${problems[0] ?? ''}`),
      field: (listener) =>
        openField({
          definitions: registry.definitions,
          broken: registry.broken,
          clock,
          random: systemRandom,
          log,
          listener,
          broker: broker.link,
          makeLink: (address) => makeLink(address, { clock }),
          findPorts,
        }),
    });
    const open = hub;
    opened.defer(() => open.close());
    return { hub, records, broker, close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
