// The program: the command line, given what its commands work with.
import { run } from '#cli/program.ts';
import { commandContext } from './command-context.ts';

// A reader such as `head` that has seen enough is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

await run(process.argv.slice(2), commandContext);
