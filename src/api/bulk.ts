// The contract of one command for many relays: the list first, then its confirmation.
import Type, { type Static } from 'typebox';
import { Command } from './commands.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const relay = {
  device: Type.String(),
  name: Type.String(),
  setPoint: Type.String({ description: 'Such as relay.on.1' }),
  isOn: Type.Optional(Type.Boolean({ description: 'What it shows now; absent: not known' })),
};

/** All relays of a home on or off. Without `arm` nothing is switched: the answer lists them. */
export const BulkCommand = Type.Object({
  command: Type.Union([Type.Literal('on'), Type.Literal('off')]),
  devices: Type.Optional(
    Type.Array(line({ minLength: 1, maxLength: 100 }), {
      maxItems: 200,
      description: 'Only those of these devices; absent: of all that the caller may switch',
    }),
  ),
  arm: Type.Optional(line({ maxLength: 100, description: 'Of the list that was answered, within 60 s' })),
});
export type BulkCommand = Frozen<Static<typeof BulkCommand>>;

/** The list, or what was given to each relay. */
export const BulkAnswer = Type.Union([
  Type.Object({
    state: Type.Literal('armed'),
    arm: Type.String(),
    untilMs: atMs,
    targets: Type.Array(Type.Object(relay)),
    /** Those that are confirmed one by one. */
    left: Type.Array(Type.Object({ ...relay, reason: Reason })),
  }),
  Type.Object({
    state: Type.Literal('given'),
    /** With the command as far as it is after some seconds at most, or why there is none. */
    given: Type.Array(Type.Object({ ...relay, command: Type.Optional(Command), reason: Type.Optional(Reason) })),
  }),
]);
export type BulkAnswer = Frozen<Static<typeof BulkAnswer>>;
