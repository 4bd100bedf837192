// How a device is asked: pace, retries and waits, within bounds. What is absent is as its definition says.
import Type, { type Static } from 'typebox';
import { settingBounds } from '#core/records.ts';
import type { Frozen } from './frozen.ts';

const within = ([minimum, maximum]: readonly [number, number], description: string) =>
  Type.Number({ minimum, maximum, description });

const [leastBackoffs, mostBackoffs] = settingBounds.backoffs;
const [leastRetries, mostRetries] = settingBounds.retries;

/** Each of them, where it is given. */
export const settingFields = {
  liveSeconds: Type.Optional(within(settingBounds.liveSeconds, 'Seconds between live polls')),
  settingsSeconds: Type.Optional(within(settingBounds.settingsSeconds, 'Seconds between polls of settings')),
  retries: Type.Optional(
    Type.Integer({
      minimum: leastRetries,
      maximum: mostRetries,
      description: 'Attempts after a failed one; absent: 3',
    }),
  ),
  backoffSeconds: Type.Optional(
    Type.Array(within(settingBounds.backoffSeconds, 'Seconds'), {
      minItems: leastBackoffs,
      maxItems: mostBackoffs,
      description: 'Seconds before each of them, the last one repeated; absent: 1, 2, 3',
    }),
  ),
  responseSeconds: Type.Optional(within(settingBounds.responseSeconds, 'Longest wait until an answer begins, s')),
  pauseSeconds: Type.Optional(within(settingBounds.pauseSeconds, 'Pause after each answer, s')),
  picks: Type.Optional(
    Type.Array(
      Type.Object({
        field: Type.String({ pattern: '^[a-z0-9_]{1,100}$', description: 'Name of a field that its test shows' }),
        metric: Type.String({ pattern: '^[a-z0-9_.]{1,100}$', description: 'What it measures, of the same unit' }),
        flip: Type.Optional(Type.Boolean({ description: 'The device has the other sign' })),
      }),
      { maxItems: settingBounds.picks[1], description: 'What fields measure, where its definition does not say it' },
    ),
  ),
  expects: Type.Optional(
    Type.Array(Type.String({ pattern: '^[a-z0-9_]{1,40}$' }), {
      maxItems: settingBounds.expects[1],
      description:
        'Parts that it has, such as inverter_1, of a kind whose devices differ in them: values of others are not taken; absent: all that it shows',
    }),
  ),
};

/** All of a device. */
export const DeviceSettings = Type.Object(settingFields);
export type DeviceSettings = Frozen<Static<typeof DeviceSettings>>;
