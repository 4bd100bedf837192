// A daemon: the devices of a file, asked at their own paces, and their answers and readings on their ways – without a hub, a history and
// a web page, which is what keeps it small. What a plan does not need is not loaded.
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { Clock } from '#core/clock.ts';
import type { DeviceAnswer, DeviceListener, Field, OneOffs } from '#core/field.ts';
import { reasonOf } from '#core/errors.ts';
import type { LinkAddress } from '#core/address.ts';
import type { Link } from '#core/link.ts';
import type { Batch } from '#core/reading.ts';
import { inEnglish } from '#core/reason.ts';
import { systemRandom } from '#core/random.ts';
import { devicePasswordRef, type Secret, type SecretStore } from '#core/secrets.ts';
import { forgetfulWear, type WearMemory } from '#core/wear-memory.ts';
import { systemTimeZone } from '#core/clock.ts';
import type { SiteRecord } from '#core/records.ts';
import { changesOf, type PlanChanges } from '#daemon/changes.ts';
import {
  type DaemonPlan,
  hasReaders,
  type PlannedBroker,
  type PlannedCommand,
  type PlannedDevice,
} from '#daemon/plan.ts';
import { type FirstTurns, makeFirstTurns } from '#daemon/first-turns.ts';
import { makeProgress, type Progress } from '#daemon/progress.ts';
import type { NamedAnswer } from '#core/named-answer.ts';
import type { CommandAnswer } from '#daemon/answer-groups.ts';
import type { Definition } from '#devices/definition.ts';
import {
  type AnswerAbout,
  deviceIdAnswer,
  mergedAnswer,
  namedAnswer,
  withFailed,
} from '#devices/mpp-solar/named-answer.ts';
import type { ListedDefinition } from '#devices/listed.ts';
import type { Registry } from '#devices/on-demand.ts';
import { version } from '#cli/version.ts';
import { openField } from '#drivers/open-field.ts';
import type { ConnectingLink } from '#outputs/output-kind.ts';
import { answerParts } from '../answer-parts.ts';
import { plugInsOf } from '../user-devices.ts';
import { type AnswerRoutes, makeAnswerRoutes } from './answer-routes.ts';
import { type Brokers, makeBrokers } from './brokers.ts';
import { type DaemonDevice, type DaemonDevices, makeDaemonDevices } from './daemon-devices.ts';
import type { Readings } from './readings.ts';

/** What it is made of. */
export interface DaemonParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly registry: Registry;
  /** Folder of what waits for servers; absent: there is none. */
  readonly folder: string | undefined;
  /** Makes links whose passwords and keys are these. */
  linksWith(secrets: Pick<SecretStore, 'read'>): (address: LinkAddress) => Link;
  /** Whether each device is asked once and no commands are heard; absent: it goes on for good. */
  readonly isOnce?: boolean;
}

/** A daemon that runs. */
export interface RunningDaemon {
  /** Goes on with another plan: what does not differ is left as it is. */
  change(plan: DaemonPlan): Promise<void>;
  /** How it goes, in one line. */
  status(): string;
  /** Devices that should have given a sign long ago. */
  overdue(): readonly string[];
  /** Of one that runs once: resolves when each device had its turn, and outputs have what was said, or their time is up. */
  finished(): Promise<OnceOutcome>;
  /** Ends it: exchanges under way may finish, and what waits may go, for some seconds. */
  close(): Promise<void>;
}

/** What came of asking once. */
export interface OnceOutcome {
  /** Devices that did not say all that they were asked. */
  readonly silent: readonly string[];
  /** Whether each of them answered, and refused what is missing. */
  readonly isRefused: boolean;
  /** Answers and readings that no server has yet. */
  readonly waiting: number;
}

/** Longest waits at the end, ms: for the exchange under way, and for what is on its way to servers. */
const endMs = { exchange: 3000, answers: 4000 } as const;

const idOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40) || 'home';

const siteOf = ({ home }: DaemonPlan): SiteRecord => ({
  id: idOf(home.name),
  name: home.name,
  timeZone: home.timeZone ?? systemTimeZone(),
});

const needsBroker = ({ devices, outputs }: DaemonPlan): boolean =>
  outputs.length > 0 ||
  devices.some(
    ({ answers, mayCommand, topic }) =>
      topic !== undefined ||
      mayCommand.length > 0 ||
      answers.some(({ settings }) => settings.server?.startsWith('mqtt')),
  );

/** Longest wait for servers of one that runs once, ms, and how often it is looked. */
const onceMs = { servers: 10_000, look: 50 } as const;

/** Name of this computer, up to its first dot. */
const hostName = hostname().split('.')[0] ?? 'localhost';

/** What a device has to answer. */
const wantedOf = (commands: readonly PlannedCommand[]): readonly string[] =>
  commands.flatMap(({ asks, optional = [] }) => asks.filter((query) => !optional.includes(query)));

/** What a device answered to a command of its file: to one query, or to several together. */
function answerOf(
  definition: Definition,
  { command, answers, failed = [] }: CommandAnswer,
  about: AnswerAbout,
): NamedAnswer {
  const named = answers.map((answer) => namedAnswer(definition, answer, about));
  const [only] = named;
  if (command === 'get_device_id') return { ...deviceIdAnswer(named, about), command };
  if (only !== undefined && named.length === 1 && failed.length === 0) return { ...only, command };
  const merged = mergedAnswer(named, { command, title: command, about });
  return failed.length === 0 ? merged : withFailed(merged, failed);
}

/** Runs a plan. */
class Daemon implements RunningDaemon {
  readonly #parts: DaemonParts;
  readonly #progress: Progress;
  readonly #states = new Map<string, string>();
  #plan: DaemonPlan;
  #site: SiteRecord;
  #opened: (Field & OneOffs) | undefined;
  /** Outlives a field: another broker is another one. */
  #wear: WearMemory | undefined;
  #devices!: DaemonDevices;
  #routes!: AnswerRoutes;
  #brokers: Brokers | undefined;
  /** Over which devices report and commands come. */
  #ownLink: ConnectingLink | undefined;
  #readings: Readings | undefined;
  readonly #turns: FirstTurns | undefined;
  readonly #hearing = new Map<string, () => void>();

  constructor(plan: DaemonPlan, parts: DaemonParts) {
    this.#plan = plan;
    this.#parts = parts;
    this.#site = siteOf(plan);
    this.#progress = makeProgress(parts.clock);
    this.#turns = parts.isOnce === true ? makeFirstTurns(parts.clock) : undefined;
  }

  get #field(): Field & OneOffs {
    if (this.#opened === undefined) throw new TypeError('assertion: a field that is not open yet');
    return this.#opened;
  }

