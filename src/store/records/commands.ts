// Commands that were given, as rows: what is looked up in columns, the rest as JSON text.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { type CommandState, type CommandStore, type IssuedCommand, keptCommands } from '#core/issued-command.ts';
import { parsed, type RecordDatabase, type RecordTables } from './tables.ts';

const atWork: readonly CommandState[] = ['accepted', 'sent'];

/** Commands. */
export function commandStore({ db, at }: RecordDatabase): CommandStore {
  const commandOf = ({ id, content }: Pick<RecordTables['command'], 'id' | 'content'>): IssuedCommand =>
    parsed(content, `${at}: command ${id}`) as IssuedCommand;
  const rows = () => db.selectFrom('command').select(['id', 'content']);
  return {
    async byId(id) {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : commandOf(row);
    },
    async byKey(principal, key) {
      const row = await rows()
        .select('fingerprint')
        .where('principal', '=', principal)
        .where('key', '=', key)
        .executeTakeFirst();
      return row === undefined ? undefined : { command: commandOf(row), fingerprint: row.fingerprint ?? '' };
    },
    add: (command, named) =>
      db.transaction().execute(async (tx) => {
        const { id, site, device, by, state } = command;
        const { key = null, fingerprint = null } = named ?? {};
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('command')
          .values({ id, site, device, principal: by.id, key, fingerprint, state, content: JSON.stringify(command) })
          .onConflict((on) => on.doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows !== 1n)
          throw new SolsteadError('input.invalid', { at: 'idempotency-key', why: because('command.key-used') });
        const oldest = await tx
          .selectFrom('command')
          .select('id')
          .where('site', '=', site)
          .orderBy('id', 'desc')
          .offset(keptCommands)
          .limit(1)
          .executeTakeFirst();
        if (oldest !== undefined)
          await tx.deleteFrom('command').where('site', '=', site).where('id', '<=', oldest.id).execute();
      }),
    async update(command) {
      const { id, state } = command;
      await db
        .updateTable('command')
        .set({ state, content: JSON.stringify(command) })
        .where('id', '=', id)
        .execute();
    },
    async newest({ limit, site, devices, before }) {
      let asked = rows().where('site', '=', site);
      if (devices !== undefined) {
        if (devices.length === 0) return [];
        asked = asked.where('device', 'in', [...devices]);
      }
      if (before !== undefined) asked = asked.where('id', '<', before);
      return (await asked.orderBy('id', 'desc').limit(limit).execute()).map(commandOf);
    },
    async unfinished(site) {
      const found = await rows()
        .where('site', '=', site)
        .where('state', 'in', [...atWork])
        .orderBy('id')
        .execute();
      return found.map(commandOf);
    },
  };
}
