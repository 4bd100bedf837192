// The public face of @solstead/protocols: every name that may be imported from outside, and no other.
export { catalogue, findMetric, isMetricId, metricLabel, metricOf } from '#core/catalogue.ts';
export type { Metric, MetricId, MetricKind } from '#core/catalogue.ts';
export type { DeviceKind } from '#core/device-kind.ts';
export { isSetPointId, setPointLabel, setPointOf, setPoints } from '#core/set-points.ts';
export type { SetPoint, SetPointId } from '#core/set-points.ts';
export { fromHex, toHex } from '#core/bytes.ts';
export { SolsteadError, isSolsteadError } from '#core/errors.ts';
export type { ErrorCode, ErrorKind } from '#core/errors.ts';
export type { Frame, Framer } from '#core/framer.ts';
export type { MetricValue } from '#core/reading.ts';
export type { SerialMode, Target } from '#core/address.ts';
export { isUnit, units } from '#core/unit.ts';
export type { Unit } from '#core/unit.ts';
export type { Answer, Reported, ReportFormat, WireFormat } from '#codec/wire.ts';
export type { Row, Table } from '#codec/table.ts';
export { definitionOf, definitions, findDefinition } from '#devices/registry.ts';
export type {
  LinkDefinition,
  ByteScheme,
  Definition,
  DiscoveryAnswer,
  DiscoveryStep,
  PushDefinition,
  MqttDefinition,
  ComposedSetPoint,
  Composition,
  RequestDefinition,
  ReadCommand,
  Report,
  Serves,
  ShownValues,
  Verified,
  Wear,
  WriteCommand,
  WriteValue,
} from '#devices/definition.ts';
export type {
  MessageAddress,
  MessageContent,
  MessageDialect,
  MessageState,
  OutMessage,
  Sighting,
} from '#devices/message-dialect.ts';
export type { FieldProblem, FrameOutcome } from '#devices/decode-frame.ts';
export { askableName, findCommand } from '#devices/find-command.ts';
export type { Field } from '#devices/readings.ts';
export { shellyDialect } from '#devices/shelly/dialect.ts';
export type { DocumentProblem } from '#core/schema-check.ts';
export { userDeviceSchemaFile } from '#devices/user/schema.ts';
export { userDefinition } from '#devices/user/user-device.ts';
export type { UserOutcome } from '#devices/user/user-device.ts';
export { atTarget, probeQuestion, probeQuestions, request, writeRequest } from './asking.ts';
export type { ProbeQuestion, Setting } from './asking.ts';
export { decode, decodeMessage, openStream } from './meaning.ts';
export type { Meaning, MetricReading, Stream } from './meaning.ts';
