// Plug-ins: what there is, and the consent to their connections.
import type { plugInEndpoints } from '#api/endpoints/plug-ins.ts';
import type { PlugIn } from '#api/plug-ins.ts';
import type { PlugInView } from '#core/plug-in.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { doorOf } from './session.ts';

const message = (view: PlugInView): PlugIn => ({ ...view });

/** Answers about them. */
export function plugInHandlers(): HandlersOf<typeof plugInEndpoints> {
  return {
    listPlugIns: async ({ request }) => ({ plugIns: (await doorOf(request).plugIns.list()).map(message) }),
    allowPlugIn: async ({ params, body, request }) =>
      message(await doorOf(request).plugIns.allowNetwork(params.file, body.isAllowed)),
  };
}
