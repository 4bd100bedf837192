// Lines of JSON that know whether they were written whole: each begins with the CRC-32 of the rest.
import { crc32 } from 'node:zlib';

/** A value as such a line. */
export function checkedLine(value: unknown): string {
  const text = JSON.stringify(value);
  return `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`;
}

const cutOff = '~';
/** Put behind a last line that a kill cut off, before anything is added: it is no damage, and nothing is joined to it. */
export const lineBreak = `${cutOff}\n`;

/** What a file of such lines holds. */
export interface CheckedLines {
  /** The values of its whole lines. */
  readonly values: readonly unknown[];
  /** Lines that were changed. One at the end that was never written to its end, as by a kill, is none. */
  readonly damaged: number;
}

/** Reads the lines of a file; what truncation or damage left is passed over. */
export function readCheckedLines(text: string): CheckedLines {
  const lines = text.split('\n');
  const values: unknown[] = [];
  let damaged = 0;
  for (const [index, line] of lines.entries()) {
    const body = line.slice(9);
    if (line.slice(0, 8) === crc32(body).toString(16).padStart(8, '0')) values.push(JSON.parse(body));
    else if (line !== '' && !line.endsWith(cutOff) && index < lines.length - 1) damaged += 1;
  }
  return { values, damaged };
}
