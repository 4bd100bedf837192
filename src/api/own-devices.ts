// The contract of devices that are put together from topics: what is said at the broker, a draft, what it gives, and what was saved.
import Type, { type Static } from 'typebox';
import { DeviceKind } from './contract.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const value = Type.Union([Type.Number(), Type.String(), Type.Boolean()]);

/** Which topics. */
export const TopicsQuery = Type.Object({
  below: Type.Optional(
    line({
      minLength: 1,
      maxLength: 200,
      description:
        'Only topics below this one, without wildcards, such as garage/meter: where there are more than are listed',
    }),
  ),
  device: Type.Optional(
    line({ maxLength: 100, description: 'Also what this device understands: it is being changed. Id of the device' }),
  ),
});
export type TopicsQuery = Frozen<Static<typeof TopicsQuery>>;

/** Topics nobody understands: neither a device of a home nor one that showed itself. */
export const UnknownTopics = Type.Object({
  /** Address of the broker, for a device there. */
  address: Type.String(),
  topics: Type.Array(
    Type.Object({
      topic: Type.String(),
      /** Of the last message; empty if it is no text. */
      values: Type.Array(
        Type.Object({
          path: Type.Optional(Type.String({ description: 'Where it is in an object, such as ENERGY/Power' })),
          value,
        }),
      ),
      messages: Type.Integer({ description: 'Since it was first heard' }),
      perMinute: Type.Optional(Type.Number({ description: 'Messages a minute; absent until two have come' })),
      retained: Type.Boolean({ description: 'The last message was kept by the broker, and may be old' }),
      heardMs: atMs,
      entity: Type.Optional(
        Type.Object(
          {
            name: Type.Optional(Type.String()),
            unit: Type.Optional(Type.String({ description: 'As it writes it, such as kWh' })),
            deviceClass: Type.Optional(Type.String({ description: 'Of Home Assistant, such as energy' })),
          },
          { description: 'What it is the state of, where other topics say that (MQTT Statestream)' },
        ),
      ),
    }),
  ),
  left: Type.Integer({ description: 'How often a topic found no room or had to give way' }),
});
export type UnknownTopics = Frozen<Static<typeof UnknownTopics>>;

const topic = line({ minLength: 1, maxLength: 300 });

/** A value of a device, and where it comes. */
export const OwnRow = Type.Object({
  label: line({ maxLength: 60 }),
  topic,
  path: Type.Optional(line({ minLength: 1, maxLength: 200 })),
  type: Type.Union([Type.Literal('number'), Type.Literal('text'), Type.Literal('switch')]),
  metric: Type.Optional(line({ maxLength: 80, description: 'Such as grid.power; one of docs/metrics.md' })),
  unit: Type.Optional(line({ maxLength: 10, description: 'Base unit after scaling, such as W or Wh' })),
  scale: Type.Optional(Type.Number({ description: 'What the number is multiplied with: 1000 for kWh' })),
  offset: Type.Optional(Type.Number({ description: 'What is added then, in the unit: -17.7778 for °F' })),
  flip: Type.Optional(Type.Boolean({ description: 'The sign is the other way round than the catalogue’s' })),
  holds: Type.Optional(Type.Boolean({ description: 'It is true until the device says otherwise: a switch' })),
});
export type OwnRow = Frozen<Static<typeof OwnRow>>;

const draft = {
  title: line({ minLength: 1, maxLength: 60, description: 'What it is, in words' }),
  kind: DeviceKind,
  rows: Type.Array(OwnRow, { minItems: 1, maxItems: 100 }),
  prefix: Type.Optional(line({ maxLength: 200, description: 'Topic prefix; absent: what the topics have in common' })),
  everySeconds: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 3600, description: 'Longest time between its reports; default 60' }),
  ),
};

/** A device as a person puts it together. */
export const OwnDraft = Type.Object(draft);
export type OwnDraft = Frozen<Static<typeof OwnDraft>>;

/** Those that were saved; `{prefix}` in a topic stands for the prefix of each device. */
export const OwnDevices = Type.Array(
  Type.Object({
    id: Type.String({ description: 'Its protocol' }),
    file: Type.String(),
    title: draft.title,
    kind: draft.kind,
    rows: draft.rows,
    everySeconds: draft.everySeconds,
  }),
);
export type OwnDevices = Frozen<Static<typeof OwnDevices>>;

/** What a draft gives of what is said now. */
export const OwnPreview = Type.Object({
  prefix: Type.String(),
  /** In the order of the rows, in the catalogue's unit and sign; `reason`: why there is none, or what is wrong. */
  rows: Type.Array(
    Type.Object({
      value: Type.Optional(Type.Union([Type.Number(), Type.String()])),
      reason: Type.Optional(Reason),
    }),
  ),
  yaml: Type.String({ description: 'The file it becomes' }),
});
export type OwnPreview = Frozen<Static<typeof OwnPreview>>;

/** What was saved: the protocol and topic of the device to be added. */
export const SavedOwnDevice = Type.Object({ id: Type.String(), prefix: Type.String() });
