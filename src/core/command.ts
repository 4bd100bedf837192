// Commands to a device and their outcome: the one command type for relays and settings, however a device is reached.
import type { SetPointId } from './set-points.ts';
import type { MetricValue } from './reading.ts';

/** What is set: a set-point of the catalogue, or a setting by the maker's letters or the field's name (`POP`, `ac_charge`). */
export type CommandTarget = { readonly setPoint: SetPointId } | { readonly setting: string };

/** A command to one device. */
export interface DeviceCommand {
  readonly device: string;
  readonly target: CommandTarget;
  /** In the words of the target: those of the catalogue for a set-point, those of the maker for a setting; '' for an action. */
  readonly value: MetricValue;
  /** Who wants it. A program's writes are limited so that they do not wear out the device's memory; a person is only warned. */
  readonly origin: 'person' | 'program';
  /** Name of who wants it, for a device of another home, which keeps a log of its own. */
  readonly by?: string;
  /** Write it even if the device shows the value already; only a person may ask for this. */
  readonly force?: boolean;
  /**
   * For a set-point that the device itself can hold for a time: it goes back to the other state so many seconds later, whatever becomes of
   * Solstead. Told again, the time begins anew.
   */
  readonly forSeconds?: number;
  /** Called before its first byte goes to the device; what it throws ends the command, and nothing was sent. */
  readonly onSend?: () => void;
}

/** What a target takes: 0 or 1, one of some words, a number between limits, a text of a form, or nothing (an action). */
export type SettingValue =
  | { readonly kind: 'binary' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  /** `ranges` if makers leave gaps between the limits: 12, 24 and 48 V units each have their own range. */
  | {
      readonly kind: 'number';
      readonly unit: string;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly ranges?: readonly (readonly [min: number, max: number])[];
    }
  /** `pattern` is a regular expression of the whole text. */
  | { readonly kind: 'text'; readonly pattern: string; readonly example: string }
  | { readonly kind: 'none' };

/** How often memory that wears out was written in the last 24 h, by anybody, and how often programs may write it. */
export interface WearUse {
  readonly used: number;
  readonly mostADay: number;
}

/** Something that can be set on a device, as people see it. */
export interface SettingView {
  readonly name: string;
  readonly title: string;
  readonly value: SettingValue;
  /** Can drop the house's power or undo a protection: a person has to confirm it first. */
  readonly dangerous: boolean;
  /** Whether the device shows what it is set to. */
  readonly readable: boolean;
  /** Whether each write is stored in memory that wears out. */
  readonly stored: boolean;
  /** How much of the day's writes to that memory is used. */
  readonly wear?: WearUse;
  /** The set-point a setting serves. */
  readonly setPoint?: SetPointId;
  /** What the device shows: one of the options if it is a choice, else a number in the unit; absent if not known. */
  readonly current?: MetricValue;
  /** When it was read, epoch ms; of several parts the oldest. */
  readonly currentAtMs?: number;
}

/** A set-point a device has, with the limits and words of this device. `name` is its id. */
export interface Capability extends SettingView {
  readonly setPoint: SetPointId;
  /** The maker's settings it is made of. */
  readonly settings: readonly string[];
  /** The device can hold it for a time by itself, at most so long. */
  readonly timed?: { readonly mostSeconds: number };
}

/** What became of a command: `confirmed` by what the device shows, or `acknowledged` if it does not show it. */
export interface CommandResult {
  readonly outcome: 'confirmed' | 'acknowledged';
  /** What it showed before, if known, and what it shows now, in the words of the target. */
  readonly before?: MetricValue;
  readonly after?: MetricValue;
  /** Nothing was written: the device showed the value already. */
  readonly unchanged?: true;
  /** Writes to memory that wears out, of the last 24 h, if they are more than a program may make. */
  readonly storedWrites?: number;
}
