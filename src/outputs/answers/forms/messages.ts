// Answers as messages for a broker, on the topics of mpp-solar.
import type { OutMessage } from '../../broker-session.ts';
import type { AnswerSettings } from '../settings.ts';
import type { ShapedAnswer } from '../shape.ts';

/** Puts an answer into messages, in the order they go. */
export type MessageForm = (answer: ShapedAnswer, settings: AnswerSettings) => readonly OutMessage[];

/** A topic of several levels: what would make it a filter becomes an underscore. */
const levels = (text: string): string => text.replaceAll(/[#+\p{Cc}]/gu, '_');

/** A part of a topic: another level, too. */
export const level = (text: string): string => levels(text).replaceAll('/', '_');

const defaultTopic = 'mpp-solar';

const mqtt: MessageForm = ({ tag, fields }, { retain = false }) =>
  fields.flatMap(({ key, value, unit }) => {
    const topic = `${levels(tag)}/status/${level(key)}`;
    const message = { topic: `${topic}/value`, payload: String(value), retain };
    return unit === '' ? [message] : [message, { topic: `${topic}/unit`, payload: unit, retain }];
  });

const jsonMqtt: MessageForm = ({ tag, fields }, { topic = defaultTopic, retain = false }) => [
  {
    topic: `${levels(tag)}/${levels(topic)}`,
    payload: JSON.stringify(Object.fromEntries(fields.map(({ key, value }) => [key, value]))),
    retain,
  },
];

const tagMqtt: MessageForm = ({ tag, fields }, { retain = false }) =>
  fields.map(({ key, value }) => ({ topic: `${levels(tag)}/${level(key)}`, payload: String(value), retain }));

/** A name in the line protocol of InfluxDB: commas, equal signs and spaces are escaped; no backslash ends it. */
const influxName = (text: string): string =>
  text
    .replaceAll(/[\n\r]/g, ' ')
    .replaceAll(/[,= ]/g, String.raw`\$&`)
    .replaceAll(/\\$/g, '_');
/** A measurement: an equal sign stands as it is. */
const influxMeasurement = (text: string): string =>
  text
    .replaceAll(/[\n\r]/g, ' ')
    .replaceAll(/[, ]/g, String.raw`\$&`)
    .replaceAll(/\\$/g, '_');
const influxText = (text: string): string =>
  `"${text.replaceAll(/[\n\r]/g, ' ').replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/**
 * `TAG,setting=KEY value=V,unit="U"`. mpp-solar puts no quotation marks around text, so that no server takes it; here it is the field
 * `text`, as `value` is a number.
 */
const influxMqtt: MessageForm = ({ tag, fields }, { topic = defaultTopic, retain = false }) =>
  fields.map(({ key, value, unit }) => {
    const field = typeof value === 'number' ? `value=${value}` : `text=${influxText(value)}`;
    const rest = unit === '' ? '' : `,unit=${influxText(unit)}`;
    return {
      topic: levels(topic),
      payload: `${influxMeasurement(tag)},setting=${influxName(key)} ${field}${rest}`,
      retain,
    };
  });

/** `TOPIC,command=TAG KEY=V`. */
const influx2Mqtt: MessageForm = ({ tag, fields }, { topic = defaultTopic, retain = false }) =>
  fields.map(({ key, value }) => ({
    topic: levels(topic),
    payload: `${influxMeasurement(topic)},command=${influxName(tag)} ${influxName(key)}=${typeof value === 'number' ? value : influxText(value)}`,
    retain,
  }));

/** The forms of messages but those of discovery. */
export const messageForms = {
  mqtt,
  json_mqtt: jsonMqtt,
  tag_mqtt: tagMqtt,
  influx_mqtt: influxMqtt,
  influx2_mqtt: influx2Mqtt,
} as const satisfies Readonly<Record<string, MessageForm>>;
