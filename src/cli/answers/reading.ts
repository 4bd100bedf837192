// What `solstead read` is told, and hands on to those that give the answers out.
import type { Definition } from '#devices/definition.ts';
import type { CommandContext } from '../context.ts';
import type { DevicesFlag } from '../flags.ts';
import type { AnswerChoices } from './places.ts';

/** Flags of `solstead read`. */
export interface ReadFlags extends DevicesFlag, Omit<AnswerChoices, 'output'> {
  readonly port: string;
  readonly protocol: string;
  readonly json?: boolean;
  readonly output?: readonly string[];
  readonly name: string;
  readonly tag?: string;
  /** Longest wait for an output, s. */
  readonly wait: number;
  readonly debug?: boolean;
}

/** What a device is asked, and what becomes of the answers. */
export interface Reading {
  readonly definition: Definition;
  readonly queries: readonly string[];
  readonly flags: ReadFlags;
  readonly context: CommandContext;
  /** Tells a line on the standard error. */
  tellError(line: string): void;
}
