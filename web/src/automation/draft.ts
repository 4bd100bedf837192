// The text while somebody changes it: what they typed, what the server says of it, and what may be done with it. Pure.
import type { AutomationProblems } from '#api/automation.ts';

/** What is known of a text. */
export interface DraftSight {
  readonly text: string;
  /** As it is kept by the home. */
  readonly saved: string;
  /** The text that was checked last, and what is wrong with it. */
  readonly checked?: { readonly text: string; readonly outcome: AutomationProblems } | undefined;
  /** The last check could not be made. */
  readonly hasFailed: boolean;
}

/** Where a draft stands. */
export type DraftState =
  /** It is what is saved. */
  | { readonly kind: 'saved' }
  /** It is being typed, or checked. */
  | { readonly kind: 'checking' }
  | { readonly kind: 'wrong'; readonly problems: AutomationProblems['problems'] }
  /** It may be saved. */
  | { readonly kind: 'ready' }
  /** Nobody could check it: the server is away. */
  | { readonly kind: 'unchecked' };

/** Where it stands; what was said of another text does not count. */
export function draftState({ text, saved, checked, hasFailed }: DraftSight): DraftState {
  if (text === saved) return { kind: 'saved' };
  if (checked?.text !== text) return { kind: hasFailed ? 'unchecked' : 'checking' };
  const { problems } = checked.outcome;
  return problems.length > 0 ? { kind: 'wrong', problems } : { kind: 'ready' };
}

/** A text that was not saved, kept for when the page is opened again. */
export interface KeptDraft {
  readonly text: string;
  /** What it began with: another one since means that somebody else changed it. */
  readonly base: string;
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (site: string): string => `solstead.automation.${site}`;

/** The draft of a home; absent where there is none. */
export function keptDraft(storage: Storage, site: string): KeptDraft | undefined {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keyOf(site)) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('text' in kept) || !('base' in kept)) return undefined;
    const { text, base } = kept;
    return typeof text === 'string' && typeof base === 'string' ? { text, base } : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a draft, or forgets it. A browser that keeps nothing loses it with the page, and nothing else. */
export function keepDraft(storage: Storage, site: string, draft: KeptDraft | undefined): void {
  try {
    if (draft === undefined || draft.text === draft.base) storage.removeItem(keyOf(site));
    else storage.setItem(keyOf(site), JSON.stringify(draft));
  } catch {
    // Private windows may refuse.
  }
}
