// What can be filled in where a home has words of its own for its alerts: read by what fills them, and by the page that offers them.
import type { AlertKind } from './alert.ts';

/** What there is to be filled in of every alert. */
const everyPlace = ['home', 'kind', 'severity', 'what', 'reason', 'since', 'until', 'count', 'times'] as const;

/** What a kind has besides: whom it is about, the figure that decided, what a rule says. */
const ownPlaces: Readonly<Partial<Record<AlertKind, readonly ('device' | 'value' | 'title' | 'text')[]>>> = {
  'device-offline': ['device'],
  'data-gap': ['device'],
  'error-burst': ['device', 'value'],
  implausible: ['device', 'value'],
  'battery-low': ['value'],
  'cell-drift': ['device', 'value'],
  'no-production': ['value'],
  'under-production': ['value'],
  unusual: ['device'],
  budget: ['value'],
  'broker-refused': ['value'],
  rule: ['title', 'text'],
};

/** A place in words of one's own. */
export type AlertPlace = (typeof everyPlace)[number] | 'device' | 'value' | 'title' | 'text';

/** What may be filled in for a kind. */
export const alertPlaces = (kind: AlertKind): readonly AlertPlace[] => [...(ownPlaces[kind] ?? []), ...everyPlace];
