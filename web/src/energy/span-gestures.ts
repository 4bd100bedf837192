// Steps to the period before and after by the keys ← and →, and by a finger over the chart.
import { useEffect, useRef, type PointerEvent } from 'react';

/** One period later or earlier. */
type Step = 1 | -1;

/** A place of a finger, px. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** How far a finger has to go sideways. */
const leastPx = 48;
/** And how much further than up or down: what is slanted more scrolls the page. */
const slant = 1.5;

/** Where a finger's way leads: to the left is on, to the right is back, anything else nowhere. */
export function swipeStep(from: Place, to: Place): Step | undefined {
  const [x, y] = [to.x - from.x, Math.abs(to.y - from.y)];
  if (Math.abs(x) < leastPx || Math.abs(x) < slant * y) return undefined;
  return x < 0 ? 1 : -1;
}

/** A key as the browser tells it. */
type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'defaultPrevented'>;

/** Where a key leads. */
export function keyStep({ key, altKey, ctrlKey, metaKey, shiftKey, defaultPrevented }: Key): Step | undefined {
  if (defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return undefined;
  if (key === 'ArrowLeft') return -1;
  return key === 'ArrowRight' ? 1 : undefined;
}

/** What uses the arrows itself: fields, tables that scroll, lists, dialogs. */
const ownArrows = 'input, select, textarea, [contenteditable], .table-scroll, [role=slider], [role=listbox], dialog';

/** The keys ← and →, anywhere on the page where nothing else uses them. */
export function useStepKeys(onStep: (step: Step) => void): void {
  const step = useRef(onStep);
  useEffect(() => {
    step.current = onStep;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const way = keyStep(event);
      if (way === undefined || document.querySelector('dialog[open]') !== null) return;
      if (event.target instanceof Element && event.target.closest(ownArrows) !== null) return;
      step.current(way);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

/** What an element takes that a finger steps over; it also needs `touch-action: pan-y`, so that the page scrolls as before. */
export function useSwipe(onStep: (step: Step) => void) {
  const from = useRef<Place & { readonly pointerId: number }>(undefined);
  return {
    onPointerDown(event: PointerEvent): void {
      // A second finger zooms the page.
      from.current =
        event.pointerType === 'touch' && event.isPrimary
          ? { x: event.clientX, y: event.clientY, pointerId: event.pointerId }
          : undefined;
    },
    onPointerUp(event: PointerEvent): void {
      const began = from.current;
      from.current = undefined;
      if (began?.pointerId !== event.pointerId) return;
      const way = swipeStep(began, { x: event.clientX, y: event.clientY });
      if (way !== undefined) onStep(way);
    },
    onPointerCancel(): void {
      from.current = undefined;
    },
  };
}
