// The interface by which a process holds a site. In one process nobody else wants it; with several, a lease keeps two of them
// from running the same home, and its token keeps one that was taken for dead from writing afterwards.

/** What a durable write of a site carries: a holder with a smaller token has lost the site. */
export interface Fence {
  readonly site: string;
  /** Grows with every holder of the site, and never goes back. */
  readonly token: number;
}

/** The right to run a site and to write for it. */
export interface Lease {
  readonly fence: Fence;
  /** Aborted when the site went to another holder. */
  readonly lost: AbortSignal;
  /** To be asked right before a write. Errors: `store.fenced` if the site went to another holder. */
  check(): void;
  /** Gives the site back; does nothing when it is lost or given back. */
  release(): Promise<void>;
}

/** The leases of an installation. */
export interface Leases {
  /** Errors: `site.held` while another holds the site. */
  hold(site: string): Promise<Lease>;
  /** Takes a site from whoever holds it, for example if its holder no longer answers. */
  takeOver(site: string): Promise<Lease>;
}
