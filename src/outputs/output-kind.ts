// What a kind of output is: how its settings are checked, what it does with readings, and how it is tried. One file for each in `kinds/`.
import type { Ports } from '#core/answering.ts';
import type { LinkAddress } from '#core/address.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Clock } from '#core/clock.ts';
import type { CommandResult, CommandTarget, SettingView } from '#core/command.ts';
import type { SiteEvent, SiteFacts } from '#core/consumer.ts';
import type { DatagramLink } from '#core/datagram-link.ts';
import type { DocumentLink, DocumentOptions } from '#core/document-link.ts';
import type { HttpClient, HttpServer } from '#core/http-client.ts';
import type { HomeNow } from '#core/expression/home-moment.ts';
import type { MessageLink } from '#core/message-link.ts';
import type { NatsLink, NatsOptions } from '#core/nats-link.ts';
import type { NetworkService } from '#core/network-names.ts';
import type { OutputFiles } from '#core/output-files.ts';
import type { FormerEntity, OutputSettings, OutputTested } from '#core/output.ts';
import type { Random } from '#core/random.ts';
import type { Batch, MetricValue } from '#core/reading.ts';
import type { Reason } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import type { SqlLink, SqlOptions } from '#core/sql-link.ts';
import type { Names } from './names.ts';
import type { HomeFigures } from './home-assistant/entities.ts';

/** A value of the home as it is known now. */
export interface KnownValue {
  readonly device: string;
  readonly metric: MetricId;
  readonly value: MetricValue;
  readonly atMs: number;
}

/** The grid connection of a home: W, + from the grid. */
export interface GridPower {
  readonly powerW: number;
  readonly atMs: number;
  /** It follows from other values: nothing measures it. */
  readonly isEstimated: boolean;
}

/** What an output may know of its home. */
export interface OutputHome {
  readonly facts: SiteFacts;
  /** Values that are not old. */
  values(): readonly KnownValue[];
  /** Its grid connection; absent: nothing is known of it, or only old values. */
  grid(): GridPower | undefined;
  /** All values and the flow, for a condition. */
  now(): HomeNow;
  /** What a role may set on a device without a confirmation. Errors: `link.*`. */
  settings(device: string, role: CommandRole): Promise<readonly OutputSetting[]>;
  /** Gives a command as this output: permitted, logged, sent once. Errors: `access.denied`, `command.*`, `link.*`. */
  command(asked: AskedCommand): Promise<CommandResult>;
  /** Powers of the home now. */
  flow(): HomeFlow;
  /** Energy and money as they are counted now. Errors: `store.failed`. */
  energy(): Promise<HomeEnergy>;
  /** Entities that mpp-solar made of a device; absent: none are known. */
  formerEntities?(device: string): Promise<readonly FormerEntity[]>;
}

/** Powers of a home, W: sun, home and generator ≥ 0, grid + import, battery + discharge. What is not known, or is old, is absent. */
export interface HomeFlow {
  readonly pvW?: number;
  readonly gridW?: number;
  readonly batteryW?: number;
  readonly loadW?: number;
  /** State of charge, %. */
  readonly soc?: number;
}

/** What an output may set: set-points and switches, or what the maker calls its own, too. */
export type CommandRole = 'operator' | 'admin';

/** Something that can be set, and how it is named in a command. */
export interface OutputSetting {
  readonly view: SettingView;
  readonly target: CommandTarget;
}

/** A command that came from outside. */
export interface AskedCommand {
  /** The output's id and name. */
  readonly by: { readonly id: string; readonly name: string };
  readonly role: CommandRole;
  readonly device: string;
  readonly target: CommandTarget;
  readonly value: MetricValue;
}

/** Energy and money of a home. */
export interface HomeEnergy {
  /** When today began, epoch ms. */
  readonly sinceMs: number;
  /** ISO 4217; absent without a tariff. */
  readonly currency?: string | undefined;
  readonly today: HomeFigures;
  readonly total: HomeFigures;
}

/** A link to a broker that connects when asked to. */
export interface ConnectingLink extends MessageLink {
  /** Resolves with the first connection; it is tried again until it is closed. Errors: `broker.refused`, `link.unavailable`. */
  connect(): Promise<void>;
  /** Where it waits before it connects again, it does so now. */
  hurry?(): void;
}

/** How a session with a broker is opened. */
export interface SessionOptions {
  /** `mqtt://account@host:1883`; absent: the broker of the home. */
  readonly server?: string | undefined;
  readonly clientId: string;
  readonly password?: Secret | undefined;
  /** PEM. */
  readonly ca?: string | undefined;
  /** What the broker says, and keeps, when this side is gone without a word. */
  readonly will?: { readonly topic: string; readonly payload: string } | undefined;
}

