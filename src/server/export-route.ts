// History as a file, streamed: the client's pace is the store's, and a client that leaves ends the reading.
import { Readable } from 'node:stream';
import type { Handler } from './endpoint-routes.ts';
import type { RouteContext } from './route-context.ts';
import { doorOf } from './session.ts';

/** Bytes that wait for a slow client, beside one chunk of the export. */
const waitingBytes = 65_536;

/** The parts with the first of them made already: what fails at once is still answered with words. */
async function begun(parts: AsyncGenerator<Uint8Array>): Promise<AsyncGenerator<Uint8Array>> {
  const first = await parts.next();
  return (async function* () {
    if (first.done !== true) yield first.value;
    yield* parts;
  })();
}

/** Answers with the file. */
export function exportHandler({ options }: RouteContext): Handler<'exportHistory'> {
  return async ({ params, query, request, reply }) => {
    // The writers of spreadsheets and Parquet are loaded with the first export.
    const [{ exportFileName, exportHistory, mediaTypeOf }, { exportRequest }] = await Promise.all([
      import('#exchange/export-history.ts'),
      import('#exchange/export-request.ts'),
    ]);
    const site = doorOf(request).site(params.site);
    const { id, timeZone } = site.record;
    const store = await site.history();
    const asked = await exportRequest(query, { store, site: id, timeZone, nowMs: options.clock.nowMs() });
    const parts = exportHistory(store, asked);
    const file = Readable.from(await begun(parts), { objectMode: false, highWaterMark: waitingBytes });
    // A client may be gone before the first byte was read: the reading ends all the same.
    file.once('close', () => void parts.return(undefined).catch(() => undefined));
    return reply
      .type(mediaTypeOf(asked.format))
      .header('content-disposition', `attachment; filename="${exportFileName(asked, id)}"`)
      .send(file);
  };
}
