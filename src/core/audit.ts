// The audit log: who did what. Its lines are chained by their hashes, so that a changed or removed line shows.
import type { Principal } from './access.ts';

/** One line of the audit log. */
export interface AuditRecord {
  readonly atMs: number;
  /** The site it concerns; absent: the installation as a whole. */
  readonly site?: string;
  /** Who did it. Lines of an earlier version may only have the name. */
  readonly principal: Pick<Principal, 'name' | 'kind'> & { readonly id?: string };
  readonly action: string;
  readonly subject: string;
  readonly outcome: string;
}

/** A line as it is kept: its place among all lines. */
export interface KeptAuditRecord extends AuditRecord {
  readonly line: number;
}

/**
 * The chains: each kind of line has one with room of its own, so that strangers who are refused, or a program that commands a
 * device every second, push out no line about accounts and settings.
 */
export const auditChains = ['changes', 'commands', 'entries', 'refusals'] as const;

/** One of {@link auditChains}. */
export type AuditChain = (typeof auditChains)[number];

/** Lines kept of each chain; the oldest go first. */
export const keptLines: Readonly<Record<AuditChain, number>> = Object.freeze({
  changes: 100_000,
  commands: 100_000,
  entries: 50_000,
  refusals: 20_000,
});

/** What everybody does with their own account, as often as they like. */
const entryActions: ReadonlySet<string> = new Set([
  'sign in',
  'sign out',
  'end session',
  'end sessions',
  'change password',
  'refresh',
  'confirm',
]);

/** The chain of a line. */
export function chainOf({ action, outcome }: Pick<AuditRecord, 'action' | 'outcome'>): AuditChain {
  if (outcome.startsWith('access.') || outcome === 'site.unknown') return 'refusals';
  if (entryActions.has(action)) return 'entries';
  return action === 'set' ? 'commands' : 'changes';
}

/** The end of a chain: noted elsewhere, it shows later that no line before it was changed. */
export interface AuditHead {
  readonly chain: AuditChain;
  /** Number of its last line in this chain, from 1; 0 if it has none. */
  readonly last: number;
  /** SHA-256 over the last line and the hash before it, hex. */
  readonly hash: string;
}

/** What a check of a chain found. */
export interface AuditCheck extends AuditHead {
  /** Number of the first line that is kept; earlier ones were removed by age. */
  readonly first: number;
  /** Number of the first line that is missing or was changed; absent: none. */
  readonly brokenAt?: number;
}

/** What lines of the audit log have in common; what is absent does not narrow. */
export interface AuditFilter {
  /** Only what whoever has exactly this name did. */
  readonly who?: string | undefined;
  /** Only this act. */
  readonly action?: string | undefined;
  /** Only what ended like this. */
  readonly outcome?: string | undefined;
  /** Beginning, and end, which is not included. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** Which lines of the audit log are wanted. */
export interface AuditQuery extends AuditFilter {
  readonly limit: number;
  /** Only lines of these sites; absent: all, those of the installation included. */
  readonly sites?: readonly string[];
  /** Lines before this one. */
  readonly before?: number;
}

/** Who did what. */
export interface AuditStore {
  /** Adds a line; texts that are too long are cut. The oldest lines of its chain go if it has more than are kept. */
  append(line: AuditRecord): Promise<void>;
  /** The newest lines first. */
  newest(query: AuditQuery): Promise<readonly KeptAuditRecord[]>;
  /** The ends of all chains. */
  heads(): Promise<readonly AuditHead[]>;
  /** Reads all lines; `known` are heads that were noted before and must still be there. */
  check(known?: readonly AuditHead[]): Promise<readonly AuditCheck[]>;
}
