// For tests only: texts as sources, and what a source gives as short lines.
import { inEnglish } from '#core/reason.ts';
import type { ImportSource, OpenBytes } from '../import-source.ts';

/** Bytes of a text, in pieces of a size that cuts lines and characters. */
export function bytesOf(text: string | Uint8Array, pieceBytes = 7): OpenBytes {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return async function* () {
    // The encoding is detected from the first piece: a file's is larger than these.
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  };
}

/** What a source gives: `time part/name value`, or `line column: why`. */
export async function told(source: ImportSource): Promise<string[]> {
  const lines: string[] = [];
  for await (const items of source.items()) {
    for (const item of items) {
      if (item.kind === 'reject') lines.push(`${item.line} ${item.column ?? ''}: ${inEnglish(item.why)}`);
      else {
        const { series, atMs, value, quality } = item;
        const name = series.part === undefined ? series.name : `${series.part}/${series.name}`;
        const unit = series.unit === undefined ? '' : ` ${series.unit}`;
        const said = quality === undefined ? '' : ` ${quality}`;
        lines.push(`${new Date(atMs).toISOString().replace('.000Z', 'Z')} ${name} ${value}${unit}${said}`);
      }
    }
  }
  return lines;
}
