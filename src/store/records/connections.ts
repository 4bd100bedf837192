// Connections that hold devices, as rows. Their secrets are elsewhere.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { ConnectionRecord, ConnectionStore } from '#core/records.ts';
import type { RecordDatabase, RecordTables } from './tables.ts';

function recordOf(row: RecordTables['connection']): ConnectionRecord {
  const { id, site, name, kind, address, account, secretRef, quotaRequests: requests, quotaSeconds: seconds } = row;
  return {
    id,
    site,
    name,
    kind,
    address,
    ...(account === null ? {} : { account }),
    ...(secretRef === null ? {} : { secretRef }),
    ...(requests === null || seconds === null ? {} : { quota: { requests, seconds } }),
  };
}

/** Connections. */
export function connectionStore({ db }: RecordDatabase): ConnectionStore {
  return {
    async byId(id) {
      const row = await db.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : recordOf(row);
    },
    async ofSite(site) {
      const rows = await db.selectFrom('connection').selectAll().where('site', '=', site).orderBy('id').execute();
      return rows.map(recordOf);
    },
    async save({ id, site, name, kind, address, account = null, secretRef = null, quota }) {
      const limits = { quotaRequests: quota?.requests ?? null, quotaSeconds: quota?.seconds ?? null };
      const row: RecordTables['connection'] = { id, site, name, kind, address, account, secretRef, ...limits };
      await db
        .insertInto('connection')
        .values(row)
        .onConflict((on) => on.column('id').doUpdateSet(row))
        .execute();
    },
    async remove(id) {
      await db.transaction().execute(async (tx) => {
        const user = await tx.selectFrom('device').select('name').where('connection', '=', id).executeTakeFirst();
        if (user !== undefined)
          throw new SolsteadError('input.invalid', { at: id, why: because('connection.used', { name: user.name }) });
        await tx.deleteFrom('connection').where('id', '=', id).execute();
      });
    },
  };
}
