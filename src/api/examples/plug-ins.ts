// Examples of the endpoints of plug-ins.
import type { Examples } from './example.ts';

/** Plug-ins of the installation. */
export const plugInExamples = {
  listPlugIns: {},
  allowPlugIn: { params: { file: 'my-output.ts' }, body: { isAllowed: true } },
} as const satisfies Partial<Examples>;
