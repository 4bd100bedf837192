// Home Assistant over MQTT: devices announce themselves, their values follow, and what may be set comes back through the one command path.
// What the broker keeps says what was announced before: so nothing is left of what is gone, also over a restart.
import { isMetricId, type MetricId } from '#core/catalogue.ts';
import type { SiteEvent } from '#core/consumer.ts';
import { isSolsteadError, reasonOf, SolsteadError } from '#core/errors.ts';
import type { TopicMessage } from '#core/message-link.ts';
import type { Batch, MetricValue } from '#core/reading.ts';
import { because, inEnglish } from '#core/reason.ts';
import type { HomeAssistantOutput } from '#api/outputs/home-assistant.ts';
import {
  type BrokerSession,
  checkBroker,
  isTopicPrefix,
  openSession,
  type OutMessage,
  prefixOf,
  statusTopic,
  topicsPlace,
  trySession,
  untilAborted,
} from '../broker-session.ts';
import {
  commandValue,
  type Component,
  configTopic,
  deviceOf,
  type DevicePayload,
  homeId,
  keyOf,
  metricComponent,
  nodeOf,
  objectIdOf,
  originName,
  settingComponent,
} from '../home-assistant/entities.ts';
import { formerDevices, type FormerId, formerIds, goingOn, handover, metricOfId } from '../home-assistant/former.ts';
import {
  commandTopic,
  componentsIn,
  energyComponents,
  energyText,
  isOwnTopic,
  resultTopic,
  settingsTopic,
} from '../home-assistant/topics.ts';
import type { OutputKind, OutputSetting, Sink, SinkListener, SinkParts } from '../output-kind.ts';
import { messagesNow } from '../home-assistant/sample.ts';
import { deviceStatusTopic, stateTopic } from './mqtt.ts';

/** Longest pause before Home Assistant gets everything again after its birth, so that not all answer at once, ms. */
const birthMs = 3000;
/** How often energy is looked at, and what can be set, ms. */
const lookMs = 60_000;
/** The broker has sent what it keeps when nothing came for so long; and the longest time for all of it, ms. */
const [quietMs, hearMs] = [700, 10_000];
/** Most that is read of what was announced before, bytes. */
const mostHeardBytes = 16 * 1024 * 1024;
/** Longest text of a command, bytes, and most commands under way at once. */
const [mostBytes, mostCommands] = [256, 8];

type Former = ReadonlyMap<MetricId, FormerId>;

interface Device {
  readonly values: Map<MetricId, MetricValue>;
  settings: readonly OutputSetting[] | undefined;
}

/** A topic that takes commands. */
interface CommandPlace {
  readonly device: string;
  readonly setting: OutputSetting;
}

