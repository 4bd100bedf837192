// Monitoring of homes for those who look after them from outside: subscription, factors, announcements.
import type { Principal } from '#core/access.ts';
import type { LiveBus } from '#core/live-bus.ts';
import type { MonitoringNotice, MonitoringRecord } from '#core/monitoring.ts';
import { permit } from '#core/permit.ts';
import type { RecordStore } from '#core/records.ts';
import type { HubInside, Monitoring } from './inside.ts';
import type { Performer } from './perform.ts';
import type { MonitoringChange, MonitoringDoor } from './types.ts';

/** What {@link monitoringDoor} needs. */
export interface MonitoringDoorParts {
  readonly site: string;
  readonly inside: Pick<HubInside, keyof Monitoring>;
  readonly principal: Principal;
  readonly performer: Performer;
}

/** A record with what changed; null takes a field away. */
function changed(record: MonitoringRecord, change: MonitoringChange): MonitoringRecord {
  const whole = Object.entries({ ...record, ...change }).filter(([, value]) => value !== null && value !== undefined);
  return { ...(Object.fromEntries(whole) as Omit<MonitoringRecord, 'site'>), site: record.site };
}

/** Monitoring of a home for one principal. Errors: `access.denied`. */
export function monitoringDoor({ site, inside, principal, performer }: MonitoringDoorParts): MonitoringDoor {
  permit(principal, { action: 'site.read', site });
  const permission = { action: 'monitoring.manage', site } as const;
  return {
    read: () => inside.monitored(site),
    change: (change) =>
      performer.perform(principal, { permission, name: 'change monitoring', subject: JSON.stringify(change) }, () =>
        inside.changeMonitored(site, (record) => changed(record, change)),
      ),
    announce: ({ status, message }) =>
      performer.perform(principal, { permission, name: 'announce', subject: `${status}: ${message}` }, async () => {
        const record = await inside.changeMonitored(site, ({ maintenance: _before, ...rest }) =>
          status === 'maintenance' ? { ...rest, maintenance: message } : rest,
        );
        inside.announce(site, { system_id: site, status, message });
        return record;
      }),
    onNotice: (listener) => inside.onNotice(site, listener),
  };
}

/** What monitoring needs of the hub. */
export interface MonitoringParts {
  readonly records: Pick<RecordStore, 'monitoring'>;
  readonly notices: LiveBus<MonitoringNotice>;
  inTurn<T>(change: () => Promise<T>): Promise<T>;
}

/** Monitoring over the records and a bus. */
export function monitoredHomes({ records, notices, inTurn }: MonitoringParts): Monitoring {
  const monitored: Monitoring['monitored'] = async (site) => (await records.monitoring.ofSite(site)) ?? { site };
  return {
    monitored,
    changeMonitored: (site, change) =>
      inTurn(async () => {
        const record = change(await monitored(site));
        await records.monitoring.save(record);
        return record;
      }),
    announce: (site, notice) => notices.publish(site, notice),
    onNotice: (site, listener) => notices.subscribe(site, listener),
  };
}
