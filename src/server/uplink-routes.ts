// The uplink: where a home sends its readings, and the homes that send here.
import type { uplinkEndpoints } from '#api/endpoints/uplink.ts';
import type { FarHome, Uplink } from '#api/uplink.ts';
import type { UplinkView } from '#core/uplink.ts';
import type { UplinkDoor } from '#hub/types.ts';
import type { FastifyRequest } from 'fastify';
import type { HandlersOf } from './endpoint-routes.ts';
import { doorOf } from './session.ts';

const uplinkOf = (request: FastifyRequest, { site }: { readonly site: string }): UplinkDoor =>
  doorOf(request).site(site).uplink();

const message = (view: UplinkView): Uplink => view;

/** Answers about it. */
export function uplinkHandlers(): HandlersOf<typeof uplinkEndpoints> {
  return {
    readUplink: async ({ params, request }) => message(await uplinkOf(request, params).view()),
    saveUplink: async ({ params, body, request }) => message(await uplinkOf(request, params).save(body)),
    removeUplink: async ({ params, request }) => message(await uplinkOf(request, params).remove()),
    testUplink: ({ params, body, request }) => uplinkOf(request, params).test(body),
    async listFarHomes({ request }) {
      return { homes: [...(await doorOf(request).farHomes.list())] as FarHome[] };
    },
    addFarHome: ({ body, request }) => doorOf(request).farHomes.add(body),
    renewFarHome: ({ params, request }) => doorOf(request).farHomes.renew(params.id),
    removeFarHome: ({ params, request }) => doorOf(request).farHomes.remove(params.id),
  };
}
