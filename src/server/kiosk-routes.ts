// Tablets on a wall: their links, and the browser that opens one.
import type { kioskEndpoints } from '#api/endpoints/kiosks.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import type { RouteContext } from './route-context.ts';
import { callerOf, doorOf, outsideDemo } from './session.ts';
import { hostsOf } from './setup-routes.ts';
import { clientOf, enterBrowser } from './sign-in.ts';

/** Answers about them. */
export function kioskHandlers(context: RouteContext): HandlersOf<typeof kioskEndpoints> {
  return {
    async openKiosk({ body, request, reply }) {
      const { hub } = outsideDemo(callerOf(request));
      return enterBrowser(context, reply, await hub.access.openKiosk(body.secret, clientOf(request)));
    },
    listKiosks: async ({ params, request }) => [...(await doorOf(request).kiosks.list(params.site))],
    addKiosk: async ({ params, body, request }) => ({
      ...(await doorOf(request).kiosks.add(params.site, body.name)),
      hosts: hostsOf(context.options.host, request.hostname),
    }),
    removeKiosk: ({ params, request }) => doorOf(request).kiosks.remove(params.site, params.id),
  };
}
