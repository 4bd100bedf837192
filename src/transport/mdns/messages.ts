// Messages of multicast DNS, pure: what is answered to a question, what is said at the beginning and at the end, and what a message of a
// stranger says. Sources: RFC 6762 (multicast DNS), RFC 6763 (services).
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  type Question,
  type SrvAnswer,
  type StringAnswer,
  type TxtAnswer,
} from 'dns-packet';
import type { FoundService, NetworkService } from '#core/network-names.ts';

/** A longer message is none: what is said here fits one frame of Ethernet. */
const mostMessageBytes = 1500;
/** Questions and records of one message: names that point at names that point at names are slow to read. */
const mostRecords = 60;
/** Where their four numbers stand. Source: RFC 1035, 4.1.1. */
const countPlaces = [4, 6, 8, 10];
/** Names of hosts live 2 minutes, others 75 (RFC 6762, 10), s. */
const hostTtl = 120;
const otherTtl = 4500;
/** A resolver that asks from another port keeps nothing longer (RFC 6762, 6.7), s. */
const legacyTtl = 10;
const servicesName = '_services._dns-sd._udp.local';
const mostText = 20;
const mostTextBytes = 200;

/** A record that is said here. */
type Said = StringAnswer | SrvAnswer | TxtAnswer;

/** Reads a message; undefined: it is none, too long, or of too many parts. */
export function readMessage(bytes: Uint8Array): Packet | undefined {
  if (bytes.length < 12 || bytes.length > mostMessageBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (countPlaces.reduce((sum, at) => sum + view.getUint16(at), 0) > mostRecords) return undefined;
  try {
    return decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  } catch {
    // Anybody may send anything to this group.
    return undefined;
  }
}

const nameOf = (type: string): string => `${type}.local`;
const instanceOf = ({ instance }: NetworkService, type: string): string => `${instance}.${nameOf(type)}`;
const hostOf = ({ host }: NetworkService): string => `${host}.local`;

const hostRecord = (service: NetworkService, address: string): Said => ({
  type: 'A',
  name: hostOf(service),
  ttl: hostTtl,
  flush: true,
  data: address,
});

const pointers = (service: NetworkService): readonly StringAnswer[] =>
  service.types.flatMap((type): readonly StringAnswer[] => [
    { type: 'PTR', name: nameOf(type), ttl: otherTtl, data: instanceOf(service, type) },
    { type: 'PTR', name: servicesName, ttl: otherTtl, data: nameOf(type) },
  ]);

const details = (service: NetworkService): readonly Said[] =>
  service.types.flatMap((type): readonly Said[] => [
    {
      type: 'SRV',
      name: instanceOf(service, type),
      ttl: hostTtl,
      flush: true,
      data: { port: service.port, target: hostOf(service), priority: 0, weight: 0 },
    },
    {
      type: 'TXT',
      name: instanceOf(service, type),
      ttl: otherTtl,
      flush: true,
      data: Object.entries(service.text).map(([key, value]) => `${key}=${value}`),
    },
  ]);

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

const messageOf = (answers: readonly Said[], additionals: readonly Said[] = []): Uint8Array =>
  encode({
    type: 'response',
    id: 0,
    flags: AUTHORITATIVE_ANSWER,
    answers: [...answers],
    additionals: [...additionals],
  });

/** What says that a service is there; with `isGone`, that it is not any more. */
export function announcement(service: NetworkService, address: string, isGone: boolean): Uint8Array {
  const all = [...pointers(service), ...details(service), hostRecord(service, address)];
  // Others may be of the same type still: that a type is there is not taken back.
  const said = isGone ? all.filter(({ name }) => name !== servicesName).map((record) => ({ ...record, ttl: 0 })) : all;
  return messageOf(said);
}

/** Records of a service that answer a question. */
function answersOf(service: NetworkService, { name, type }: Question, address: string): readonly Said[] {
  // A question may be for any type, which no record is of.
  const asked: string = type;
  const records = [...pointers(service), ...details(service), hostRecord(service, address)];
  return records.filter((record) => same(record.name, name) && (asked === 'ANY' || record.type === type));
}

/** Whether whoever asks says that it knows a record already, and will for a while (RFC 6762, 7.1). */
function isKnown(record: Said, known: readonly Answer[]): boolean {
  return (
    record.type === 'PTR' &&
    known.some(
      (one) =>
        one.type === 'PTR' &&
        same(one.name, record.name) &&
        same(one.data, record.data) &&
        (one.ttl ?? 0) > otherTtl / 2,
    )
  );
}

/** Who asks. */
interface Asker {
  /** Address of this computer in the network that the question came from. */
  readonly address: string;
  /** It asked from another port than that of multicast DNS: it is answered alone, and as an ordinary resolver. */
  readonly isLegacy: boolean;
}

/** The answer to a message; undefined: nothing that is asked is here. */
export function answerTo(
  message: Packet,
  services: readonly NetworkService[],
  { address, isLegacy }: Asker,
): Uint8Array | undefined {
  if (message.type !== 'query') return undefined;
  const questions = message.questions ?? [];
  const known = message.answers ?? [];
  const here = services.filter((service) => service.address === '0.0.0.0' || service.address === address);
  const found = here.flatMap((service) => {
    const answers = questions.flatMap((question) => answersOf(service, question, address));
    return answers.length === 0 ? [] : [{ service, answers }];
  });
  const seen = new Set<string>();
  const answers = found
    .flatMap((one) => one.answers)
    .filter((record) => {
      const key = JSON.stringify([record.name, record.type, 'data' in record ? record.data : '']);
      const isNew = !seen.has(key) && !isKnown(record, known);
      seen.add(key);
      return isNew;
    });
  if (answers.length === 0) return undefined;
  const more = found.flatMap(({ service }) => [...details(service), hostRecord(service, address)]);
  const additionals = more.filter(
    (record) => !answers.some((one) => one.name === record.name && one.type === record.type),
  );
  if (!isLegacy) return messageOf(answers, additionals);
  const plain = (record: Said): Said => ({ ...record, flush: false, ttl: legacyTtl });
  return encode({
    type: 'response',
    id: message.id ?? 0,
    flags: AUTHORITATIVE_ANSWER,
    questions,
    answers: answers.map(plain),
    additionals: additionals.map(plain),
  });
}

/** A question for services of some types. */
export const questionFor = (types: readonly string[]): Uint8Array =>
  encode({ type: 'query', id: 0, questions: types.map((type) => ({ type: 'PTR', name: nameOf(type) })) });

/** A text of a stranger that can be shown: of one line, and not long. */
const isShowable = (text: string): boolean =>
  text.length > 0 && text.length <= 63 && !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);

