// Who may do what. Everybody who acts on a home – a person, a token, a rule, an output – is a principal; every act is named
// by an action, and this table alone says which role may do which.

/** What a principal may do at a site, from least to most. */
export const roles = ['viewer', 'operator', 'admin', 'owner'] as const;

/** One of {@link roles}. */
export type Role = (typeof roles)[number];

/** Every act there is, and the least role that may do it. */
export const actions = Object.freeze({
  /** Live values, history, energy and money, devices and their settings as they are. */
  'site.read': 'viewer',
  /** Dismiss a finding. */
  'anomaly.dismiss': 'operator',
  /** Say that an alert was seen, or that it may wait. */
  'alert.acknowledge': 'operator',
  /** Set-points and switches that are not dangerous. */
  'device.command': 'operator',
  /** Settings by the maker's name, and what is dangerous. */
  'device.configure': 'admin',
  /** Find, test, add, change and remove devices and connections. */
  'device.manage': 'admin',
  /** Topics that are no device's, and what a device put together from them would give; nothing is kept. */
  'device.draft': 'admin',
  /** Tariffs, prices, budgets, corrections, how energy is counted. */
  'energy.manage': 'admin',
  /** Rules, limits and loads: what the home does by itself. */
  'automation.manage': 'admin',
  /** What is alerted of, and who is told over which channel. */
  'alert.manage': 'admin',
  /** How long history is kept. */
  'history.manage': 'admin',
  /** Links that show the home on a tablet, for looking alone. */
  'kiosk.manage': 'admin',
  /** Accounts of the broker. */
  'broker.manage': 'admin',
  /** Subscription, factors and announcements of the monitoring interface. */
  'monitoring.manage': 'admin',
  /** A look at the whole installation, its files, its ports and its servers. */
  'system.examine': 'admin',
  'audit.read': 'admin',
  /** Name, place and time zone of the site; closing it. */
  'site.manage': 'owner',
  /** Accounts, tokens and what they may do. */
  'people.manage': 'owner',
  /** Backups: they hold everything, secrets too. */
  'backup.manage': 'owner',
  /** What plug-ins may do. */
  'plugin.manage': 'owner',
} as const satisfies Record<string, Role>);

/** Acts that concern the installation as a whole: a grant for one site gives none of them. */
export const installationActions: readonly Action[] = [
  'history.manage',
  'broker.manage',
  'device.draft',
  'backup.manage',
  'plugin.manage',
  'system.examine',
];

/** The name of an act. */
export type Action = keyof typeof actions;

/** What a principal may do where. */
export interface Grant {
  /** A site's id; `*` is every site of this installation. */
  readonly site: string;
  /** A role, or single actions, and then only for some devices if `devices` lists them. */
  readonly may: Role | { readonly actions: readonly Action[]; readonly devices?: readonly string[] };
}

/** What a grant gives, in few words: `viewer`, or `site.read (meter, relay)`. */
export function grantText(may: Grant['may']): string {
  if (typeof may === 'string') return may;
  const { actions: names, devices } = may;
  return devices === undefined ? names.join(' ') : `${names.join(' ')} (${devices.join(', ')})`;
}

/** Who acts: a person, a program with a token, a rule, an output, another Solstead, the home itself. */
export interface Principal {
  readonly id: string;
  /** As the audit log and people see it. */
  readonly name: string;
  readonly kind: 'person' | 'token' | 'rule' | 'output' | 'uplink' | 'home-assistant' | 'visitor' | 'home' | 'kiosk';
  readonly grants: readonly Grant[];
  /** When the person of a session last proved who they are, epoch ms; absent where there is no session that could ask for it. */
  readonly provenMs?: number;
  /** What the person behind a token may do: the token may no more. Absent: its grants alone decide. */
  readonly within?: readonly Grant[];
}

/** The site of a {@link Permission} that concerns the installation as a whole. */
export const everySite = '*';

/** What a principal asks permission for; `device` if it concerns one. */
export interface Permission {
  readonly action: Action;
  /** A site's id, or {@link everySite}. */
  readonly site: string;
  readonly device?: string;
}

/** Devices that somebody may do something with: every device of the site, or only these. */
export type Reach = 'all' | ReadonlySet<string>;

const rankOf = (role: Role): number => roles.indexOf(role);
const isAt = (grant: Grant, site: string): boolean => grant.site === everySite || grant.site === site;

function reachOfGrant({ may }: Grant, action: Action): Reach {
  if (typeof may === 'string') return roleMay(may, action) ? 'all' : new Set();
  if (!may.actions.includes(action)) return new Set();
  return may.devices === undefined ? 'all' : new Set(may.devices);
}

function reachOfAll(grants: readonly Grant[], action: Action): Reach {
  const devices = new Set<string>();
  for (const grant of grants) {
    const reach = reachOfGrant(grant, action);
    if (reach === 'all') return 'all';
    for (const device of reach) devices.add(device);
  }
  return devices;
}

/** What is in reach of both. */
function common(left: Reach, right: Reach): Reach {
  if (left === 'all') return right;
  return right === 'all' ? left : left.intersection(right);
}

/** The devices of a site that a principal may do something with; none where it may not. */
export function reachOf({ grants, within }: Principal, { action, site }: Permission): Reach {
  const reach = (all: readonly Grant[]): Reach =>
    reachOfAll(
      all.filter((grant) => isAt(grant, site)),
      action,
    );
  return within === undefined ? reach(grants) : common(reach(grants), reach(within));
}

/** Whether anything is in reach, or this device. */
export function reaches(reach: Reach, device?: string): boolean {
  if (reach === 'all') return true;
  return device === undefined ? reach.size > 0 : reach.has(device);
}

/** Every act there is. */
const allActions: readonly Action[] = Object.keys(actions) as Action[];

/** The acts that a grant gives. */
export function actionsOf(may: Grant['may']): readonly Action[] {
  return typeof may === 'string' ? allActions.filter((action) => roleMay(may, action)) : may.actions;
}

/** The highest role a principal was given anywhere, as shown to people; one with only single actions is shown as a viewer. */
export function roleOf({ grants }: Principal): Role {
  const ranks = grants.map(({ may }) => (typeof may === 'string' ? rankOf(may) : 0));
  return roles[Math.max(0, ...ranks)] ?? 'viewer';
}

/** Whether a principal may do something: with the device it concerns, or with the whole site if it names none. */
export function isPermitted(principal: Principal, asked: Permission): boolean {
  const reach = reachOf(principal, asked);
  return reach === 'all' || (asked.device !== undefined && reach.has(asked.device));
}

/** Whether a principal may know that a site exists: anything it was granted there. */
export function mayKnow({ grants, within }: Principal, site: string): boolean {
  return [grants, ...(within === undefined ? [] : [within])].every((all) => all.some((grant) => isAt(grant, site)));
}

/** Whether a principal may do something with a whole site, whichever. */
export function isPermittedSomewhere(principal: Principal, action: Action): boolean {
  // Site by site: a token's grant for one site and its account's for another add up to no permission at either.
  const sites = [...principal.grants, ...(principal.within ?? [])].map(({ site }) => site);
  return sites.some((site) => isPermitted(principal, { action, site }));
}

/** Whether a role may do something. */
export function roleMay(role: Role, action: Action): boolean {
  return rankOf(role) >= rankOf(actions[action]);
}

/** What a visitor of the demo may do: play with what it simulates, but set nothing up. */
export const visitorActions: readonly Action[] = [
  'site.read',
  'anomaly.dismiss',
  'device.command',
  'device.draft',
  'energy.manage',
];
