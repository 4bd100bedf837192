// How wide the rows of energy may be, as a person names it.

/** Widths of rows. */
export const widths = ['5min', '15min', 'hour', 'day', 'week', 'month', 'year'] as const;

/** One of {@link widths}. */
export type Width = (typeof widths)[number];
