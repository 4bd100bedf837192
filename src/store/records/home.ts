// The id of the home that the records belong to.
import type { RecordDatabase } from './tables.ts';

/** Returns the home these records belong to; if none yet, that is `id` from now on. */
export function belongTo({ db }: RecordDatabase): (id: string) => Promise<string> {
  return async (id) => {
    await db
      .insertInto('home')
      .values({ id: 1, home: id })
      .onConflict((on) => on.doNothing())
      .execute();
    return (await db.selectFrom('home').select('home').executeTakeFirstOrThrow()).home;
  };
}
