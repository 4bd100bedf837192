// What reading a daemon's file needs of the world, for tests: the built-in definitions, an environment, and two kinds of outputs.
import { because, inEnglish } from '#core/reason.ts';
import { makeSecret } from '#core/secrets.ts';
import { builtIn } from '#devices/on-demand.ts';
import type { Known } from '../known.ts';
import type { DaemonPlan, PlanOutcome } from '../plan.ts';
import { placedIn, readPlan } from '../read-plan.ts';

/** The environment and the files of the tests. */
const environment: Readonly<Record<string, string>> = { MQTT_PASSWORD: 'from-environment' };
const files: Readonly<Record<string, string>> = {
  '/run/secrets/mqtt': 'from-file',
  '/etc/solstead/uplink.secret': 'x',
};

/** What is known in tests. */
export const known: Known = {
  registry: builtIn,
  environment: (name) => environment[name],
  secretFile: (path) =>
    files[path] === undefined
      ? because('daemon.secret-file', { reason: because('file.missing') })
      : makeSecret(files[path]),
  outputs: async () => ({
    schemas: {
      kept: {
        type: 'object',
        required: ['kind', 'url'],
        properties: { kind: { enum: ['kept'] }, url: { type: 'string' } },
      },
      newest: {
        type: 'object',
        required: ['kind'],
        properties: { kind: { enum: ['newest'] }, server: { type: 'string' }, ca: { type: 'string' } },
      },
    },
    filter: { type: 'object', properties: { metrics: { type: 'array', items: { type: 'string' } } } },
    check: ({ settings }) => ({ settings, isKept: settings.kind === 'kept' }),
  }),
  hasFolder: false,
};

/** What was read, as lines for people. */
export async function linesOf(text: string, with_: Partial<Known> = {}): Promise<readonly string[]> {
  const outcome = await readPlan(text, { ...known, ...with_ });
  const complaints = 'complaints' in outcome ? outcome.complaints : [];
  const found = [...complaints, ...outcome.notes].toSorted((left, right) => left.line - right.line);
  return found.map((one) => inEnglish(placedIn('f', one)));
}

/** The plan of a text that is right. */
export async function planOf(text: string, with_: Partial<Known> = {}): Promise<DaemonPlan> {
  const outcome: PlanOutcome = await readPlan(text, { ...known, ...with_ });
  if ('complaints' in outcome)
    throw new Error(outcome.complaints.map((one) => inEnglish(placedIn('f', one))).join('\n'));
  return outcome.plan;
}
