// Readings for programs that know the topics of Solar-Assistant: dashboards of that world go on when the inverter is read here. Only the
// newest of each value counts; the broker keeps it.
import type { SiteEvent } from '#core/consumer.ts';
import type { Batch } from '#core/reading.ts';
import { minuteMs } from '#core/time.ts';
import type { SolarAssistantOutput } from '#api/outputs/solar-assistant.ts';
import {
  type BrokerSession,
  checkBroker,
  topicsPlace,
  openSession,
  type OutMessage,
  statusTopic,
  trySession,
} from '../broker-session.ts';
import { KnownValues } from '../known-values.ts';
import type { OutputKind, Sink, SinkListener, SinkParts } from '../output-kind.ts';
import {
  deviceTopics,
  energyTopics,
  isSaid,
  type NumberedDevice,
  numbered,
  type Said,
  totalTopics,
} from '../solar-assistant/topics.ts';

/** How often energy is looked at; what the home does all together is said no more often than this, ms. */
const [energyMs, totalMs] = [minuteMs, 1000];

/** The broker of the home has its own place for what outputs say. */
const prefixOf = ({ server, prefix }: SolarAssistantOutput, site: string): string =>
  prefix ?? ((server ?? '') === '' ? `solstead/${site}/solar_assistant` : 'solar_assistant');

const devicesOf = ({ home, wants }: SinkParts): readonly NumberedDevice[] =>
  numbered(
    home.facts
      .devices()
      .filter(({ record }) => wants(record.id))
      .map(({ record, kind }) => ({ id: record.id, kind })),
  );

/** Everything that is said now but for energy. */
function allOf(parts: SinkParts, known: KnownValues): Said {
  const devices = devicesOf(parts);
  return [
    ...devices.flatMap((device) => deviceTopics(device, known.of(device.id))),
    ...totalTopics(parts.home.flow(), devices, (id) => known.of(id)),
  ];
}

class SolarAssistantSink implements Sink {
  readonly #parts: SinkParts;
  readonly #prefix: string;
  readonly #session: BrokerSession;
  readonly #known: KnownValues;
  #isCleared = false;
  #totalMs = Number.NEGATIVE_INFINITY;
  #energyMs = Number.NEGATIVE_INFINITY;

  constructor(settings: SolarAssistantOutput, parts: SinkParts, listener: SinkListener) {
    this.#parts = parts;
    this.#prefix = prefixOf(settings, parts.home.facts.site.id);
    this.#known = new KnownValues(parts);
    this.#session = openSession({
      settings: { ...settings, prefix: this.#prefix },
      parts,
      qos: 1,
      listener: {
        onState: (failure) => listener.onState(failure),
        // A broker that forgot everything is told everything again.
        onConnected: () => {
          this.#energyMs = Number.NEGATIVE_INFINITY;
          this.#session.sendSoon(this.#messages(allOf(parts, this.#known)));
        },
      },
    });
  }

  async deliver(batches: readonly Batch[], signal: AbortSignal): Promise<void> {
    await this.#session.connected(signal);
    const devices = new Map(devicesOf(this.#parts).map((device) => [device.id, device]));
    const said = batches.flatMap((batch) => {
      const came = this.#known.take(batch);
      const device = devices.get(batch.device);
      return device === undefined ? [] : deviceTopics(device, came);
    });
    await this.#session.send(this.#messages([...said, ...(await this.#ofHome([...devices.values()]))]), signal);
  }

  event({ kind, device }: SiteEvent): void {
    if (kind !== 'device-removed') return;
    this.#known.forget(device);
    // Those behind it have other numbers from now on.
    this.#session
      .clear([`${this.#prefix}/#`], (topic) => this.#isValue(topic))
      .then(() => this.#session.sendSoon(this.#messages(allOf(this.#parts, this.#known))))
      // A broker that is away keeps them until the output is removed.
      .catch(() => undefined);
  }

  async clear(): Promise<void> {
    this.#isCleared = true;
    const status = statusTopic(this.#prefix);
    await this.#session.clear([`${this.#prefix}/#`], (topic) => topic === status || this.#isValue(topic));
  }

  close(): Promise<void> {
    return this.#session.close(this.#isCleared);
  }

  async #ofHome(devices: readonly NumberedDevice[]): Promise<Said> {
    const { clock, home } = this.#parts;
    const nowMs = clock.monotonicMs();
    if (nowMs - this.#totalMs < totalMs) return [];
    this.#totalMs = nowMs;
    const totals = totalTopics(home.flow(), devices, (id) => this.#known.of(id));
    if (nowMs - this.#energyMs < energyMs) return totals;
    this.#energyMs = nowMs;
    // A home whose ledger cannot be read says the rest.
    const energy = await home.energy().catch(() => undefined);
    return energy === undefined ? totals : [...totals, ...energyTopics(energy)];
  }

  #isValue(topic: string): boolean {
    return topic.startsWith(`${this.#prefix}/`) && isSaid(topic.slice(this.#prefix.length + 1));
  }

  #messages(said: Said): readonly OutMessage[] {
    return said.map(([topic, payload]) => ({ topic: `${this.#prefix}/${topic}`, payload, retain: true }));
  }
}

/** Any MQTT broker, in the topics of Solar-Assistant. */
export const solarAssistant: OutputKind<SolarAssistantOutput> = {
  check: checkBroker,
  keeps: () => 'newest',
  traces: (settings, { facts }) => JSON.stringify([settings.server ?? '', prefixOf(settings, facts.site.id)]),
  alone: (settings, site) => topicsPlace({ ...settings, prefix: prefixOf(settings, site) }, site),
  open: (settings, parts, listener) => new SolarAssistantSink(settings, parts, listener),
  test(settings, parts) {
    const prefix = prefixOf(settings, parts.home.facts.site.id);
    const messages = allOf(parts, new KnownValues(parts)).map(([topic, payload]) => ({
      topic: `${prefix}/${topic}`,
      payload,
      retain: true,
    }));
    return trySession({ ...settings, prefix }, parts, messages);
  },
};
