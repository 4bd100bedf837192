// The built web app: hashed assets for a year, the page itself always fresh; a path that was typed leads to its place in the app.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './route-context.ts';
import { isApi, pagePolicy } from './guard.ts';
import { unknownPath } from './unknown-path.ts';

const yearSeconds = 31_536_000;
const page = 'index.html';

/** Registers the files of the web app and the answer to unknown paths. */
export async function staticFiles(app: App, webRoot: string, grafana?: string): Promise<void> {
  const policyOf = makePolicy(join(webRoot, page), grafana);
  await app.register(fastifyStatic, {
    root: webRoot,
    cacheControl: false,
    dotfiles: 'ignore',
    // Each file has compressed copies beside it, made when the app is built.
    preCompressed: true,
    // A missing folder is not an error: the app may be built later, and programs need no pages.
    suppressWarning: true,
    setHeaders: (reply, path) => {
      const policy = path.startsWith(join(webRoot, page)) ? policyOf() : undefined;
      if (policy !== undefined) void reply.header('content-security-policy', policy);
      const isHashed = path.startsWith(join(webRoot, 'assets'));
      void reply.header('cache-control', isHashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache');
    },
  });
  app.setNotFoundHandler((request, reply) => {
    if (!isPage(request)) return unknownPath(request, reply);
    if (!existsSync(join(webRoot, page))) return sendUnbuilt(reply);
    return reply.header('cache-control', 'no-cache').redirect(behindHash(request.url), 302);
  });
}

/** The policy of the page, made anew when that is built anew. */
function makePolicy(path: string, grafana: string | undefined): () => string | undefined {
  let known: { readonly mtimeMs: number; readonly policy: string } | undefined;
  return () => {
    const mtimeMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (mtimeMs === undefined) return undefined;
    if (known?.mtimeMs !== mtimeMs) known = { mtimeMs, policy: pagePolicy(readFileSync(path, 'utf8'), grafana) };
    return known.policy;
  };
}

/** Whether a browser asks for one of the app's own paths; a missing asset is missing. */
function isPage({ method, url, headers }: FastifyRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && !isApi(url) && !url.startsWith('/assets/') && (headers.accept ?? '').includes('text/html');
}

/**
 * The address of a page as the app keeps it, behind the `#`: `/devices/roof` is `../#/devices/roof`. Relative, as a proxy may show
 * Solstead below a path of its own. The page itself would look for its parts below `/devices`.
 */
function behindHash(url: string): string {
  const [path = ''] = url.split('?');
  const steps = path.slice(1).split('/');
  return `${'../'.repeat(steps.length - 1) || './'}#/${path.replace(/^\/+/, '')}`;
}

function sendUnbuilt(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .type('text/html; charset=utf-8')
    .send(
      '<!doctype html><meta charset="utf-8"><title>Solstead</title>' +
        '<h1>Solstead is running</h1><p>The web app is not built yet. Stop Solstead and start it with <code>npm start</code>, ' +
        'which builds it.</p>',
    );
}
