// Tariff texts as a person edits them. Pure; only the server decides what is valid.

const lineOf = /^(\s*)- +from: *["']?\d{4}-\d{2}-\d{2}["']?(.*)$/;

/** The last version in the text of a tariff, taken out of its list; absent if the text has another form. */
function lastVersion(text: string): readonly string[] | undefined {
  const lines = text.split('\n');
  const first = lines.findLastIndex((line) => lineOf.test(line));
  const found = lineOf.exec(lines[first] ?? '');
  if (first < 0 || found === null) return undefined;
  const inner = `${found[1] ?? ''}  `;
  const rest = lines.slice(first + 1);
  const end = rest.findIndex((line) => line.trim() !== '' && !line.startsWith(inner));
  return (end < 0 ? rest : rest.slice(0, end)).map((line) => line.slice(inner.length)).filter((line) => line !== '');
}

/** A text to begin a new version from: the last one, valid from another date. */
export function newVersion(text: string, from: string): string {
  const lines = lastVersion(text) ?? ['import: [{ kind: flat, name: energy, price: 0.30 }]'];
  return [`from: ${from}`, ...lines, ''].join('\n');
}

/** The text of a version with another date to hold from. */
export function withFrom(text: string, from: string): string {
  return /^from:.*$/m.test(text) ? text.replace(/^from:.*$/m, `from: ${from}`) : `from: ${from}\n${text}`;
}

/** The date a version holds from; absent while the text has none. */
export function fromOf(text: string): string | undefined {
  return /^from: *["']?(\d{4}-\d{2}-\d{2})["']? *$/m.exec(text)?.[1];
}

/** Offset of a place in a text, line and column counted from 1; within the text. */
export function offsetOf(text: string, { line, column }: { readonly line: number; readonly column: number }): number {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return Math.min(text.length, before + Math.max(0, column - 1));
}
