// Outputs: where a home gives its readings.
import type { FastifyRequest } from 'fastify';
import type { outputEndpoints } from '#api/endpoints/outputs.ts';
import type { Output } from '#api/outputs.ts';
import { outputKinds } from '#api/outputs/kinds.ts';
import type { OutputView } from '#core/output.ts';
import type { OutputDoor } from '#hub/output-door.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { doorOf } from './session.ts';

const outputsOf = (request: FastifyRequest, { site }: { readonly site: string }): OutputDoor =>
  doorOf(request).site(site).outputs();

// What is kept was checked against the schema of its kind.
const message = (view: OutputView): Output => view as Output;

const kinds = Object.entries(outputKinds).map(([kind, schema]) => ({
  kind,
  settings: JSON.parse(JSON.stringify(schema)) as Record<string, unknown>,
}));

/** Answers about them. */
export function outputHandlers(): HandlersOf<typeof outputEndpoints> {
  return {
    listOutputKinds: async () => ({ kinds }),
    listOutputs: async ({ params, request }) => ({
      outputs: (await outputsOf(request, params).list()).map(message),
    }),
    addOutput: async ({ params, body, request }) => message(await outputsOf(request, params).add(body)),
    changeOutput: async ({ params, body, request }) =>
      message(await outputsOf(request, params).change(params.id, body)),
    removeOutput: ({ params, request }) => outputsOf(request, params).remove(params.id),
    testOutput: ({ params, body, request }) => outputsOf(request, params).test(body),
  };
}
