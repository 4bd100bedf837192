// What accounts have besides their passwords, and the refresh tokens of clients, as rows. What counts once is decided by one statement of
// the database: of two who use the same code at once it serves one.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { CredentialStore, PasskeyRecord, RefreshRecord, RefreshStore } from '#core/records.ts';
import { parsedTexts, type RecordDatabase, type RecordTables } from './tables.ts';

/** Refresh tokens. */
export function refreshStore({ db }: RecordDatabase): RefreshStore {
  const insert = async (database: RecordDatabase['db'], token: RefreshRecord): Promise<void> => {
    const { tokenHash, session, createdMs, expiresMs } = token;
    await database.insertInto('refresh').values({ tokenHash, session, createdMs, expiresMs, usedMs: null }).execute();
  };
  return {
    async save(token) {
      await db.deleteFrom('refresh').where('expiresMs', '<', token.createdMs).execute();
      await insert(db, token);
    },
    rotate: (tokenHash, next) =>
      db.transaction().execute(async (tx) => {
        const used = await tx
          .updateTable('refresh')
          .set({ usedMs: next.createdMs })
          .where('tokenHash', '=', tokenHash)
          .where('usedMs', 'is', null)
          .where('expiresMs', '>', next.createdMs)
          .returning('session')
          .executeTakeFirst();
        if (used !== undefined) {
          await insert(tx, { ...next, session: used.session });
          return { outcome: 'rotated', session: used.session };
        }
        const known = await tx
          .selectFrom('refresh')
          .select('session')
          .where('tokenHash', '=', tokenHash)
          .where('usedMs', 'is not', null)
          .executeTakeFirst();
        return known === undefined ? { outcome: 'unknown' } : { outcome: 'reused', session: known.session };
      }),
  };
}

/** Second factors that every account begins with. */
const noFactors = { totpSealed: null, totpOn: 0, totpStep: 0, pinHash: null };

/** Codes of the time, and the PIN. */
function secondFactors({
  db,
}: RecordDatabase): Pick<CredentialStore, 'totp' | 'saveTotp' | 'useStep' | 'pinHash' | 'savePin'> {
  const rowOf = (account: string) =>
    db.selectFrom('secondFactor').selectAll().where('account', '=', account).executeTakeFirst();
  const save = async (account: string, change: Partial<Omit<RecordTables['secondFactor'], 'account'>>) => {
    await db
      .insertInto('secondFactor')
      .values({ account, ...noFactors, ...change })
      .onConflict((on) => on.column('account').doUpdateSet(change))
      .execute();
  };
  return {
    async totp(account) {
      const row = await rowOf(account);
      if (row === undefined || row.totpSealed === null) return undefined;
      return { sealed: row.totpSealed, isOn: row.totpOn === 1, lastStep: row.totpStep };
    },
    saveTotp: (account, totp) =>
      save(account, {
        totpSealed: totp?.sealed ?? null,
        totpOn: totp?.isOn === true ? 1 : 0,
        totpStep: totp?.lastStep ?? 0,
      }),
    async useStep(account, step) {
      const { numUpdatedRows } = await db
        .updateTable('secondFactor')
        .set({ totpStep: step })
        .where('account', '=', account)
        .where('totpStep', '<', step)
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },
    pinHash: async (account) => (await rowOf(account))?.pinHash ?? undefined,
    savePin: (account, pinHash) => save(account, { pinHash: pinHash ?? null }),
  };
}

/** Recovery codes. */
function recoveryCodes({
  db,
}: RecordDatabase): Pick<CredentialStore, 'recoveryCodes' | 'replaceRecoveryCodes' | 'useRecoveryCode'> {
  return {
    recoveryCodes: async (account) =>
      (await db.selectFrom('recoveryCode').select('codeHash').where('account', '=', account).execute()).length,
    replaceRecoveryCodes: (account, codeHashes) =>
      db.transaction().execute(async (tx) => {
        await tx.deleteFrom('recoveryCode').where('account', '=', account).execute();
        for (const codeHash of codeHashes) await tx.insertInto('recoveryCode').values({ account, codeHash }).execute();
      }),
    async useRecoveryCode(account, codeHash) {
      const { numDeletedRows } = await db
        .deleteFrom('recoveryCode')
        .where('account', '=', account)
        .where('codeHash', '=', codeHash)
        .executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },
  };
}

/** Passkeys. */
function passkeys({
  db,
  at,
}: RecordDatabase): Pick<CredentialStore, 'passkey' | 'passkeys' | 'addPasskey' | 'usePasskey' | 'removePasskey'> {
  const recordOf = ({ transports, usedMs, ...rest }: RecordTables['passkey']): PasskeyRecord => ({
    ...rest,
    transports: parsedTexts(transports, `${at}: passkey`),
    ...(usedMs === null ? {} : { usedMs }),
  });
  return {
    async passkey(id) {
      const row = await db.selectFrom('passkey').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : recordOf(row);
    },
    async passkeys(account) {
      const rows = await db
        .selectFrom('passkey')
        .selectAll()
        .where('account', '=', account)
        .orderBy('createdMs')
        .orderBy('id')
        .execute();
      return rows.map(recordOf);
    },
    async addPasskey({ id, account, name, publicKey, counter, transports, createdMs, usedMs = null }) {
      const row = { id, account, name, publicKey, counter, transports: JSON.stringify(transports), createdMs, usedMs };
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('passkey')
        .values(row)
        .onConflict((on) => on.doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows !== 1n)
        throw new SolsteadError('input.invalid', { at: 'passkey', why: because('passkey.taken') });
    },
    async usePasskey({ id, counter, usedMs }) {
      const { numUpdatedRows } = await db
        .updateTable('passkey')
        .set({ counter, usedMs })
        .where('id', '=', id)
        // One that does not count says 0 each time (WebAuthn §6.1.1).
        .where((where) =>
          where.or([where('counter', '<', counter), where.and([where('counter', '=', 0), where.lit(counter === 0)])]),
        )
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },
    async removePasskey(account, id) {
      const { numDeletedRows } = await db
        .deleteFrom('passkey')
        .where('account', '=', account)
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },
  };
}

/** What accounts have besides their passwords. */
export function credentialStore(database: RecordDatabase): CredentialStore {
  return {
    ...secondFactors(database),
    ...recoveryCodes(database),
    ...passkeys(database),
  };
}
