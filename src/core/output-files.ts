// The interface of the folder that outputs may write to: whoever runs the process says where it is, and nothing is written elsewhere.

/** The folder of outputs. Errors of all: `output.failed`, with what the system says. */
export interface OutputFiles {
  /**
   * Puts a text into a file below the folder, whole or not at all, also when the process is killed or the power fails, and keeps as many
   * of those before beside it. `name` has words of letters, digits, dots, dashes and underscores with `/` between them.
   */
  save(name: string, text: string, backups: number): Promise<void>;
  /** Whether it could be written: nothing is left of the attempt. */
  attempt(name: string, text: string): Promise<void>;
  /** Takes away a file and those before it; one that is not there is no error. */
  remove(name: string): Promise<void>;
}
