// Accounts, what they may do, tokens and sessions as rows.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { nameKey } from '#core/name-key.ts';
import type {
  AccountRecord,
  AccountStore,
  GrantStore,
  InvitationRecord,
  InvitationStore,
  SessionRecord,
  SessionStore,
  TokenRecord,
  TokenStore,
} from '#core/records.ts';
import { formatGrants, grantColumns, grantOf, parseGrants } from './grants.ts';
import type { RecordDatabase, RecordTables } from './tables.ts';

const accountColumns = ['id', 'name', 'passwordHash'] as const;

const rowOf = ({ id, name, passwordHash }: AccountRecord): RecordTables['account'] => ({
  id,
  name,
  passwordHash,
  nameKey: nameKey(name),
});

/** Saves an account whose name no other has. Errors: `input.invalid`. */
async function saveAccount(tx: RecordDatabase['db'], account: AccountRecord): Promise<void> {
  const row = rowOf(account);
  const other = await tx.selectFrom('account').select('id').where('nameKey', '=', row.nameKey).executeTakeFirst();
  if (other !== undefined && other.id !== row.id)
    throw new SolsteadError('input.invalid', { at: 'name', why: because('name.taken', { name: row.name }) });
  await tx
    .insertInto('account')
    .values(row)
    .onConflict((on) => on.column('id').doUpdateSet(row))
    .execute();
}