function textOf(data: unknown): Readonly<Record<string, string>> {
  const parts: readonly unknown[] = Array.isArray(data) ? data : [data];
  const entries = parts.slice(0, mostText).flatMap((part): readonly (readonly [string, string])[] => {
    const text = Buffer.isBuffer(part) ? part.toString('utf8') : typeof part === 'string' ? part : '';
    const [, key = '', value = ''] = /^([\x21-\x3c\x3e-\x7e]{1,30})=(.*)$/s.exec(text) ?? [];
    const isGood = key !== '' && value.length <= mostTextBytes && !/[\p{C}\p{Zl}\p{Zp}]/u.test(value);
    return isGood ? [[key.toLowerCase(), value]] : [];
  });
  return Object.fromEntries(entries);
}

/** The services of some types that a message tells of. Where they are is where the message came from: no message speaks for another host. */
export function servicesIn(message: Packet, types: readonly string[], address: string): readonly FoundService[] {
  if (message.type !== 'response') return [];
  const records = [...(message.answers ?? []), ...(message.additionals ?? [])];
  return records.flatMap((record): readonly FoundService[] => {
    if (record.type !== 'SRV') return [];
    const type = types.find((one) => record.name.toLowerCase().endsWith(`.${nameOf(one)}`.toLowerCase()));
    if (type === undefined) return [];
    const instance = record.name.slice(0, -nameOf(type).length - 1);
    const { port } = record.data;
    if (!isShowable(instance) || port === 0 || record.ttl === 0) return [];
    const text = records.find((one) => one.type === 'TXT' && same(one.name, record.name));
    return [{ type, instance, address, port, text: text !== undefined && 'data' in text ? textOf(text.data) : {} }];
  });
}
