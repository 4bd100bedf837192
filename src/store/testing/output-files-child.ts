// For tests only: a process that saves a file of an output and ends itself without a goodbye before a step.
import { outputFilesIn } from '../output-files.ts';

const [folder = '', fatal = '', text = ''] = process.argv.slice(2);
const files = outputFilesIn(folder, (step) => {
  if (step === fatal) process.kill(process.pid, 'SIGKILL');
});
await files.save('node/home.prom', text, 10);
