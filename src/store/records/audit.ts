// The audit log as rows. The database numbers the lines, so that several processes may write.
import { because } from '#core/reason.ts';
import type { Principal } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import type { AuditRecord, AuditStore } from '#core/records.ts';
import type { RecordDatabase } from './tables.ts';

const kinds: Readonly<Record<Principal['kind'], true>> = {
  person: true,
  token: true,
  rule: true,
  output: true,
  uplink: true,
  'home-assistant': true,
  visitor: true,
  home: true,
};
const isKind = (text: string): text is Principal['kind'] => Object.hasOwn(kinds, text);

const columns = ['atMs', 'site', 'principal', 'kind', 'name', 'action', 'subject', 'outcome'] as const;

/** The audit log. */
export function auditStore({ db, at }: RecordDatabase): AuditStore {
  return {
    async append({ atMs, site = null, principal: { id = null, kind, name }, action, subject, outcome }) {
      await db
        .insertInto('auditLine')
        .values({ atMs, site, principal: id, kind, name, action, subject, outcome })
        .execute();
    },
    async newest({ limit, sites }) {
      const all = db.selectFrom('auditLine').select(columns).orderBy('line', 'desc').limit(limit);
      // An empty list is no SQL.
      const wanted = sites === undefined ? all : all.where('site', 'in', sites.length === 0 ? [''] : [...sites]);
      return (await wanted.execute()).map(({ site, principal: id, kind, name, ...rest }): AuditRecord => {
        if (!isKind(kind))
          throw new SolsteadError('store.corrupt', { at: `${at}: audit`, why: because('store.kind', { kind }) });
        return {
          ...rest,
          ...(site === null ? {} : { site }),
          principal: { ...(id === null ? {} : { id }), kind, name },
        };
      });
    },
  };
}
