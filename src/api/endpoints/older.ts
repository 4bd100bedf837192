// Endpoints of the older web API, for those who point its clients here; docs/older-api.md says it in words.
import Type from 'typebox';
import {
  OlderAllQuery,
  OlderCommand,
  OlderData,
  OlderHistory,
  OlderHistoryQuery,
  OlderOutcome,
  OlderQuery,
  OlderRefreshed,
} from '../older.ts';
import { deviceEndpoints } from './devices.ts';
import type { EndpointRows } from './row.ts';

/** The older web API. */
export const olderEndpoints = {
  readOlderData: {
    action: 'site.read',
    summary: 'Every device as it is now, in the shape of the older web API.',
    query: OlderQuery,
    answers: { 200: OlderData },
    errors: ['site.unknown'],
  },
  readOlderHistory: {
    action: 'site.read',
    summary: 'A stretch of history in the shape of the older web API, at most 10 000 moments.',
    query: OlderHistoryQuery,
    answers: { 200: OlderHistory },
    errors: ['site.unknown', 'device.unknown'],
  },
  readAllOlderHistory: {
    action: 'site.read',
    summary: 'All history in the shape of the older web API, streamed.',
    query: OlderAllQuery,
    answers: { 200: Type.Unknown() },
    files: ['application/json'],
    errors: ['site.unknown', 'device.unknown', 'export.busy'],
  },
  sendOlderCommand: {
    action: 'site.read',
    summary: 'A command in the shape of the older web API; what it sets needs the same permission as anywhere.',
    body: OlderCommand,
    answers: { 200: OlderOutcome },
    errors: deviceEndpoints.commandDevice.errors,
  },
  refreshDevices: {
    action: 'site.read',
    summary: 'Asks the devices now instead of at their next turn.',
    query: OlderQuery,
    answers: { 202: OlderRefreshed },
    errors: ['site.unknown', 'command.too-often'],
  },
} as const satisfies EndpointRows;
