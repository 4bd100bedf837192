// Printing answers: aligned tables for people, JSON for programs.
import { tell } from './tell-addresses.ts';

/** Prints a value as indented JSON. */
export function printJson(value: unknown): void {
  tell(JSON.stringify(value, undefined, 2));
}

/** Prints a value as JSON in one line: for what goes on behind it. */
export function printLine(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Prints what a command did: lines for people, one document for programs. */
export function printDone(isJson: boolean | undefined, document: unknown, ...lines: readonly string[]): void {
  if (isJson === true) printJson(document);
  else tell(...lines);
}

/** Letters of Western Europe, dashes, quotes, arrows and mathematical signs: one character each. */
const isPlain = /^[ -~\u00a1-\u00ac\u00ae-\u02af\u2010-\u2027\u2030-\u205e\u2190-\u22ff]*$/;
/** Made when needed: its data takes 30 ms to load. */
let characters: Intl.Segmenter | undefined;
/** How many characters a text takes on a terminal. */
export function widthOf(text: string): number {
  if (isPlain.test(text)) return text.length;
  characters ??= new Intl.Segmenter();
  return [...characters.segment(text)].length;
}

/** Rows as aligned columns under their keys. */
export function formatTable(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const keys = Object.keys(rows[0] ?? {});
  const lines = [keys, ...rows.map((row) => keys.map((key) => String(row[key] ?? '')))];
  const widths = keys.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Prints rows as a table. */
export function printTable(rows: readonly Readonly<Record<string, string | number>>[]): void {
  tell(formatTable(rows));
}
