// The answer of one command in the maker's words, for whoever knows devices by them: outputs of answers, and those who come from another
// program with its keys. Made from a device's answer by `devices/`, put into its form by `outputs/answers/`.
import type { MetricValue } from './reading.ts';

/** One field of a named answer. */
export interface NamedField {
  /** In the maker's words, as `AC Output Voltage`; a key is made of it: `ac_output_voltage`. */
  readonly name: string;
  /** What is absent has no field. Switches are 1 and 0 with the unit `bool`, or the words that people know of them. */
  readonly value: MetricValue;
  /** Empty: none. */
  readonly unit: string;
  /** What Home Assistant is told of it, where its unit does not say it. */
  readonly deviceClass?: string;
  readonly stateClass?: string;
  readonly icon?: string;
}

/** The answer of one command of one device. */
export interface NamedAnswer {
  /** Name of the device: the section of its file, or that of `-n`. */
  readonly device: string;
  /** What stands for the command in topics and measurements; absent: the command. */
  readonly tag?: string | undefined;
  readonly command: string;
  readonly title: string;
  /** When it came, epoch ms. */
  readonly atMs: number;
  /** Model, serial number and firmware, as far as they are known. */
  readonly identity: Readonly<Record<string, string>>;
  readonly fields: readonly NamedField[];
  /** As it came over the wire, without framing; empty where it was put together from several. */
  readonly raw: Uint8Array;
}
