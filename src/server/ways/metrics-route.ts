// `/metrics` for Prometheus: what somebody may read of homes, in numbers; everybody's where the one who runs it wished so.
import type { Principal } from '#core/access.ts';
import { everySite } from '#core/access.ts';
import type { Handler } from '../endpoint-routes.ts';
import type { RouteContext } from '../route-context.ts';
import { callerOf, doorOf } from '../session.ts';

/** Whoever reads where everybody may. */
const scraper: Principal = {
  id: 'metrics',
  name: 'Metrics',
  kind: 'output',
  grants: [{ site: everySite, may: { actions: ['site.read'] } }],
};

/** Answers with the figures as text. */
export function metricsHandler(context: RouteContext): Handler<'readMetrics'> {
  const { options, sockets, traffic, streams, connections } = context;
  return async ({ request, reply }) => {
    const door = options.metricsOpen === true ? callerOf(request).hub.as(scraper) : doorOf(request);
    const { open, refused, flooded } = sockets.counts();
    // Loaded with the first request for it.
    const { metricsText } = await import('./metrics-text.ts');
    const { text, type } = await metricsText(await door.figures(), {
      version: options.version,
      connections: connections.count(),
      sockets: open,
      socketsRefused: refused,
      socketsFlooded: flooded,
      streams: streams.count(),
      answers: traffic.answers.values(),
      answersMs: traffic.tookMs,
      failures: traffic.failures,
      broker: options.brokerFigures?.(),
      farHomes: await options.farHomeFigures?.(),
    });
    return reply.type(type).send(text);
  };
}
