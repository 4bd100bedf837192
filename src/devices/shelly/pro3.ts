// Shelly Pro 3: three dry relays and three inputs, no metering. Source: [shelly-rpc].
import { freezeDeep } from '../define.ts';
import type { MqttDefinition } from '../definition.ts';
import { shellyParts } from './components.ts';
import { shellyDialect } from './dialect.ts';

const { typed, ...parts } = shellyParts(['switch:0', 'switch:1', 'switch:2', 'input:0', 'input:1', 'input:2'], {
  isMetered: false,
});

/** What it shows. */
export const pro3Rows = typed;

/** Shelly Pro 3. */
export const shellyPro3: MqttDefinition = freezeDeep({
  id: 'shelly-pro3',
  aliases: ['shellypro3'],
  version: 1,
  kind: 'relay',
  maker: 'Shelly',
  title: 'Shelly Pro 3',
  models: ['SPSW-003XE16EU'],
  verified: 'document',
  sources: ['Shelly API documentation, Gen2: RPC protocol, Mqtt, Switch; recorded transcripts'],
  mode: 'mqtt',
  links: ['mqtt'],
  dialect: shellyDialect,
  ...parts,
  // It speaks on change only; asking in between also proves that it is there.
  everySeconds: 60,
  identity: [{ key: 'serial', path: 'sys/mac' }],
} satisfies MqttDefinition);
