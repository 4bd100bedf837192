// What is said over an uplink: texts of JSON, each an object with a `type`. Version 1 (`solstead-uplink.1`). Everything that comes in
// is checked here, so that behind it there are only values of the right form within bounds. docs/uplink.md describes it for others.
import type { Capability, CommandTarget } from '#core/command.ts';
import { type DeviceKind, deviceKinds } from '#core/device-kind.ts';
import { isRecord } from '#core/entries.ts';
import type { Batch, MetricValue, Quality } from '#core/reading.ts';
import { isReason, type Reason } from '#core/reason.ts';
import { isSetPointId } from '#core/set-points.ts';
import type { SentRole } from '#core/uplink.ts';
import type { Span } from './positions.ts';
import { capabilitiesIn, isText, mostCapabilities, partsIn, roleIn, type SentPart } from './wire-device.ts';

/** Bounds of what is said. */
export const wireBounds = Object.freeze({
  /** Of one text, bytes. */
  textBytes: 1024 * 1024,
  /** Of texts before the other side has shown who it is, bytes. */
  strangerBytes: 8 * 1024,
  batches: 1000,
  values: 2000,
  devices: 500,
  text: 500,
  spans: 1000,
} as const);

/** Why a connection is closed, as codes of WebSocket's own range. */
export const uplinkCloses = Object.freeze({
  refused: 4401,
  replaced: 4409,
  malformed: 4400,
  tooMuch: 4429,
  /** It cannot be stored now. */
  busy: 1013,
  leaving: 1001,
} as const);

/** A device of the sending home. */
export interface SentDevice {
  /** Its id at the sending home. */
  readonly id: string;
  readonly name: string;
  readonly definition: string;
  readonly title: string;
  readonly kind: DeviceKind;
  /** Model, serial number and the like, as it says itself. */
  readonly identity: Readonly<Record<string, string>>;
  readonly intervalMs: number;
  readonly isOnline: boolean;
  /** What it measures, if that was said or found there. */
  readonly measures?: SentRole;
  /** What channels, relays and phases of it measure. */
  readonly parts?: readonly SentPart[];
  /** What can be set from afar; absent where the home allows nothing. */
  readonly capabilities?: readonly Capability[];
}

/** A batch without its site: the account says which home it is of. */
export interface SentBatch extends Pick<Batch, 'device' | 'atMs' | 'value' | 'quality'> {
  /** Ids of metrics; another version may know others. */
  readonly metric: readonly string[];
}

/** The home says who it is. */
export interface Hello {
  readonly type: 'hello';
  readonly version: 1;
  readonly home: string;
  readonly software: string;
  /** New with each start of the sender. */
  readonly start: string;
  /** Positions from here on were given out since that start: what was received under them before is something else. */
  readonly freshFrom: number;
  /** The oldest position that may still come. */
  readonly oldest: number;
  /** The sender's time, epoch ms. */
  readonly nowMs: number;
}

/** What a home sends up. */
export type UpFrame =
  | Hello
  | { readonly type: 'devices'; readonly devices: readonly SentDevice[] }
  | {
      readonly type: 'batches';
      readonly lane: 'live' | 'fill';
      /** Position of the first; the others follow. */
      readonly from: number;
      readonly batches: readonly SentBatch[];
    }
  | { readonly type: 'ping' }
  | {
      readonly type: 'result';
      readonly id: string;
      readonly outcome: 'confirmed' | 'acknowledged' | 'failed';
      readonly before?: MetricValue;
      readonly after?: MetricValue;
      /** Code of the error, if it failed. */
      readonly code?: string;
      readonly reason?: Reason;
    };

/** A command from the far side. */
export interface DownCommand {
  readonly type: 'command';
  readonly id: string;
  readonly device: string;
  readonly target: CommandTarget;
  readonly value: MetricValue;
  /** Who wants it, by name. */
  readonly by: string;
  /** Until when it may be sent, epoch ms by the clock of the far side. */
  readonly untilMs: number;
}

/** What the far side sends down. */
export type DownFrame =
  /** The account is known; nothing was taken yet. */
  | { readonly type: 'known'; readonly hub: string; readonly nowMs: number }
  | {
      readonly type: 'welcome';
      readonly version: 1;
      readonly hub: string;
      readonly nowMs: number;
      readonly upTo: number;
      readonly spans: readonly Span[];
    }
  /** They have arrived, and are not kept yet: the next of the back-log may follow. */
  | { readonly type: 'got'; readonly from: number; readonly to: number }
  /** They were not taken, as there is a device among them that was not told: tell the devices, and send them again. */
  | { readonly type: 'who'; readonly from: number; readonly to: number }
  | { readonly type: 'ack'; readonly from: number; readonly to: number; readonly refused: number }
  | { readonly type: 'pong'; readonly nowMs: number }
  | { readonly type: 'wait'; readonly reason: Reason }
  | DownCommand;

