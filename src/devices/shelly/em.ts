// Shelly meters whose channels are meters of their own: EM Gen3, Pro EM and the Pro 3EM in its monophase profile. Source: [shelly-rpc].
import type { MqttDefinition } from '../definition.ts';
import { composer, shellyParts } from './components.ts';
import { shellyDialect } from './dialect.ts';

const channels = [0, 1, 2];
const { typed, ...parts } = shellyParts([...channels.flatMap((id) => [`em1:${id}`, `em1data:${id}`]), 'temperature:0']);

/** What it shows. */
export const emRows = typed;

/** Shelly EM Gen3, Pro EM and Pro 3EM (monophase). */
export const shellyEm: MqttDefinition = composer((composedOf) => ({
  id: 'shelly-em',
  aliases: ['shellyemg3', 'shellyproem50', 'shelly-em1', 'shelly-pro3em-monophase'],
  version: 1,
  kind: 'meter',
  maker: 'Shelly',
  title: 'Shelly EM Gen3, Pro EM and Pro 3EM (monophase profile)',
  models: ['S3EM-002CXCEU', 'SPEM-002CEBEU50', 'SPEM-003CEBEU (monophase)'],
  verified: 'document',
  sources: ['Shelly API documentation, Gen2: EM1, EM1Data; a recorded status in evcc'],
  mode: 'mqtt',
  links: ['mqtt'],
  dialect: shellyDialect,
  ...parts,
  composedOf,
  everySeconds: 60,
  identity: [{ key: 'serial', path: 'sys/mac' }],
}));
