// The contract of the realtime socket of PowerTrack's interface: what clients say and hear.
// Source: "PowerTrack – Technical Design Document", section "API Design", "Real-time Connection".
import { commandStates } from '#core/issued-command.ts';
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';

const seq = Type.Integer({ minimum: 0, description: 'Number of a message; grows, also across restarts' });

/** What a client says. */
export const RealtimeRequest = Type.Object({
  action: Type.Union([Type.Literal('subscribe'), Type.Literal('unsubscribe')]),
  home_id: line({ minLength: 1, maxLength: 100, description: 'Id of the home' }),
  /**
   * With it messages carry `home_id`, `seq` and `at`, and a metric its id of the catalogue. A number: the last message that was
   * seen, and what came after it follows; null: from now on.
   */
  since: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
});
export type RealtimeRequest = Frozen<Static<typeof RealtimeRequest>>;

/** What a numbered message has besides the documented fields. */
const numbered = {
  home_id: Type.Optional(Type.String()),
  seq: Type.Optional(seq),
  /** Epoch ms. */
  at: Type.Optional(Type.Number()),
};

/** A value of a device. */
export const RealtimeTelemetry = Type.Object({
  type: Type.Literal('telemetry'),
  node_id: Type.String({ description: 'Id of the device' }),
  metric: Type.String(),
  value: Type.Union([Type.Number(), Type.String()]),
  ...numbered,
});
/** A device is there or gone. */
export const RealtimeStatus = Type.Object({
  type: Type.Literal('status'),
  node_id: Type.String(),
  online: Type.Boolean(),
  ...numbered,
});
/** A command has ended. */
export const RealtimeCommand = Type.Object({
  type: Type.Literal('command'),
  node_id: Type.String(),
  command: Type.String({ description: 'The set-point, or the setting by the maker’s name' }),
  value: Type.Union([Type.Number(), Type.String()]),
  success: Type.Boolean(),
  outcome: Type.String({ description: 'confirmed, acknowledged, or the code of the error' }),
  newState: Type.Optional(Type.Union([Type.Number(), Type.String()])),
  ...numbered,
});
/** A command was accepted, was sent, or has ended. */
export const RealtimeCommandState = Type.Object({
  type: Type.Literal('command_state'),
  node_id: Type.String(),
  command_id: Type.String({
    description: 'Under /api/v1/commands it says what was to be set, by whom, and why it failed',
  }),
  state: Type.Enum([...commandStates]),
  ...numbered,
});
/** Something is not as usual, a device has failed, or an alert is new or has changed. */
export const RealtimeAlert = Type.Object({
  type: Type.Literal('alert'),
  node_id: Type.String({ description: 'Id of the device; empty: it is of the home' }),
  alert: Type.String({ description: 'The kind of a finding or an alert, or device' }),
  severity: Type.Union([Type.Literal('notice'), Type.Literal('warning'), Type.Literal('alarm')]),
  reason: Type.Optional(Reason),
  /** In English. */
  message: Type.String(),
  /** Of an alert: which (`/api/v1/sites/{site}/alerts`), and how it is. */
  alert_id: Type.Optional(Type.String()),
  state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('acknowledged'), Type.Literal('resolved')])),
  ...numbered,
});
/** Everything as it is follows: at first, and where messages were missed. Only for those who gave `since`. */
export const RealtimeSnapshot = Type.Object({
  type: Type.Literal('snapshot'),
  home_id: Type.String(),
  seq,
  reason: Type.Union([Type.Literal('first'), Type.Literal('too-old'), Type.Literal('ahead'), Type.Literal('slow')]),
});
/** What was missed follows. Only for those who gave `since`. */
export const RealtimeResumed = Type.Object({ type: Type.Literal('resumed'), home_id: Type.String(), seq });
/** A message of the client was not understood, or not permitted. */
export const RealtimeError = Type.Object({
  type: Type.Literal('error'),
  code: Type.String({ description: 'A code of docs/errors.md' }),
  message: Type.String(),
  repair: Type.String(),
  home_id: Type.Optional(Type.String()),
});

type TelemetryMessage = Frozen<Static<typeof RealtimeTelemetry>>;
type StatusMessage = Frozen<Static<typeof RealtimeStatus>>;
type CommandMessage = Frozen<Static<typeof RealtimeCommand>>;
type CommandStateMessage = Frozen<Static<typeof RealtimeCommandState>>;
type AlertMessage = Frozen<Static<typeof RealtimeAlert>>;

/** A message about a device. */
export type RealtimeNews = TelemetryMessage | StatusMessage | CommandMessage | CommandStateMessage | AlertMessage;
/** A message about the stream itself. */
export type RealtimeNote = Frozen<
  Static<typeof RealtimeSnapshot> | Static<typeof RealtimeResumed> | Static<typeof RealtimeError>
>;
