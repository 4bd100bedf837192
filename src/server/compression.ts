// Compressed answers for clients that accept them. Reads only: the answer to a change may contain a secret, and a secret next to
// something a stranger chose must not change the length of an answer.
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import type { App } from './route-context.ts';

/** Shorter answers fit into one packet as they are. */
const leastBytes = 1024;
/** Good enough for a small computer: text shrinks to a tenth, at some 50 MB a second. */
const brotliQuality = 4;

const packed = {
  br: (text: string) =>
    promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } }),
  gzip: (text: string) => promisify(gzip)(text),
} as const;

/** A compression method. */
export type Encoding = keyof typeof packed;

/** The compression that a client accepts, the stronger first; undefined: none. Source: RFC 9110 §12.5.3. */
export function encodingFor(accepted: string | undefined): Encoding | undefined {
  const weights = new Map<string, number>();
  for (const part of (accepted ?? '').slice(0, 500).split(',')) {
    const [name = '', ...rest] = part.split(';').map((one) => one.trim().toLowerCase());
    const weight = rest.find((one) => one.startsWith('q='))?.slice(2);
    weights.set(name, weight === undefined ? 1 : Number(weight));
  }
  const weightOf = (name: string): number => weights.get(name) ?? weights.get('*') ?? 0;
  const [best] = (['br', 'gzip'] as const)
    .filter((name) => weightOf(name) > 0)
    .toSorted((one, other) => weightOf(other) - weightOf(one));
  return best;
}

/** Compresses the answers of an app. */
export function packAnswers(app: App): void {
  app.addHook('onSend', async (request: FastifyRequest, reply, body) => {
    const isText = typeof body === 'string' && request.method === 'GET' && reply.statusCode === 200;
    if (!isText || body.length < leastBytes || request.routeOptions.config.endpoint === undefined) return body;
    reply.header('vary', 'accept-encoding');
    const encoding = encodingFor(request.headers['accept-encoding']);
    if (encoding === undefined) return body;
    reply.header('content-encoding', encoding);
    return packed[encoding](body);
  });
}
