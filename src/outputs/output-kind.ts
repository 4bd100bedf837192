// What a kind of output is: how its settings are checked, what it does with readings, and how it is tried. One file for each in `kinds/`.
import type { MetricId } from '#core/catalogue.ts';
import type { Clock } from '#core/clock.ts';
import type { CommandResult, CommandTarget, SettingView } from '#core/command.ts';
import type { SiteEvent, SiteFacts } from '#core/consumer.ts';
import type { MessageLink } from '#core/message-link.ts';
import type { OutputSettings, OutputTested } from '#core/output.ts';
import type { Random } from '#core/random.ts';
import type { Batch, MetricValue } from '#core/reading.ts';
import type { Reason } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import type { HomeFigures } from './home-assistant/entities.ts';

/** A value of the home as it is known now. */
export interface KnownValue {
  readonly device: string;
  readonly metric: MetricId;
  readonly value: MetricValue;
  readonly atMs: number;
}

/** What an output may know of its home. */
export interface OutputHome {
  readonly facts: SiteFacts;
  /** Values that are not old. */
  values(): readonly KnownValue[];
  /** What a role may set on a device without a confirmation. Errors: `link.*`. */
  settings(device: string, role: CommandRole): Promise<readonly OutputSetting[]>;
  /** Gives a command as this output: permitted, logged, sent once. Errors: `access.denied`, `command.*`, `link.*`. */
  command(asked: AskedCommand): Promise<CommandResult>;
  /** Energy and money as they are counted now. Errors: `store.failed`. */
  energy(): Promise<HomeEnergy>;
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

/** What an output stands on. */
export interface SinkParts {
  /** Of the output. */
  readonly id: string;
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly secret: Secret | undefined;
  readonly home: OutputHome;
  /** Whether its filter lets a device through, or a metric of it. */
  wants(device: string, metric?: MetricId): boolean;
  /** Errors: `input.invalid`. */
  openBroker(options: SessionOptions): ConnectingLink;
}

/** Where readings go. */
export interface Sink {
  /** Resolves when the server has them; what it rejects with is tried again. */
  deliver(batches: readonly Batch[], signal: AbortSignal): Promise<void>;
  event?(event: SiteEvent): void;
  /** Takes away what it left at its server; nothing more is delivered. Errors: `output.failed`, `link.*`. */
  clear?(): Promise<void>;
  close(): Promise<void>;
}

/** What a running sink tells. */
export interface SinkListener {
  /** Called when its server is reached, and with a reason when it is not. */
  onState(failure: Reason | undefined): void;
}

/** A kind of output. */
export interface OutputKind<Settings extends OutputSettings> {
  /** What no schema can say. Errors: `input.invalid` with the field. */
  check(settings: Settings): void;
  /** What waits for a server that is away: everything on the disk, or the newest of each value in memory. */
  keeps(settings: Settings): 'all' | 'newest';
  /** What the traces it leaves at its server depend on: with another one the old ones are taken away. */
  traces(settings: Settings, home: OutputHome): string;
  open(settings: Settings, parts: SinkParts, listener: SinkListener): Sink;
  /** Shows what would be sent, and whether the server takes it. Errors: `output.failed`, `link.*`, `broker.refused`. */
  test(settings: Settings, parts: SinkParts): Promise<OutputTested>;
}
