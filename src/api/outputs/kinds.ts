// The kinds of outputs: one file each with the schema of what is set. Interface, page and command line take them from this table;
// what a kind does is in `outputs/kinds/`.
import Type, { type Static, type TObject } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { DomoticzOutput } from './domoticz.ts';
import { EmoncmsOutput } from './emoncms.ts';
import { HomeAssistantOutput } from './home-assistant.ts';
import { InfluxOutput } from './influxdb.ts';
import { MongoOutput } from './mongodb.ts';
import { MqttOutput } from './mqtt.ts';
import { NatsOutput } from './nats.ts';
import { PlugInOutput } from './plug-in.ts';
import { MysqlOutput } from './mysql.ts';
import { PostgresOutput } from './postgres.ts';
import { PvoutputOutput } from './pvoutput.ts';
import { PrometheusFileOutput } from './prometheus-file.ts';
import { PushGatewayOutput } from './push-gateway.ts';
import { SolarAssistantOutput } from './solar-assistant.ts';
import { RemoteWriteOutput } from './remote-write.ts';
import { VictoriaMetricsOutput } from './victoria-metrics.ts';
import { ShellyMeterOutput } from './shelly-meter.ts';
import { SmaMeterOutput } from './sma-meter.ts';
import { SunSpecMeterOutput } from './sunspec-meter.ts';
import { UdpOutput } from './udp.ts';
import { WebhookOutput } from './webhook.ts';

/** Schema of every kind by its name. */
export const outputKinds = Object.freeze({
  mqtt: MqttOutput,
  'home-assistant': HomeAssistantOutput,
  'solar-assistant': SolarAssistantOutput,
  domoticz: DomoticzOutput,
  nats: NatsOutput,
  postgres: PostgresOutput,
  mysql: MysqlOutput,
  mongodb: MongoOutput,
  influxdb: InfluxOutput,
  'victoria-metrics': VictoriaMetricsOutput,
  'prometheus-remote-write': RemoteWriteOutput,
  'shelly-meter': ShellyMeterOutput,
  'sma-meter': SmaMeterOutput,
  'sunspec-meter': SunSpecMeterOutput,
  webhook: WebhookOutput,
  udp: UdpOutput,
  pvoutput: PvoutputOutput,
  emoncms: EmoncmsOutput,
  'prometheus-push-gateway': PushGatewayOutput,
  'prometheus-file': PrometheusFileOutput,
} as const);

/** Name of a kind. */
export type OutputKindName = keyof typeof outputKinds;

/** What is set of an output of a kind. */
export type SettingsOf<Kind extends OutputKindName> = Frozen<Static<(typeof outputKinds)[Kind]>>;

/** What is set of an output. */
export const OutputSettings = Type.Union([
  MqttOutput,
  HomeAssistantOutput,
  SolarAssistantOutput,
  DomoticzOutput,
  NatsOutput,
  PostgresOutput,
  MysqlOutput,
  MongoOutput,
  InfluxOutput,
  VictoriaMetricsOutput,
  RemoteWriteOutput,
  ShellyMeterOutput,
  SmaMeterOutput,
  SunSpecMeterOutput,
  WebhookOutput,
  UdpOutput,
  PvoutputOutput,
  EmoncmsOutput,
  PushGatewayOutput,
  PrometheusFileOutput,
  PlugInOutput,
]);
export type OutputSettings = Frozen<Static<typeof OutputSettings>>;

/** A kind with what has a standard left to whoever sets it. */
function loosened<Kind extends TObject>(kind: Kind): Kind {
  const parts = Object.entries(kind.properties);
  if (parts.every(([, part]) => !('default' in part))) return kind;
  const loose = parts.map(([name, part]) => [name, 'default' in part ? Type.Optional(part) : part] as const);
  return Type.Object(Object.fromEntries(loose)) as TObject as Kind;
}

/** What is given of an output: what has a standard may be left out, as in a file. */
export const GivenSettings = Type.Union(OutputSettings.anyOf.map(loosened)) as typeof OutputSettings;
