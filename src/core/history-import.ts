// History of an earlier system taken into a home that runs: what a person asks for, how far it is, and what a home gives it.
import type { MetricId } from './catalogue.ts';
import type { HistoryReader, HistoryStore } from './history.ts';
import type { Quality } from './reading.ts';
import type { Reason } from './reason.ts';

/** What a person says about one series of the source. */
export interface SaidOfSeries {
  readonly name: string;
  /** Of what it is, such as `inverter_1`. */
  readonly part?: string | undefined;
  /** Absent: it is left out. */
  readonly metric?: MetricId | undefined;
  /** Absent: the device of the import. */
  readonly device?: string | undefined;
  /** Factor to the unit and sign of the metric; absent: 1. */
  readonly factor?: number | undefined;
}

/** An import as it is asked for. */
export interface ImportRequest {
  /** Of something that the look found, below the folder. */
  readonly path: string;
  /** The device that gets it; parts of a source become devices behind its name. Absent: `earlier`. */
  readonly device?: string | undefined;
  /** Only what differs from what is recognised. */
  readonly series?: readonly SaidOfSeries[] | undefined;
  /** Only says what would change. */
  readonly isDry: boolean;
  /** What is already there under another name is another device. */
  readonly isBeside?: boolean | undefined;
}

/** Days (UTC) and the stretch over which points lie. */
export interface ImportSpan {
  readonly points: number;
  readonly days: number;
  /** First and last point, epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** A series as it is taken, or why it is not. */
export interface ImportedSeries {
  readonly name: string;
  readonly part?: string;
  readonly values: number;
  readonly metric?: MetricId;
  readonly device?: string;
  readonly factor?: number;
  readonly why: Reason;
}

/** A place of the source that could not be taken. */
export interface ImportReject {
  readonly line: number;
  readonly column?: string;
  readonly why: Reason;
}

/** What an import did, or would do. */
export interface ImportOutcome {
  readonly values: number;
  /** Points that history did not have; absent: there are none. */
  readonly added?: ImportSpan;
  /** Points that history had with another value. */
  readonly replaced?: ImportSpan;
  /** Points that history had. */
  readonly same?: ImportSpan;
  /** Values of series that are left out. */
  readonly leftOut: number;
  readonly rejects: { readonly count: number; readonly first: readonly ImportReject[] };
  /** The first of them. */
  readonly series: readonly ImportedSeries[];
  /** How many there are. */
  readonly count: number;
  /** Devices imported before that cover the same time: both are counted. */
  readonly beside: readonly string[];
}

/** What is being done. */
export type ImportStep = 'looking' | 'comparing' | 'writing' | 'settling';

/** The import under way, or the last one. */
export interface ImportState {
  /** `none`: there was none since the start. */
  readonly state: 'none' | 'running' | 'done' | 'failed' | 'ended';
  readonly request?: ImportRequest;
  readonly step?: ImportStep;
  /** Values, or hours while energy is settled. */
  readonly done?: number;
  /** Absent: not known yet. */
  readonly total?: number;
  /** About how long the step still takes, ms. */
  readonly leftMs?: number;
  readonly beganMs?: number;
  readonly endedMs?: number;
  /** It was broken off by the end of the process before, and goes on. */
  readonly isAgain?: boolean;
  readonly outcome?: ImportOutcome;
  readonly failure?: Reason;
}

/** A converted value that is about to be written. */
export interface PointToImport {
  readonly device: string;
  readonly metric: MetricId;
  readonly atMs: number;
  readonly value: number;
  readonly quality: Quality;
  /** Whether history does not already have exactly this point. */
  readonly isNew: boolean;
}

/** What a home gives an import. */
export interface ImportPlace {
  readonly site: string;
  readonly timeZone: string;
  readonly history: HistoryReader & Pick<HistoryStore, 'append'>;
  /** Ids of the devices that are set up. */
  readonly devices: readonly string[];
  /** Notes what is to be settled before it is written; settled when it has ended. Errors: `store.failed`. */
  begin(way: { readonly isAgain: boolean }): Promise<ImportLedger>;
}

/** What the ledger of a home is told by an import. */
export interface ImportLedger {
  expect(points: readonly PointToImport[]): Promise<void>;
  /** What was written counts from now on. Resolves to how many hours are settled again. */
  end(): Promise<number>;
  /** Resolves when they are settled. */
  settled(): Promise<void>;
  /** How far that is, in hours; absent when nothing is to be done. */
  work(): { readonly done: number; readonly total: number } | undefined;
}

/** Imports of an installation: one at a time. */
export interface ImportDesk {
  /** Of a home; `none` while another one imports. */
  view(site: string): ImportState;
  /** Errors: `import.busy` while one runs, `input.invalid` for what was not found. */
  begin(place: ImportPlace, request: ImportRequest): Promise<ImportState>;
  /** Ends the one under way; what it wrote stays. */
  end(site: string): Promise<ImportState>;
}