/** Accounts. */
export function accountStore({ db }: RecordDatabase): AccountStore {
  const accounts = () => db.selectFrom('account').select(accountColumns);
  return {
    any: async () => (await db.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined,
    byId: (id) => accounts().where('id', '=', id).executeTakeFirst(),
    byName: (name) => accounts().where('nameKey', '=', nameKey(name)).executeTakeFirst(),
    saveFirst: (account, grants) =>
      db.transaction().execute(async (tx) => {
        // The row that can only exist once decides between two who sign up at once; a database makes the second one wait.
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('claim')
          .values({ id: 1, account: account.id })
          .onConflict((on) => on.doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows !== 1n) return false;
        if ((await tx.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined) return false;
        await tx.insertInto('account').values(rowOf(account)).execute();
        for (const grant of grants)
          await tx
            .insertInto('accountGrant')
            .values({ account: account.id, ...grantColumns(grant) })
            .execute();
        return true;
      }),
    save: (account) => db.transaction().execute((tx) => saveAccount(tx, account)),
    list: () => accounts().orderBy('nameKey').execute(),
    async remove(id) {
      await db.transaction().execute(async (tx) => {
        await tx
          .deleteFrom('refresh')
          .where('session', 'in', tx.selectFrom('session').select('tokenHash').where('account', '=', id))
          .execute();
        for (const table of [
          'accountGrant',
          'session',
          'token',
          'invitation',
          'secondFactor',
          'recoveryCode',
          'passkey',
        ] as const)
          await tx.deleteFrom(table).where('account', '=', id).execute();
        await tx.deleteFrom('account').where('id', '=', id).execute();
      });
    },
    saveInvited: (account, grant, invitation) =>
      db.transaction().execute(async (tx) => {
        const { numDeletedRows } = await tx
          .deleteFrom('invitation')
          .where('id', '=', invitation)
          .executeTakeFirstOrThrow();
        if (numDeletedRows !== 1n) return false;
        await saveAccount(tx, account);
        await tx
          .insertInto('accountGrant')
          .values({ account: account.id, ...grantColumns(grant) })
          .execute();
        return true;
      }),
  };
}

/** Invitations. */
export function invitationStore({ db, at }: RecordDatabase): InvitationStore {
  const recordOf = ({ role, actions, devices, ...rest }: RecordTables['invitation']): InvitationRecord => {
    const columns = { site: rest.site, role: role === '' ? null : role, actions, devices };
    return { ...rest, may: grantOf(columns, `${at}: invitation`).may };
  };
  return {
    async byHash(codeHash) {
      const row = await db.selectFrom('invitation').selectAll().where('codeHash', '=', codeHash).executeTakeFirst();
      return row === undefined ? undefined : recordOf(row);
    },
    list: async () =>
      (await db.selectFrom('invitation').selectAll().orderBy('createdMs', 'desc').execute()).map(recordOf),
    async save({ id, codeHash, site, may, account, createdMs, expiresMs }) {
      await db.deleteFrom('invitation').where('expiresMs', '<', createdMs).execute();
      const { role, actions, devices } = grantColumns({ site, may });
      const row = { id, codeHash, site, role: role ?? '', actions, devices, account, createdMs, expiresMs };
      await db.insertInto('invitation').values(row).execute();
    },
    async remove(id) {
      await db.deleteFrom('invitation').where('id', '=', id).execute();
    },
  };
}

/** What accounts may do. */
export function grantStore({ db, at }: RecordDatabase): GrantStore {
  return {
    async of(account) {
      const rows = await db
        .selectFrom('accountGrant')
        .select(['site', 'role', 'actions', 'devices'])
        .where('account', '=', account)
        .orderBy('site')
        .execute();
      return rows.map((row) => grantOf(row, `${at}: grant of account ${account}`));
    },
    async save(account, grant) {
      const row = { account, ...grantColumns(grant) };
      await db
        .insertInto('accountGrant')
        .values(row)
        .onConflict((on) => on.columns(['account', 'site']).doUpdateSet(row))
        .execute();
    },
    async remove(account, site) {
      await db.deleteFrom('accountGrant').where('account', '=', account).where('site', '=', site).execute();
    },
    async name(device) {
      const quoted = JSON.stringify(device);
      const [granted, tokens] = await Promise.all([
        db.selectFrom('accountGrant').select('devices').where('devices', 'is not', null).execute(),
        db.selectFrom('token').select('grants').execute(),
      ]);
      // Both are JSON: an id is in quotes of its own.
      return [...granted.map((row) => row.devices ?? ''), ...tokens.map((row) => row.grants)].some((text) =>
        text.includes(quoted),
      );
    },
  };
}

const tokenKinds = ['token', 'home-assistant', 'uplink', 'kiosk'] as const;

function tokenRow(token: TokenRecord): RecordTables['token'] {
  const { id, name, kind, tokenHash, createdMs, grants, account, expiresMs, usedMs, from } = token;
  return {
    id,
    name,
    kind,
    tokenHash,
    account: account ?? null,
    grants: formatGrants(grants),
    createdMs,
    expiresMs: expiresMs ?? null,
    usedMs: usedMs ?? null,
    usedFrom: from ?? null,
  };
}

/** Tokens of programs. */
export function tokenStore({ db, at }: RecordDatabase): TokenStore {
  const recordOf = (row: RecordTables['token']): TokenRecord => {
    const { account, expiresMs, usedMs, usedFrom, grants, kind: text, ...rest } = row;
    const kind = tokenKinds.find((known) => known === text);
    const place = `${at}: token ${rest.id}`;
    if (kind === undefined)
      throw new SolsteadError('store.corrupt', { at: place, why: because('store.kind', { kind: text }) });
    return {
      ...rest,
      kind,
      grants: parseGrants(grants, place),
      ...(account === null ? {} : { account }),
      ...(expiresMs === null ? {} : { expiresMs }),
      ...(usedMs === null ? {} : { usedMs }),
      ...(usedFrom === null ? {} : { from: usedFrom }),
    };
  };
  return {
    async byId(id) {
      const row = await db.selectFrom('token').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : recordOf(row);
    },
    async ofInstallation() {
      const rows = await db.selectFrom('token').selectAll().where('account', 'is', null).orderBy('id').execute();
      return rows.map(recordOf);
    },
    async byHash(tokenHash) {
      const row = await db.selectFrom('token').selectAll().where('tokenHash', '=', tokenHash).executeTakeFirst();
      return row === undefined ? undefined : recordOf(row);
    },
    async of(account) {
      const rows = await db.selectFrom('token').selectAll().where('account', '=', account).orderBy('id').execute();
      return rows.map(recordOf);
    },
    async save(token) {
      const row = tokenRow(token);
      await db
        .insertInto('token')
        .values(row)
        .onConflict((on) => on.column('id').doUpdateSet(row))
        .execute();
    },
    async replace(tokenHash, token) {
      const replaced = await db
        .updateTable('token')
        .set(tokenRow(token))
        .where('id', '=', token.id)
        .where('tokenHash', '=', tokenHash)
        .returning('id')
        .execute();
      return replaced.length > 0;
    },
    async touch({ tokenHash, usedMs, from: usedFrom }) {
      await db.updateTable('token').set({ usedMs, usedFrom }).where('tokenHash', '=', tokenHash).execute();
    },
    async remove(id) {
      await db.deleteFrom('token').where('id', '=', id).execute();
    },
  };
}

/** Signed-in browsers and clients. */
export function sessionStore({ db }: RecordDatabase): SessionStore {
  return {
    byHash: (tokenHash) => db.selectFrom('session').selectAll().where('tokenHash', '=', tokenHash).executeTakeFirst(),
    of: (account) =>
      db.selectFrom('session').selectAll().where('account', '=', account).orderBy('usedMs', 'desc').execute(),
    async save({ tokenHash, account, createdMs, expiresMs, usedMs, device, from, provenMs }) {
      const row: SessionRecord = { tokenHash, account, createdMs, expiresMs, usedMs, device, from, provenMs };
      await db.deleteFrom('session').where('expiresMs', '<', createdMs).execute();
      await db
        .insertInto('session')
        .values(row)
        .onConflict((on) => on.column('tokenHash').doUpdateSet(row))
        .execute();
    },
    async remove(tokenHash) {
      await db.deleteFrom('session').where('tokenHash', '=', tokenHash).execute();
      await db.deleteFrom('refresh').where('session', '=', tokenHash).execute();
    },
    async prove(tokenHash, provenMs) {
      await db.updateTable('session').set({ provenMs }).where('tokenHash', '=', tokenHash).execute();
    },
    async touch({ tokenHash, usedMs, from }) {
      await db.updateTable('session').set({ usedMs, from }).where('tokenHash', '=', tokenHash).execute();
    },
    async removeAll(account, but = '') {
      const gone = await db
        .deleteFrom('session')
        .where('account', '=', account)
        .where('tokenHash', '!=', but)
        .returning('tokenHash')
        .execute();
      for (const { tokenHash } of gone) await db.deleteFrom('refresh').where('session', '=', tokenHash).execute();
      return gone.length;
    },
  };
}
