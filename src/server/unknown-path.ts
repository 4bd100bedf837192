// The answer to a request that no route handles: nothing is at its path, or nothing that accepts its method.
import { routeOf } from '#api/routes.ts';
import { endpointIds } from '#api/endpoints.ts';
import { because } from '#core/reason.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { plainAnswer, sendProblem } from './failures.ts';
import { isApi } from './guard.ts';

const shapes = endpointIds.map((id) => {
  const { method, path } = routeOf(id);
  return { method, shape: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`) };
});

/** Methods that something at this path takes; none if nothing is there. */
function methodsAt(path: string): readonly string[] {
  // Whatever is not an interface is a page or a file.
  if (!isApi(path) && path !== '/health') return ['GET', 'HEAD'];
  const methods = shapes.filter(({ shape }) => shape.test(path)).map(({ method }) => method);
  return methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** Answers a request that no route handles: 405 with the methods that are possible, or 404. */
export function unknownPath(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { method, url } = request;
  const [path = ''] = url.split('?');
  const known = methodsAt(path);
  if (known.length === 0 || known.includes(method)) return sendProblem(request, reply, plainAnswer('path.unknown'));
  reply.header('allow', known.join(', '));
  return sendProblem(request, reply, plainAnswer('path.method', because('request.no-method', { method, known })));
}
