// The contract between server and clients for settings of devices, and for the log of who changed what: schemas and types,
// as in contract.ts.
import Type, { type Static } from 'typebox';
import { auditChains } from '#core/audit.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });

const settingValue = Type.Union([
  /** 1 for on, 0 for off. */
  Type.Object({ kind: Type.Literal('binary') }),
  /** One of some words. */
  Type.Object({ kind: Type.Literal('choice'), options: Type.Array(Type.String()) }),
  Type.Object({
    kind: Type.Literal('number'),
    unit: Type.String(),
    min: Type.Number(),
    max: Type.Number(),
    step: Type.Number(),
    /** Ranges a value may lie in, where there are gaps between the limits. */
    ranges: Type.Optional(Type.Array(Type.Tuple([Type.Number(), Type.Number()]))),
  }),
  /** A text of a form: `pattern` is a regular expression of all of it. */
  Type.Object({ kind: Type.Literal('text'), pattern: Type.String(), example: Type.String() }),
  /** An action without a value. */
  Type.Object({ kind: Type.Literal('none') }),
]);

/** What the device can be set to, with what it shows. */
export const Setting = Type.Object({
  /** The maker's letters, or the field's name. */
  name: Type.String(),
  title: Type.String(),
  value: settingValue,
  /** Can drop the home's power or undo a protection: it is armed first and then confirmed. */
  dangerous: Type.Boolean(),
  /** Whether the device shows what it is set to. */
  readable: Type.Boolean(),
  /** Whether each write is stored in memory that wears out. */
  stored: Type.Boolean(),
  /** Writes of the last 24 h to that memory, and how many programs may make. */
  wear: Type.Optional(Type.Object({ used: Type.Integer(), mostADay: Type.Integer() })),
  /** The set-point of the catalogue it serves. */
  setPoint: Type.Optional(Type.String()),
  /** What it shows; absent where it is not known. */
  current: Type.Optional(Type.Union([Type.Number(), Type.String()])),
  currentAtMs: Type.Optional(atMs),
});
export type Setting = Frozen<Static<typeof Setting>>;
export const Settings = Type.Array(Setting);

/** The set-points of the catalogue a device has: `name` is the id, limits and words are those of this device. */
const Capability = Type.Object({
  ...Setting.properties,
  setPoint: Type.String(),
  /** The maker's settings it is made of. */
  settings: Type.Array(Type.String()),
  /** The device can hold it for a time by itself, at most so many seconds. */
  timed: Type.Optional(Type.Object({ mostSeconds: Type.Integer() })),
});
export type Capability = Frozen<Static<typeof Capability>>;
export const Capabilities = Type.Array(Capability);

/**
 * What a device is told: a set-point of the catalogue, or a setting by the maker's name. The answer comes when the device shows
 * the value, or has acknowledged what it does not show. A dangerous one answers `armed` first: the same request with its
 * `arm`, within 60 s, executes it.
 */
export const DeviceCommand = Type.Object({
  setPoint: Type.Optional(line({ maxLength: 80, description: 'Such as battery.mode; one of setPoint and setting' })),
  setting: Type.Optional(line({ maxLength: 80, description: 'Such as POP or ac_charge' })),
  /** A word, a number in the unit, a text, on or off; absent for an action. */
  value: Type.Optional(Type.Union([Type.Number(), line({ maxLength: 200 }), Type.Boolean()])),
  arm: Type.Optional(line({ maxLength: 100 })),
  /** Writes a stored value even if the device shows it already; heeded for people. */
  force: Type.Optional(Type.Boolean()),
});
export type DeviceCommand = Frozen<Static<typeof DeviceCommand>>;
export const CommandOutcome = Type.Union([
  Type.Object({ outcome: Type.Literal('armed'), arm: Type.String(), untilMs: atMs, setting: Setting }),
  Type.Object({
    outcome: Type.Union([Type.Literal('confirmed'), Type.Literal('acknowledged')]),
    before: Type.Optional(Type.Union([Type.Number(), Type.String()])),
    after: Type.Optional(Type.Union([Type.Number(), Type.String()])),
    /** Nothing was written: the device showed the value already. */
    unchanged: Type.Optional(Type.Literal(true)),
    /** Writes of the last 24 h to memory that wears out, where they are more than a program may make. */
    storedWrites: Type.Optional(Type.Number()),
    atMs,
  }),
]);
export type CommandOutcome = Frozen<Static<typeof CommandOutcome>>;

const auditMoment = (what: string) =>
  Type.Optional(
    line({ minLength: 1, maxLength: 60, description: `${what}: ISO 8601 (UTC without an offset) or epoch ms` }),
  );

/** Which lines of the audit log. */
const auditFilters = {
  who: Type.Optional(
    line({ minLength: 1, maxLength: 200, description: 'Only what whoever has exactly this name did' }),
  ),
  action: Type.Optional(line({ minLength: 1, maxLength: 60, description: 'Only this act, such as sign in' })),
  outcome: Type.Optional(
    line({ minLength: 1, maxLength: 100, description: 'Only what ended like this, such as done or access.denied' }),
  ),
  from: auditMoment('Beginning'),
  to: auditMoment('End, not included'),
};

/** Who changed what and what became of it, the newest first; for the owner. */
export const AuditQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  before: Type.Optional(Type.Integer({ minimum: 1, description: 'Lines before this one: the next page' })),
  ...auditFilters,
});
export type AuditQuery = Frozen<Static<typeof AuditQuery>>;
const auditLine = Type.Object({
  /** Its number; it grows with each line. */
  line: Type.Integer(),
  atMs,
  /** The home it concerns; absent: all of them. */
  site: Type.Optional(Type.String()),
  /** Who did it. */
  principal: Type.Object({ id: Type.Optional(Type.String()), kind: Type.String(), name: Type.String() }),
  action: Type.String(),
  subject: Type.String(),
  /** `done`, `confirmed`, `acknowledged`, `armed`, or the code of the error. */
  outcome: Type.String(),
});
export const AuditLines = Type.Array(auditLine);
export type AuditLines = Frozen<Static<typeof AuditLines>>;

export const AuditExportQuery = Type.Object({
  format: Type.Optional(Type.Union([Type.Literal('csv'), Type.Literal('jsonl')])),
  ...auditFilters,
});
export type AuditExportQuery = Frozen<Static<typeof AuditExportQuery>>;

/** Whether the lines of each chain still fit their hashes. */
export const AuditChecks = Type.Array(
  Type.Object({
    chain: Type.Enum([...auditChains]),
    first: Type.Integer({ description: 'Number of the first line that is kept; earlier ones were removed by age' }),
    last: Type.Integer({ description: 'Number of its last line in this chain; 0 where it has none' }),
    hash: Type.String({ description: 'SHA-256 over its last line and the hash before it, hex' }),
    brokenAt: Type.Optional(
      Type.Integer({ description: 'Number of the first line that is missing or was changed; absent: none' }),
    ),
  }),
);

/** The ends of the chains of the log: noted elsewhere, they show later that no line before them was changed. */
export const AuditHeads = Type.Array(
  Type.Object({
    chain: Type.Enum([...auditChains]),
    last: Type.Integer({ description: 'Number of its last line in this chain; 0 where it has none' }),
    hash: Type.String({ description: 'SHA-256 over its last line and the hash before it, hex' }),
  }),
);
