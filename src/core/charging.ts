// Charges of cars as they are kept: what a charger counted from when a car came until it left, by the hour.

/** A charge. */
export interface ChargeSession {
  readonly id: string;
  readonly site: string;
  readonly device: string;
  /** When the car came and left, epoch ms; without an end it is still there. */
  readonly startMs: number;
  readonly endMs?: number | undefined;
  /** What it took, Wh, and in which hours: the beginning of each, epoch ms, and Wh. */
  readonly energyWh: number;
  readonly hours: readonly (readonly [startMs: number, wh: number])[];
  /** The last that was seen: when, and the counter then, Wh. */
  readonly seenMs: number;
  readonly counterWh?: number | undefined;
  /** Number of the transaction, and who began it. */
  readonly transaction?: number | undefined;
  readonly tag?: string | undefined;
  /** Why it ended, in the words of the charger. */
  readonly reason?: string | undefined;
  /** State of charge of the car when it came and when it was seen last, %. */
  readonly socStart?: number | undefined;
  readonly socLast?: number | undefined;
}

/** Who may charge, and what cards are called. */
export interface ChargeSettings {
  /** Names of people or cars by what their cards say. */
  readonly tags: readonly { readonly tag: string; readonly name: string }[];
  /** Whether any card may begin, and a car without one; otherwise those of {@link tags} alone. */
  readonly isOpen: boolean;
}

/** Which charges are asked for: those that began in [fromMs, toMs), the newest first. */
export interface ChargeQuery {
  readonly fromMs: number;
  readonly toMs: number;
  readonly device?: string | undefined;
  readonly limit: number;
}

/** Where charges are kept. Errors: `store.*`. */
export interface ChargeStore {
  save(session: ChargeSession): Promise<void>;
  /** Those that have not ended. */
  open(site: string): Promise<readonly ChargeSession[]>;
  list(site: string, query: ChargeQuery): Promise<readonly ChargeSession[]>;
  settings(site: string): Promise<ChargeSettings | undefined>;
  saveSettings(site: string, settings: ChargeSettings): Promise<void>;
}
