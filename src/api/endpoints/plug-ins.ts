// Endpoints of plug-ins. No endpoint adds or changes one: that is done in the folder.
import { PlugIn, PlugInConsent, PlugIns } from '../plug-ins.ts';
import type { EndpointRows } from './row.ts';

/** Plug-ins of the installation. */
export const plugInEndpoints = {
  listPlugIns: {
    action: 'plugin.manage',
    summary: 'The plug-ins, what is wrong with them, and whether they may open connections.',
    answers: { 200: PlugIns },
    errors: [],
  },
  allowPlugIn: {
    action: 'plugin.manage',
    summary: 'Agrees to connections of a plug-in as its file is now, or takes that back.',
    body: PlugInConsent,
    answers: { 200: PlugIn },
    errors: ['access.step-up', 'plugin.unknown', 'plugin.failed'],
  },
} as const satisfies EndpointRows;
