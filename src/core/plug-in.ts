// Plug-ins of whoever runs the machine, as the rooms see them: what each is, what is wrong with it, and what it may do.
import type { Reason } from './reason.ts';

/** What a plug-in adds. */
export type PlugInKind = 'protocol' | 'output' | 'action';

/** A plug-in as people see it. */
export interface PlugInView {
  /** Name of its file. */
  readonly file: string;
  readonly kind?: PlugInKind;
  /** What it says of itself; absent where it could not be read. */
  readonly id?: string;
  readonly title?: string;
  /** Why it is left out. */
  readonly problem?: Reason;
  /** `asked`: it wants to open connections, and nobody has agreed to that since its file last changed. */
  readonly network: 'none' | 'asked' | 'allowed';
  /** What went wrong last since the start, and when, epoch ms. */
  readonly trouble?: { readonly atMs: number; readonly reason: Reason };
}

/** The plug-ins of an installation. */
export interface PlugInDesk {
  list(): readonly PlugInView[];
  /** Agrees to connections of a plug-in as its file is now, or takes that back. Errors: `plugin.unknown`, `plugin.failed`. */
  allowNetwork(file: string, isAllowed: boolean): Promise<PlugInView>;
}

/** An action that rules name: a plug-in. */
export interface ActionKind {
  readonly id: string;
  readonly title: string;
  /** What it is told, by name. */
  readonly params: Readonly<Record<string, PlugInParam>>;
  /** How often it may be done in an hour. */
  readonly mostPerHour: number;
}

/** A value of its own that a plug-in is given: a setting of an output, a parameter of an action. */
export interface PlugInParam {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isOptional: boolean;
  readonly value:
    | { readonly type: 'text'; readonly longest: number; readonly default?: string | undefined }
    | {
        readonly type: 'number';
        readonly least: number;
        readonly most: number;
        readonly default?: number | undefined;
      }
    | { readonly type: 'choice'; readonly options: readonly string[]; readonly default?: string | undefined }
    | { readonly type: 'flag'; readonly default: boolean };
}

/** Whether something is a value of a parameter. */
export function fitsParam(value: PlugInParam['value'], given: unknown): boolean {
  switch (value.type) {
    case 'text':
      return typeof given === 'string' && given.length <= value.longest;
    case 'number':
      return typeof given === 'number' && given >= value.least && given <= value.most;
    case 'choice':
      return typeof given === 'string' && value.options.includes(given);
    case 'flag':
      return typeof given === 'boolean';
  }
}
