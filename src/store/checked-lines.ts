// Lines of JSON that know whether they were written whole: each begins with the CRC-32 of the rest.
import { crc32 } from 'node:zlib';

/** A value as such a line. */
export function checkedLine(value: unknown): string {
  const text = JSON.stringify(value);
  return `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`;
}

/** The values of the whole lines of a file; what truncation or damage left is passed over. */
export function readCheckedLines(text: string): readonly unknown[] {
  return text.split('\n').flatMap((line): readonly unknown[] => {
    const body = line.slice(9);
    if (line.slice(0, 8) !== crc32(body).toString(16).padStart(8, '0')) return [];
    const value: unknown = JSON.parse(body);
    return [value];
  });
}
