// The outputs of a house, wired to its stores, its broker and its hub.
import type { Logger } from 'pino';
import { parseAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import type { SiteFacts } from '#core/consumer.ts';
import { SolsteadError } from '#core/errors.ts';
import { limitedLog } from '#core/limited-log.ts';
import { systemRandom } from '#core/random.ts';
import { because } from '#core/reason.ts';
import type { NetworkNames } from '#core/network-names.ts';
import type { RecordStore } from '#core/records.ts';
import type { SecretStore } from '#core/secrets.ts';
import type { Registry } from '#devices/on-demand.ts';
import type { OpenHub } from '#hub/open-hub.ts';
import { type OpenOutputDesk, openOutputDesk } from '#outputs/desk.ts';
import type { ConnectingLink, OutputHome, SessionOptions } from '#outputs/output-kind.ts';
import type { OutputKinds } from '#outputs/kinds.ts';
import { outputHomeOf } from './output-home.ts';
import { spoolsIn } from '#store/spool/spools-in.ts';
import { makeMqttLink } from '#transport/mqtt-link.ts';
import type { BrokerPlace, HouseBroker } from './house-broker.ts';
import { outputOpeners } from './output-openers.ts';

/** What they are made of. */
export interface HouseOutputsParts {
  readonly folder: string;
  /** Plug-ins, of which some are kinds of outputs; absent: there are none. */
  readonly plugIns?: { readonly outputKinds?: OutputKinds | undefined } | undefined;
  /** The folder that outputs may write files to; absent: `outputs` of the data folder. */
  readonly outputFiles?: string | undefined;
  /** TCP ports that this program has itself, or takes at its next start. */
  readonly ownPorts?: readonly number[] | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly records: Pick<RecordStore, 'outputs'>;
  readonly secrets: SecretStore;
  readonly broker: HouseBroker;
  readonly place: BrokerPlace;
  readonly registry?: Pick<Registry, 'definitionOf'> | undefined;
  /** The hub, once it is open. */
  readonly running: { readonly hub?: OpenHub };
  /** As at the desk. */
  readonly clearS?: number | undefined;
  /** Names in the local network; absent: nothing is announced there. */
  readonly networkNames?: NetworkNames | undefined;
  /** What an output may see of a home; absent: what the hub shows it. */
  homeOf?(facts: SiteFacts): OutputHome;
}

/** Pauses before a server is tried again, ms: 5 s to 5 minutes. */
const pause = { firstMs: 5000, longestMs: 300_000 } as const;

/** The broker of the house as a link of an output: it is closed with the house alone. */
function ownLink({ link }: HouseBroker): ConnectingLink {
  const ends = new Set<() => void>();
  return {
    name: link.name,
    get isConnected() {
      return link.isConnected;
    },
    connect: async () => undefined,
    publish: (topic, payload, options) => link.publish(topic, payload, options),
    onState: (listener) => link.onState(listener),
    subscribe(filter, onMessage, options) {
      const end = link.subscribe(filter, onMessage, options);
      ends.add(end);
      return () => {
        ends.delete(end);
        end();
      };
    },
    async close() {
      for (const end of ends) end();
      ends.clear();
    },
  };
}

/** Opens a session with a broker. */
function brokerOpener({ clock, log, broker, place }: HouseOutputsParts): (options: SessionOptions) => ConnectingLink {
  const tell = limitedLog(clock, (line) => log.warn(line));
  return ({ server, clientId, password, ca, will }) => {
    // One outside has a connection of its own for each output: the last will belongs to a connection.
    if (server === undefined && !('url' in place)) return ownLink(broker);
    const own = 'url' in place && server === undefined ? place : undefined;
    const address = parseAddress(server ?? own?.url ?? '');
    if (address.scheme !== 'mqtt')
      throw new SolsteadError('input.invalid', { at: 'settings.server', why: because('output.server') });
    const secret = own === undefined ? password : own.password;
    return makeMqttLink(address, {
      clock,
      random: systemRandom,
      clientId,
      pause,
      // What was asked for while it was away is not done later.
      forgets: true,
      tls: own === undefined ? { ca } : own.tls,
      log: { warn: (line) => tell(line, line) },
      ...(will === undefined ? {} : { will }),
      ...(secret === undefined ? {} : { password: secret }),
    });
  };
}

/** Opens them. */
export function openHouseOutputs(parts: HouseOutputsParts): OpenOutputDesk {
  const { folder, clock, log, records, secrets, running } = parts;
  return openOutputDesk({
    clock,
    random: systemRandom,
    log,
    store: records.outputs,
    secrets,
    spools: spoolsIn({ path: folder }, clock),
    kinds: parts.plugIns?.outputKinds,
    openers: outputOpeners({
      clock,
      folder,
      outputFiles: parts.outputFiles,
      ownPorts: parts.ownPorts,
      openBroker: brokerOpener(parts),
      announce: (service) => parts.networkNames?.announce(service),
    }),
    clearS: parts.clearS,
    homeOf: parts.homeOf ?? ((facts) => outputHomeOf(facts, { clock, running, registry: parts.registry })),
  });
}