/** How outputs reach what is outside. */
export interface Openers {
  /** Where they answer those who ask. */
  readonly ports: Ports;
  /** The folder that they may write to. */
  readonly files: OutputFiles;
  /** Tells the local network that something is there, until that is closed; nothing where nobody is told. */
  announce(service: NetworkService): { close(): Promise<void> } | undefined;
  /** Errors: `input.invalid`. */
  openBroker(options: SessionOptions): ConnectingLink;
  /** Errors: `link.forbidden`. */
  openMongo(options: DocumentOptions, password: Secret | undefined): DocumentLink;
  /** Errors: `link.forbidden`. */
  openPostgres(options: SqlOptions, password: Secret | undefined): SqlLink;
  /** Errors: `link.forbidden`. */
  openMysql(options: SqlOptions, password: Secret | undefined): SqlLink;
  /** Errors: `link.forbidden`. */
  openNats(options: NatsOptions, secrets: Pick<SinkParts, 'secret' | 'clientKey'>): NatsLink;
  /** A client of a server, which is asked for nothing yet. Errors: `input.invalid`, `link.forbidden`. */
  openHttp(server: HttpServer): HttpClient;
  /** Errors: `link.forbidden`. */
  openDatagrams(address: Extract<LinkAddress, { scheme: 'udp' }>): DatagramLink;
}

/** What an output stands on. */
export interface SinkParts extends Openers {
  /** Of the output. */
  readonly id: string;
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly secret: Secret | undefined;
  /** Key of the client's certificate, PEM. */
  readonly clientKey: Secret | undefined;
  readonly home: OutputHome;
  /** Whether its filter lets a device through, or a metric of it. */
  wants(device: string, metric?: MetricId): boolean;
  /** Who it is at the ports. */
  readonly owner: string;
  /** What devices and metrics are called at the server. */
  readonly names: Names;
}

/** Where readings go. */
export interface Sink {
  /** Whether its server takes or refuses a batch as a whole; absent: it may take some values and refuse others. */
  readonly isWhole?: boolean;
  /** Most batches that it is given at once; absent: some hundred. */
  readonly mostAtOnce?: number;
  /**
   * Resolves when the server has them; what it rejects with is tried again. Errors: `output.unfit` if the server says that it will never
   * take these values, `output.refused` if it refuses them and may mean something else: values of both are looked for and left out.
   * With false if nothing went to it, so that nothing is known of it.
   */
  deliver(batches: readonly Batch[], signal: AbortSignal): Promise<boolean | void>;
  /** Whether there is nothing in them for its server: that they are delivered says nothing of it. Absent: there always is. */
  readonly isEmpty?: (batches: readonly Batch[]) => boolean;
  /** When it sends next, epoch ms, where that is not as values come. */
  nextMs?(): number | undefined;
  event?(event: SiteEvent): void;
  /** Takes away what it left at its server; nothing more is delivered. Errors: `output.failed`, `link.*`. */
  clear?(): Promise<void>;
  /** Of one that is asked: how often it answered since the start, and whom last. */
  answered?(): { readonly count: number; readonly last?: { readonly by: string; readonly atMs: number } };
  close(): Promise<void>;
}

/** What a running sink tells. */
export interface SinkListener {
  /** Called when its server is reached, and with a reason when it is not. */
  onState(failure: Reason | undefined): void;
}

/** A place that one output of a home alone may have, and the setting that another one has to choose otherwise. */
export interface OwnPlace {
  readonly place: string;
  readonly field: 'prefix' | 'file' | 'job';
}

/** A device that a setting names: by its id, or by its name, too. */
export interface NamedDevice {
  readonly field: string;
  readonly device: string;
  readonly byName?: true;
}

/** A kind of output. */
export interface OutputKind<Settings extends OutputSettings> {
  /** What no schema can say. Errors: `input.invalid` with the field. */
  check(settings: Settings): void;
  /** Devices of the home that its settings name; absent: none. */
  devices?(settings: Settings): readonly NamedDevice[];
  /** Whether names of devices and metrics may be changed: it asks its parts for them. */
  readonly isNameable?: true;
  /** Whom its secrets are for: with another they are asked for again. Absent: its `server`. */
  secretFor?(settings: Settings): string;
  /** What waits for a server that is away: everything on the disk, the newest of each value in memory, or nothing. */
  keeps(settings: Settings): 'all' | 'newest' | 'nothing';
  /** What the traces it leaves at its server depend on: with another one the old ones are taken away. */
  traces(settings: Settings, home: OutputHome): string;
  /**
   * What one output of a home alone may have, as what it leaves there is taken away with it: the beginning of topics at a broker, a file.
   * Absent: several do each other no harm.
   */
  alone?(settings: Settings, site: string): OwnPlace;
  open(settings: Settings, parts: SinkParts, listener: SinkListener): Sink;
  /** Shows what would be sent, and whether the server takes it. Errors: `output.failed`, `link.*`, `broker.refused`. */
  test(settings: Settings, parts: SinkParts): Promise<OutputTested>;
}
