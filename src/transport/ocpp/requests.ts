// What charge points ask, as it is taken in. Of the published schemas stands here what is needed: lengths and lists are bounded, words are
// not limited to those of the specification, and what is there besides is let through, because many charge points bend both.
// Source: OCPP 1.6 edition 2, sections 4 and 6, and its JSON schemas.
import Type, { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

const word = Type.String({ maxLength: 60 });
const text = Type.String({ maxLength: 255 });
const stamp = Type.String({ maxLength: 40 });
const tag = Type.String({ maxLength: 36 });
const connector = Type.Integer({ minimum: 0, maximum: 1000 });
const whole = Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 });

const SampledValue = Type.Object({
  value: Type.Union([Type.String({ maxLength: 100 }), Type.Number()]),
  context: Type.Optional(word),
  format: Type.Optional(word),
  measurand: Type.Optional(word),
  phase: Type.Optional(word),
  location: Type.Optional(word),
  unit: Type.Optional(word),
});
/** One value of a meter. */
export type SampledValue = Static<typeof SampledValue>;

const MeterValue = Type.Object({
  timestamp: Type.Optional(stamp),
  sampledValue: Type.Array(SampledValue, { maxItems: 200 }),
});
/** The values of one moment. */
export type MeterValue = Static<typeof MeterValue>;

const meterValues = Type.Array(MeterValue, { maxItems: 500 });

const schemas = {
  Authorize: Type.Object({ idTag: tag }),
  BootNotification: Type.Object({
    chargePointVendor: Type.Optional(text),
    chargePointModel: Type.Optional(text),
    chargePointSerialNumber: Type.Optional(text),
    chargeBoxSerialNumber: Type.Optional(text),
    firmwareVersion: Type.Optional(text),
  }),
  DataTransfer: Type.Object({ vendorId: text, messageId: Type.Optional(text) }),
  DiagnosticsStatusNotification: Type.Object({}),
  FirmwareStatusNotification: Type.Object({}),
  Heartbeat: Type.Object({}),
  MeterValues: Type.Object({
    connectorId: connector,
    transactionId: Type.Optional(Type.Union([whole, Type.Null()])),
    meterValue: meterValues,
  }),
  StartTransaction: Type.Object({
    connectorId: connector,
    idTag: tag,
    meterStart: Type.Number(),
    timestamp: stamp,
  }),
  StatusNotification: Type.Object({
    connectorId: connector,
    status: word,
    errorCode: Type.Optional(word),
    info: Type.Optional(text),
    timestamp: Type.Optional(stamp),
    vendorErrorCode: Type.Optional(text),
  }),
  StopTransaction: Type.Object({
    transactionId: whole,
    meterStop: Type.Number(),
    timestamp: stamp,
    idTag: Type.Optional(tag),
    reason: Type.Optional(word),
    transactionData: Type.Optional(meterValues),
  }),
} as const satisfies Record<string, TSchema>;

type Schemas = typeof schemas;
/** What a charge point may ask. */
export type Action = keyof Schemas;
/** The payload of an action. */
export type RequestOf<A extends Action> = Static<Schemas[A]>;

/** Whether it is one of them. */
export const isAction = (name: string): name is Action => Object.hasOwn(schemas, name);

const checks = new Map<Action, ReturnType<typeof Compile>>();

/** Whether a payload has the form of its action. */
export function isRequest<A extends Action>(action: A, payload: unknown): payload is RequestOf<A> {
  const check = checks.getOrInsertComputed(action, () => Compile(schemas[action]));
  return check.Check(payload);
}
