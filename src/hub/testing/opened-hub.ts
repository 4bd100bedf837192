// For tests only: a hub over its real stores in a folder of the test's own, and a scripted field below.
import { person } from '#core/testing/principals.ts';
import { systemClock } from '#core/clock.ts';
import { openFolder } from '#store/folder.ts';
import { inMemory } from '#store/in-memory.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import { openSqliteRecords } from '#store/sqlite-records.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type HubOptions, openHub } from '../open-hub.ts';
import type { NewDevice } from '../types.ts';
import { site } from './batches.ts';
import { scriptedField } from './scripted-field.ts';

/** Whoever acts in the tests. */
export const anna = person('Anna');
/** The home of the tests. */
export const home = { id: site, name: 'Home', timeZone: 'Europe/Berlin' };
/** An inverter to be added. */
export const roof: NewDevice = { name: 'Roof', protocol: 'pi30', address: 'tcp://10.0.0.5:8899' };
/** A meter to be added. */
export const meter: NewDevice = { name: 'Meter', protocol: 'em', address: 'mqtt://broker:1883', topic: 'roof/meter' };

/** A hub, its parts and what it logged. */
export async function opened(
  context: Owner,
  path = tempDir(context),
  {
    clock = systemClock,
    ...options
  }: Partial<Pick<HubOptions, 'clock' | 'provenCommands' | 'vault' | 'witness' | 'waiting' | 'eras'>> = {},
) {
  const folder = openFolder(path);
  const history = await openSqliteHistory({ folder });
  const records = await openSqliteRecords({ folder });
  const lines: string[] = [];
  const tell = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const field = scriptedField();
  const hub = await openHub({
    clock,
    log: { info: tell, warn: tell },
    history,
    records,
    field,
    ...inMemory((error) => tell({ why: String(error) }, 'a subscriber threw')),
    ...options,
  });
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await hub.close();
    await history.close();
    await records.close();
    folder.close();
  };
  context.onTestFinished(close);
  if (hub.as(anna).sites().length === 0) await hub.addSite(home);
  return { hub, records, history, lines, field, path, close };
}
