// Shelly Pro 3: three dry relays and three inputs, no metering. Source: [shelly-rpc].
import type { MetricId } from '#core/catalogue.ts';
import { rpcRequest } from '#codec/shelly-rpc.ts';
import { freezeDeep } from '../define.ts';
import type { MessageDefinition, MessageWrite } from '../definition.ts';
import { booleanAt, numberAt, stateTable, textAt } from '../state-rows.ts';
import { shellyDialect } from './dialect.ts';
import { commonRows } from './rows.ts';

const channels = [0, 1, 2] as const;

const table = stateTable([
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
]);

function switchWrite(channel: number): MessageWrite {
  const metric: MetricId = `relay.on.${channel + 1}`;
  return {
    metric,
    title: `Switch output ${channel}`,
    request({ prefix, replyTo, id, value }) {
      if (value !== 0 && value !== 1) return undefined;
      const params = { id: channel, on: value === 1 };
      return { topic: `${prefix}/rpc`, payload: rpcRequest({ id, src: replyTo, method: 'Switch.Set', params }) };
    },
  };
}

/** Shelly Pro 3. */
export const shellyPro3: MessageDefinition = freezeDeep({
  id: 'shelly-pro3',
  aliases: ['shellypro3'],
  version: 1,
  kind: 'relay',
  maker: 'Shelly',
  title: 'Shelly Pro 3',
  models: ['SPSW-003XE16EU'],
  verified: 'document',
  sources: ['Shelly API documentation, Gen2: RPC protocol, Mqtt, Switch; recorded transcripts'],
  way: 'messages',
  dialect: shellyDialect,
  rows: table.rows,
  decode: table.decode,
  // It speaks on change only; asking in between also proves that it is there.
  everySeconds: 60,
  writes: channels.map(switchWrite),
  identity: [{ key: 'serial', path: 'sys/mac' }],
} satisfies MessageDefinition);
