// Whether the window is as narrow as a phone: some pictures have another shape there, which a style sheet alone cannot give them.
import { useSyncExternalStore } from 'react';

const narrow = '(max-width: 640px)';

function onNarrow(listener: () => void): () => void {
  const query = matchMedia(narrow);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether it is; a component using it re-renders when that changes. */
export const useNarrow = (): boolean => useSyncExternalStore(onNarrow, () => matchMedia(narrow).matches);
