// The plug-ins of a process.
import type { PlugInDesk } from '#core/plug-in.ts';
import type { RequestDefinition } from '#devices/definition.ts';
import type { BrokenDefinition } from '#devices/on-demand.ts';
import type { OutputKinds } from '#outputs/kinds.ts';
import type { OwnAction } from './plug-in-action.ts';

/** The plug-ins of a folder. */
export interface PlugIns extends PlugInDesk {
  /** Protocols, by the name of their file. */
  readonly definitions: ReadonlyMap<string, RequestDefinition>;
  /** Files that are left out. */
  readonly broken: readonly BrokenDefinition[];
  /** Absent: those of Solstead's own. */
  readonly outputKinds?: OutputKinds | undefined;
  readonly actions: ReadonlyMap<string, OwnAction>;
}
