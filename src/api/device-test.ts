// Testing a device before it is set up: what is asked, how far it is, what it said.
import Type, { type Static } from 'typebox';
import { DeviceKind } from './contract.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';

/** What to read once; without `protocol` it is found out. */
export const TestRequest = Type.Object({
  address: line({ minLength: 1, maxLength: 300 }),
  protocol: Type.Optional(line({ maxLength: 100 })),
  password: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'Key of what it tells by Bluetooth, in hex digits; key or password of an ESPHome node; password of its web server',
    }),
  ),
  /** Name of this test, to ask for its progress by. */
  trial: Type.Optional(Type.String({ pattern: '^[a-z0-9]{8,40}$' })),
});
export type TestRequest = Frozen<Static<typeof TestRequest>>;

/** How far a test is while it is found out what is there; empty where it is not known. */
export const TestProgress = Type.Object({
  /** What is asked for now. */
  titles: Type.Optional(Type.Array(Type.String())),
  /** Protocols asked for before, and how many there are in all. */
  done: Type.Optional(Type.Integer()),
  count: Type.Optional(Type.Integer()),
});
export type TestProgress = Frozen<Static<typeof TestProgress>>;

const shownField = {
  /** The maker's field name, snake_case. */
  name: Type.String(),
  label: Type.String(),
  value: Type.Union([Type.Number(), Type.String(), Type.Boolean()]),
  unit: Type.String(),
  /** What is made of it; absent: it is shown, and not kept. */
  metric: Type.Optional(Type.String()),
};

/** What a device showed last. */
export const ShownFields = Type.Array(
  Type.Object({ ...shownField, atMs: Type.Number({ description: 'Epoch milliseconds, UTC' }) }),
);
export type ShownFields = Frozen<Static<typeof ShownFields>>;

/** What the device said; `values` is what the person is to look at before saving. */
export const TestResult = Type.Object({
  protocol: Type.String(),
  /** Where it was found, where that is more than was asked; to be saved. */
  address: Type.Optional(Type.String()),
  title: Type.String(),
  kind: DeviceKind,
  /** Name to propose. */
  proposedName: Type.String(),
  identity: Type.Record(Type.String(), Type.String()),
  values: Type.Array(Type.Object(shownField)),
  /** Whether the values make sense together, as code and parameters, and in English. */
  reason: Reason,
  verdict: Type.String(),
  tookMs: Type.Number(),
  already: Type.Optional(Type.String({ description: 'Name of the device that is set up there already' })),
});
export type TestResult = Frozen<Static<typeof TestResult>>;
