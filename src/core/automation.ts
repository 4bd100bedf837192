// What a home does by itself, as it is kept: the text that people wrote, and what the engine remembers from cycle to cycle.

/** The automation of a home. */
export interface AutomationRecord {
  readonly site: string;
  /** YAML, as it was saved: `docs/automation.md`. */
  readonly text: string;
  /** When it was saved, epoch ms, and by whom. */
  readonly changedMs: number;
  readonly changedBy: string;
}

/** Where automations are kept. */
export interface AutomationStore {
  ofSite(site: string): Promise<AutomationRecord | undefined>;
  save(record: AutomationRecord): Promise<void>;
  /** What the engine remembers, as JSON. */
  memoryOf(site: string): Promise<string | undefined>;
  saveMemory(site: string, memory: string): Promise<void>;
}
