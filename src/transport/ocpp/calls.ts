// What a charge point asks, answered: its state is taken, its transactions get their numbers. Source: OCPP 1.6 edition 2, section 4.
import { createHash } from 'node:crypto';
import type { ChargeTransaction } from '#core/charge-points.ts';
import type { CallAnswer } from './conversation.ts';
import { type Connector, takeStatus } from './connector.ts';
import type { Payload } from './frames.ts';
import { measuredIn } from './meter-values.ts';
import { type Action, isAction, isRequest, type RequestOf } from './requests.ts';
import { isOfNow, momentOf, type StampedAt } from './stamps.ts';

/** Who it says it is. */
export interface Boot {
  readonly maker?: string | undefined;
  readonly model?: string | undefined;
  readonly serial?: string | undefined;
  readonly firmware?: string | undefined;
}

/** What the answers act on. */
export interface CallsParts {
  readonly identity: string;
  now(): StampedAt;
  /** Undefined: there are too many. */
  connector(index: number): Connector | undefined;
  connectors(): Iterable<readonly [number, Connector]>;
  /** Whether a card may begin a charge. */
  accepts(tag: string): boolean;
  booted(boot: Boot): void;
  /** A connector is as it now says. */
  changed(index: number, timestamp?: string): void;
  transaction(index: number, told: Partial<ChargeTransaction> & Pick<ChargeTransaction, 'transaction'>): void;
}

/** How often it says that it is there, s. */
const heartbeatSeconds = 60;

type Answer = (payload: Payload, parts: CallsParts) => CallAnswer;

/** What a call of the right form is answered with. */
function answering<A extends Action>(action: A, answer: (payload: RequestOf<A>, parts: CallsParts) => Payload): Answer {
  return (payload, parts) =>
    isRequest(action, payload) ? { result: answer(payload, parts) } : { error: 'FormationViolation' };
}

const isoOf = (ms: number): string => new Date(ms).toISOString();
const trimmed = (text: string | undefined): string | undefined => (text?.trim() === '' ? undefined : text?.trim());

/** The same transaction has the same number whenever, and however often, it is told. */
function numberOf(identity: string, { connectorId, timestamp, meterStart }: RequestOf<'StartTransaction'>): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([identity, connectorId, timestamp, meterStart]))
    .digest();
  return digest.readUInt32BE(0) & 0x7fff_ffff || 1;
}

function takeMeterValues(payload: RequestOf<'MeterValues'>, parts: CallsParts): void {
  const { connectorId, meterValue, transactionId } = payload;
  const { values, timestamp } = measuredIn(meterValue);
  // The main meter of the charge point is that of its only connector.
  const index = connectorId === 0 ? 1 : connectorId;
  const connector = parts.connector(index);
  if (connector === undefined) return;
  // A clock that stands still, and one that is not told, is no clock: what is measured is of now.
  const isStill = timestamp === undefined || timestamp === connector.stamp;
  if (timestamp !== undefined) connector.stamp = timestamp;
  const at = isStill ? isoOf(parts.now().nowMs) : timestamp;
  if (!isOfNow(at, parts.now())) return;
  connector.measured = values;
  if (typeof transactionId === 'number') connector.transaction = transactionId;
  parts.changed(index, at);
}

function start(payload: RequestOf<'StartTransaction'>, parts: CallsParts): Payload {
  const { connectorId, idTag, meterStart, timestamp } = payload;
  const transaction = numberOf(parts.identity, payload);
  const connector = parts.connector(connectorId);
  const isAccepted = parts.accepts(idTag);
  if (connector !== undefined && isAccepted) {
    connector.transaction = transaction;
    delete connector.isStopped;
    const startMs = momentOf(timestamp, parts.now());
    parts.transaction(connectorId, { transaction, startMs, startWh: meterStart, tag: idTag });
  }
  return { transactionId: transaction, idTagInfo: { status: isAccepted ? 'Accepted' : 'Invalid' } };
}

function stop(payload: RequestOf<'StopTransaction'>, parts: CallsParts): Payload {
  const { transactionId: transaction, meterStop, timestamp, idTag, reason } = payload;
  const stopMs = momentOf(timestamp, parts.now());
  const told = { transaction, stopMs, stopWh: meterStop, ...(reason === undefined ? {} : { reason }) };
  for (const [index, connector] of parts.connectors()) {
    if (connector.transaction === transaction) delete connector.transaction;
    // Which connector it was is known to who kept its beginning.
    parts.transaction(index, told);
  }
  return idTag === undefined ? {} : { idTagInfo: { status: 'Accepted' } };
}

const answers: Readonly<Record<Action, Answer>> = {
  Authorize: answering('Authorize', ({ idTag }, parts) => ({
    idTagInfo: { status: parts.accepts(idTag) ? 'Accepted' : 'Invalid' },
  })),
  BootNotification: answering('BootNotification', (payload, parts) => {
    const { chargePointVendor: maker, chargePointModel: model, firmwareVersion: firmware } = payload;
    const serial = trimmed(payload.chargePointSerialNumber) ?? trimmed(payload.chargeBoxSerialNumber);
    parts.booted({ maker: trimmed(maker), model: trimmed(model), serial, firmware: trimmed(firmware) });
    return { status: 'Accepted', currentTime: isoOf(parts.now().nowMs), interval: heartbeatSeconds };
  }),
  DataTransfer: answering('DataTransfer', () => ({ status: 'UnknownVendorId' })),
  DiagnosticsStatusNotification: answering('DiagnosticsStatusNotification', () => ({})),
  FirmwareStatusNotification: answering('FirmwareStatusNotification', () => ({})),
  Heartbeat: answering('Heartbeat', (_, { now }) => ({ currentTime: isoOf(now().nowMs) })),
  MeterValues: answering('MeterValues', (payload, parts) => {
    takeMeterValues(payload, parts);
    return {};
  }),
  StartTransaction: answering('StartTransaction', start),
  StatusNotification: answering('StatusNotification', (payload, parts) => {
    const connector = payload.connectorId === 0 ? undefined : parts.connector(payload.connectorId);
    if (connector === undefined) return {};
    takeStatus(connector, payload);
    parts.changed(payload.connectorId);
    return {};
  }),
  StopTransaction: answering('StopTransaction', stop),
};

/** Answers a call. */
export function answerCall(action: string, payload: Payload, parts: CallsParts): CallAnswer {
  return isAction(action) ? answers[action](payload, parts) : { error: 'NotImplemented' };
}

/** What is told to one that is not let in: it may say who it is, and comes again later. */
export function refuseCall(action: string, payload: Payload, parts: Pick<CallsParts, 'now' | 'booted'>): CallAnswer {
  if (action !== 'BootNotification' || !isRequest('BootNotification', payload)) return { error: 'SecurityError' };
  const { chargePointVendor: maker, chargePointModel: model } = payload;
  parts.booted({ maker: trimmed(maker), model: trimmed(model) });
  return {
    result: { status: 'Rejected', currentTime: isoOf(parts.now().nowMs), interval: heartbeatSeconds },
  };
}
