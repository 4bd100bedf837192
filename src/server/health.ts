// Health for whatever supervises the process: open to everybody, so it reveals nothing about the home.
import type { Handler } from './endpoint-routes.ts';
import type { RouteContext } from './route-context.ts';

/** Parts that only a person can repair: starting the process again, as a supervisor does on 503, would not help. */
const forPeople = new Set(['broker', 'devices', 'clock', 'damage']);

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
