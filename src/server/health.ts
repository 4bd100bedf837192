// Health for whatever supervises the process: open to everybody, so it reveals nothing about the home.
import type { FastifyRequest } from 'fastify';
import { everySite, isPermitted } from '#core/access.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import type { Handler } from './endpoint-routes.ts';
import type { RouteContext } from './route-context.ts';
import { type Caller, type CurrentHome, identify, tokenOf } from './session.ts';

/** Parts that only a person can repair: starting the process again, as a supervisor does on 503, would not help. */
const forPeople = new Set(['backup', 'bridge', 'broker', 'devices', 'clock', 'damage', 'disk']);

/** Health: 503 if a part has failed that a restart may cure, else 200. */
export function healthHandler({ options }: RouteContext): Handler<'readHealth'> {
  const { clock, version, current } = options;
  const startMs = clock.monotonicMs();
  return async ({ request, reply }) => {
    const issues = await current()
      .hub.healthIssues()
      .catch((error: unknown) => {
        request.log.error({ err: error }, 'the health of the hub cannot be read');
        return [{ part: 'hub' }];
      });
    const named = new Set<string>(issues.map(({ part }) => part));
    const isUp = [...named].every((part) => forPeople.has(part));
    const uptimeSeconds = Math.round((clock.monotonicMs() - startMs) / 1000);
    if (!isUp) reply.code(503);
    return { status: named.size === 0 ? 'ok' : 'degraded', version, uptimeSeconds, troubles: [...named] };
  };
}

/** The parts that health speaks of; `server` is the process as a whole, which starts and ends. */
const parts = [
  'server',
  'hub',
  'records',
  'history',
  'damage',
  'backup',
  'broker',
  'devices',
  'clock',
  'disk',
  'consumers',
] as const;

/** Whether a request is of somebody who may see all homes. Records that cannot be read make nobody known. */
async function maySeeWhy(request: FastifyRequest, home: CurrentHome): Promise<boolean> {
  if (tokenOf(request) === undefined) return false;
  const { door } = await identify(request, home).catch((): Partial<Caller> => ({}));
  const asked = { action: 'site.read', site: everySite } as const;
  return door !== undefined && door.principal.kind !== 'visitor' && isPermitted(door.principal, asked);
}

const inWords = (reason: Reason) => ({ reason, why: inEnglish(reason) });

/** The first thing that is wrong with a part, and what else is. */
function told([first, ...others]: readonly Reason[]) {
  if (first === undefined) return {};
  return { ...inWords(first), ...(others.length === 0 ? {} : { further: others.map(inWords) }) };
}

/** Readiness: each part, and for who may see it why it is not well. */
export function readyHandler({ options, phase }: RouteContext): Handler<'readReady'> {
  return async ({ request, reply }) => {
    const home = options.current();
    const issues = await home.hub.healthIssues().catch(() => [{ part: 'hub', reason: because('server.hub-silent') }]);
    const byPart = new Map<string, readonly Reason[]>();
    for (const { part, reason } of issues) byPart.set(part, [...(byPart.get(part) ?? []), reason]);
    if (phase.isClosing) byPart.set('server', [because('server.not-ready')]);
    const notes = options.notes?.() ?? [];
    const isTold = byPart.size + notes.length > 0 && (await maySeeWhy(request, home));
    const isReady = [...byPart.keys()].every((part) => forPeople.has(part));
    if (!isReady) reply.code(503);
    return {
      status: isReady ? 'ready' : 'not-ready',
      parts: [...new Set([...parts, ...byPart.keys()])].map((part) => {
        const reasons = byPart.get(part) ?? [];
        return { part, ok: reasons.length === 0, ...(isTold ? told(reasons) : {}) };
      }),
      ...(isTold && notes.length > 0 ? { notes: notes.map(inWords) } : {}),
    } as const;
  };
}
