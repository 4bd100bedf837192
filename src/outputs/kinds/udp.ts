// Readings as datagrams of JSON, for a program that listens: what it does not hear is lost, and nothing old is sent.
import { parseAddress } from '#core/address.ts';
import { toUtf8 } from '#core/bytes.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { Batch } from '#core/reading.ts';
import type { UdpOutput } from '#api/outputs/udp.ts';
import type { OutputKind, Sink, SinkParts } from '../output-kind.ts';
import { knownBatches, testedWith } from '../tested.ts';
import { batchJson } from '../webhook/body.ts';

/** Longest datagram: one that every network carries in one piece. Source: RFC 8200 §5 (1280) less the headers of IPv6 and UDP. */
const mostBytes = 1232;
/** A value that is older is not sent any more, ms. */
const oldMs = 60_000;

/** Errors: `input.invalid`. */
function addressOf({ server }: UdpOutput) {
  const wrong = new SolsteadError('input.invalid', { at: 'settings.server', why: because('output.udp') });
  if (!server.startsWith('udp://')) throw wrong;
  const address = parseAddress(server);
  if (address.scheme !== 'udp' || address.target !== undefined) throw wrong;
  return address;
}

/** A batch as datagrams: as many values in each as it holds. A value that is too long for any is left out. */
function datagramsOf(batch: Batch, names: SinkParts['names']): readonly string[] {
  const { values, ...head } = batchJson(batch, names);
  const texts: string[] = [];
  let some: Record<string, unknown> = {};
  const say = (content: object): string => JSON.stringify({ ...head, values: content });
  for (const [metric, value] of Object.entries(values)) {
    if (toUtf8(say({ ...some, [metric]: value })).length <= mostBytes) {
      some[metric] = value;
      continue;
    }
    if (Object.keys(some).length > 0) texts.push(say(some));
    some = toUtf8(say({ [metric]: value })).length <= mostBytes ? { [metric]: value } : {};
  }
  return Object.keys(some).length === 0 ? texts : [...texts, say(some)];
}

function open(settings: UdpOutput, { openDatagrams, clock, names }: SinkParts): Sink {
  const link = openDatagrams(addressOf(settings));
  return {
    async deliver(batches, signal) {
      const fromMs = clock.nowMs() - oldMs;
      let isSent = false;
      for (const batch of batches)
        for (const text of batch.atMs < fromMs ? [] : datagramsOf(batch, names)) {
          signal.throwIfAborted();
          await link.send(toUtf8(text));
          isSent = true;
        }
      return isSent;
    },
    close: () => link.close(),
  };
}

/** Any program that listens to UDP. */
export const udp: OutputKind<UdpOutput> = {
  check: (settings) => void addressOf(settings),
  isNameable: true,
  keeps: () => 'newest',
  traces: () => '',
  open,
  async test(settings, parts) {
    const { clock } = parts;
    const startMs = clock.monotonicMs();
    const texts = knownBatches(parts).flatMap((batch) => datagramsOf(batch, parts.names));
    const link = parts.openDatagrams(addressOf(settings));
    try {
      for (const text of texts) await link.send(toUtf8(text));
    } finally {
      await link.close();
    }
    const samples = texts.map((content, index) => ({ to: `${settings.server} ${index + 1}`, content }));
    // Whether anybody hears it nobody says.
    return {
      ...testedWith(samples, clock.monotonicMs() - startMs),
      ...(texts.length === 0 ? {} : { note: because('output.unheard') }),
    };
  },
};
