// Endpoints of a site: what it is, what it does now, what it did, what is not as usual.
import Type from 'typebox';
import { Anomalies, Anomaly, AnomalyQuery } from '../anomalies.ts';
import { ExportQuery, History, HistoryQuery, Sites, Snapshot } from '../contract.ts';
import { Fleet, FleetQuery } from '../fleet.ts';
import { Home, NewSite, SiteChange } from '../homes.ts';
import type { EndpointRows } from './row.ts';

/** Sites, their live values, history and findings. */
export const siteEndpoints = {
  listSites: {
    action: 'site.read',
    summary: 'The homes the caller may see.',
    answers: { 200: Sites },
    errors: [],
  },
  readFleet: {
    action: 'site.read',
    summary: 'The homes the caller may see and how they are, the worst first, a page at a time.',
    query: FleetQuery,
    answers: { 200: Fleet },
    errors: [],
  },
  addSite: {
    action: 'site.manage',
    summary: 'Makes a home beside the others.',
    body: NewSite,
    answers: { 201: Home },
    errors: [],
  },
  readSite: {
    action: 'site.read',
    summary: 'A home: its name and time zone, and where it is for who may change it.',
    answers: { 200: Home },
    errors: ['site.unknown'],
  },
  changeSite: {
    action: 'site.manage',
    summary: 'Renames or moves a home; a new place or time zone starts it anew, which takes a moment.',
    body: SiteChange,
    headers: ['if-match'],
    answers: { 200: Home },
    errors: ['site.unknown', 'site.held', 'request.outdated'],
  },
  readSnapshot: {
    action: 'site.read',
    summary: 'A home whole, now: power flow, energy of today, devices, live values.',
    answers: { 200: Snapshot },
    errors: ['site.unknown'],
  },
  readHistory: {
    action: 'site.read',
    summary: 'Lines for a chart: metrics over time in equal steps.',
    query: HistoryQuery,
    answers: { 200: History },
    errors: ['site.unknown'],
  },
  exportHistory: {
    action: 'site.read',
    summary: 'Stored history as a file, streamed, with its name in content-disposition.',
    query: ExportQuery,
    answers: { 200: Type.Unknown() },
    files: [
      'text/csv',
      'application/x-ndjson',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.apache.parquet',
    ],
    errors: ['site.unknown', 'export.busy'],
  },
  listAnomalies: {
    action: 'site.read',
    summary: 'What is not as usual and touches a time range, in the order in which it began.',
    query: AnomalyQuery,
    answers: { 200: Anomalies },
    errors: ['site.unknown'],
  },
  dismissAnomaly: {
    action: 'anomaly.dismiss',
    summary: 'Puts a finding away.',
    answers: { 200: Anomaly },
    errors: ['site.unknown', 'anomaly.unknown'],
  },
} as const satisfies EndpointRows;
