// Endpoints of outputs. What sends readings elsewhere, or shows a kept secret to whoever answers there, asks for a proof of who it is.
import { Output, OutputChange, OutputKinds, OutputRemoved, Outputs, OutputTested, OutputTrial } from '../outputs.ts';
import { StatisticsChange, StatisticsGiven } from '../statistics.ts';
import { type EndpointRows, linkErrors } from './row.ts';

/** Where a home gives its readings. */
export const outputEndpoints = {
  listOutputKinds: {
    action: 'site.manage',
    summary: 'The kinds of outputs, with the JSON Schema of what is set of each.',
    answers: { 200: OutputKinds },
    errors: [],
  },
  listOutputs: {
    action: 'site.manage',
    summary: 'The outputs of a home, and how they are doing.',
    answers: { 200: Outputs },
    errors: ['site.unknown', 'output.failed'],
  },
  addOutput: {
    action: 'site.manage',
    summary: 'Gives the readings of a home to a server, from now on.',
    body: OutputChange,
    answers: { 201: Output },
    errors: ['site.unknown', 'access.step-up', 'output.failed'],
  },
  changeOutput: {
    action: 'site.manage',
    summary: 'Changes an output; what waits stays, and so does a secret that is absent.',
    body: OutputChange,
    headers: ['if-match'],
    answers: { 200: Output },
    errors: ['request.outdated', 'site.unknown', 'output.unknown', 'access.step-up', 'output.failed'],
  },
  removeOutput: {
    action: 'site.manage',
    summary: 'Ends an output and takes away what it left at its server; what waits is not sent.',
    answers: { 200: OutputRemoved },
    errors: ['site.unknown', 'output.unknown', 'access.step-up', 'output.failed'],
  },
  testOutput: {
    action: 'site.manage',
    summary: 'Shows what an output would send and whether its server takes it; saves nothing.',
    body: OutputTrial,
    answers: { 200: OutputTested },
    errors: ['site.unknown', 'output.unknown', 'access.step-up', 'output.failed', ...linkErrors],
  },
  giveStatistics: {
    action: 'site.manage',
    summary:
      'Shows which hours of energy the statistics of a Home Assistant lack, or gives them; as often as it is asked, only what is new or was corrected. The token is not kept.',
    body: StatisticsChange,
    answers: { 200: StatisticsGiven },
    errors: ['site.unknown', 'input.usage', 'access.step-up', 'command.refused', 'output.failed', ...linkErrors],
  },
} as const satisfies EndpointRows;
