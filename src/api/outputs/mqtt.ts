// What is set of an output to an MQTT broker.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';

/** How a broker is reached; the same for every kind that speaks MQTT. */
export const brokerFields = {
  server: Type.Optional(
    line({
      maxLength: 300,
      description: 'mqtt://account@host:1883 or mqtts://account@host:8883; absent: the broker of this home',
    }),
  ),
  ca: Type.Optional(
    Type.String({ maxLength: 262_144, description: 'Certificate of who signed that of the broker, PEM' }),
  ),
  prefix: Type.Optional(
    line({
      maxLength: 100,
      description: 'First part of the topics, such as house/energy; absent: solstead/ and the home',
    }),
  ),
};

/** A broker of somebody's own. */
export const MqttOutput = Type.Object({
  kind: Type.Literal('mqtt'),
  ...brokerFields,
  form: Type.Union([Type.Literal('plain'), Type.Literal('tagged'), Type.Literal('json'), Type.Literal('influx')], {
    default: 'plain',
    description:
      'plain: a topic for each value, its metric in parts; tagged: its metric in one; json: a topic for each device; influx: the same with line protocol',
  }),
  qos: Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)], {
    default: 1,
    description: 'How messages are delivered; above 0 one may come twice after a lost connection',
  }),
  retain: Type.Boolean({ default: true, description: 'Whether the broker keeps the newest for later subscribers' }),
  backlog: Type.Union([Type.Literal('all'), Type.Literal('newest')], {
    default: 'all',
    description: 'What is sent after the broker was away: all that waited, or the newest of each value',
  }),
});
export type MqttOutput = Frozen<Static<typeof MqttOutput>>;
