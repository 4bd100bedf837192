// Services in the local network as they are found by name there (DNS-SD over multicast DNS): those of this computer, and those of others.

/** A service of this computer. */
export interface NetworkService {
  /** Its name, at most 63 bytes: `shellypro3em-02a1b2c3d4e5`. */
  readonly instance: string;
  /** Types that it is of: `_http._tcp`. */
  readonly types: readonly string[];
  /** Name of the host without `.local`: letters, digits and dashes. */
  readonly host: string;
  readonly port: number;
  readonly text: Readonly<Record<string, string>>;
  /** Address it listens on; 0.0.0.0: all of this computer. */
  readonly address: string;
}

/** Something that was found. What it says of itself is what a stranger says. */
export interface FoundService {
  readonly type: string;
  readonly instance: string;
  /** Whoever answered. */
  readonly address: string;
  readonly port: number;
  readonly text: Readonly<Record<string, string>>;
}

/** Services by name. */
export interface NetworkNames {
  /** Says that a service is there, until it is closed. Where nothing can be said it is told once in the log, and nothing else fails. */
  announce(service: NetworkService): { close(): Promise<void> };
  /** Asks who offers services of some types, and waits so long, ms, or until it is aborted. */
  browse(types: readonly string[], waitMs: number, signal?: AbortSignal): Promise<readonly FoundService[]>;
}
