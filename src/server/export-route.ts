// History as a file, streamed: the client's pace is the store's, and a client that leaves ends the reading.
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Clock } from '#core/clock.ts';
import type { HubDoor } from '#hub/types.ts';
import type { Call, Handler } from './endpoint-routes.ts';
import type { RouteContext } from './route-context.ts';
import { auditFilter } from './history-query.ts';
import { callerOf, doorOf } from './session.ts';

/** Bytes that wait for a slow client, besides one chunk of the export. */
const waitingBytes = 65_536;

/** The parts with the first one already made: an immediate failure still gets a proper answer. */
async function begun(parts: AsyncGenerator<Uint8Array>): Promise<AsyncGenerator<Uint8Array>> {
  const first = await parts.next();
  return (async function* () {
    if (first.done !== true) yield first.value;
    yield* parts;
  })();
}

/** A client that has read nothing for this long is gone, or holds a slot that others wait for, ms. */
const idleMs = 120_000;
const checkMs = 15_000;
/** Ends a stream of which nothing was read for a while. */
export function watched(parts: AsyncIterable<Uint8Array>, clock: Clock): Readable {
  let readMs = clock.monotonicMs();
  const noted = (async function* () {
    for await (const part of parts) {
      yield part;
      readMs = clock.monotonicMs();
    }
  })();
  const file = Readable.from(noted, { objectMode: false, highWaterMark: waitingBytes });
  const stop = clock.every(checkMs, () => {
    if (clock.monotonicMs() - readMs > idleMs) file.destroy();
  });
  file.once('close', stop);
  return file;
}

/** The requested file, begun. Errors: `site.unknown`, `input.invalid`, those of the store. */
async function fileOf({ params, query }: Pick<Call<'exportHistory'>, 'params' | 'query'>, door: HubDoor, clock: Clock) {
  const site = door.site(params.site);
  // The writers of spreadsheets and Parquet are loaded with the first export.
  const [{ exportFileName, exportHistory, mediaTypeOf }, { exportRequest }] = await Promise.all([
    import('#exchange/export-history.ts'),
    import('#exchange/export-request.ts'),
  ]);
  const { id, timeZone } = site.record;
  const store = await site.history();
  const asked = await exportRequest(query, { store, site: id, timeZone, nowMs: clock.nowMs() });
  const parts = exportHistory(store, asked);
  const file = watched(await begun(parts), clock);
  // A client may be gone before the first byte was read: the reading ends all the same.
  file.once('close', () => void parts.return(undefined).catch(() => undefined));
  return { file, type: mediaTypeOf(asked.format), name: exportFileName(asked, id) };
}

/** A file that is being made. */
interface MadeFile {
  readonly file: Readable;
  readonly type: string;
  /** Absent: it is shown, not saved. */
  readonly name: string | undefined;
}

/** Sends a file that occupies a slot while it is sent. Errors: `export.busy`. */
async function sendFile(
  { slots, sockets }: RouteContext,
  { request, reply }: Pick<Call<'exportAudit'>, 'request' | 'reply'>,
  make: (door: HubDoor) => Promise<MadeFile>,
): Promise<FastifyReply> {
  const door = doorOf(request);
  const leave = slots.take(door.principal.id);
  const made = await make(door).catch((error: unknown) => {
    leave();
    throw error;
  });
  const { file, type, name } = made;
  // What a person may no longer see is not sent to its end.
  const forget = sockets.watch(callerOf(request), () => file.destroy());
  file.once('close', () => {
    leave();
    forget();
  });
  if (name !== undefined) reply.header('content-disposition', `attachment; filename="${name}"`);
  return reply.type(type).send(file);
}

/** Answers with JSON that is made while it is sent; it occupies a slot like any file. Errors: `export.busy`. */
export function watchedFile(
  context: RouteContext,
  call: Pick<Call<'exportAudit'>, 'request' | 'reply'>,
  parts: AsyncGenerator<Uint8Array>,
): Promise<FastifyReply> {
  const { clock } = context.options;
  return sendFile(context, call, async () => ({
    file: watched(await begun(parts), clock),
    type: 'application/json; charset=utf-8',
    name: undefined,
  }));
}

/** Answers with history as a file. */
export function exportHandler(context: RouteContext): Handler<'exportHistory'> {
  const { clock } = context.options;
  return ({ params, query, request, reply }) =>
    sendFile(context, { request, reply }, (door) => fileOf({ params, query }, door, clock));
}

/** Answers with the audit log as a file. */
export function auditExportHandler(context: RouteContext): Handler<'exportAudit'> {
  const { clock } = context.options;
  return ({ query, request, reply }) =>
    sendFile(context, { request, reply }, async (door) => {
      const { auditFile, auditMediaType } = await import('#exchange/audit-file.ts');
      const { format = 'csv', ...wanted } = query;
      const parts = auditFile((asked) => door.auditLines(asked), format, auditFilter(wanted));
      return {
        file: watched(await begun(parts), clock),
        type: auditMediaType(format),
        name: `solstead-audit.${format}`,
      };
    });
}