/** What came is not of the form. Its message names the place and no content. */
export class WireError extends Error {}

type Fields = Readonly<Record<string, unknown>>;

const wrong = (what: string): never => {
  throw new WireError(what);
};

function textIn(fields: Fields, key: string, most: number = wireBounds.text): string {
  const found = fields[key];
  return isText(found, most) ? found : wrong(key);
}

function numberIn(fields: Fields, key: string): number {
  const found = fields[key];
  return typeof found === 'number' && Number.isFinite(found) ? found : wrong(key);
}

function countIn(fields: Fields, key: string): number {
  const found = fields[key];
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0 ? found : wrong(key);
}

function listIn(fields: Fields, key: string, most: number): readonly unknown[] {
  const found = fields[key];
  return Array.isArray(found) && found.length <= most ? found : wrong(key);
}

const isValue = (found: unknown): found is MetricValue =>
  (typeof found === 'number' && Number.isFinite(found)) || isText(found, wireBounds.text);

const valueIn = (fields: Fields, key: string): { readonly [key: string]: MetricValue } => {
  const found = fields[key];
  if (found === undefined) return {};
  return isValue(found) ? { [key]: found } : wrong(key);
};

const qualities: readonly Quality[] = ['good', 'stale', 'estimated', 'held'];
const isQuality = (found: unknown): found is Quality => qualities.some((one) => one === found);

/** `[device, atMs, metrics, values]`, and the qualities where one is not `good`. */
function batchIn(found: unknown): SentBatch {
  if (!Array.isArray(found)) return wrong('batch');
  const columns: readonly unknown[] = found;
  const [device, atMs, metric, value, quality] = columns;
  if (!isText(device, 100) || device === '') return wrong('batch.device');
  if (typeof atMs !== 'number' || !Number.isFinite(atMs)) return wrong('batch.atMs');
  if (!Array.isArray(metric) || metric.length > wireBounds.values) return wrong('batch.metrics');
  if (!metric.every((one): one is string => typeof one === 'string' && one.length <= 100))
    return wrong('batch.metrics');
  if (!Array.isArray(value) || value.length !== metric.length || !value.every(isValue)) return wrong('batch.values');
  const good = (): Quality[] => metric.map((): Quality => 'good');
  if (quality === undefined) return { device, atMs, metric, value, quality: good() };
  if (!Array.isArray(quality) || quality.length !== metric.length || !quality.every(isQuality))
    return wrong('batch.qualities');
  return { device, atMs, metric, value, quality };
}

/** A batch as it is sent. */
function batchOut({ device, atMs, metric, value, quality }: SentBatch): readonly unknown[] {
  const plain = [device, atMs, metric, value];
  return quality.every((one) => one === 'good') ? plain : [...plain, quality];
}

function identityIn(fields: Fields): Readonly<Record<string, string>> {
  const found = fields['identity'];
  if (!isRecord(found)) return wrong('identity');
  const entries = Object.entries(found);
  if (entries.length > 30) return wrong('identity');
  return Object.fromEntries(
    entries.map(([key, value]) =>
      isText(key, 100) && isText(value, wireBounds.text) ? [key, value] : wrong('identity'),
    ),
  );
}

/** Reads a device. Errors: {@link WireError}. */
export function sentDeviceIn(found: unknown): SentDevice {
  if (!isRecord(found)) return wrong('device');
  const kind = deviceKinds.find((one) => one === found['kind']) ?? wrong('kind');
  const id = textIn(found, 'id', 100);
  const name = textIn(found, 'name', 200);
  if (id === '' || name.trim() === '') return wrong('device');
  const intervalMs = numberIn(found, 'intervalMs');
  const capabilities =
    found['capabilities'] === undefined ? undefined : capabilitiesIn(listIn(found, 'capabilities', mostCapabilities));
  const [measures, parts] = [roleIn(found['measures']), partsIn(found['parts'])];
  return {
    id,
    name,
    kind,
    definition: textIn(found, 'definition', 100),
    title: textIn(found, 'title', 200),
    identity: identityIn(found),
    intervalMs: Math.min(Math.max(intervalMs, 100), 86_400_000),
    isOnline: found['isOnline'] === true,
    ...(measures === undefined ? {} : { measures }),
    ...(parts.length === 0 ? {} : { parts }),
    ...(capabilities === undefined ? {} : { capabilities }),
  };
}

