// One write to a device over its link: the request goes out once, its acknowledgement comes back or the outcome is unknown. It is
// never repeated automatically: a device may have acted on what it did not acknowledge.
import { because, said, type Reason } from '#core/reason.ts';
import { printable } from '#core/bytes.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { AskedDefinition } from '#devices/definition.ts';
import { type AskedLine, unnamedOf } from './line-order.ts';

/** What a write needs of a link. */
export type WrittenLink = Pick<AskedLine, 'counters' | 'sendAndReceive'>;

/** Largest acknowledgement, bytes: a whole echo of the longest request, and noise before it. */
const acknowledgementBytes = 256;

/**
 * Sends a write and resolves when the device has acknowledged it. Errors: `command.refused`; `command.unconfirmed` when it
 * was sent and no acknowledgement came; those of the link if not a byte was sent.
 */
export async function deliver(
  link: WrittenLink,
  { wire, responseMs, pauseMs }: Pick<AskedDefinition, 'wire' | 'responseMs' | 'pauseMs'>,
  { request, signal, onSend }: { readonly request: string; readonly signal: AbortSignal; readonly onSend?: () => void },
): Promise<void> {
  const bytes = wire.request(request);
  const sentBefore = link.counters.bytesSent;
  let frame: Uint8Array;
  try {
    frame = await link.sendAndReceive(bytes, {
      framer: wire.framer(),
      // A payload is the late answer to a question that was asked before.
      accepts: (got) => ['ack', 'refused'].includes(wire.answer(got, request).kind),
      responseMs,
      maxBytes: Math.min(wire.maxFrame, acknowledgementBytes),
      signal,
      onSend,
      unnamed: unnamedOf(wire, { command: request, pauseMs, isWrite: true }),
    });
  } catch (error) {
    if (link.counters.bytesSent === sentBefore) throw error;
    const why = because('command.no-acknowledgement', { reason: reasonOf(error) });
    throw new SolsteadError('command.unconfirmed', { at: request, why, cause: error });
  }
  const answer = wire.answer(frame, request);
  if (answer.kind === 'refused') throw new SolsteadError('command.refused', { at: request, why: answer.why });
  if (answer.kind !== 'ack') throw new TypeError(`assertion: ${printable(frame, 40)} was accepted as acknowledgement`);
}

function reasonOf(error: unknown): Reason {
  if (isSolsteadError(error, 'link.timeout')) return because('answer.not-in-time');
  return isSolsteadError(error) ? (error.reason ?? said(error)) : said(error);
}
