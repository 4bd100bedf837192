// Numbers as people type them. Pure.

/** A typed number, with a comma or a point; absent for anything else, and never 0 for nothing. */
export function numberOf(text: string): number | undefined {
  const typed = text.trim().replace(',', '.').replace('−', '-');
  return /^[-+]?\d{1,9}(\.\d{1,9})?$/.test(typed) ? Number(typed) : undefined;
}
