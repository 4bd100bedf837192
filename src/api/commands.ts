// The contract of commands as things that can be followed, and of the plain switch of the founding interface.
import Type, { type Static } from 'typebox';
import { commandStates } from '#core/issued-command.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';
import { DeviceCommand, Setting } from './settings.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const value = Type.Union([Type.Number(), Type.String()]);

/** A command, with how long it may wait for its turn. */
export const NewCommand = Type.Object({
  ...DeviceCommand.properties,
  expiresInSeconds: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 3600, description: 'It is not sent after this; default 60' }),
  ),
});
export type NewCommand = Frozen<Static<typeof NewCommand>>;

/**
 * A command and how far it is: `accepted`, `sent`, and then one of the ends: `confirmed` by what the device shows, `acknowledged`,
 * `refused`, `failed`, `expired`.
 */
export const Command = Type.Object({
  id: Type.String(),
  site: Type.String(),
  device: Type.String(),
  setPoint: Type.Optional(Type.String()),
  setting: Type.Optional(Type.String()),
  value,
  by: Type.Object({ kind: Type.String(), name: Type.String() }),
  state: Type.Enum([...commandStates]),
  createdMs: atMs,
  changedMs: atMs,
  /** When it went out to the device; absent: it did not. */
  sentMs: Type.Optional(atMs),
  expiresMs: atMs,
  before: Type.Optional(value),
  after: Type.Optional(value),
  /** Nothing was written: the device showed the value already. */
  unchanged: Type.Optional(Type.Literal(true)),
  /** Writes of the last 24 h to memory that wears out, where they are more than a program may make. */
  storedWrites: Type.Optional(Type.Number()),
  /** Why it came to no good end. */
  failure: Type.Optional(
    Type.Object({
      code: Type.String({ description: 'A code of docs/errors.md' }),
      at: Type.String(),
      detail: Type.String(),
      repair: Type.String(),
      reason: Type.Optional(Reason),
      advice: Type.Optional(Reason),
    }),
  ),
});
export type Command = Frozen<Static<typeof Command>>;

/** A dangerous command that waits for a person: the same request with `arm`, within 60 s, has it carried out. */
export const ArmedCommand = Type.Object({
  state: Type.Literal('armed'),
  arm: Type.String(),
  untilMs: atMs,
  setting: Setting,
});
export type ArmedCommand = Frozen<Static<typeof ArmedCommand>>;

/** What was accepted, armed, or has come to its end within the time the client wanted to wait. */
export const CommandAnswer = Type.Union([Command, ArmedCommand]);

/** Which commands of a site. */
export const CommandsQuery = Type.Object({
  site: Type.Optional(line({ maxLength: 100, description: 'Id of the home; needed where there are several' })),
  device: Type.Optional(line({ maxLength: 100, description: 'Only of this device' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: 'Default 100' })),
  cursor: Type.Optional(line({ maxLength: 100, description: '`next` of the page before' })),
});
export type CommandsQuery = Frozen<Static<typeof CommandsQuery>>;

/** Commands, the newest first; `next` is there when there are more. */
export const CommandPage = Type.Object({ commands: Type.Array(Command), next: Type.Optional(Type.String()) });
export type CommandPage = Frozen<Static<typeof CommandPage>>;

/** The switch of a device. */
export const SwitchCommand = Type.Object({
  command: Type.Union([Type.Literal('on'), Type.Literal('off'), Type.Literal('toggle')]),
  relay: Type.Optional(Type.Integer({ minimum: 1, maximum: 64, description: 'Which of its relays; default 1' })),
});
export type SwitchCommand = Frozen<Static<typeof SwitchCommand>>;

/** What the device shows after it was switched; a failure is answered as a problem. */
export const Switched = Type.Object({
  success: Type.Literal(true),
  newState: Type.Union([Type.Literal('on'), Type.Literal('off')]),
  /** Whether the device showed it, or only took the command. */
  confirmed: Type.Boolean(),
  relay: Type.Integer(),
  command: Type.String({ description: 'Id of the command, under /api/v1/commands' }),
});
export type Switched = Frozen<Static<typeof Switched>>;
