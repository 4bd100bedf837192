// The part of the account page that its address names: #/account?part=backups.

/** The parts of the page, in order. */
export const accountParts = ['own', 'programs', 'people', 'uplink', 'backups', 'installation'] as const;

/** One of {@link accountParts}. */
export type AccountPart = (typeof accountParts)[number];

/** What comes after the `?`; absent: the page from its beginning. */
export interface PartSearch {
  readonly part?: AccountPart | undefined;
}

/** Reads it; what is no part is treated as absent. */
export function partSearch({ part }: Record<string, unknown>): PartSearch {
  return { part: accountParts.find((each) => each === part) };
}
