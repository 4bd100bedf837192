// Endpoints of the monitoring interface: the data of its sockets once, who watches, subscriptions, factors, announcements.
import {
  MaintenanceAnnouncement,
  MaintenanceNotice,
  MonitoringChange,
  MonitoringData,
  MonitoringRefusal,
  MonitoringSettings,
  MonitoringStatistics,
  SystemAnnouncement,
} from '../monitoring.ts';
import type { EndpointRows } from './row.ts';

/** Monitoring of homes. */
export const monitoringEndpoints = {
  readMonitoringSettings: {
    action: 'site.read',
    summary: 'Whether a home is monitored, until when, and by which factors its money and carbon are computed.',
    answers: { 200: MonitoringSettings },
    errors: ['site.unknown'],
  },
  changeMonitoring: {
    action: 'monitoring.manage',
    summary: 'Ends or renews the subscription of a home, and sets its factors.',
    body: MonitoringChange,
    headers: ['if-match'],
    answers: { 200: MonitoringSettings },
    errors: ['request.outdated', 'site.unknown'],
  },
  announce: {
    action: 'monitoring.manage',
    summary: 'Tells all who watch a home; maintenance lasts until another status is announced.',
    body: SystemAnnouncement,
    answers: { 200: MonitoringSettings },
    errors: ['site.unknown'],
  },
  announceMaintenance: {
    action: 'monitoring.manage',
    summary: 'Tells all who watch any home that there will be maintenance.',
    body: MaintenanceAnnouncement,
    answers: { 200: MaintenanceNotice },
    errors: [],
  },
  readMonitoringStatistics: {
    action: 'site.read',
    summary: 'Who watches the monitoring sockets.',
    answers: { 200: MonitoringStatistics },
    errors: [],
  },
  readMonitoring: {
    action: 'site.read',
    summary: 'A home in the shape of the monitoring service this replaces; `system_id` is a site.',
    answers: { 200: MonitoringData, 402: MonitoringRefusal },
    errors: ['site.unknown'],
  },
} as const satisfies EndpointRows;
