// Grants as they are kept: in columns for accounts, as JSON for tokens. A role or action that is unknown here is damage:
// leaving it out could unnoticedly give or take access.
import { because, type Reason } from '#core/reason.ts';
import { type Action, actions, type Grant, type Role, roles } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import { parsed, parsedTexts } from './tables.ts';

interface GrantColumns {
  readonly site: string;
  readonly role: string | null;
  readonly actions: string | null;
  readonly devices: string | null;
}

const isRole = (text: unknown): text is Role => roles.some((role) => role === text);
const isAction = (text: string): text is Action => Object.hasOwn(actions, text);

function corrupt(at: string, why: Reason): never {
  throw new SolsteadError('store.corrupt', { at, why });
}

/** The columns of a grant. */
export function grantColumns({ site, may }: Grant): GrantColumns {
  if (typeof may === 'string') return { site, role: may, actions: null, devices: null };
  const devices = may.devices === undefined ? null : JSON.stringify(may.devices);
  return { site, role: null, actions: JSON.stringify(may.actions), devices };
}

/** The grant of its columns. Errors: `store.corrupt`. */
export function grantOf({ site, role, actions: list, devices }: GrantColumns, at: string): Grant {
  if (role !== null) return isRole(role) ? { site, may: role } : corrupt(at, because('store.role', { role }));
  if (list === null) return corrupt(at, because('store.no-grant'));
  const names = parsedTexts(list, at);
  const known = names.filter(isAction);
  if (known.length < names.length) return corrupt(at, because('store.actions', { actions: names }));
  return { site, may: { actions: known, ...(devices === null ? {} : { devices: parsedTexts(devices, at) }) } };
}

/** Grants as text. */
export function formatGrants(grants: readonly Grant[]): string {
  return JSON.stringify(grants.map(grantColumns));
}

const textOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';

function isColumns(value: unknown): value is GrantColumns {
  if (typeof value !== 'object' || value === null) return false;
  const { site, role, actions: list, devices }: Partial<Record<keyof GrantColumns, unknown>> = value;
  return typeof site === 'string' && textOrNull(role) && textOrNull(list) && textOrNull(devices);
}

/** Grants from their text. Errors: `store.corrupt`. */
export function parseGrants(text: string, at: string): readonly Grant[] {
  const list = parsed(text, at);
  if (!Array.isArray(list) || !list.every(isColumns)) return corrupt(at, because('store.grants'));
  return list.map((columns) => grantOf(columns, at));
}
