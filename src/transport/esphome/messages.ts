// The few messages of ESPHome's native API that are used: who a node is, what it has, what that shows, and commands.
// Source: [esphome-api] api.proto.
import { concatBytes } from '#core/bytes.ts';
import type { NodeMessage } from './frames.ts';
import {
  fixedField,
  floatField,
  floatIn,
  numberField,
  numberIn,
  type ProtoField,
  readFields,
  textField,
  textIn,
  textsIn,
} from './protobuf.ts';

/** Numbers of messages. */
export const types = {
  helloRequest: 1,
  hello: 2,
  connectRequest: 3,
  connect: 4,
  disconnectRequest: 5,
  disconnect: 6,
  pingRequest: 7,
  ping: 8,
  deviceInfoRequest: 9,
  deviceInfo: 10,
  listEntitiesRequest: 11,
  entitiesDone: 19,
  subscribeStatesRequest: 20,
  timeRequest: 36,
  time: 37,
} as const;

/** What a thing of a node is. */
export type Component = 'sensor' | 'binary_sensor' | 'switch' | 'text_sensor' | 'number' | 'select';

/** A thing of a node: it shows a value, and may be set. */
export interface NodeEntity {
  readonly component: Component;
  /** Unique among those of its component. */
  readonly object: string;
  readonly name: string;
  readonly unit: string;
  readonly deviceClass: string;
  /** Whether it is about the node itself or its set-up. */
  readonly isAside: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly options?: readonly string[];
}

/** A thing and how the node calls it. */
export interface ListedEntity extends NodeEntity {
  readonly key: number;
  /** Which device behind the node it belongs to; 0: to the node. */
  readonly part: number;
}

/** Who a node is. */
export interface NodeInfo {
  readonly name: string;
  readonly friendlyName: string;
  readonly mac: string;
  readonly version: string;
  readonly model: string;
  readonly maker: string;
  readonly project: string;
  readonly hasPassword: boolean;
}

/** A value; null: the node has none. */
export type NodeValue = number | boolean | string | null;

/** Longest texts, characters, as the node bounds them; a value has at most 255. */
const longest = { name: 120, unit: 63, deviceClass: 47, short: 127, value: 255 } as const;
const mostOptions = 64;

/** Where things stand in the message that lists a component, and in the one that tells its value. */
interface ComponentFields {
  readonly list: number;
  readonly state: number;
  readonly command?: number;
  readonly unit?: number;
  readonly deviceClass?: number;
  readonly category: number;
  readonly part: number;
  readonly statePart: number;
  readonly holds: 'float' | 'bool' | 'text';
}

const fieldsOf: Readonly<Record<Component, ComponentFields>> = {
  binary_sensor: { list: 12, state: 21, deviceClass: 5, category: 9, part: 10, statePart: 4, holds: 'bool' },
  sensor: { list: 16, state: 25, unit: 6, deviceClass: 9, category: 13, part: 14, statePart: 4, holds: 'float' },
  switch: { list: 17, state: 26, command: 33, deviceClass: 9, category: 8, part: 10, statePart: 3, holds: 'bool' },
  text_sensor: { list: 18, state: 27, deviceClass: 8, category: 7, part: 9, statePart: 4, holds: 'text' },
  number: {
    list: 49,
    state: 50,
    command: 51,
    unit: 11,
    deviceClass: 13,
    category: 10,
    part: 14,
    statePart: 4,
    holds: 'float',
  },
  select: { list: 52, state: 53, command: 54, category: 8, part: 9, statePart: 4, holds: 'text' },
};

const isComponent = (text: string): text is Component => Object.hasOwn(fieldsOf, text);
const components: readonly Component[] = Object.keys(fieldsOf).filter(isComponent);

/** A name as the node makes an object id of it. */
const objectOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z\d_-]/g, '_');

/** A number that a message bounds a value with. */
const bound = (fields: readonly ProtoField[], number: number): number => {
  const value = floatIn(fields, number);
  return Number.isFinite(value) ? value : 0;
};