  async open(): Promise<void> {
    const { clock, log } = this.#parts;
    const openBroker = (options: Parameters<Brokers['open']>[0]): ConnectingLink => {
      if (this.#brokers === undefined) throw new TypeError('assertion: a broker is wanted that no plan names');
      return this.#brokers.open(options);
    };
    this.#routes = makeAnswerRoutes({
      clock,
      random: systemRandom,
      log,
      // What a file says of a device that is read no more is older with every minute.
      partsOf: (secret) => ({
        ...answerParts({ secret, keepsFiles: this.#turns !== undefined }),
        clock,
        openBroker: async (options) => openBroker(options),
      }),
    });
    await this.#loadBrokers(this.#plan);
    this.#wear = await this.#openWear();
    await this.#begin(this.#plan);
  }

  async change(plan: DaemonPlan): Promise<void> {
    const changes = changesOf(this.#plan, plan);
    await this.#loadBrokers(plan);
    // Another home or another broker is another field.
    if (this.#isOther(plan)) await this.#again(plan);
    else await this.#apply(plan, changes);
  }

  status(): string {
    const names = [...this.#devices.running.keys()];
    const silent = names.filter((name) => this.#states.get(name) !== 'online');
    const { waiting, lost } = this.#routes.figures();
    const away = this.#readings?.issues().map(inEnglish) ?? [];
    return [
      `${names.length - silent.length} of ${names.length} devices answer`,
      ...(silent.length > 0 ? [`not: ${silent.slice(0, 5).join(', ')}`] : []),
      ...(waiting > 0 ? [`${waiting} answers wait for servers`] : []),
      ...(lost > 0 ? [`${lost} answers were lost to full memory`] : []),
      ...away,
    ].join('; ');
  }

  overdue(): readonly string[] {
    return this.#progress.overdue();
  }

  async finished(): Promise<OnceOutcome> {
    const silent = (await this.#turns?.finished()) ?? [];
    const { clock } = this.#parts;
    const waiting = (): number => this.#routes.figures().waiting + (this.#readings?.waiting() ?? 0);
    const untilMs = clock.monotonicMs() + onceMs.servers;
    await this.#routes.flush(onceMs.servers);
    while (waiting() > 0 && clock.monotonicMs() < untilMs) await clock.sleep(onceMs.look);
    return { silent, isRefused: silent.every((one) => this.#hasOnlyRefused(one)), waiting: waiting() };
  }

  /** Whether all that a device did not say was refused: its cable, its speed and its protocol are right then. */
  #hasOnlyRefused(silent: string): boolean {
    const name = [...this.#devices.running.keys()].find((one) => silent === one || silent.startsWith(`${one} (`));
    if (name === undefined) return false;
    const { refused, timeouts, badFrames } = this.#field.status(name).health;
    return refused > 0 && timeouts + badFrames === 0;
  }

  async close(): Promise<void> {
    for (const end of this.#hearing.values()) end();
    this.#hearing.clear();
    await this.#opened?.close({ finishMs: endMs.exchange });
    this.#brokers?.hurry();
    const mostMs = this.#turns === undefined ? endMs.answers : 0;
    await Promise.all([this.#routes.close(mostMs), this.#readings?.close(mostMs)]);
    await this.#ownLink?.close();
  }

  #isOther({ home, broker }: DaemonPlan): boolean {
    const { home: wasHome, broker: wasBroker } = this.#plan;
    const of = (one: PlannedBroker | undefined) => JSON.stringify([one?.server, one?.ca, one?.secret?.reveal()]);
    return JSON.stringify(home) !== JSON.stringify(wasHome) || of(broker) !== of(wasBroker);
  }

  async #openWear(): Promise<WearMemory> {
    const { folder, log } = this.#parts;
    if (folder === undefined) return forgetfulWear();
    return (await import('#store/wear-file.ts')).openWearFile(folder, log);
  }

  async #loadBrokers(plan: DaemonPlan): Promise<void> {
    if (this.#brokers !== undefined || !needsBroker(plan)) return;
    const { makeMqttLink } = await import('#transport/mqtt-link.ts');
    this.#brokers = makeBrokers({ ...this.#parts, makeLink: makeMqttLink });
  }

  /** The password or key of a device that its file names. */
  #secretOf(ref: string): Secret | undefined {
    return this.#plan.devices.find(({ name }) => devicePasswordRef(name) === ref)?.secret;
  }

  /** The connection over which devices report and commands come. */
  #openOwnLink({ broker, devices }: DaemonPlan): ConnectingLink | undefined {
    const isUsed = devices.some(({ topic, mayCommand }) => topic !== undefined || mayCommand.length > 0);
    if (broker === undefined || !isUsed || this.#brokers === undefined) return undefined;
    const { server, ca, secret } = broker;
    const clientId = `solstead-${hostName.slice(0, 20)}-${process.pid}`;
    const link = this.#brokers.open({ server, ca, password: secret, clientId });
    const { log } = this.#parts;
    link.onState((isConnected, failure) => {
      if (isConnected) log.info({ broker: link.name }, 'broker is reached');
      else if (failure !== undefined)
        log.warn({ broker: link.name, why: failure.message }, 'broker is not reached; it is tried again');
    });
    link.connect().catch(() => undefined);
    return link;
  }

  async #begin(plan: DaemonPlan): Promise<void> {
    const { clock, log, registry, folder, linksWith } = this.#parts;
    this.#plan = plan;
    this.#site = siteOf(plan);
    this.#ownLink = this.#openOwnLink(plan);
    const definitions: ListedDefinition[] = [...registry.listed];
    this.#opened = openField({
      definitions,
      broken: registry.broken,
      clock,
      random: systemRandom,
      log,
      wear: this.#wear,
      ...(this.#ownLink === undefined ? {} : { broker: this.#ownLink }),
      makeLink: linksWith({ read: async (ref) => this.#secretOf(ref) }),
      findPorts: async () => [],
    });
    this.#devices = makeDaemonDevices({
      clock,
      field: this.#field,
      site: this.#site.id,
      definitions,
      progress: this.#progress,
      listener: this.#listener(),
      onKnown: (name, commands = []) => this.#turns?.want(name, wantedOf(commands)),
    });
    await this.#routes.set(plan.devices);
    if (hasReaders(plan)) await this.#openReadings(plan);
    for (const device of plan.devices) await this.#startDevice(device);
    this.#hearAll();
    if (folder !== undefined) log.debug({ folder }, 'what waits is kept here');
  }

  async #openReadings(plan: DaemonPlan): Promise<void> {
    const { Readings: opened } = await import('./readings.ts');
    const { clock, log, folder, registry } = this.#parts;
    this.#readings = await opened.open(
      {
        clock,
        log,
        folder,
        software: `Solstead ${version()}`,
        kinds: plugInsOf(registry)?.outputKinds,
        site: this.#site,
        field: this.#field,
        openBroker: (options) => {
          if (this.#brokers === undefined) throw new TypeError('assertion: a broker is wanted that no plan names');
          return this.#brokers.open(options);
        },
        devices: () => [...this.#devices.running.values()],
        definitionOf: (device) => this.#devices.running.get(device)?.definition.id,
      },
      plan,
    );
  }

  #listener(): DeviceListener {
    return {
      onBatch: (batch: Batch) => {
        this.#progress.sign(batch.device);
        this.#readings?.take(batch);
        this.#turns?.heard(batch.device);
      },
      onAnswer: (device, answer) => this.#takeAnswer(device, answer),
      onRound: (device) => {
        this.#endRound(device);
        this.#turns?.roundEnded(device);
      },
      onStatus: (device) => {
        this.#progress.sign(device);
        const { state } = this.#field.status(device);
        if (this.#states.get(device) === state) return;
        this.#states.set(device, state);
        this.#readings?.event({ kind: 'device-changed', device });
      },
    };
  }

  #takeAnswer(name: string, answer: DeviceAnswer): void {
    // While outputs are waited for it may be asked again.
    if (this.#turns?.isOver(name) === true) return;
    this.#progress.sign(name);
    this.#turns?.heard(name, answer.query);
    this.#give(name, ({ groups }) => groups.take(answer));
  }

  /** Of what is put together from several answers, those that came are given out though others failed. */
  #endRound(name: string): void {
    if (this.#turns?.isOver(name) !== true) this.#give(name, ({ groups }) => groups.ended());
  }

  #give(name: string, taken: (device: DaemonDevice) => readonly CommandAnswer[]): void {
    const device = this.#devices.running.get(name);
    if (device === undefined || device.planned.answers.length === 0) return;
    const found = taken(device);
    if (found.length === 0) return;
    const { identity } = this.#field.status(name);
    const about = { device: name, tag: device.planned.tag, atMs: this.#parts.clock.nowMs(), identity };
    for (const one of found) this.#routes.take(name, answerOf(device.definition, one, about));
  }

  async #startDevice(device: PlannedDevice): Promise<void> {
    const { log } = this.#parts;
    const { name } = device;
    await this.#beginTurn(device);
    await this.#devices.start(device);
    const { state, failure } = this.#field.status(name);
    this.#states.set(name, state);
    // One that cannot start harms no other.
    if (state === 'misconfigured' && failure !== undefined)
      log.error(
        { device: name, why: inEnglish(reasonOf(failure.error)), code: failure.error.code },
        'device cannot be read',
      );
    if (state === 'misconfigured') this.#turns?.roundEnded(name);
    this.#readings?.event({ kind: 'device-placed', device: name });
  }

  /** Of one that runs once: what is wanted of a device. */
  async #beginTurn({ name, commands = [], definition: id }: PlannedDevice): Promise<void> {
    if (this.#turns === undefined) return;
    const definition = await this.#parts.registry.definitionOf(id);
    this.#turns.begin(name, { wanted: wantedOf(commands), isAsked: 'live' in definition });
  }

  async #stopDevice(name: string): Promise<void> {
    this.#hearing.get(name)?.();
    this.#hearing.delete(name);
    await this.#devices.stop(name);
    this.#states.delete(name);
    this.#readings?.event({ kind: 'device-removed', device: name });
  }

  #hearAll(): void {
    for (const end of this.#hearing.values()) end();
    this.#hearing.clear();
    const link = this.#ownLink;
    const heard = this.#plan.devices.filter(({ mayCommand }) => mayCommand.length > 0);
    if (link === undefined || heard.length === 0 || this.#turns !== undefined) return;
    const { clock, log, registry } = this.#parts;
    const field = this.#field;
    void import('./commands-over-mqtt.ts').then(({ hearCommands }) => {
      for (const device of heard) {
        const definitionOf = () => registry.definitionOf(device.definition);
        this.#hearing.set(device.name, hearCommands({ clock, log, hostName, field, link, definitionOf }, device));
      }
    });
  }

  async #again(plan: DaemonPlan): Promise<void> {
    for (const end of this.#hearing.values()) end();
    this.#hearing.clear();
    for (const name of this.#devices.running.keys()) this.#progress.forget(name);
    await this.#field.close({ finishMs: endMs.exchange });
    await this.#readings?.close(0);
    this.#readings = undefined;
    await this.#ownLink?.close();
    await this.#begin(plan);
  }

  async #apply(plan: DaemonPlan, { ended, begun, kept, ...others }: PlanChanges): Promise<void> {
    const ownLinkIsNew = this.#ownLink === undefined;
    this.#plan = plan;
    // Whoever needs the broker for the first time needs a field that has it.
    if (ownLinkIsNew && plan.devices.some(({ topic, mayCommand }) => topic !== undefined || mayCommand.length > 0))
      return this.#again(plan);
    await this.#routes.set(plan.devices);
    for (const name of ended) await this.#stopDevice(name);
    for (const device of kept) {
      const running = this.#devices.running.get(device.name);
      if (running !== undefined) running.planned = device;
    }
    if (this.#readings !== undefined) await this.#readings.change(plan, others);
    else if (hasReaders(plan)) await this.#openReadings(plan);
    for (const device of begun) await this.#startDevice(device);
    this.#hearAll();
  }
}

/** Runs a plan. Errors: `input.invalid` for an output that cannot be opened, `store.*`. */
export async function openDaemon(plan: DaemonPlan, parts: DaemonParts): Promise<RunningDaemon> {
  const daemon = new Daemon(plan, parts);
  try {
    await daemon.open();
  } catch (error) {
    // What was opened already would keep the program from ending.
    await daemon.close();
    throw error;
  }
  return daemon;
}
