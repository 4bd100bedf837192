// Outputs: where a home gives its readings.
import type { FastifyRequest } from 'fastify';
import type { outputEndpoints } from '#api/endpoints/outputs.ts';
import type { Output } from '#api/outputs.ts';
import { outputKinds } from '#api/outputs/kinds.ts';
import type { OutputView } from '#core/output.ts';
import { makeSecret } from '#core/secrets.ts';
import type { OutputDoor } from '#hub/output-door.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { doorOf } from './session.ts';

const outputsOf = (request: FastifyRequest, { site }: { readonly site: string }): OutputDoor =>
  doorOf(request).site(site).outputs();

// What is kept was checked against the schema of its kind.
const message = (view: OutputView): Output => view as Output;

/** A schema as plain JSON. */
const plain = (schema: object) => JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;

const kinds = Object.entries(outputKinds).map(([kind, schema]) => ({ kind, settings: plain(schema) }));

const ownKinds = (request: FastifyRequest) =>
  doorOf(request)
    .plugIns.outputKinds()
    .map(({ kind, title, secret, settings }) => ({
      kind,
      title,
      ...(secret === undefined ? {} : { secret }),
      settings: plain(settings),
    }));

/** Answers about them. */
export function outputHandlers(): HandlersOf<typeof outputEndpoints> {
  return {
    listOutputKinds: async ({ request }) => ({ kinds: [...kinds, ...ownKinds(request)] }),
    listOutputs: async ({ params, request }) => ({
      outputs: (await outputsOf(request, params).list()).map(message),
    }),
    addOutput: async ({ params, body, request }) => message(await outputsOf(request, params).add(body)),
    changeOutput: async ({ params, body, request }) =>
      message(await outputsOf(request, params).change(params.id, body)),
    removeOutput: ({ params, request }) => outputsOf(request, params).remove(params.id),
    giveStatistics: async ({ params, body, request }) => {
      const { address, token, series, give = false } = body;
      const given = await outputsOf(request, params).giveStatistics({
        address,
        token: makeSecret(token),
        series,
        isGiven: give,
      });
      return { ...given, statistics: [...given.statistics] };
    },
    testOutput: ({ params, body, request }) => outputsOf(request, params).test(body),
  };
}
