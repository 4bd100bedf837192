// The outputs of a home or of a daemon's file, each tried as its kind tries it: none is run, and nothing of a home is changed.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAddress } from '#core/address.ts';
import { findMetric } from '#core/catalogue.ts';
import { bad, type Checked, doubtful, good, skipped } from '#core/check-up.ts';
import type { Clock } from '#core/clock.ts';
import type { DeviceFacts, SiteFacts } from '#core/consumer.ts';
import { reasonOf, SolsteadError } from '#core/errors.ts';
import type { HttpClient } from '#core/http-client.ts';
import { external } from '#core/message-params.ts';
import { isMeterKind, type OutputRecord } from '#core/output.ts';
import { systemRandom } from '#core/random.ts';
import { because } from '#core/reason.ts';
import type { DeviceRecord, SiteRecord } from '#core/records.ts';
import type { Secret } from '#core/secrets.ts';
import type { Registry } from '#devices/on-demand.ts';
import { openOutputDesk } from '#outputs/desk.ts';
import { secretRefs } from '#outputs/home-outputs.ts';
import type { Openers, OutputHome, SessionOptions } from '#outputs/output-kind.ts';
import { keyPath } from '#store/key-file.ts';
import { makeMemoryLeases } from '#store/memory-leases.ts';
import { recordsToLook } from '#store/sqlite-records.ts';
import { makeMqttLink } from '#transport/mqtt-link.ts';
import { brokerTls } from '../environment.ts';
import { outputOpeners } from '../output-openers.ts';
import { type OpenedVault, openVault } from '../vault.ts';
import type { DoctorParts } from './doctor-parts.ts';
import { closedReason, failed } from './servers.ts';
import { withoutSecrets } from './without-secrets.ts';

/** An output with its secrets. */
interface Tried extends Pick<OutputRecord, 'name' | 'settings' | 'filter'> {
  readonly secret?: Secret | undefined;
  readonly clientKey?: Secret | undefined;
}

/** The home they belong to. */
export interface TriedHome {
  readonly site: SiteRecord;
  readonly devices: readonly Omit<DeviceFacts, 'isOnline' | 'identity' | 'intervalMs' | 'counterWidths'>[];
}

/** How a session with a broker is opened where an output names none. */
type OwnBroker = Pick<DoctorParts, 'mqttBroker' | 'secretOf' | 'clock'>;

/** What a trial needs. */
interface Trial extends OwnBroker {
  readonly folder: string;
  readonly outputFiles?: string | undefined;
}

/** Devices as they are known without asking them. */
export function devicesOf(records: readonly DeviceRecord[], { find }: Pick<Registry, 'find'>): TriedHome['devices'] {
  return records.flatMap((record) => {
    const { kind, title } = find(record.definition) ?? {};
    return kind === undefined || title === undefined ? [] : [{ record, kind, title }];
  });
}

function factsOf({ site, devices }: TriedHome): SiteFacts {
  const all = devices.map(
    (one): DeviceFacts => ({ ...one, identity: {}, isOnline: false, intervalMs: 0, counterWidths: {} }),
  );
  return {
    site,
    devices: () => all,
    device: (id) => all.find(({ record }) => record.id === id),
    metric: findMetric,
  };
}

/** A home in which nothing was measured yet. */
function silentHome(facts: SiteFacts, clock: Clock): OutputHome {
  return {
    facts,
    values: () => [],
    grid: () => undefined,
    now: () => ({
      devices: facts.devices().map(({ record: { id }, kind }) => ({ id, kind })),
      values: [],
      flow: undefined,
    }),
    settings: async () => [],
    command: ({ device }) => Promise.reject(new SolsteadError('access.denied', { at: device })),
    flow: () => ({}),
    energy: async () => ({ sinceMs: clock.nowMs(), today: {}, total: {} }),
  };
}

function openBroker({ server, clientId, password, ca, will }: SessionOptions, own: OwnBroker) {
  const address = parseAddress(server ?? own.mqttBroker ?? '');
  if (address.scheme !== 'mqtt')
    throw new SolsteadError('input.invalid', { at: 'settings.server', why: because('output.server') });
  const secret = server === undefined ? own.secretOf('SOLSTEAD_MQTT_PASSWORD') : password;
  return makeMqttLink(address, {
    clock: own.clock,
    random: systemRandom,
    clientId,
    forgets: true,
    tls: server === undefined ? brokerTls() : { ca },
    ...(will === undefined ? {} : { will }),
    ...(secret === undefined ? {} : { password: secret }),
  });
}

/** Standard ports of servers that are only reached, not asked. */
const standardPorts: Readonly<Record<string, number>> = {
  'mongodb:': 27_017,
  'mysql:': 3306,
  'mariadb:': 3306,
  'postgres:': 5432,
  'postgresql:': 5432,
  'http:': 80,
  'https:': 443,
};

/** Whether the server of an output takes connections. */
export async function reachOutput(name: string, address: string): Promise<Checked> {
  const url = new URL(address);
  const port = Number(url.port) || standardPorts[url.protocol];
  // Several servers behind one name are found by DNS alone.
  if (port === undefined) return skipped(because('doctor.output-screen', { name: external(name) }));
  const reason = await closedReason(url.hostname.replace(/^\[(.*)\]$/, '$1'), port);
  if (reason === undefined) return good(because('doctor.output-reached', { name: external(name) }));
  const at = `${url.protocol}//${url.host}`;
  return failedOutput(name, new SolsteadError('link.unavailable', { at, why: reason }));
}

