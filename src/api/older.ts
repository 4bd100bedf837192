// The contract of the older web API: schemas and types, as in contract.ts; docs/older-api.md says it in words.
// Source: "MPP-Solar Implementation Plan", section 2, "API Endpoints".
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';

const value = Type.Union([Type.Number(), Type.String()]);
const iso = Type.String({ description: 'ISO 8601, UTC' });
const site = Type.Optional(
  line({ maxLength: 100, description: 'Id of the home; absent: the first one of the caller' }),
);

/** Which home. */
export const OlderQuery = Type.Object({ site });

/** Devices by their ids, as they are now; a value stands with its unit. */
export const OlderData = Type.Record(
  Type.String(),
  Type.Object({
    name: Type.String(),
    status: Type.String(),
    /** When it was heard last; absent: never. */
    timestamp: Type.Optional(iso),
    data: Type.Record(Type.String(), Type.Tuple([value, Type.String()])),
  }),
);
export type OlderData = Frozen<Static<typeof OlderData>>;

/** A stretch of history. */
export const OlderHistoryQuery = Type.Object({
  site,
  start: Type.Optional(line({ maxLength: 60, description: 'ISO 8601 or epoch ms; default 8 h 20 min before the end' })),
  end: Type.Optional(line({ maxLength: 60, description: 'ISO 8601 or epoch ms; default now' })),
  device: Type.Optional(line({ maxLength: 100, description: 'Only this device' })),
});

/** All history of a home, or of a device. */
export const OlderAllQuery = Type.Object({ site, device: OlderHistoryQuery.properties.device });

/** What a device showed at one moment. */
const olderPoint = Type.Object({
  timestamp: iso,
  device: Type.String(),
  data: Type.Record(Type.String(), Type.Number()),
});
export const OlderHistory = Type.Object({
  start: iso,
  end: iso,
  count: Type.Integer(),
  /** False: there is more; ask again from `next`. */
  complete: Type.Boolean(),
  next: Type.Optional(iso),
  data: Type.Array(olderPoint),
});
export type OlderHistory = Frozen<Static<typeof OlderHistory>>;
export type OlderPoint = Frozen<Static<typeof olderPoint>>;

/** A command as the older interface has it. */
export const OlderCommand = Type.Object({
  site,
  device: Type.Optional(line({ maxLength: 100, description: 'Id of the device; absent: the only one' })),
  command: line({
    minLength: 1,
    maxLength: 80,
    description: 'A set-point, a setting by the maker’s name, or get_status, get_settings, list_commands',
  }),
  value: Type.Optional(Type.Union([Type.Number(), line({ maxLength: 200 }), Type.Boolean()])),
  arm: Type.Optional(line({ maxLength: 100, description: 'What a dangerous command was answered with' })),
});
export const OlderOutcome = Type.Object({
  status: Type.Union([Type.Literal('success'), Type.Literal('armed')]),
  device: Type.String(),
  command: Type.String(),
  result: Type.Unknown(),
});

/** Which devices are asked now. */
export const OlderRefreshed = Type.Object({ status: Type.Literal('refreshing'), devices: Type.Array(Type.String()) });
