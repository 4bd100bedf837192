// Going on to another page when something long has ended: only for who is still where it was begun.
import { useRouter } from '@tanstack/react-router';
import { useRef } from 'react';

/** Marks where one is, and says later whether one is still there: who has gone elsewhere meanwhile is not fetched back. */
export function useStillHere(): { readonly mark: () => void; readonly isStillHere: () => boolean } {
  const router = useRouter();
  const from = useRef<string>(undefined);
  return {
    mark: () => void (from.current = router.state.location.pathname),
    isStillHere: () => router.state.location.pathname === from.current,
  };
}
