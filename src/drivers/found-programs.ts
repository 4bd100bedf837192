// Programs that would take what a home reads, so that set-up can offer an output to them: Home Assistant, by the message with which it says at the
// broker that it is there, or by its name in the local network. Nothing is opened; nobody is asked before a person looks.
import type { Clock } from '#core/clock.ts';
import type { FoundProgram, FoundPrograms } from '#core/field.ts';
import type { MessageLink } from '#core/message-link.ts';
import type { NetworkNames } from '#core/network-names.ts';

/** Its birth and last will, at the usual prefix. Source: Home Assistant, MQTT integration, “Birth and last will messages”. */
const statusTopic = 'homeassistant/status';
/** Source: Home Assistant, zeroconf integration. */
const serviceType = '_home-assistant._tcp';

/** How long answers are waited for, and how long after it is asked again while somebody looks, ms. */
const listenMs = 3000;
const againMs = 30_000;
/** Most that are kept: a home has one. */
const mostFound = 8;
const longestName = 80;

/** Where programs show themselves. */
export interface ProgramPlaces {
  readonly broker?: Pick<MessageLink, 'subscribe'> | undefined;
  readonly networkNames?: Pick<NetworkNames, 'browse'> | undefined;
  readonly clock: Clock;
}

/** Watches for them; the one that speaks at the broker of the home comes first. */
export function watchPrograms({ broker, networkNames, clock }: ProgramPlaces): FoundPrograms & { close(): void } {
  const closing = new AbortController();
  let spoken: FoundProgram | undefined;
  let nearby: readonly FoundProgram[] = [];
  let nextMs = Number.NEGATIVE_INFINITY;

  const end = broker?.subscribe(statusTopic, ({ payload }) => {
    const isThere = new TextDecoder().decode(payload.subarray(0, 16)) === 'online';
    spoken = isThere ? { kind: 'home-assistant', at: 'broker', seenMs: clock.nowMs() } : undefined;
  });

  const look = async (names: Pick<NetworkNames, 'browse'>): Promise<void> => {
    const services = await names.browse([serviceType], listenMs, closing.signal);
    const seenMs = clock.nowMs();
    nearby = services.slice(0, mostFound).map(({ instance, address }) => ({
      kind: 'home-assistant',
      at: 'network',
      name: instance.slice(0, longestName),
      host: address,
      seenMs,
    }));
  };

  return {
    foundPrograms() {
      if (networkNames !== undefined && clock.monotonicMs() >= nextMs && !closing.signal.aborted) {
        nextMs = clock.monotonicMs() + listenMs + againMs;
        // Where nothing can be asked it has been told in the log; a look that is ended found nothing.
        void look(networkNames).catch(() => undefined);
      }
      return [...(spoken === undefined ? [] : [spoken]), ...nearby];
    },
    close() {
      closing.abort();
      end?.();
    },
  };
}
