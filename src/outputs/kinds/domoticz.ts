// Readings for virtual devices of Domoticz, over MQTT: the newest of each, as Domoticz takes a value as of the moment it comes.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { DomoticzOutput } from '#api/outputs/domoticz.ts';
import { checkBroker, isTopicPrefix, openSession, type OutMessage, trySession } from '../broker-session.ts';
import { type DomoticzDevice, domoticzDevices, domoticzMessage, shows } from '../domoticz/lines.ts';
import { KnownValues } from '../known-values.ts';
import type { OutputKind, Sink, SinkListener, SinkParts } from '../output-kind.ts';

/** Where it says whether it is there: apart from other outputs of the home. */
const ownPrefix = ({ home }: SinkParts): string => `solstead/${home.facts.site.id}/domoticz`;

function messagesOf(topic: string, known: KnownValues, devices: readonly DomoticzDevice[]): readonly OutMessage[] {
  return devices.flatMap((one) => {
    const payload = domoticzMessage(one, (metric) => known.of(one.device).get(metric));
    return payload === undefined ? [] : [{ topic, payload, retain: false }];
  });
}

function open(settings: DomoticzOutput, parts: SinkParts, listener: SinkListener): Sink {
  const devices = domoticzDevices(settings.devices);
  const known = new KnownValues(parts);
  const session = openSession({
    settings: { ...settings, prefix: ownPrefix(parts) },
    parts,
    qos: 1,
    listener: { onState: (failure) => listener.onState(failure), onConnected: () => undefined },
  });
  let isCleared = false;
  return {
    async deliver(batches, signal) {
      await session.connected(signal);
      const touched = new Set<DomoticzDevice>();
      for (const batch of batches) {
        known.take(batch);
        for (const one of devices) if (one.device === batch.device && shows(one, batch.metric)) touched.add(one);
      }
      await session.send(messagesOf(settings.topic, known, [...touched]), signal);
    },
    event({ kind, device }) {
      if (kind === 'device-removed') known.forget(device);
    },
    async clear() {
      isCleared = true;
      const own = `${ownPrefix(parts)}/status`;
      await session.clear([own], (topic) => topic === own);
    },
    close: () => session.close(isCleared),
  };
}

/** Domoticz. */
export const domoticz: OutputKind<DomoticzOutput> = {
  check({ server, ca, topic, devices }) {
    checkBroker({ ...(server === undefined ? {} : { server }), ...(ca === undefined ? {} : { ca }) });
    if (!isTopicPrefix(topic))
      throw new SolsteadError('input.invalid', { at: 'settings.topic', why: because('output.prefix') });
    domoticzDevices(devices);
  },
  devices: ({ devices }) => domoticzDevices(devices).map(({ device }) => ({ field: 'devices', device })),
  keeps: () => 'newest',
  traces: ({ server }) => server ?? '',
  open,
  test: (settings, parts) =>
    trySession(
      { ...settings, prefix: ownPrefix(parts) },
      parts,
      messagesOf(settings.topic, new KnownValues(parts), domoticzDevices(settings.devices)),
    ),
};
