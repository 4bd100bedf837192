// Messages of D-Bus: cut out of a stream, read and written. Source: D-Bus Specification 0.43, "Message Protocol".
import { concatBytes } from '#core/bytes.ts';
import { BadValue, type DbusValue, readValues, textOf, writeValues } from './values.ts';

/** A message that came. */
export interface DbusMessage {
  readonly kind: 'call' | 'return' | 'error' | 'signal';
  readonly serial: number;
  /** Serial of the call it answers. */
  readonly replyTo?: number;
  readonly path?: string;
  readonly member?: string;
  readonly interface?: string;
  readonly error?: string;
  readonly sender?: string;
  readonly body: readonly DbusValue[];
}

/** A method to be called. */
export interface DbusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly DbusValue[];
}

const kinds = [undefined, 'call', 'return', 'error', 'signal'] as const;
const headerBytes = 16;
const littleEndian = 0x6c;
/** Largest message that is read; the objects of some hundred Bluetooth devices take a fifth of it. */
export const mostBytes = 2 * 1024 * 1024;

const padded = (length: number): number => Math.ceil(length / 8) * 8;

/** A method call as bytes. */
export function writeCall(call: DbusCall, serial: number): Uint8Array {
  const { signature = '', body = [] } = call;
  const payload = writeValues(signature, body);
  const fields: DbusValue[] = [
    [1, { signature: 'o', value: call.path }],
    [2, { signature: 's', value: call.interface }],
    [3, { signature: 's', value: call.member }],
    [6, { signature: 's', value: call.destination }],
    ...(signature === '' ? [] : [[8, { signature: 'g', value: signature }]]),
  ];
  const header = writeValues('yyyyuua(yv)', [littleEndian, 1, 0, 1, payload.length, serial, fields]);
  return concatBytes(header, new Uint8Array(padded(header.length) - header.length), payload);
}

const fieldNames = new Map([
  [1, 'path'],
  [2, 'interface'],
  [3, 'member'],
  [4, 'error'],
  [7, 'sender'],
] as const);

function readMessage(bytes: Uint8Array, bodyAt: number): DbusMessage {
  const [, type, , , , serial, fields] = readValues('yyyyuua(yv)', bytes.subarray(0, bodyAt));
  const kind = kinds[Number(type)];
  if (kind === undefined || !Array.isArray(fields)) throw new BadValue('header');
  const named: { -readonly [K in 'path' | 'interface' | 'member' | 'error' | 'sender']?: string } = {};
  let signature = '';
  let replyTo: number | undefined;
  for (const field of fields as readonly DbusValue[]) {
    const [code, value] = Array.isArray(field) ? (field as readonly DbusValue[]) : [];
    const name = fieldNames.get(code as 1);
    const text = textOf(value);
    if (name !== undefined && text !== undefined) named[name] = text;
    else if (code === 5 && typeof value === 'number') replyTo = value;
    else if (code === 8 && text !== undefined) signature = text;
  }
  const body = readValues(signature, bytes.subarray(bodyAt));
  return { kind, serial: Number(serial), ...named, ...(replyTo === undefined ? {} : { replyTo }), body };
}

/** Cuts messages out of what comes. */
export interface MessageReader {
  /** Errors: {@link BadValue}: nothing that comes after it can be read. */
  push(bytes: Uint8Array): readonly DbusMessage[];
}

/** A reader at the beginning of a stream. */
export function makeMessageReader(): MessageReader {
  let parts: Uint8Array[] = [];
  let held = 0;
  /** Bytes until the next message is whole, or its head is. */
  let wanted = headerBytes;

  const lengths = (bytes: Uint8Array): { readonly bodyAt: number; readonly whole: number } => {
    if (bytes[0] !== littleEndian || bytes[3] !== 1) throw new BadValue('endian');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const bodyAt = padded(headerBytes + view.getUint32(12, true));
    const whole = bodyAt + view.getUint32(4, true);
    if (whole > mostBytes) throw new BadValue('size');
    return { bodyAt, whole };
  };

  return {
    push(bytes) {
      parts.push(bytes);
      held += bytes.length;
      const messages: DbusMessage[] = [];
      if (held < wanted) return messages;
      let rest = concatBytes(...parts);
      for (;;) {
        wanted = headerBytes;
        if (rest.length < headerBytes) break;
        const { bodyAt, whole } = lengths(rest);
        wanted = whole;
        if (rest.length < whole) break;
        messages.push(readMessage(rest.subarray(0, whole), bodyAt));
        rest = rest.subarray(whole);
      }
      parts = [rest];
      held = rest.length;
      return messages;
    },
  };
}
