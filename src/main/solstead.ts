// The program: the command line, given what its commands work with.
import { run } from '#cli/program.ts';
import { commandContext } from './command-context.ts';
import { guardOutputs } from './process-outputs.ts';

guardOutputs();

await run(process.argv.slice(2), commandContext);