function helloIn(fields: Fields): Hello {
  if (fields['version'] !== 1) return wrong('version');
  return {
    type: 'hello',
    version: 1,
    home: textIn(fields, 'home', 200),
    software: textIn(fields, 'software', 100),
    start: textIn(fields, 'start', 100),
    freshFrom: Math.max(1, countIn(fields, 'freshFrom')),
    oldest: countIn(fields, 'oldest'),
    nowMs: numberIn(fields, 'nowMs'),
  };
}

function resultIn(fields: Fields): UpFrame {
  const outcome = (['confirmed', 'acknowledged', 'failed'] as const).find((one) => one === fields['outcome']);
  const { reason } = fields;
  return {
    type: 'result',
    id: textIn(fields, 'id', 100),
    outcome: outcome ?? wrong('outcome'),
    ...valueIn(fields, 'before'),
    ...valueIn(fields, 'after'),
    ...(fields['code'] === undefined ? {} : { code: textIn(fields, 'code', 100) }),
    ...(isReason(reason) ? { reason } : {}),
  };
}

function fieldsOf(text: string): Fields {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return wrong('json');
  }
  return isRecord(found) ? found : wrong('object');
}

/** Reads what a home sent. Errors: {@link WireError}. */
export function upFrame(text: string): UpFrame {
  const fields = fieldsOf(text);
  switch (fields['type']) {
    case 'hello':
      return helloIn(fields);
    case 'devices':
      return { type: 'devices', devices: listIn(fields, 'devices', wireBounds.devices).map(sentDeviceIn) };
    case 'batches':
      return {
        type: 'batches',
        lane: fields['lane'] === 'live' ? 'live' : 'fill',
        from: Math.max(1, countIn(fields, 'from')),
        batches: listIn(fields, 'batches', wireBounds.batches).map(batchIn),
      };
    case 'ping':
      return { type: 'ping' };
    case 'result':
      return resultIn(fields);
    default:
      return wrong('type');
  }
}

const isSpan = (found: unknown): found is Span =>
  Array.isArray(found) && found.length === 2 && found.every((one) => Number.isSafeInteger(one) && Number(one) > 0);

function targetIn(fields: Fields): CommandTarget {
  const found = fields['target'];
  if (!isRecord(found)) return wrong('target');
  // Only words of the catalogue go this way: a maker's own settings are changed at home.
  const setPoint = textIn(found, 'setPoint', 100);
  return isSetPointId(setPoint) ? { setPoint } : wrong('setPoint');
}

/** Reads what the far side sent. Errors: {@link WireError}. */
export function downFrame(text: string): DownFrame {
  const fields = fieldsOf(text);
  switch (fields['type']) {
    case 'welcome': {
      const spans = listIn(fields, 'spans', wireBounds.spans);
      if (fields['version'] !== 1 || !spans.every(isSpan)) return wrong('welcome');
      const [upTo, nowMs] = [countIn(fields, 'upTo'), numberIn(fields, 'nowMs')];
      return { type: 'welcome', version: 1, hub: textIn(fields, 'hub', 200), nowMs, upTo, spans: spans.filter(isSpan) };
    }
    case 'known':
      return { type: 'known', hub: textIn(fields, 'hub', 200), nowMs: numberIn(fields, 'nowMs') };
    case 'who':
    case 'got':
      return { type: fields['type'], from: countIn(fields, 'from'), to: countIn(fields, 'to') };
    case 'ack': {
      const [from, to, refused] = [countIn(fields, 'from'), countIn(fields, 'to'), countIn(fields, 'refused')];
      return { type: 'ack', from, to, refused };
    }
    case 'pong':
      return { type: 'pong', nowMs: numberIn(fields, 'nowMs') };
    case 'wait': {
      const { reason } = fields;
      return isReason(reason) ? { type: 'wait', reason } : wrong('reason');
    }
    case 'command': {
      const { value } = fields;
      if (!isValue(value)) return wrong('value');
      return {
        type: 'command',
        id: textIn(fields, 'id', 100),
        device: textIn(fields, 'device', 100),
        target: targetIn(fields),
        value,
        by: textIn(fields, 'by', 200),
        untilMs: numberIn(fields, 'untilMs'),
      };
    }
    default:
      return wrong('type');
  }
}

/** A frame as text. */
export function frameText(frame: UpFrame | DownFrame): string {
  return JSON.stringify(frame.type === 'batches' ? { ...frame, batches: frame.batches.map(batchOut) } : frame);
}
