// Shelly Pro 3: three dry relays and three inputs, no metering. Source: [shelly-rpc].
import { freezeDeep } from '../define.ts';
import { type MqttDefinition, wholeState, type WriteCommand } from '../definition.ts';
import { booleanAt, numberAt, stateTable, textAt, type TypedStateRow } from '../state-rows.ts';
import { shellyDialect } from './dialect.ts';
import { commonRows } from './rows.ts';

const channels = [0, 1, 2] as const;

/** What it shows. */
export const pro3Rows: readonly TypedStateRow[] = [
  ...channels.flatMap((channel) => [
    booleanAt({
      path: `switch:${channel}/output`,
      name: `switch_${channel}_output`,
      label: `Output ${channel}`,
      metric: `relay.on.${channel + 1}`,
    }),
    textAt({
      path: `switch:${channel}/source`,
      name: `switch_${channel}_source`,
      label: `Who switched output ${channel}`,
    }),
    numberAt(
      {
        path: `switch:${channel}/temperature/tC`,
        name: `switch_${channel}_temperature`,
        label: `Temperature at output ${channel}`,
        // All three tell the same sensor; one of them is the device's.
        ...(channel === 0 ? { metric: 'device.temperature' as const } : {}),
      },
      '°C',
    ),
    booleanAt({ path: `input:${channel}/state`, name: `input_${channel}_state`, label: `Input ${channel}` }),
  ]),
  ...commonRows,
];

const table = stateTable(pro3Rows);

/** `Switch.Set` of a channel; relays switch without being stored. */
function switchWrite(channel: number): WriteCommand {
  return {
    kind: 'write',
    name: `switch_${channel}`,
    title: `Switch output ${channel}`,
    value: { kind: 'choice', options: { on: 'true', off: 'false' } },
    serves: { setPoint: `relay.on.${channel + 1}`, words: { on: 'on', off: 'off' } },
    request: (value) =>
      value === 'on' || value === 'off' ? `Switch.Set {"id":${channel},"on":${value === 'on'}}` : undefined,
    readBack: { command: wholeState, field: `switch_${channel}_output` },
  };
}

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
  rows: table.rows,
  decode: table.decode,
  // It speaks on change only; asking in between also proves that it is there.
  everySeconds: 60,
  writes: channels.map(switchWrite),
  identity: [{ key: 'serial', path: 'sys/mac' }],
} satisfies MqttDefinition);
