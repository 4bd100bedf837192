// Runs a list of commands, a few at a time, with one line each and the output of only those that failed.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** One command of a check. */
export interface Step {
  readonly name: string;
  /** Program and arguments; a bare program name is looked up in node_modules/.bin. */
  readonly command: readonly string[];
  /** A test in an endless loop cannot stop itself: after this time the step is stopped and has failed. */
  readonly limitMs?: number;
}

/** What became of a step. */
export interface Outcome {
  readonly step: Step;
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

const LIMIT_MS = 300_000;
const BIN = join(ROOT, 'node_modules', '.bin');

/** The pinned Node comes first, as in every npm script, whatever the system has. */
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${BIN}${delimiter}${process.env['PATH'] ?? ''}`,
});

const programOf = (name: string): string => (name === 'node' ? process.execPath : join(BIN, name));

/** Runs one step to its end; a program that cannot be started is a failed step. */
export function runStep(step: Step, look: 'collect' | 'show' = 'collect'): Promise<Outcome> {
  const [name = '', ...rest] = step.command;
  const startMs = performance.now();
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const output: string[] = [];
  const end = (passed: boolean) =>
    resolve({ step, passed, output: output.join(''), seconds: (performance.now() - startMs) / 1000 });
  const stdio = look === 'show' ? 'inherit' : 'pipe';
  const child = spawn(programOf(name), rest, { cwd: ROOT, env: environment(), stdio });
  child.stdout?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const limitMs = step.limitMs ?? LIMIT_MS;
  const timer = setTimeout(() => {
    output.push(`stopped after ${limitMs / 1000} s\n`);
    if (look === 'show') console.error(`✗ ${step.name}: stopped after ${limitMs / 1000} s`);
    child.kill('SIGTERM');
  }, limitMs);
  child.on('error', (error) => {
    output.push(`${error.message}\n`);
    end(false);
  });
  child.on('close', (code) => {
    clearTimeout(timer);
    end(code === 0);
  });
  return promise;
}

/** Runs all steps, `atOnce` of them side by side, and prints each outcome when it is there. */
export async function runSteps(steps: readonly Step[], atOnce: number): Promise<Outcome[]> {
  const waiting = steps.values();
  const outcomes: Outcome[] = [];
  const lane = async () => {
    for (const step of waiting) {
      const outcome = await runStep(step);
      outcomes.push(outcome);
      console.log(`${outcome.passed ? '✓' : '✗'} ${step.name} ${outcome.seconds.toFixed(1)} s`);
      if (!outcome.passed) console.log(outcome.output.trimEnd());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return outcomes;
}
