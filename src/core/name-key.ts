// When two names of people are the same name.

/** A name as it is looked up: the same in upper and lower case, and however its accents were typed. */
export function nameKey(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}
