// What a screen on a wall needs of its browser: to stay awake, without a pointer, on the newest app, and to turn its pages.
import { useEffect, useState } from 'react';
import { clock } from '../clock.ts';
import { newVersion } from '../offline/service-worker.ts';

/** How long a pointer that does not move is shown, ms. */
const pointerMs = 4000;

/** Keeps the screen on while the page is seen, where the browser allows that: over HTTPS, and not while the battery is low. */
export function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let isOver = false;
    const hold = async (): Promise<void> => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      const held = await navigator.wakeLock.request('screen').catch(() => undefined);
      if (isOver) await held?.release();
      else lock = held;
    };
    const stop = new AbortController();
    // A hidden page loses it.
    document.addEventListener('visibilitychange', () => void hold(), { signal: stop.signal });
    void hold();
    return () => {
      isOver = true;
      stop.abort();
      void lock?.release();
    };
  }, []);
}

/** Whether the pointer is hidden: it has not moved for a while. */
export function usePointerHidden(): boolean {
  const [isHidden, setIsHidden] = useState(false);
  useEffect(() => {
    let cancel = clock.after(pointerMs, () => setIsHidden(true));
    const moved = (): void => {
      cancel();
      setIsHidden(false);
      cancel = clock.after(pointerMs, () => setIsHidden(true));
    };
    document.addEventListener('pointermove', moved);
    return () => {
      document.removeEventListener('pointermove', moved);
      cancel();
    };
  }, []);
  return isHidden;
}

/** Takes a newer app as soon as it is there: nobody stands at a wall to say so. */
export function useNewest(): void {
  useEffect(() => {
    const take = (): void => {
      if (newVersion.isThere()) newVersion.take();
    };
    take();
    return newVersion.subscribe(take);
  }, []);
}

/** The index of the page that is shown: the next comes by itself after some seconds, and by the arrow keys. */
export function useTurning(count: number, every: number | undefined): readonly [number, (index: number) => void] {
  const [index, setIndex] = useState(0);
  const shown = index % count;
  useEffect(() => {
    const turn = (by: 1 | -1): void => setIndex((shown + by + count) % count);
    const stop = new AbortController();
    document.addEventListener(
      'keydown',
      ({ key }) => {
        if (key === 'ArrowRight') turn(1);
        if (key === 'ArrowLeft') turn(-1);
      },
      { signal: stop.signal },
    );
    const cancel = every === undefined || count < 2 ? undefined : clock.after(every * 1000, () => turn(1));
    return () => {
      stop.abort();
      cancel?.();
    };
  }, [shown, count, every]);
  return [shown, setIndex];
}
