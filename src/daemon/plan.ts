// What a daemon does, as its file says it: which devices are asked, how often, and where what they say goes. Plain data, so that two
// plans can be compared.
import type { OutputFilter, OutputSettings } from '#core/output.ts';
import type { Reason } from '#core/reason.ts';
import { isSecret, type Secret } from '#core/secrets.ts';
import type { UplinkFilter, UplinkSettings } from '#core/uplink.ts';
import type { PlacedProblem } from '#core/yaml-places.ts';
import type { AnswerOutputName, AnswerSettings } from '#outputs/answers/settings.ts';

/** A command of the file, and what is asked for it: several queries where their answers are put together. */
export interface PlannedCommand {
  /** As the file calls it, and outputs after it. */
  readonly name: string;
  readonly asks: readonly string[];
  /** Instead of them: what the device asks by itself, which it tells only when it is looked through. */
  readonly what?: 'status' | 'settings' | undefined;
  /** Of what is asked: what not every unit has, so that a refusal is no failure. */
  readonly optional?: readonly string[] | undefined;
  /** Each answer is one of its own, under the name of its query. */
  readonly isEach?: boolean | undefined;
}

/** An output of answers of one device. */
export interface PlannedAnswers {
  readonly output: AnswerOutputName;
  readonly settings: AnswerSettings;
  readonly secret?: Secret | undefined;
}

/** An MQTT broker. */
export interface PlannedBroker {
  /** `mqtt://account@host:1883`. */
  readonly server: string;
  readonly ca?: string | undefined;
  readonly secret?: Secret | undefined;
}

/** A device. */
export interface PlannedDevice {
  /** Of its section. */
  readonly name: string;
  /** Id of its definition. */
  readonly definition: string;
  /** Address of its link. */
  readonly address: string;
  /** Prefix of its topics, for one that reports over MQTT. */
  readonly topic?: string | undefined;
  /** Its password or key. */
  readonly secret?: Secret | undefined;
  /** Pause between rounds, s; absent: the pace of its definition. */
  readonly everySeconds?: number | undefined;
  /** Absent: what its definition reads, at the paces of that. */
  readonly commands?: readonly PlannedCommand[] | undefined;
  /** Attempts after the first, and the pauses before them, s. */
  readonly retries?: number | undefined;
  readonly backoffSeconds?: readonly number[] | undefined;
  /** Longest wait for an answer to begin, and the time the device has for itself after one, ms. */
  readonly timeoutMs?: number | undefined;
  readonly delayMs?: number | undefined;
  /** What stands for its commands in topics. */
  readonly tag?: string | undefined;
  readonly answers: readonly PlannedAnswers[];
  /** Regular expressions of whole commands that may come over MQTT; empty: none may. */
  readonly mayCommand: readonly string[];
}

/** An output of readings. */
export interface PlannedOutput {
  /** Of the key in the file: a name of a folder. */
  readonly id: string;
  readonly name: string;
  readonly settings: OutputSettings;
  readonly filter: OutputFilter;
  readonly secret?: Secret | undefined;
}

/** The uplink that a file describes. */
export interface PlannedUplink {
  readonly settings: UplinkSettings;
  readonly secret: Secret;
  readonly filter: UplinkFilter;
}

/** What a daemon does. */
export interface DaemonPlan {
  /** What its readings belong to. */
  readonly home: { readonly name: string; readonly timeZone?: string | undefined };
  readonly devices: readonly PlannedDevice[];
  readonly outputs: readonly PlannedOutput[];
  /** Another Solstead that its readings go to; absent: none. */
  readonly uplink?: PlannedUplink | undefined;
  /** The broker over which commands come, and devices report; absent: there is none. */
  readonly broker?: PlannedBroker | undefined;
}

/** Something that is taken, and said about it. */
export type Note = PlacedProblem;

/** All that is wrong with a file, and what else is to be said of it. */
export interface Complaints {
  readonly complaints: readonly PlacedProblem[];
  readonly notes: readonly Note[];
}

/** What was read of a file: a plan, or all that is wrong with it. */
export type PlanOutcome =
  | {
      readonly plan: DaemonPlan;
      readonly notes: readonly Note[];
      /** Whether a password stands in the file itself. */
      readonly hasSecrets: boolean;
    }
  | Complaints;

/** Where something stands in a file. */
export interface Spot {
  readonly line: number;
  readonly column: number;
}

/** Collects what is wrong with a file, and what is to be said of it. */
export interface Findings {
  readonly complaints: PlacedProblem[];
  readonly notes: Note[];
  /** Where devices are, by their names. */
  readonly places: Map<string, Spot>;
  hasSecrets: boolean;
}

/** Nothing found yet. */
export const noFindings = (): Findings => ({ complaints: [], notes: [], places: new Map(), hasSecrets: false });

/** Complains about a place. */
export function complain({ complaints }: Pick<Findings, 'complaints'>, { line, column }: Spot, why: Reason): void {
  complaints.push({ line, column, why });
}

/** Says something of a place that is taken all the same. */
export function note({ notes }: Pick<Findings, 'notes'>, { line, column }: Spot, why: Reason): void {
  notes.push({ line, column, why });
}

/** Whether two parts of plans say the same, secrets included. */
export function isSame(left: unknown, right: unknown): boolean {
  if (isSecret(left) || isSecret(right)) return isSecret(left) && isSecret(right) && left.reveal() === right.reveal();
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [ones, others] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  return [...new Set([...ones.keys(), ...others.keys()])].every((key) => isSame(ones.get(key), others.get(key)));
}

/** Whether a plan gives its readings to anybody. */
export const hasReaders = ({ outputs, uplink }: DaemonPlan): boolean => outputs.length > 0 || uplink !== undefined;
