// What is left of a home for somebody who may only see some of its devices: their values, their history, and the flow as far
// as these devices show it. Energy is counted for the home as a whole and is not theirs.
import type { Reach } from '#core/access.ts';
import type { SeriesKey } from '#core/history.ts';
import { type FlowDevice, flowOf } from './flow.ts';
import type { ReadHistory, SiteChanges, SiteSeen, SiteSnapshot } from './types.ts';

/** The devices in reach of a snapshot, as the flow knows them. */
export function flowDevicesIn<T extends FlowDevice>(devices: readonly T[], reach: Reach): readonly T[] {
  return reach === 'all' ? devices : devices.filter(({ id }) => reach.has(id));
}

/** What came in last of only these devices. */
export function limitedSeen(seen: SiteSeen, reach: Reach): SiteSeen {
  if (reach === 'all') return seen;
  const values = seen.values.filter(({ device }) => reach.has(device));
  return { atMs: seen.atMs, devices: flowDevicesIn(seen.devices, reach), values };
}

/** The same with the flow as far as they show it. */
export function limitedSnapshot(seen: SiteSeen, reach: ReadonlySet<string>): SiteSnapshot {
  const { atMs, devices, values } = limitedSeen(seen, reach);
  const found = new Map(values.map((value) => [`${value.device} ${value.metric}`, value]));
  return { atMs, flow: flowOf(devices, (device, metric) => found.get(`${device} ${metric}`), atMs), devices, values };
}

/** Changes of only these devices; undefined if none of them changed. `now` is the site as it is. */
export function limitedChanges(changes: SiteChanges, reach: Reach, now: () => SiteSeen): SiteChanges | undefined {
  if (reach === 'all') return changes;
  const devices = changes.devices?.filter(({ id }) => reach.has(id)) ?? [];
  const removed = changes.removed?.filter((id) => reach.has(id)) ?? [];
  const inReach = <T extends { readonly device?: string }>(all: readonly T[] = []): readonly T[] =>
    all.filter(({ device }) => device !== undefined && reach.has(device));
  const [values, commands] = [inReach(changes.values), inReach(changes.commands)];
  const [steps, alerts] = [inReach(changes.steps), inReach(changes.alerts)];
  if ([devices, removed, values, commands, steps, alerts].every(({ length }) => length === 0)) return undefined;
  return {
    atMs: changes.atMs,
    flow: limitedSnapshot(now(), reach).flow,
    ...(devices.length === 0 ? {} : { devices }),
    ...(removed.length === 0 ? {} : { removed }),
    ...(values.length === 0 ? {} : { values }),
    ...(commands.length === 0 ? {} : { commands }),
    ...(steps.length === 0 ? {} : { steps }),
    ...(alerts.length === 0 ? {} : { alerts }),
  };
}

/** History of one site and the devices in reach, whatever is asked for. */
export function limitedHistory(store: ReadHistory, site: string, reach: Reach): ReadHistory {
  const isReached = (key: SeriesKey): boolean => key.site === site && (reach === 'all' || reach.has(key.device));
  return {
    series: async (asked) => (asked === site ? (await store.series(site)).filter(isReached) : []),
    range: (query) => store.range({ ...query, series: query.series.filter(isReached) }),
    pages: (query) => store.pages({ ...query, series: query.series.filter(isReached) }),
  };
}
