// Views of charts that somebody keeps in this browser: a name and what the address says. Pure.
import { chartSearch, type ChartSearch } from './view.ts';

/** One of them. */
export interface SavedView extends ChartSearch {
  readonly name: string;
}

/** So many are kept for a home. */
export const mostViews = 30;
/** Longest name. */
export const longestName = 60;

function viewFrom(item: unknown): SavedView | undefined {
  if (typeof item !== 'object' || item === null || !('name' in item) || typeof item.name !== 'string') return undefined;
  const name = item.name.trim().slice(0, longestName);
  return name === '' ? undefined : { name, ...chartSearch({ ...item }) };
}

/** Reads what was kept; what is no view is left out. */
export function viewsFrom(text: string | undefined): readonly SavedView[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(found) ? found.flatMap((item) => viewFrom(item) ?? []).slice(0, mostViews) : [];
  } catch {
    // Somebody else's text, or half of ours.
    return [];
  }
}

/** With one more; one of the same name gives way, and the oldest where there are too many. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const at = views.findIndex(({ name }) => name === view.name);
  return at === -1 ? [...views, view].slice(-mostViews) : views.with(at, view);
}

/** Without the one of a name. */
export const withoutView = (views: readonly SavedView[], gone: string): readonly SavedView[] =>
  views.filter(({ name }) => name !== gone);
