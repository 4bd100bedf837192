// Several homes side by side, the worst first. What decides the order is in memory already, so that thousands can be sorted; the energy of
// today is looked at for the homes of the page alone.
import type { Device } from '#api/contract.ts';
import type { FleetHome, FleetQuery } from '#api/fleet.ts';
import { everySite, isPermitted, type Principal, type Reach, reaches, reachOf } from '#core/access.ts';
import type { SiteRecord } from '#core/records.ts';
import type { FleetDoor, FleetPage, FleetRow, FleetState } from './fleet-types.ts';
import type { HubInside } from './inside.ts';

const usualLimit = 50;
const worstFirst: readonly FleetHome['state'][] = ['silent', 'attention', 'waiting', 'good', 'empty'];

type Seen = Pick<Device, 'id' | 'state' | 'lastSeenMs'>;

/** How a home with these devices is. */
export function fleetState(record: SiteRecord, devices: readonly Seen[], alerts: number | undefined): FleetState {
  const lost = devices.filter(({ state }) => state !== 'online' && state !== 'starting').length;
  const heard = devices.flatMap(({ lastSeenMs }) => lastSeenMs ?? []);
  const isUnwell = lost > 0 || (alerts ?? 0) > 0;
  const isSilent = lost > 0 && lost === devices.length;
  const waits = devices.length > 0 && devices.every(({ state }) => state === 'starting');
  return {
    record,
    state: isSilent ? 'silent' : isUnwell ? 'attention' : devices.length === 0 ? 'empty' : waits ? 'waiting' : 'good',
    devices: devices.length,
    lost,
    ...(alerts === undefined ? {} : { alerts }),
    ...(heard.length === 0 ? {} : { heardMs: Math.max(...heard) }),
  };
}

const byName = (one: FleetState, other: FleetState): number =>
  one.record.name.localeCompare(other.record.name, 'en', { numeric: true }) ||
  one.record.id.localeCompare(other.record.id);
const trouble = ({ lost, alerts = 0 }: FleetState): number => lost + alerts;

const orders: Readonly<Record<NonNullable<FleetQuery['sort']>, (one: FleetState, other: FleetState) => number>> = {
  worst: (one, other) =>
    worstFirst.indexOf(one.state) - worstFirst.indexOf(other.state) ||
    trouble(other) - trouble(one) ||
    byName(one, other),
  name: byName,
  heard: (one, other) => (one.heardMs ?? 0) - (other.heardMs ?? 0) || byName(one, other),
};

/** The homes of a page, and how many there are on all of them. */
export function fleetPage(
  states: readonly FleetState[],
  { search = '', sort = 'worst', limit = usualLimit, offset = 0 }: FleetQuery,
): Omit<FleetPage, 'rows'> & { readonly page: readonly FleetState[] } {
  const wanted = search.trim().toLowerCase();
  const found = states.filter(({ record: { id, name } }) => `${name}\n${id}`.toLowerCase().includes(wanted));
  return {
    page: found.toSorted(orders[sort]).slice(offset, offset + limit),
    count: found.length,
    unwell: found.filter(({ state }) => state === 'silent' || state === 'attention').length,
  };
}

/** The homes that somebody may know, as far as they see each. */
export function fleetDoor(inside: HubInside, principal: Principal, known: () => readonly SiteRecord[]): FleetDoor {
  const reachIn = (site: string): Reach => reachOf(principal, { action: 'site.read', site });
  return {
    fleet(query) {
      const homes = known();
      // Where there is one home alone, what is of the installation is its own; who knows one of several is told nothing of that.
      const seesInstallation =
        inside.sites().length <= 1 || isPermitted(principal, { action: 'site.read', site: everySite });
      const states = homes.map((record) => {
        const reach = reachIn(record.id);
        const devices = inside.siteFigures(record.id).devices.filter(({ id }) => reaches(reach, id));
        const alerts = reach === 'all' ? inside.alerts?.openCount(record.id, seesInstallation) : undefined;
        return fleetState(record, devices, alerts);
      });
      const { page, ...counts } = fleetPage(states, query);
      const rows = page.map((state): FleetRow => {
        const today = reachIn(state.record.id) === 'all' ? inside.snapshot(state.record.id).energy : undefined;
        return today === undefined ? state : { ...state, today };
      });
      return { rows, ...counts };
    },
  };
}
