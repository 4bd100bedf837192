// The contract of hours of energy for the statistics of Home Assistant.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';

const atMs = Type.Number({ description: 'Start of the hour, epoch milliseconds, UTC' });
const kilowattHours = Type.Number({ description: 'All energy up to the end of the hour, kilowatt-hours' });

/** Where to, with which token, and whether they are given. */
export const StatisticsChange = Type.Object({
  address: line({
    minLength: 1,
    maxLength: 500,
    description: 'Of its web page, such as http://homeassistant.local:8123',
  }),
  token: line({ minLength: 1, maxLength: 2000, description: 'A long-lived token of an administrator' }),
  /** Ids of statistics; absent: all. */
  series: Type.Optional(Type.Array(line({ minLength: 1, maxLength: 300, description: 'Id' }), { maxItems: 20 })),
  /** Absent: they are only shown. */
  give: Type.Optional(Type.Boolean()),
});

/** What was shown or given. */
export const StatisticsGiven = Type.Object({
  statistics: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      hours: Type.Integer({ description: 'Settled hours of the home' }),
      changed: Type.Integer({ description: 'Of these, what was new there or was corrected' }),
      fromMs: atMs,
      toMs: atMs,
      firstKwh: kilowattHours,
      lastKwh: kilowattHours,
    }),
  ),
  odd: Type.Integer({ description: 'Hours that do not begin with an hour of UTC: Home Assistant takes no others' }),
});
export type StatisticsGiven = Frozen<Static<typeof StatisticsGiven>>;
