// Bytes as text: the encoding is detected, lines have a bounded length.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';

/** Longest line of a text source, characters; a longer one means that it is not a text of lines. */
const longestLine = 1_000_000;

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  try {
    // The last character may be cut in two: `stream` waits for its rest.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    // What spreadsheets in western Europe write if it is not UTF-8.
    return 'windows-1252';
  }
}

/** The text of bytes: UTF-8, UTF-16 by its mark, otherwise Windows-1252; without the byte order mark. */
export async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const part of bytes) {
    decoder ??= new TextDecoder(encodingOf(part.subarray(0, 65_536)));
    yield decoder.decode(part, { stream: true });
  }
  if (decoder !== undefined) yield decoder.decode();
}

/** A line and its number, counted from 1. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
}

/** Lines without their ends, a piece of the source at a time. Errors: `input.invalid` for a line without an end. */
export async function* linesOf(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly TextLine[]> {
  let rest = '';
  let line = 0;
  const take = (text: string): TextLine => ({
    line: (line += 1),
    text: text.endsWith('\r') ? text.slice(0, -1) : text,
  });
  for await (const part of textOf(bytes)) {
    const texts = (rest + part).split('\n');
    rest = texts.pop() ?? '';
    if (rest.length > longestLine) {
      const why = because('csv.long-line', { line: line + texts.length + 1, most: longestLine });
      throw new SolsteadError('input.invalid', { at: file, why });
    }
    if (texts.length > 0) yield texts.map(take);
  }
  if (rest !== '') yield [take(rest)];
}