/** The thing that a message lists, called by the node's name where it has none; undefined if it lists none that is known. */
export function readEntity({ type, body }: NodeMessage, node: NodeInfo): ListedEntity | undefined {
  const component = components.find((one) => fieldsOf[one].list === type);
  const fields = component === undefined ? undefined : readFields(body);
  if (component === undefined || fields === undefined) return undefined;
  const { unit, deviceClass, category, part } = fieldsOf[component];
  const name = textIn(fields, 3, longest.name) || node.friendlyName || node.name;
  // Newer nodes leave it out.
  const object = objectOf(textIn(fields, 1, longest.name) || name);
  return {
    component,
    key: numberIn(fields, 2),
    part: numberIn(fields, part),
    object,
    name,
    unit: unit === undefined ? '' : textIn(fields, unit, longest.unit),
    deviceClass: deviceClass === undefined ? '' : textIn(fields, deviceClass, longest.deviceClass),
    isAside: numberIn(fields, category) !== 0,
    ...(component === 'number' ? { min: bound(fields, 6), max: bound(fields, 7), step: bound(fields, 8) } : {}),
    ...(component === 'select' ? { options: textsIn(fields, 6, { most: mostOptions, longest: longest.short }) } : {}),
  };
}

/** How a value's thing is found. */
export const entityKey = ({ component, key, part }: Pick<ListedEntity, 'component' | 'key' | 'part'>): string =>
  `${component} ${part} ${key}`;

/** The value that a message tells, and of what; undefined if it tells none that is known. */
export function readState({ type, body }: NodeMessage): { readonly of: string; readonly value: NodeValue } | undefined {
  const component = components.find((one) => fieldsOf[one].state === type);
  const fields = component === undefined ? undefined : readFields(body);
  if (component === undefined || fields === undefined) return undefined;
  const { holds, statePart } = fieldsOf[component];
  const of = entityKey({ component, key: numberIn(fields, 1), part: numberIn(fields, statePart) });
  // Of a switch the third field is its part.
  if (component !== 'switch' && numberIn(fields, 3) !== 0) return { of, value: null };
  if (holds === 'bool') return { of, value: numberIn(fields, 2) !== 0 };
  if (holds === 'text') return { of, value: textIn(fields, 2, longest.value) };
  const number = floatIn(fields, 2);
  return { of, value: Number.isFinite(number) ? number : null };
}

/** Who a node says it is; undefined if that is no message. */
export function readInfo({ body }: NodeMessage): NodeInfo | undefined {
  const fields = readFields(body);
  if (fields === undefined) return undefined;
  const text = (number: number): string => textIn(fields, number, longest.short);
  return {
    hasPassword: numberIn(fields, 1) !== 0,
    name: text(2),
    mac: text(3),
    version: text(4),
    model: text(6),
    project: [text(8), text(9)].filter((part) => part !== '').join(' '),
    maker: text(12),
    friendlyName: text(13),
  };
}

/** The version of the API that a node speaks; undefined if that is no message. */
export function readHello({ body }: NodeMessage): { readonly major: number } | undefined {
  const fields = readFields(body);
  return fields === undefined ? undefined : { major: numberIn(fields, 1) };
}

/** Whether a node did not take the password. */
export const isPasswordRefused = ({ body }: NodeMessage): boolean => numberIn(readFields(body) ?? [], 1) !== 0;

/** The version of the API that is asked for. */
const [major, minor] = [1, 10];

export const helloMessage = (client: string): NodeMessage => ({
  type: types.helloRequest,
  body: concatBytes(textField(1, client), numberField(2, major), numberField(3, minor)),
});

export const passwordMessage = (password: string): NodeMessage => ({
  type: types.connectRequest,
  body: password === '' ? new Uint8Array(0) : textField(1, password),
});

/** A message without fields. */
export const bare = (type: number): NodeMessage => ({ type, body: new Uint8Array(0) });

/** What time it is. */
export const timeMessage = (atMs: number): NodeMessage => ({
  type: types.time,
  body: fixedField(1, Math.floor(atMs / 1000)),
});

/** The message that sets a thing to what a text says; undefined if it cannot be set, or not to that. */
export function commandMessage(entity: ListedEntity, text: string): NodeMessage | undefined {
  const { component, key, part, options = [], min = 0, max = 0 } = entity;
  const { command: type } = fieldsOf[component];
  if (type === undefined) return undefined;
  const made = (value: Uint8Array): NodeMessage => ({
    type,
    body: concatBytes(fixedField(1, key), value, numberField(3, part)),
  });
  if (component === 'switch')
    return text === 'ON' || text === 'OFF' ? made(numberField(2, Number(text === 'ON'))) : undefined;
  if (component === 'select') return options.includes(text) ? made(textField(2, text)) : undefined;
  const value = text === '' ? Number.NaN : Number(text);
  return value >= min && value <= max ? made(floatField(2, value)) : undefined;
}
