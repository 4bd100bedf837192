// Whether the app has moved on from where it was opened: until then the browser decides where the focus is.

/** Knows the first place. */
export interface Arrivals {
  /** Whether this place, or one before it, is another than the first that was asked about. */
  hasMoved(place: string): boolean;
}

/** Arrivals of an app that was just opened. */
export function createArrivals(): Arrivals {
  let first: string | undefined;
  let moved = false;
  return {
    hasMoved(place) {
      first ??= place;
      moved ||= place !== first;
      return moved;
    },
  };
}
