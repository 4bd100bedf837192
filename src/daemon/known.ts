// What reading a file needs to know of the world: which protocols and outputs there are, the environment, and files with a secret.
import type { OutputFilter, OutputSettings } from '#core/output.ts';
import type { Reason } from '#core/reason.ts';
import type { OwnPlace } from '#outputs/output-kind.ts';
import type { Path, Schema } from '#core/schema-check.ts';
import type { Secret } from '#core/secrets.ts';
import type { Registry } from '#devices/on-demand.ts';

/** The kinds of outputs of readings. */
export interface KnownOutputs {
  /** What is set of each, by its name. */
  readonly schemas: Readonly<Record<string, Schema>>;
  /** Which values an output gets. */
  readonly filter: Schema;
  /** The settings with what was left out filled in, and whether what waits is kept on the disk; or the kind's own reason why they are wrong, and the key below the output. */
  check(given: {
    readonly settings: OutputSettings;
    readonly filter: OutputFilter;
    /** Names of the devices of the file. */
    readonly devices: readonly string[];
  }):
    | { readonly settings: OutputSettings; readonly isKept: boolean; readonly place?: OwnPlace | undefined }
    | { readonly why: Reason; readonly at: Path };
}

/** What is known. */
export interface Known {
  readonly registry: Pick<Registry, 'listed' | 'find'>;
  environment(name: string): string | undefined;
  /** What a file holds, without the end of its line. */
  secretFile(path: string): Secret | Reason;
  /** Loaded only if a file names one. */
  outputs(): Promise<KnownOutputs>;
  /** Whether there is a folder for what waits. */
  readonly hasFolder: boolean;
}
