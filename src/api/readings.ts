// The contract of readings: what was measured, as it came or in steps, in pages; and the latest of everything.
import Type, { type Static } from 'typebox';
import { HistoryQuery, LiveValue } from './contract.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const moment = (what: string) =>
  line({ maxLength: 60, description: `${what}: ISO 8601 (local to the home without an offset) or epoch ms` });
const site = Type.Optional(line({ maxLength: 100, description: 'Id of the home; needed where there are several' }));
const devices = Type.Optional(line({ maxLength: 2000, description: 'Ids of devices, comma-separated; default all' }));
const metrics = Type.Optional(
  line({
    maxLength: 4000,
    description: 'Ids of metrics or beginnings such as battery.*, comma-separated; default all',
  }),
);

/** Most points of a page. */
const mostPoints = 10_000;

/** Which readings. */
export const ReadingsQuery = Type.Object({
  site,
  devices,
  metrics,
  from: Type.Optional(moment('Beginning; default a day before the end')),
  to: Type.Optional(moment('End, not included; default now')),
  step: Type.Optional(line({ maxLength: 20, description: 'Such as 30s, 5m, 1h or 1d; default the points as stored' })),
  aggregate: HistoryQuery.properties.aggregate,
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: mostPoints, description: 'About as many points a page; default 1000' }),
  ),
  cursor: Type.Optional(line({ maxLength: 40, description: '`next` of the page before; all else as it was' })),
});
export type ReadingsQuery = Frozen<Static<typeof ReadingsQuery>>;

/** The readings of one metric of one device; `atMs`, `value` and `quality` are columns of one length. */
const ReadingSeries = Type.Object({
  device: Type.String(),
  metric: Type.String(),
  unit: Type.String(),
  atMs: Type.Array(Type.Number()),
  value: Type.Array(Type.Number()),
  /** Absent: all of them good, or these are steps. */
  quality: Type.Optional(Type.Array(Type.String())),
});

/** A page of readings: all there are between its times, and `next` where there may be more. */
export const ReadingPage = Type.Object({
  site: Type.String(),
  fromMs: atMs,
  toMs: atMs,
  stepMs: Type.Optional(Type.Number()),
  aggregate: Type.Optional(Type.String()),
  series: Type.Array(ReadingSeries),
  next: Type.Optional(Type.String()),
});
export type ReadingPage = Frozen<Static<typeof ReadingPage>>;

/** Which of the latest values. */
export const LatestQuery = Type.Object({ site, devices, metrics });
export type LatestQuery = Frozen<Static<typeof LatestQuery>>;

/** The latest of every metric, with its age and quality. */
export const Latest = Type.Object({
  site: Type.String(),
  atMs,
  values: Type.Array(Type.Object({ ...LiveValue.properties, unit: Type.String() })),
});
export type Latest = Frozen<Static<typeof Latest>>;
