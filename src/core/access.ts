// Who may do what. Everybody who acts on a home – a person, a token, a rule, an output – is a principal; every act is named
// by an action, and this table alone says which role may do which.
import { because } from './reason.ts';
import { external } from './message-params.ts';
import { SolsteadError } from './errors.ts';

/** What a principal may do at a site, from least to most. */
export const roles = ['viewer', 'operator', 'admin', 'owner'] as const;

/** One of {@link roles}. */
export type Role = (typeof roles)[number];

/** Every act there is, and the least role that may do it. */
export const actions = Object.freeze({
  /** Live values, history, energy and money, devices and their settings as they are. */
  'site.read': 'viewer',
  /** Put a finding away. */
  'anomaly.dismiss': 'operator',
  /** Set-points and switches that are not dangerous. */
  'device.command': 'operator',
  /** Settings by the maker's name, and what is dangerous. */
  'device.configure': 'admin',
  /** Find, try, add, change and remove devices and connections. */
  'device.manage': 'admin',
  /** Tariffs, prices, budgets, corrections, how energy is counted. */
  'energy.manage': 'admin',
  /** How long history is kept. */
  'history.manage': 'admin',
  /** Accounts of the broker. */
  'broker.manage': 'admin',
  'audit.read': 'admin',
  /** Name, place and time zone of the site; closing it. */
  'site.manage': 'owner',
  /** Accounts, tokens and what they may do. */
  'people.manage': 'owner',
} as const satisfies Record<string, Role>);

/** The name of an act. */
export type Action = keyof typeof actions;

/** What a principal may do where. */
export interface Grant {
  /** A site's id; `*` is every site of this installation. */
  readonly site: string;
  /** A role, or the actions one by one, and then for some devices alone where `devices` says which. */
  readonly may: Role | { readonly actions: readonly Action[]; readonly devices?: readonly string[] };
}

/** Who acts: a person, a program with a token, a rule, an output, another Solstead, the home itself. */
export interface Principal {
  readonly id: string;
  /** As the audit log and people see it. */
  readonly name: string;
  readonly kind: 'person' | 'token' | 'rule' | 'output' | 'uplink' | 'home-assistant' | 'visitor' | 'home';
  readonly grants: readonly Grant[];
  /** What the person behind a token may do: the token may no more. Absent: its grants alone decide. */
  readonly within?: readonly Grant[];
}

/** What is asked of a principal; `device` where it concerns one. */
export interface Permission {
  readonly action: Action;
  readonly site: string;
  readonly device?: string;
}

const rankOf = (role: Role): number => roles.indexOf(role);

function grantsIt({ may }: Grant, { action, device }: Permission): boolean {
  if (typeof may === 'string') return rankOf(may) >= rankOf(actions[action]);
  if (!may.actions.includes(action)) return false;
  return may.devices === undefined || (device !== undefined && may.devices.includes(device));
}

/** The highest role a principal was given anywhere, as people are told it; one with actions alone is told as a viewer. */
export function roleOf({ grants }: Principal): Role {
  const ranks = grants.map(({ may }) => (typeof may === 'string' ? rankOf(may) : 0));
  return roles[Math.max(0, ...ranks)] ?? 'viewer';
}

/** Whether grants and those around them both say so. */
function areGranted({ grants, within }: Principal, isIt: (grant: Grant) => boolean): boolean {
  return grants.some(isIt) && (within === undefined || within.some(isIt));
}

const isAt = (grant: Grant, site: string): boolean => grant.site === '*' || grant.site === site;

/** Whether a principal may do something. */
export function isPermitted(principal: Principal, asked: Permission): boolean {
  return areGranted(principal, (grant) => isAt(grant, asked.site) && grantsIt(grant, asked));
}

/** Whether a principal may know that a site exists: anything it was granted there. */
function mayKnow(principal: Principal, site: string): boolean {
  return areGranted(principal, (grant) => isAt(grant, site));
}

/**
 * Lets a principal through. Errors: `site.unknown` where it may not even know the site, so that the homes of others answer
 * as if they did not exist; `access.denied` where its role does not reach.
 */
export function permit(principal: Principal, asked: Permission): void {
  if (isPermitted(principal, asked)) return;
  if (!mayKnow(principal, asked.site)) throw new SolsteadError('site.unknown', { at: asked.site });
  const why = because('access.role', {
    who: external(principal.name),
    action: asked.action,
    role: actions[asked.action],
  });
  throw new SolsteadError('access.denied', { at: asked.site, why });
}
