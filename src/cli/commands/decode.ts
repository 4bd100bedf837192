// `solstead decode`: recorded bytes explained, without a device.
import { because } from '#core/reason.ts';
import { fromHex } from '#core/bytes.ts';
import { SolsteadError } from '#core/errors.ts';
import { decodeFrame, type FrameReport } from '#devices/decode-frame.ts';
import { exitCodes } from '../ending.ts';
import { printJson } from '../print.ts';
import { tell } from '../tell-addresses.ts';
import { formatFields } from '../format-fields.ts';
import type { CommandContext } from '../context.ts';
import type { DevicesFlag } from '../flags.ts';

/** What is to be decoded. */
export interface DecodeRequest {
  readonly protocol: string;
  readonly query: string;
  readonly hex: readonly string[];
}

function sayWhatItIs({ answer }: FrameReport): string {
  switch (answer.kind) {
    case 'payload':
      return 'an answer';
    case 'ack':
      return 'the device accepted the command (ACK)';
    case 'partial':
      return 'only the beginning of an answer: bytes are missing at the end';
    case 'refused':
      return `the device refused the query: ${answer.why}`;
    case 'foreign':
      return `not an answer to this query: ${answer.why}`;
    case 'checksum':
    case 'malformed':
      return answer.why;
  }
}

/** Explains bytes. Errors: `protocol.unknown`, `command.unknown`, `input.hex`; exit code 1 if they are not a good answer. */
export async function decode(
  { protocol, query, hex }: DecodeRequest,
  { json = false, ...flags }: DevicesFlag & { readonly json?: boolean },
  context: CommandContext,
): Promise<void> {
  const bytes = fromHex(hex.join(''));
  if (bytes.length === 0) throw new SolsteadError('input.hex', { at: 'hex', why: because('hex.none') });
  const report = decodeFrame(await (await context.registry(flags)).definitionOf(protocol), query, bytes);
  if (json) printJson({ protocol, query, answer: report.answer, fields: report.fields, problems: report.problems });
  else if (report.fields.length === 0) tell(`These bytes are: ${sayWhatItIs(report)}.`);
  else tell(formatFields(report));
  if (report.answer.kind !== 'payload' && report.answer.kind !== 'ack') process.exitCode = exitCodes.failed;
}
