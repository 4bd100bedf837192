// The contract of the uplink: where a home sends its readings, and the homes that send to this installation.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { OutputFilter } from './outputs.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const count = Type.Integer({ minimum: 0 });

/** Where a home sends its readings; its secret is kept apart and never shown. */
const UplinkSettings = Type.Object({
  address: line({ minLength: 1, maxLength: 500, description: 'wss://host:8000; ws:// inside the own network' }),
  clientId: line({ minLength: 1, maxLength: 200, description: 'The account that the far side gave' }),
  form: Type.Union([Type.Literal('solstead'), Type.Literal('documented')], {
    description: 'How messages are written: our own form, or the one that SolarAutopilot documented',
  }),
  prefix: Type.Optional(
    line({ minLength: 1, maxLength: 100, description: 'First part of the topics of the documented form' }),
  ),
  ca: Type.Optional(
    Type.String({ maxLength: 262_144, description: 'Certificate of who signed that of the far side, PEM' }),
  ),
  mayCommand: Type.Boolean({ description: 'Whether people of the far side may set what is not dangerous here' }),
  filter: Type.Optional(
    Type.Omit(OutputFilter, ['onlyWhen', 'names', 'waitingMb'], { description: 'What is sent; absent: everything' }),
  ),
});

/** Settings with the secret, where that changes. */
export const UplinkChange = Type.Object({
  settings: UplinkSettings,
  secret: Type.Optional(line({ minLength: 1, maxLength: 200 })),
});

const Trouble = Type.Object({ atMs, reason: Reason });

/** The uplink of a home. */
export const Uplink = Type.Object({
  settings: Type.Optional(UplinkSettings),
  hasSecret: Type.Boolean(),
  isGiven: Type.Boolean({ description: 'Set by flags or the environment' }),
  state: Type.Optional(
    Type.Object({
      state: Type.Union([Type.Literal('connected'), Type.Literal('connecting'), Type.Literal('refused')]),
      sinceMs: atMs,
      hub: Type.Optional(Type.String()),
      waiting: count,
      bytes: count,
      dropped: count,
      sent: count,
      refused: count,
      trouble: Type.Optional(Trouble),
    }),
  ),
});
export type Uplink = Frozen<Static<typeof Uplink>>;

/** What a test found. */
export const UplinkTest = Type.Object({
  hub: Type.Optional(Type.String()),
  tookMs: count,
  aheadMs: Type.Optional(Type.Number({ description: 'How far the clock of the far side is ahead, ms' })),
});
export type UplinkTest = Frozen<Static<typeof UplinkTest>>;

/** A home that is to be let in. */
export const NewFarHome = Type.Object({
  name: line({ minLength: 1, maxLength: 200 }),
  site: line({ minLength: 1, maxLength: 100, description: 'The home here that takes its readings' }),
});

const farHome = {
  id: Type.String({ description: 'Its client id' }),
  name: Type.String(),
  site: Type.String(),
  createdMs: atMs,
  connectedMs: Type.Optional(atMs),
  from: Type.Optional(Type.String()),
  heardMs: Type.Optional(atMs),
  devices: count,
  taken: count,
  repeated: count,
  refused: count,
  trouble: Type.Optional(Trouble),
};

/** A home that sends here. */
export const FarHome = Type.Object(farHome);
export type FarHome = Frozen<Static<typeof FarHome>>;

/** All that send here. */
export const FarHomes = Type.Object({ homes: Type.Array(FarHome) });
export type FarHomes = Frozen<Static<typeof FarHomes>>;

/** One that was let in, or got a new secret, which is shown this once. */
export const MadeFarHome = Type.Object({ ...farHome, secret: Type.String() });
export type MadeFarHome = Frozen<Static<typeof MadeFarHome>>;
