// Texts in cells that a spreadsheet opens: one that begins like a formula is never run, and reads back as it was.

const formulaLike = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** A text that no spreadsheet takes for a formula: if it could be one, it gets an apostrophe in front. */
export function safeCell(text: string): string {
  return formulaLike.test(text) ? `'${text}` : text;
}

/** Takes away what {@link safeCell} put in front. */
export function plainCell(text: string): string {
  return text.startsWith("'") && formulaLike.test(text) ? text.slice(1) : text;
}
