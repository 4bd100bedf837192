// Readings as inputs of Emoncms: a node for each device, an input for each metric, many at once with their times. The key goes in a header.
// Source: [emoncms-api], "input/bulk".
import { SolsteadError } from '#core/errors.ts';
import type { HttpClient } from '#core/http-client.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { Batch } from '#core/reading.ts';
import type { EmoncmsOutput } from '#api/outputs/emoncms.ts';
import { untilAborted } from '../broker-session.ts';
import { assertTaken } from '../http-answer.ts';
import { checkHttp } from '../http-output.ts';
import type { OutputKind, SinkParts } from '../output-kind.ts';
import { knownBatches, testedWith } from '../tested.ts';

/** What is on its way at the end may still be confirmed for so long, ms. */
const graceMs = 2000;

/** A packet: seconds before the time of the request, a node, and its inputs. */
type Packet = readonly [seconds: number, node: string, inputs: Readonly<Record<string, number>>];

interface Bulk {
  /** Epoch seconds. */
  readonly time: number;
  readonly packets: readonly Packet[];
}

/** Batches as one request; numbers alone, as Emoncms knows no texts. */
function bulkOf(batches: readonly Batch[], { node = '' }: EmoncmsOutput, names: SinkParts['names']): Bulk | undefined {
  const time = Math.floor(batches.reduce((most, { atMs }) => Math.max(most, atMs), 0) / 1000);
  const packets = batches.flatMap(({ device, atMs, metric, value }): readonly Packet[] => {
    const inputs = metric.flatMap((id, index) => {
      const one = value[index];
      return typeof one === 'number' && Number.isFinite(one)
        ? [[names.metric(id).replaceAll('.', '_'), one] as const]
        : [];
    });
    return inputs.length === 0
      ? []
      : [[Math.floor(atMs / 1000) - time, `${node}${names.device(device)}`, Object.fromEntries(inputs)]];
  });
  return packets.length === 0 ? undefined : { time, packets };
}

/** Its "yes": also where it takes nothing it answers with 200. */
const isYes = (text: string): boolean => /^\s*"?ok"?\s*$/i.test(text) || /"success"\s*:\s*true/.test(text);

async function post(client: HttpClient, bulk: Bulk | undefined, signal: AbortSignal): Promise<void> {
  if (bulk === undefined) return;
  const body = new URLSearchParams({ time: String(bulk.time), data: JSON.stringify(bulk.packets) }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await client.call({ method: 'POST', path: '/input/bulk', headers, body }, signal);
  const at = client.place;
  assertTaken(answer, { at, isUnfit: /format error/i });
  if (isYes(answer.text)) return;
  const why = because('output.status', { status: answer.status, said: external(answer.text.slice(0, 300)) });
  throw new SolsteadError('output.refused', { at, why });
}

function clientOf({ server, ca }: EmoncmsOutput, { openHttp, secret }: SinkParts): HttpClient {
  return openHttp({ server, tls: { ca }, account: secret === undefined ? undefined : { by: 'bearer', secret } });
}

/** Emoncms. */
export const emoncms: OutputKind<EmoncmsOutput> = {
  check: ({ server, ca }) => checkHttp({ server, ca }),
  isNameable: true,
  keeps: () => 'all',
  traces: () => '',
  open(settings, parts) {
    const client = clientOf(settings, parts);
    const ending = new AbortController();
    return {
      deliver: (batches, signal) =>
        untilAborted(post(client, bulkOf(batches, settings, parts.names), ending.signal), signal, {
          clock: parts.clock,
          ms: graceMs,
        }),
      isEmpty: (batches) => bulkOf(batches, settings, parts.names) === undefined,
      close() {
        ending.abort(new DOMException('closed', 'AbortError'));
        return client.close();
      },
    };
  },
  async test(settings, parts) {
    const { clock } = parts;
    const startMs = clock.monotonicMs();
    const client = clientOf(settings, parts);
    const bulk = bulkOf(knownBatches(parts), settings, parts.names);
    try {
      await post(client, bulk, new AbortController().signal);
    } finally {
      await client.close();
    }
    const samples = (bulk?.packets ?? []).map(([, node, inputs]) => ({
      to: `POST ${client.place}/input/bulk ${node}`,
      content: JSON.stringify(inputs),
    }));
    return testedWith(samples, clock.monotonicMs() - startMs);
  },
};