/** How outputs reach what is outside; `servers` gets those of HTTP that were opened and never asked. */
function watchedOpeners(parts: Trial, servers: Set<string>): Openers {
  const { clock, folder, outputFiles } = parts;
  const openers = outputOpeners({ clock, folder, outputFiles, openBroker: (options) => openBroker(options, parts) });
  return {
    ...openers,
    openHttp(server) {
      const client = openers.openHttp(server);
      servers.add(server.server);
      const call: HttpClient['call'] = (...asked) => {
        servers.delete(server.server);
        return client.call(...asked);
      };
      return { place: client.place, call, close: () => client.close() };
    },
  };
}

/** Tries outputs one after another. */
export async function tryOutputs(
  home: TriedHome,
  outputs: readonly Tried[],
  parts: Trial,
): Promise<readonly Checked[]> {
  const { clock } = parts;
  const unasked = new Set<string>();
  const facts = factsOf(home);
  const nobody = { read: async () => undefined, save: async () => undefined, remove: async () => undefined };
  const desk = openOutputDesk({
    clock,
    random: systemRandom,
    log: { info: () => undefined, warn: () => undefined },
    store: { ofSite: async () => [], save: async () => undefined, remove: async () => undefined },
    secrets: nobody,
    spools: { open: () => Promise.reject(new TypeError('assertion: nothing is run')), remove: async () => undefined },
    openers: watchedOpeners(parts, unasked),
    homeOf: () => silentHome(facts, clock),
  });
  const consumer = await desk.consumer(facts, await makeMemoryLeases().hold(home.site.id));
  const lines: Checked[] = [];
  try {
    for (const { name, settings, filter, secret, clientKey } of outputs) {
      try {
        const own = {
          ...(secret === undefined ? {} : { secret: secret.reveal() }),
          ...(clientKey === undefined ? {} : { clientKey: clientKey.reveal() }),
        };
        unasked.clear();
        await desk.test(home.site.id, { settings, filter, ...own });
        // One that has nothing to say yet has not asked its server.
        const [server] = unasked;
        lines.push(
          server === undefined
            ? good(because('doctor.output', { name: external(name) }))
            : await reachOutput(name, server),
        );
      } catch (thrown) {
        // A server may say back what it was told.
        const secrets = [secret, clientKey].flatMap((one) => one ?? []);
        lines.push(...withoutSecrets([failedOutput(name, thrown)], { secrets, places: [] }));
      }
    }
  } finally {
    await consumer.close();
  }
  return lines;
}

/** An output that does not work, with what helps in the words of the error. */
export function failedOutput(name: string, thrown: unknown): Checked {
  const what = because('doctor.output-bad', { name: external(name), reason: reasonOf(thrown) });
  return bad(what, failed(thrown).help);
}

/** Why an output is not tried from here. */
function notTried({ name: given, settings, isOn }: OutputRecord, parts: DoctorParts): Checked | undefined {
  const name = external(given);
  if (!isOn) return skipped(because('doctor.output-off', { name }));
  if (isMeterKind(settings.kind)) return skipped(because('doctor.output-meter', { name }));
  const isOwn = 'server' in settings && settings.server === '';
  return isOwn && parts.mqttBroker === undefined ? skipped(because('doctor.output-own', { name })) : undefined;
}

/** The outputs of one home, each with its secrets, tried or left out. */
async function checkSite(
  { site, devices, outputs }: TriedHome & { readonly outputs: readonly OutputRecord[] },
  vault: OpenedVault | undefined,
  parts: DoctorParts,
): Promise<readonly Checked[]> {
  const lines: Checked[] = [];
  for (const one of outputs) {
    const untried = notTried(one, parts);
    if (untried !== undefined) {
      lines.push(untried);
      continue;
    }
    try {
      const refs = secretRefs(one.id);
      const secret = await vault?.secrets.read(refs.secret);
      const clientKey = await vault?.secrets.read(refs.clientKey);
      const given = { ...parts, folder: resolve(parts.data) };
      lines.push(...(await tryOutputs({ site, devices }, [{ ...one, secret, clientKey }], given)));
    } catch (thrown) {
      lines.push(failedOutput(one.name, thrown));
    }
  }
  return lines;
}

/** The outputs of a home, with the secrets of its folder; also while it runs. */
export async function checkHomeOutputs(parts: DoctorParts, registry: Registry): Promise<readonly Checked[]> {
  const folder = resolve(parts.data);
  const path = join(folder, 'records.db');
  if (parts.records !== undefined) return [skipped(because('doctor.outputs-elsewhere'))];
  if (!existsSync(path)) return [good(because('doctor.no-outputs'))];
  const records = recordsToLook(path, parts.isRunning);
  try {
    // Without its key nothing is asked for: opening it would make one.
    const vault = existsSync(join(folder, keyPath)) ? await openVault(folder, parts.environment) : undefined;
    const lines: Checked[] = (vault?.troubles ?? []).map((what) => doubtful(what));
    for (const site of await records.sites.list()) {
      const devices = devicesOf(await records.devices.ofSite(site.id), registry);
      const outputs = await records.outputs.ofSite(site.id);
      lines.push(...(await checkSite({ site, devices, outputs }, vault, parts)));
    }
    return lines.length === 0 ? [good(because('doctor.no-outputs'))] : lines;
  } finally {
    await records.close();
  }
}
