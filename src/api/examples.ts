// One example of a request for every endpoint: the OpenAPI document shows it, the page of the interface starts from it, and the contract
// test sends it. An endpoint without its example does not compile.
import type { EndpointId } from './routes.ts';
import { accessExamples } from './examples/access.ts';
import type { Example, Examples } from './examples/example.ts';
import { backupExamples } from './examples/backup.ts';
import { homeExamples } from './examples/home.ts';
import { installationExamples } from './examples/installation.ts';
import { alertExamples } from './examples/alerts.ts';
import { automationExamples } from './examples/automation.ts';
import { plugInExamples } from './examples/plug-ins.ts';
import { outputExamples } from './examples/outputs.ts';
import { uplinkExamples } from './examples/uplink.ts';

const table = {
  ...installationExamples,
  ...accessExamples,
  ...homeExamples,
  ...backupExamples,
  ...uplinkExamples,
  ...outputExamples,
  ...plugInExamples,
  ...automationExamples,
  ...alertExamples,
} as const satisfies Examples;

/** Every example by the name of its endpoint. */
export const examples: Readonly<Record<EndpointId, Example>> = Object.freeze(table);
