// A Shelly meter for batteries and chargers that know only that: over HTTP, WebSocket and UDP.
import type { ShellyMeterOutput } from '#api/outputs/shelly-meter.ts';
import { toHex } from '#core/bytes.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import {
  assertAddress,
  type MeterAsked,
  MeterSink,
  type MeterWork,
  ownBytes,
  testMeter,
} from '../meters/meter-sink.ts';
import { meterDevices, meterSource, type MeterSource } from '../meters/meter-source.ts';
import { type ShellyAnswers, shellyAnswers } from '../meters/shelly-rpc.ts';
import { namedAs, type ShellyIdentity } from '../meters/shelly-status.ts';
import type { OutputKind, SinkParts } from '../output-kind.ts';

const mostUdpPorts = 4;

/** The UDP ports of a list; undefined if one is none, or there are too many. */
function udpPorts(list: string): readonly number[] | undefined {
  const texts = list.split(/[\s,]+/).filter((text) => text !== '');
  const ports = texts.map((text) => (/^\d{1,5}$/.test(text) ? Number(text) : 0));
  const areAll = ports.every((port) => port >= 1 && port <= 65_535) && new Set(ports).size === ports.length;
  return areAll && ports.length <= mostUdpPorts ? ports : undefined;
}

/** Which device it plays: its address is of the kind that no maker gives away. */
function identityOf({ model }: ShellyMeterOutput, parts: SinkParts): ShellyIdentity {
  return { model, mac: `02${toHex(ownBytes(parts)).toUpperCase()}`, name: parts.name };
}

function answersOf(settings: ShellyMeterOutput, parts: SinkParts, source: Pick<MeterSource, 'read'>): ShellyAnswers {
  const { clock } = parts;
  const startedMs = clock.monotonicMs();
  return shellyAnswers({
    identity: identityOf(settings, parts),
    read: source.read,
    now: () => ({ nowMs: clock.nowMs(), upMs: clock.monotonicMs() - startedMs }),
  });
}

/** What is done at its ports. */
interface Answering {
  readonly answers: ShellyAnswers;
  readonly asked: MeterAsked;
  /** Absent: nobody is told that it is there. */
  readonly announce?: (() => ReturnType<SinkParts['announce']>) | undefined;
}

function workOf(
  { address: host, port, udp }: ShellyMeterOutput,
  { ports, owner }: Pick<SinkParts, 'ports' | 'owner'>,
  { answers, asked, announce }: Answering,
): MeterWork {
  return {
    async open(opened) {
      const web = await ports.web(
        { host, port, owner },
        {
          web(request, from) {
            const answer = answers.web(request);
            asked(from, answer.isGiven);
            return answer;
          },
          text(text, from) {
            const answer = answers.frame(text, 'socket');
            asked(from, answer?.isGiven === true);
            return answer?.body;
          },
        },
      );
      opened(web);
      const announced = announce?.();
      if (announced !== undefined) opened(announced);
      for (const one of udpPorts(udp) ?? []) {
        const datagrams = await ports.datagrams({ host, port: one, owner }, (bytes, from) => {
          const answer = answers.frame(Buffer.from(bytes).toString('utf8'), 'datagram');
          // What is no request at all is nobody who follows.
          if (answer !== undefined) asked(from, answer.isGiven);
          return answer?.body === undefined ? undefined : Buffer.from(answer.body);
        });
        opened(datagrams);
      }
    },
  };
}

/** A Shelly meter. */
export const shellyMeter: OutputKind<ShellyMeterOutput> = {
  check({ address, udp }) {
    assertAddress(address);
    if (udpPorts(udp) === undefined)
      throw new SolsteadError('input.invalid', {
        at: 'settings.udp',
        why: because('meter.udp-ports', { most: mostUdpPorts }),
      });
  },
  devices: meterDevices,
  keeps: () => 'nothing',
  traces: () => '',
  open(settings, parts, listener) {
    const source = meterSource(settings, parts);
    const answers = answersOf(settings, parts, source);
    const { address, port } = settings;
    const named = { ...namedAs(identityOf(settings, parts)), address, port };
    const announce = settings.announce ? () => parts.announce(named) : undefined;
    return new MeterSink({
      clock: parts.clock,
      source,
      listener,
      work: (asked) => workOf(settings, parts, { answers, asked, announce }),
    });
  },
  test(settings, parts) {
    const path =
      settings.model === '3em' ? '/status' : `/rpc/${settings.model === 'pro-3em' ? 'EM' : 'EM1'}.GetStatus?id=0`;
    return testMeter(settings, parts, {
      work: workOf(settings, parts, {
        answers: answersOf(settings, parts, { read: () => because('meter.no-grid') }),
        asked: () => undefined,
      }),
      samples: (reading) => [
        {
          to: `http://${settings.address}:${settings.port}${path}`,
          content: answersOf(settings, parts, { read: () => reading }).web({ method: 'GET', target: path, body: '' })
            .body,
        },
      ],
    });
  },
};
