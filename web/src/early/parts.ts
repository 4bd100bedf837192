// Which files the app consists of, as `early.ts` is told when the app is built.

/** Files are relative to the page. */
export interface Parts {
  /** By the step of an address that names a page: its code and styles. */
  readonly pages: Readonly<Record<string, readonly string[]>>;
  /** By the tag of a language: its texts. */
  readonly languages: Readonly<Record<string, { readonly first?: string; readonly rest?: string }>>;
  /** Addresses of what is asked. */
  readonly paths: { readonly session: string; readonly sites: string };
}
