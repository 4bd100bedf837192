// The files that are written by the code they describe. `npm run gen` writes them; the check fails when one is behind.

/** A generated file: its path from the root, and its text. */
export interface Generator {
  readonly file: string;
  readonly make: () => string | Promise<string>;
}

export const generators: readonly Generator[] = [];
