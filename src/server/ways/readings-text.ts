// `/metrics/readings` for Prometheus: the readings of now of the homes that whoever asks may read. What is old is left out: it ends there.
import { exposition, expositionType } from '#core/exposition.ts';
import type { Handler } from '../endpoint-routes.ts';
import { chosenValues } from '../chosen-values.ts';
import { doorOf } from '../session.ts';

/** Answers with the readings as text. */
export function readingsTextHandler(): Handler<'readReadingsText'> {
  return async ({ query: { site: named, ...wanted }, request, reply }) => {
    const door = doorOf(request);
    const ids = named === undefined ? door.sites().map(({ id }) => id) : [named];
    const values = ids.flatMap((site) =>
      chosenValues(door.site(site), wanted)
        .filter(({ quality }) => quality !== 'stale' && quality !== 'held')
        .map((value) => ({ ...value, site })),
    );
    return reply.type(expositionType).send(exposition(values));
  };
}
