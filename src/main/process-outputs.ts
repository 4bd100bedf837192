// The two outputs of this process. Where they go may be full, or be closed by who has seen enough: that is told in one sentence, and ends no
// more than it must.
import { systemClock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { said } from '#core/reason.ts';
import { visible } from '#core/visible.ts';
import { exitCodes } from '#cli/ending.ts';

const ignore = (): void => undefined;

/** Makes a stream of a file say by its event what it would throw at whoever happens to write. */
function withoutThrows(stream: NodeJS.WriteStream): void {
  const write = stream._write.bind(stream);
  stream._write = (chunk, encoding, done) => {
    try {
      write(chunk, encoding, done);
    } catch (thrown) {
      done(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  };
}

/** What is told of an output that cannot be written. */
const unwritten = (cause: Error): SolsteadError =>
  new SolsteadError('output.failed', { at: 'standard output', why: said(cause), cause });

function endCommand(error: NodeJS.ErrnoException): void {
  // A reader such as `head` that has seen enough is no failure of ours.
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  process.stderr.write(`${visible(`solstead: ${unwritten(error).message}.`)}\n`);
  process.exit(exitCodes.failed);
}

/** Ends a command whose standard output cannot be written; what cannot be said on standard error is lost. */
export function guardOutputs(): void {
  for (const stream of [process.stdout, process.stderr]) withoutThrows(stream);
  process.stdout.on('error', endCommand);
  process.stderr.on('error', ignore);
}

/** For what runs on for good: whatever happens to the standard output, only who wrote to it learns of it. */
export function goOnWithoutScreen(): void {
  process.stdout.off('error', endCommand);
  process.stdout.on('error', ignore);
}

/** Writes to the standard output. Errors: `output.failed`; a command, which cannot go on without, has been ended by then. */
export function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error === null || error === undefined) resolve();
      // The event of the stream comes first.
      else systemClock.after(0, () => reject(unwritten(error)));
    });
  });
}
