// The lines of history that are not of a device. A file of its own: the page needs no schema to name them.
/** The home's own lines of history, beside the metrics of the catalogue. */
export const flowLines = ['flow.pv', 'flow.grid', 'flow.battery', 'flow.load', 'flow.soc'] as const;
