// The interface of outputs: a home gives its readings to a server of somebody's own, each over a spool of its own. The hub above it asks
// who may; the outputs room below it does it.
import type { GivenStatistics, NamedSite, StatisticsAsk, YieldRows } from './statistics.ts';
import type { MetricId } from './catalogue.ts';
import type { Reason } from './reason.ts';

/** Which values an output gets; what is absent does not narrow. */
export interface OutputFilter {
  /** Ids of devices: these alone, and never those. */
  readonly devices?: readonly string[];
  readonly exceptDevices?: readonly string[];
  /** Ids of metrics, or the beginning of one followed by `*`: `battery.*`. */
  readonly metrics?: readonly string[];
  readonly exceptMetrics?: readonly string[];
  /** A value of one metric and device comes no more often than this, s. */
  readonly everySeconds?: number;
  /** Only values that differ from the last one that was given. */
  readonly changesOnly?: boolean;
  /** By how much a number has to differ, in the unit of its metric; the first that names the metric counts. */
  readonly deadBands?: readonly { readonly metrics: string; readonly by: number }[];
  /** With `changesOnly`: an unchanged value comes again after so long, s. */
  readonly againSeconds?: number;
  /** Only while this condition holds (`docs/expressions.md`). */
  readonly onlyWhen?: string;
  /** What devices and metrics are called there. */
  readonly names?: OutputNames;
  /** How much may wait on the disk for a server that is away, MiB; then the oldest go. */
  readonly waitingMb?: number;
}

/** What may wait for one server, MiB: the least, what it is where nothing is set, and the most. */
export const waitingMb = { least: 1, usual: 512, most: 4096 } as const;

/** Names at the server of an output. */
export interface OutputNames {
  /** By the id of the device. */
  readonly devices?: readonly { readonly from: string; readonly to: string }[];
  /** By the id of the metric, or the beginning of several followed by `*`, on both sides; the first that fits counts. */
  readonly metrics?: readonly { readonly from: string; readonly to: string }[];
}

/** An entity that mpp-solar made in Home Assistant of a value that is known by a metric here. */
export interface FormerEntity {
  readonly metric: MetricId;
  /** The question that it was an answer to. */
  readonly query: string;
  /** Its key and its words there. */
  readonly key: string;
  readonly title: string;
  readonly platform: 'sensor' | 'binary_sensor';
}

/** What is set of one kind; its schema is that of its kind. */
export interface OutputSettings {
  readonly kind: string;
}

/** Kinds of Solstead's own that play a meter: they answer or send by themselves, and have no server, no password and no filter. */
export const isMeterKind = (kind: string): boolean => kind.endsWith('-meter') && !kind.startsWith('plugin-');

/** An output of a home. Its secret is kept apart. */
export interface OutputRecord {
  readonly id: string;
  readonly site: string;
  readonly name: string;
  readonly settings: OutputSettings;
  readonly filter: OutputFilter;
  readonly isOn: boolean;
}

/** Where outputs are kept. */
export interface OutputStore {
  /** In the order of their ids. */
  ofSite(site: string): Promise<readonly OutputRecord[]>;
  save(output: OutputRecord): Promise<void>;
  remove(id: string): Promise<void>;
}

/** How an output is doing. */
export interface OutputState {
  /** `starting`: it has not reached its server yet; `failing`: it is tried again. */
  readonly state: 'off' | 'starting' | 'working' | 'failing';
  /** Since when it is so, epoch ms. */
  readonly sinceMs: number;
  /** Batches of readings that the server has, or answers that were given, since the start; those that wait, and their bytes on the disk. */
  readonly sent: number;
  readonly waiting: number;
  readonly bytes: number;
  /** Batches lost to the bound of the spool, since it was made. */
  readonly dropped: number;
  /** Values that the server will never take and that were left out, since the start; and the last of them, with why. */
  readonly refused: number;
  readonly refusal?: OutputTrouble;
  /** Batches that its condition held back since the start; absent: it has none. */
  readonly heldBack?: number;
  /** When the server last took something, epoch ms. */
  readonly sentMs?: number;
  /** When something is due next, epoch ms, of one that sends seldom; absent: as values come. */
  readonly nextMs?: number;
  /** Who asked last, by its address, and when, of an output that is asked. */
  readonly asked?: { readonly by: string; readonly atMs: number };
  /** The last thing that went wrong. */
  readonly trouble?: OutputTrouble;
}

/** Something that went wrong. */
export interface OutputTrouble {
  readonly atMs: number;
  readonly reason: Reason;
}

/** An output as people see it. */
export interface OutputView extends Omit<OutputRecord, 'site'> {
  readonly hasSecret: boolean;
  readonly hasClientKey: boolean;
  readonly state: OutputState;
}

/** What a person sets. */
export interface OutputChange {
  readonly name: string;
  readonly settings: OutputSettings;
  readonly filter?: OutputFilter | undefined;
  readonly isOn: boolean;
  /** Absent: it stays; empty: it is forgotten. */
  readonly secret?: string | undefined;
  /** Key of the client's certificate, PEM; as the secret. */
  readonly clientKey?: string | undefined;
}

/** An output that is tried; with an id, the secret of that one is used where none is given. */
export interface OutputTrial extends Omit<OutputChange, 'isOn' | 'name'> {
  readonly id?: string | undefined;
}

/** What a test found: the server takes what would be sent. */
export interface OutputTested {
  readonly tookMs: number;
  /** Some of what would be sent now, and how much there is of it. */
  readonly samples: readonly OutputSample[];
  readonly count: number;
  /** What was noticed besides. */
  readonly note?: Reason;
}

/** A piece of what would be sent: a topic or an address, and what goes there. */
export interface OutputSample {
  readonly to: string;
  readonly content: string;
}

/** What became of an output that was removed. */
export interface OutputRemoved {
  /** What it had left at its server could not be taken away. */
  readonly leftovers?: Reason;
}

/** An output in numbers. */
export interface OutputFigures
  extends Pick<OutputState, 'state' | 'sent' | 'waiting' | 'bytes' | 'dropped' | 'refused'> {
  readonly id: string;
  readonly kind: string;
}

/** A kind of output that is a plug-in. */
export interface OwnOutputKind {
  readonly kind: string;
  readonly title: string;
  /** What its password is called; absent: it has none. */
  readonly secret?: string | undefined;
  /** JSON Schema of what is set of it. */
  readonly settings: object;
}

/** The outputs of the homes of an installation. Errors of all: `site.unknown`, `store.failed`. */
export interface OutputDesk {
  list(site: string): Promise<readonly OutputView[]>;
  /** Errors: `input.invalid`. */
  add(site: string, change: OutputChange): Promise<OutputView>;
  /** Errors: `input.invalid`, `output.unknown`. */
  change(site: string, id: string, change: OutputChange): Promise<OutputView>;
  /** Ends it, and takes away what it left at its server; what waits is forgotten. Errors: `output.unknown`. */
  remove(site: string, id: string): Promise<OutputRemoved>;
  /** Shows what would be sent and whether the server takes it; saves nothing. Errors: `input.invalid`, `output.failed`, `link.*`. */
  test(site: string, trial: OutputTrial): Promise<OutputTested>;
  /** Shows what hours of energy Home Assistant lacks, or gives them. Errors: `input.usage`, `access.credentials`, `command.refused`, `link.unavailable`. */
  giveStatistics(site: NamedSite, ask: StatisticsAsk, rowsOf: YieldRows): Promise<GivenStatistics>;
  figures(site: string): readonly OutputFigures[];
  ownKinds(): readonly OwnOutputKind[];
}