class HomeAssistantSink implements Sink {
  readonly #settings: HomeAssistantOutput;
  readonly #parts: SinkParts;
  readonly #listener: SinkListener;
  readonly #prefix: string;
  readonly #node: string;
  readonly #session: BrokerSession;
  readonly #devices = new Map<string, Device>();
  /** What was announced, by the id in the topic. */
  readonly #announced = new Map<string, Readonly<Record<string, Component>>>();
  readonly #commands = new Map<string, CommandPlace>();
  readonly #former: ReturnType<typeof formerIds>;
  readonly #ends: (() => void)[] = [];
  #heardMs = 0;
  #heardBytes = 0;
  #cancelBirth: (() => void) | undefined;
  #underWay = 0;
  #isReady = false;
  #isCleared = false;
  #isClosed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: HomeAssistantOutput, parts: SinkParts, listener: SinkListener) {
    this.#settings = settings;
    this.#parts = parts;
    this.#listener = listener;
    this.#prefix = prefixOf(settings, parts.home.facts.site.id);
    this.#node = nodeOf(this.#prefix);
    this.#former = formerIds(settings.former, parts.home);
    this.#session = openSession({
      settings,
      parts,
      qos: 1,
      listener: {
        onState: (failure) => listener.onState(failure),
        onConnected: () => void this.#soon(() => this.#begin()),
      },
    });
    const { link } = this.#session;
    this.#ends.push(
      link.subscribe(`${settings.discovery}/device/+/config`, (message) => this.#hearConfig(message)),
      link.subscribe(`${settings.discovery}/status`, (message) => this.#hearBirth(message)),
      parts.clock.every(lookMs, () => void this.#soon(() => this.#look())),
    );
    if (settings.commands !== 'none')
      this.#ends.push(link.subscribe(`${this.#prefix}/+/set/+`, (message) => this.#hearCommand(message)));
  }

  async deliver(batches: readonly Batch[], signal: AbortSignal): Promise<void> {
    await this.#session.connected(signal);
    const changed = new Set<string>();
    const grown = new Set<string>();
    for (const { device, metric, value } of batches) {
      const { values } = this.#device(device);
      for (const [index, id] of metric.entries()) {
        const one = value[index];
        if (one === undefined) continue;
        if (!values.has(id)) grown.add(device);
        values.set(id, one);
      }
      changed.add(device);
    }
    if (this.#isReady)
      for (const device of grown)
        await untilAborted(
          this.#inTurn(() => this.#announce(device)),
          signal,
        );
    await this.#session.send(
      [...changed].flatMap((device) => this.#stateOf(device)),
      signal,
    );
  }

  event({ kind, device }: SiteEvent): void {
    if (kind === 'device-removed') {
      this.#devices.delete(device);
      this.#soon(() => this.#forget(device));
    } else
      this.#soon(async () => {
        await this.#announce(device);
        await this.#session.send(this.#statusOf(device));
      });
  }

  async clear(): Promise<void> {
    this.#isCleared = true;
    await this.#last;
    const [discovered, own] = [`${this.#settings.discovery}/device/+/config`, `${this.#prefix}/#`];
    const configs = new Set([...this.#announced.keys()].map((id) => configTopic(this.#settings.discovery, id)));
    await this.#session.clear(
      [discovered, own],
      (topic) => configs.has(topic) || (topic.startsWith(`${this.#prefix}/`) && isOwnTopic(this.#prefix, topic)),
    );
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelBirth?.();
    for (const end of this.#ends) end();
    await this.#session.close(this.#isCleared);
  }

  #device(id: string): Device {
    const device = this.#devices.get(id) ?? { values: new Map<MetricId, MetricValue>(), settings: undefined };
    this.#devices.set(id, device);
    return device;
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#last.then(run, run);
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** Does something besides, while there is a connection, and says whether there is; what fails is told, and done again with the next. */
  #soon(run: () => Promise<void>): boolean {
    if (this.#isCleared || this.#isClosed || !this.#session.link.isConnected) return false;
    this.#inTurn(async () => {
      if (!this.#isCleared && !this.#isClosed) await run();
    }).catch((error: unknown) => {
      if (!this.#isClosed) this.#listener.onState(reasonOf(error));
    });
    return true;
  }

  /** A new connection: what the broker keeps was heard, then everything is said. */
  async #begin(): Promise<void> {
    const { clock } = this.#parts;
    this.#heardMs = clock.monotonicMs();
    const untilMs = this.#heardMs + hearMs;
    while (!this.#isClosed && clock.monotonicMs() < Math.min(this.#heardMs + quietMs, untilMs))
      await clock.sleep(quietMs / 5);
    for (const { device, metric, value } of this.#parts.home.values())
      if (this.#parts.wants(device, metric)) {
        const { values } = this.#device(device);
        if (!values.has(metric)) values.set(metric, value);
      }
    this.#isReady = true;
    // A broker that was started anew may have forgotten what it was told.
    this.#said.clear();
    await this.#sayAll();
  }

  async #sayAll(): Promise<void> {
    const { facts } = this.#parts.home;
    const there = new Set([...facts.devices().map(({ record }) => record.id), ...this.#devices.keys()]);
    for (const objectId of this.#announced.keys()) {
      const id = objectId.slice(this.#node.length + 1);
      if (id !== homeId && !this.#isWanted(id)) await this.#forget(id);
      else if (id === homeId && !this.#settings.energy) await this.#forget(id);
    }
    for (const id of there) {
      if (this.#settings.commands !== 'none') await this.#askSettings(id);
      await this.#announce(id);
      await this.#session.send([...this.#stateOf(id), ...this.#statusOf(id), ...this.#settingsOf(id)]);
    }
    await this.#sayEnergy();
  }

  #isWanted(id: string): boolean {
    return this.#parts.home.facts.device(id) !== undefined && this.#parts.wants(id);
  }

  async #look(): Promise<void> {
    if (!this.#isReady) return;
    if (this.#settings.commands !== 'none')
      for (const id of this.#devices.keys()) {
        await this.#askSettings(id);
        await this.#announce(id);
        await this.#session.send(this.#settingsOf(id));
      }
    await this.#sayEnergy();
  }

  /** What was announced before, of this output. */
  #hearConfig({ topic, payload, retained }: TopicMessage): void {
    const objectId = topic.split('/').at(-2) ?? '';
    if (!retained || !objectId.startsWith(`${this.#node}_`)) return;
    this.#heardMs = this.#parts.clock.monotonicMs();
    if (this.#announced.has(objectId) || this.#heardBytes + payload.length > mostHeardBytes) return;
    const components = componentsIn(payload);
    // One of another home whose name begins alike has topics of another prefix.
    const isOwn = Buffer.from(payload).includes(JSON.stringify(statusTopic(this.#prefix)));
    if (components === undefined || !isOwn) return;
    this.#heardBytes += payload.length;
    this.#announced.set(objectId, components);
  }

  #hearBirth({ payload, retained }: TopicMessage): void {
    // One answer for all births before it.
    if (retained || this.#cancelBirth !== undefined || Buffer.from(payload).toString() !== 'online') return;
    const { clock, random } = this.#parts;
    this.#cancelBirth = clock.after(random() * birthMs, () => {
      const isTurn = this.#soon(async () => {
        this.#cancelBirth = undefined;
        // Said again although nothing has changed.
        this.#said.clear();
        await this.#sayAll();
      });
      if (!isTurn) this.#cancelBirth = undefined;
    });
  }

  /** The payloads as they were sent last, as text. */
  readonly #said = new Map<string, string>();

  /** Announces a device with all that is known of it, and takes back what is gone. */
  async #announce(id: string): Promise<void> {
    const { facts } = this.#parts.home;
    const found = facts.device(id);
    if (found === undefined || !this.#isWanted(id) || !this.#isReady || this.#isCleared) return;
    const objectId = objectIdOf(this.#node, id);
    const former = await this.#former.of(id);
    const components = { ...this.#metricsOf(id, objectId, former), ...this.#settingsComponents(id, objectId) };
    if (Object.keys(components).length === 0) return;
    const { discovery } = this.#settings;
    const announced = this.#announced.get(objectId) ?? {};
    const { before, after } = handover(former, { discovery, components, announced });
    await this.#session.send([...before, ...this.#withoutSettings(id, announced, components)]);
    await this.#publish(objectId, {
      ...this.#frame(stateTopic(this.#prefix, id), [deviceStatusTopic(this.#prefix, id)]),
      device: deviceOf(objectId, found),
      components,
    });
    await this.#session.send(after);
  }

  /** Takes away what its settings were, where none of them is announced any more. */
  #withoutSettings(
    id: string,
    ...[before, now]: readonly Readonly<Record<string, Component>>[]
  ): readonly OutMessage[] {
    const [had, has] = [before, now].map((one) => Object.keys(one ?? {}).some((key) => key.startsWith('set_')));
    if (had !== true || has === true) return [];
    return [{ topic: settingsTopic(this.#prefix, id), payload: '', retain: true }];
  }

  #frame(state: string, more: readonly string[]): Omit<DevicePayload, 'device' | 'components'> {
    return {
      origin: { name: originName },
      availability: [statusTopic(this.#prefix), ...more].map((topic) => ({ topic })),
      availability_mode: 'all',
      state_topic: state,
      qos: 1,
    };
  }

  /** Components of metrics: those that were seen, now or before. One that comes seldom is not taken back at every start. */
  #metricsOf(id: string, objectId: string, former: Former): Readonly<Record<string, Component>> {
    const before = Object.values(this.#announced.get(objectId) ?? {}).flatMap(({ unique_id: unique = '' }) => {
      const metric = metricOfId(unique, objectId, former);
      return isMetricId(metric) ? [metric] : [];
    });
    const metrics = new Set([...before, ...this.#device(id).values.keys()]);
    return Object.fromEntries(
      [...metrics]
        .filter((metric) => this.#parts.wants(id, metric))
        .map((metric) => [keyOf(metric), goingOn(metricComponent(objectId, metric), former.get(metric))]),
    );
  }

  #settingsComponents(id: string, objectId: string): Readonly<Record<string, Component>> {
    const { settings } = this.#device(id);
    // A device that does not answer keeps what it had.
    if (settings === undefined)
      return Object.fromEntries(
        Object.entries(this.#announced.get(objectId) ?? {}).filter(
          ([key]) => key.startsWith('set_') && this.#settings.commands !== 'none',
        ),
      );
    return Object.fromEntries(
      settings.flatMap(({ view }) => {
        const { name } = view;
        const component = settingComponent(objectId, view, {
          command: commandTopic(this.#prefix, id, name),
          state: settingsTopic(this.#prefix, id),
        });
        return component === undefined ? [] : [[`set_${keyOf(name)}`, component] as const];
      }),
    );
  }

  async #publish(objectId: string, payload: DevicePayload): Promise<void> {
    const topic = configTopic(this.#settings.discovery, objectId);
    const gone = Object.entries(this.#announced.get(objectId) ?? {}).filter(
      ([key, { platform }]) => payload.components[key]?.platform !== platform,
    );
    const text = JSON.stringify(payload);
    if (gone.length === 0 && this.#said.get(objectId) === text) return;
    if (gone.length > 0) {
      // A component that is gone is first named with its platform alone.
      const taken = Object.fromEntries(gone.map(([key, { platform }]) => [key, { platform }]));
      const without = JSON.stringify({ ...payload, components: { ...payload.components, ...taken } });
      await this.#session.send([{ topic, payload: without, retain: true }]);
    }
    await this.#session.send([{ topic, payload: text, retain: true }]);
    this.#announced.set(objectId, payload.components);
    this.#said.set(objectId, text);
  }

  /** A device, or the energy of the home, is there no more. */
  async #forget(id: string): Promise<void> {
    const objectId = objectIdOf(this.#node, id);
    for (const [topic, { device }] of this.#commands) if (device === id) this.#commands.delete(topic);
    this.#announced.delete(objectId);
    this.#said.delete(objectId);
    await this.#session.send([{ topic: configTopic(this.#settings.discovery, objectId), payload: '', retain: true }]);
    await this.#session.clear([`${this.#prefix}/${id}/#`], (topic) => isOwnTopic(this.#prefix, topic));
  }

  #stateOf(id: string): readonly OutMessage[] {
    const values = this.#devices.get(id)?.values;
    if (values === undefined || values.size === 0 || !this.#isWanted(id) || this.#isCleared) return [];
    const entries = [...values].map(([metric, value]) => [keyOf(metric), value]);
    return [
      { topic: stateTopic(this.#prefix, id), payload: JSON.stringify(Object.fromEntries(entries)), retain: true },
    ];
  }

  #statusOf(id: string): readonly OutMessage[] {
    const found = this.#parts.home.facts.device(id);
    if (found === undefined || !this.#isWanted(id)) return [];
    const payload = found.isOnline ? 'online' : 'offline';
    return [{ topic: deviceStatusTopic(this.#prefix, id), payload, retain: true }];
  }

  #settingsOf(id: string): readonly OutMessage[] {
    const shown = (this.#devices.get(id)?.settings ?? []).flatMap(({ view: { name, current } }) =>
      current === undefined ? [] : [[name, current] as const],
    );
    if (shown.length === 0 || !this.#isWanted(id)) return [];
    const payload = JSON.stringify(Object.fromEntries(shown));
    return [{ topic: settingsTopic(this.#prefix, id), payload, retain: true }];
  }

  /** Asks what can be set; the topics of that, each whole, are all that takes commands. */
  async #askSettings(id: string): Promise<void> {
    const { commands: role } = this.#settings;
    if (role === 'none' || !this.#isWanted(id)) return;
    const found = await this.#parts.home.settings(id, role).catch(() => undefined);
    if (found === undefined) return;
    const settings = found.filter(({ view }) => /^[A-Za-z0-9_.-]{1,80}$/.test(view.name));
    this.#device(id).settings = settings;
    for (const [topic, { device }] of this.#commands) if (device === id) this.#commands.delete(topic);
    for (const setting of settings)
      this.#commands.set(commandTopic(this.#prefix, id, setting.view.name), { device: id, setting });
  }

  #hearCommand({ topic, payload, retained }: TopicMessage): void {
    const place = this.#commands.get(topic);
    const { commands: role } = this.#settings;
    // What the broker has kept was asked for at another time.
    if (place === undefined || role === 'none' || retained || payload.length > mostBytes || this.#isCleared) return;
    const text = Buffer.from(payload).toString();
    void this.#carryOut(place, role, text);
  }

  async #carryOut(
    { device, setting: { view, target } }: CommandPlace,
    role: 'operator' | 'admin',
    text: string,
  ): Promise<void> {
    const { home, id, name } = this.#parts;
    const value = commandValue(view, text);
    let said: Readonly<Record<string, unknown>>;
    this.#underWay += 1;
    try {
      if (value === undefined)
        throw new SolsteadError('command.limits', { at: view.name, why: because('output.not-taken') });
      if (this.#underWay > mostCommands)
        throw new SolsteadError('command.expired', { at: view.name, why: because('output.too-many-commands') });
      const { outcome, after } = await home.command({ by: { id, name }, role, device, target, value });
      said = { outcome, ...(after === undefined ? {} : { after }) };
    } catch (error) {
      said = { outcome: isSolsteadError(error) ? error.code : 'failed', why: inEnglish(reasonOf(error)) };
    } finally {
      this.#underWay -= 1;
    }
    this.#soon(async () => {
      await this.#askSettings(device);
      const result = JSON.stringify({ name: view.name, value: text, ...said });
      // Also after a refusal: what is shown there goes back to what the device shows.
      await this.#session.send([
        { topic: resultTopic(this.#prefix, device), payload: result, retain: false },
        ...this.#settingsOf(device),
      ]);
    });
  }

  async #sayEnergy(): Promise<void> {
    if (!this.#settings.energy || !this.#isReady || this.#isCleared) return;
    const found = await this.#parts.home.energy().catch(() => undefined);
    if (found === undefined) return;
    const objectId = objectIdOf(this.#node, homeId);
    const components = energyComponents(objectId, found);
    if (Object.keys(components).length === 0) return;
    const { site } = this.#parts.home.facts;
    await this.#publish(objectId, {
      ...this.#frame(stateTopic(this.#prefix, homeId), []),
      device: { identifiers: [objectId], name: site.name, model: 'Energy of the home' },
      components,
    });
    await this.#session.send([{ topic: stateTopic(this.#prefix, homeId), payload: energyText(found), retain: true }]);
  }
}

/** Home Assistant. */
export const homeAssistant: OutputKind<HomeAssistantOutput> = {
  check(settings) {
    checkBroker(settings);
    formerDevices(settings.former);
    if (!isTopicPrefix(settings.discovery))
      throw new SolsteadError('input.invalid', { at: 'settings.discovery', why: because('output.prefix') });
  },
  devices: ({ former }) => formerDevices(former).map(({ device }) => ({ field: 'former', device, byName: true })),
  // It takes a value as of the moment it comes: only the newest is right.
  keeps: () => 'newest',
  traces: ({ server = '', discovery, former, ...settings }, { facts }) => {
    const prefix = prefixOf(settings, facts.site.id);
    return JSON.stringify([server, discovery, prefix, ...(former === undefined ? [] : [former])]);
  },
  alone: topicsPlace,
  open: (settings, parts, listener) => new HomeAssistantSink(settings, parts, listener),
  test: async (settings, parts) => trySession(settings, parts, await messagesNow(settings, parts)),
};
