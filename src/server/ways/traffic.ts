// What the web server has answered, counted: by method and status, and failures by their code.
import { isSolsteadError } from '#core/errors.ts';
import type {
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';

/** Answers since the start. */
export interface Traffic {
  /** By method and status. */
  readonly answers: ReadonlyMap<string, { readonly method: string; readonly status: number; count: number }>;
  /** By code of the error. */
  readonly failures: ReadonlyMap<string, number>;
  /** Time they took together, ms. */
  readonly tookMs: number;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts what an app answers. */
export function countTraffic(
  app: FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression>,
): Traffic {
  const answers = new Map<string, { readonly method: string; readonly status: number; count: number }>();
  const failures = new Map<string, number>();
  let tookMs = 0;
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode: status } = reply;
    // What a client calls its method is bounded here.
    const method = methods.has(request.method) ? request.method : 'other';
    const one = answers.getOrInsertComputed(`${method} ${status}`, () => ({ method, status, count: 0 }));
    one.count += 1;
    tookMs += reply.elapsedTime;
    // The pattern of the path: an address may hold what nobody else should know.
    const route = request.routeOptions.url ?? 'none';
    request.log.debug({ method, route, status, tookMs: Math.round(reply.elapsedTime) }, 'a request was answered');
  });
  app.addHook('onError', async (_request, _reply, error) => {
    const code = isSolsteadError(error) ? error.code : 'internal';
    failures.set(code, (failures.get(code) ?? 0) + 1);
  });
  return {
    answers,
    failures,
    get tookMs() {
      return tookMs;
    },
  };
}
