// The contract of a question to a device in the maker's words, as in contract.ts.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';

/** What a device is asked: a query of its definition, whole; where it takes an argument, with it. */
export const DeviceQuery = Type.Object({
  query: line({ minLength: 1, maxLength: 80, description: 'Such as QPIGS, QPGS1 or QED20260621' }),
});

/** What it answered. */
export const DeviceQueryAnswer = Type.Object({
  device: Type.String(),
  query: Type.String(),
  title: Type.String(),
  atMs: Type.Number({ description: 'Epoch milliseconds, UTC' }),
  fields: Type.Array(
    Type.Object({
      name: Type.String({ description: 'By the definition' }),
      label: Type.String({ description: 'In the maker’s words, with the maker’s sign' }),
      value: Type.Union([Type.Number(), Type.String(), Type.Boolean()]),
      unit: Type.String({ description: 'Empty: none' }),
      raw: Type.Optional(
        Type.Union([Type.Number(), Type.String()], {
          description: 'What came over the wire, if the value is a reading of it',
        }),
      ),
    }),
    { description: 'What is absent, or could not be read, is not among them' },
  ),
  problems: Type.Array(
    Type.Object({
      field: Type.Optional(Type.String({ description: 'Absent: the rest of the answer' })),
      why: Type.String(),
      reason: Reason,
    }),
    { description: 'What could not be read, and why' },
  ),
});
export type DeviceQueryAnswer = Frozen<Static<typeof DeviceQueryAnswer>>;
