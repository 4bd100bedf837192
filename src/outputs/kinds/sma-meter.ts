// An SMA Energy Meter for inverters and batteries of SMA, and others that listen to it: it sends once a second, and is asked by nobody. Without
// a fresh reading it sends nothing: the datagram has no word for "not known", and its receivers fall back when none comes.
import { isIPv4 } from 'node:net';
import type { SmaMeterOutput } from '#api/outputs/sma-meter.ts';
import { toHex } from '#core/bytes.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { type MeterAsked, MeterSink, type MeterWork, ownBytes, testMeter } from '../meters/meter-sink.ts';
import { meterDevices, meterSource } from '../meters/meter-source.ts';
import { speedwireDatagram, speedwireGroup, type SpeedwireSender } from '../meters/speedwire.ts';
import type { GroupSender } from '#core/answering.ts';
import type { OutputKind, SinkParts } from '../output-kind.ts';

/** Serial numbers of meters that are played begin here: far above those of the maker's. */
const firstSerial = 4_000_000_000;

function senderOf({ model, serial }: SmaMeterOutput, parts: SinkParts): SpeedwireSender {
  const [a = 0, b = 0, c = 0] = ownBytes(parts);
  return { model, serial: serial ?? firstSerial + (a << 16) + (b << 8) + c };
}

function workOf(settings: SmaMeterOutput, parts: SinkParts, asked: MeterAsked): MeterWork {
  const { address: from, ttl } = settings;
  const sender = senderOf(settings, parts);
  let group: GroupSender | undefined;
  return {
    async open(opened) {
      group = await parts.ports.group({ ...speedwireGroup, from, ttl });
      opened(group);
    },
    async tick(reading) {
      await group?.send(speedwireDatagram(reading, sender, Math.floor(parts.clock.monotonicMs())));
      asked(speedwireGroup.group, true);
    },
  };
}

/** An SMA Energy Meter. */
export const smaMeter: OutputKind<SmaMeterOutput> = {
  check({ address }) {
    if (!isIPv4(address) || address === '0.0.0.0')
      throw new SolsteadError('input.invalid', { at: 'settings.address', why: because('meter.own-ipv4') });
  },
  devices: meterDevices,
  keeps: () => 'nothing',
  traces: () => '',
  open: (settings, parts, listener) =>
    new MeterSink({
      clock: parts.clock,
      source: meterSource(settings, parts),
      listener,
      work: (asked) => workOf(settings, parts, asked),
    }),
  test: (settings, parts) =>
    testMeter(settings, parts, {
      work: workOf(settings, parts, () => undefined),
      samples: (reading) => [
        {
          to: `${speedwireGroup.group}:${speedwireGroup.port}`,
          content: toHex(speedwireDatagram(reading, senderOf(settings, parts), 0)),
        },
      ],
    }),
};
