// Shellies of the second generation and later by what they have, whatever the model: relays with and without meters, covers, meters of a
// circuit, and sensors. Source: [shelly-rpc].
import type { MqttDefinition } from '../definition.ts';
import { composer, shellyParts } from './components.ts';
import { shellyDialect } from './dialect.ts';

const sources = [
  'Shelly API documentation, Gen2 to Gen4: Mqtt, Switch, Cover, Input, PM1, Temperature; recorded dumps',
];

const { typed: _switch, ...switchParts } = shellyParts(['switch:0', 'input:0']);

/** Relays, plugs, covers and meters of a circuit. */
export const shellySwitch: MqttDefinition = composer((composedOf) => ({
  id: 'shelly-switch',
  aliases: ['shelly-relay', 'shelly-plug', 'shelly-pm', 'shelly-cover'],
  version: 1,
  kind: 'relay',
  maker: 'Shelly',
  title: 'Shelly Gen2 to Gen4 with relays, plugs, covers or circuit meters',
  models: ['Plus 1/1PM/2PM', 'Plus Plug S', 'Pro 1/2/4PM', '1PM/2PM/PM Mini Gen3', '1/1PM/2PM Gen4', 'Plug S Gen3'],
  mdns: [{ type: '_shelly._tcp', named: '^shelly(?:1|2|plus[12]|plus(?:plug|pm)|pro[1-4](?:pm|cover)?-|plug|pm)' }],
  verified: 'document',
  sources,
  mode: 'mqtt',
  links: ['mqtt'],
  dialect: shellyDialect,
  ...switchParts,
  composedOf,
  everySeconds: 60,
  identity: [{ key: 'serial', path: 'sys/mac' }],
}));

const { typed: _sensor, ...sensorParts } = shellyParts(['temperature:0', 'humidity:0', 'devicepower:0', 'input:0']);

/** Sensors; those with a battery speak when they wake. */
export const shellySensor: MqttDefinition = composer((composedOf) => ({
  id: 'shelly-sensor',
  aliases: ['shelly-ht'],
  version: 1,
  kind: 'sensor',
  maker: 'Shelly',
  title: 'Shelly Gen2 to Gen4 sensors and inputs',
  models: ['Plus H&T', 'H&T Gen3', 'Plus i4', 'Plus Uni'],
  mdns: [{ type: '_shelly._tcp', named: '^shelly(?:plus)?(?:ht|i4|uni)' }],
  verified: 'document',
  sources,
  mode: 'mqtt',
  links: ['mqtt'],
  dialect: shellyDialect,
  ...sensorParts,
  composedOf,
  everySeconds: 7200,
  identity: [{ key: 'serial', path: 'sys/mac' }],
}));
