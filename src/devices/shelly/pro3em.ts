// Shelly Pro 3EM in its triphase profile: one three-phase meter; with a switch add-on its relay. Source: [shelly-rpc].
import type { MqttDefinition } from '../definition.ts';
import { composer, shellyParts } from './components.ts';
import { shellyDialect } from './dialect.ts';

const { typed, ...parts } = shellyParts(['em:0', 'emdata:0', 'temperature:0']);

/** What it shows. */
export const pro3emRows = typed;

/** Shelly Pro 3EM. */
export const shellyPro3em: MqttDefinition = composer((composedOf) => ({
  id: 'shelly-pro3em',
  aliases: ['shellypro3em', 'shellypro3em63', 'shellypro3em400', 'shelly3em63g3'],
  version: 1,
  kind: 'meter',
  maker: 'Shelly',
  title: 'Shelly Pro 3EM and 3EM Gen3 (triphase profile)',
  models: ['SPEM-003CEBEU', 'SPEM-003CEBEU120', 'SPEM-003CEBEU63', 'SPEM-003CEBEU400', 'S3EM-003CXCEU63'],
  // The Pro 3EM is read over HTTP where there is no broker.
  mdns: [{ type: '_shelly._tcp', named: '^shelly3em63g3-' }],
  verified: 'document',
  sources: ['Shelly API documentation, Gen2: RPC protocol, Mqtt, EM, EMData; recorded transcripts'],
  mode: 'mqtt',
  links: ['mqtt'],
  dialect: shellyDialect,
  ...parts,
  composedOf,
  // Energy comes once a minute, power whenever it moves.
  everySeconds: 60,
  identity: [{ key: 'serial', path: 'sys/mac' }],
}));
