// Health for whoever watches the process: open to everybody, so it tells nothing about the home.
import { Health } from '#api/contract.ts';
import type { App, Desk } from './desk.ts';

/** Parts that may be named; anything else is `other`. */
const parts = ['history', 'broker', 'links', 'devices'];

/** Parts that only a person can put right: starting the process again, as a supervisor does on 503, would not help. */
const forPeople = new Set(['devices']);

/** Registers `GET /health`: 503 when a part is not well that a restart may help, else 200. */
export function healthRoute(app: App, { options }: Desk): void {
  const { clock, version, current } = options;
  const startMs = clock.monotonicMs();
  const schema = { response: { 200: Health, 503: Health } };
  app.get('/health', { config: { access: 'open' }, schema }, async (request, reply) => {
    const troubles = await current()
      .hub.troubles()
      .catch((error: unknown) => {
        request.log.error({ err: error }, 'the troubles cannot be told');
        return ['hub'];
      });
    const named = new Set(troubles.map((trouble) => parts.find((part) => trouble.startsWith(part)) ?? 'other'));
    const isUp = [...named].every((part) => forPeople.has(part));
    const uptimeSeconds = Math.round((clock.monotonicMs() - startMs) / 1000);
    return reply
      .code(isUp ? 200 : 503)
      .send({ status: named.size === 0 ? 'ok' : 'degraded', version, uptimeSeconds, troubles: [...named] });
  });
}
