// What is set of an output to Domoticz, over an MQTT broker that both reach.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';
import { brokerFields } from './mqtt.ts';

/** Virtual devices of Domoticz, by their numbers. */
export const DomoticzOutput = Type.Object({
  kind: Type.Literal('domoticz'),
  server: brokerFields.server,
  ca: brokerFields.ca,
  topic: line({
    default: 'domoticz/in',
    minLength: 1,
    maxLength: 100,
    description: 'Topic at which Domoticz listens, as it is set there',
  }),
  devices: Type.String({
    minLength: 1,
    maxLength: 20_000,
    description:
      'A line for each device of Domoticz: its idx, a device of this home, and what becomes its value, such as 12 roof pv.power pv.energy',
  }),
});
export type DomoticzOutput = Frozen<Static<typeof DomoticzOutput>>;
