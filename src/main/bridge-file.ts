// The file of a bridge: where it leads to and what it copies, as YAML.
import type { LinkAddress } from '#core/address.ts';
import { isRecord } from '#core/entries.ts';
import { isSolsteadError, reasonOf, SolsteadError, whyOf } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, isReason, type Reason, said } from '#core/reason.ts';
import { type DocumentProblem, type Path, problemsOf, type Schema } from '#core/schema-check.ts';
import type { BridgeRule } from '#outputs/bridge.ts';
import { type PlacedProblem, placedProblems, readYaml } from '#core/yaml-places.ts';
import { readRegularFileSync } from '#store/regular-file.ts';
import { isFilter } from '#core/topic-filter.ts';
import { brokerAddress } from './house-broker.ts';

/** What a file says. */
export interface BridgePlan {
  readonly to: Extract<LinkAddress, { scheme: 'mqtt' }>;
  readonly rules: readonly BridgeRule[];
}

const mostBytes = 64 * 1024;
const mostRules = 100;
const directions = { out: ['out'], in: ['in'], both: ['out', 'in'] } as const;

const schema: Schema = {
  type: 'object',
  required: ['to', 'topics'],
  additionalProperties: false,
  properties: {
    to: { type: 'string' },
    topics: {
      type: 'array',
      minItems: 1,
      maxItems: mostRules,
      items: {
        type: 'object',
        required: ['filter'],
        additionalProperties: false,
        properties: {
          filter: { type: 'string' },
          direction: { type: 'string', enum: ['out', 'in', 'both'] },
          here: { type: 'string' },
          there: { type: 'string' },
          qos: { type: 'integer', enum: [0, 1, 2] },
          retain: { type: 'boolean' },
        },
      },
    },
  },
};

/** What the schema has passed. */
interface WrittenRule {
  readonly filter: string;
  readonly direction?: keyof typeof directions;
  readonly here?: string;
  readonly there?: string;
  readonly qos?: 0 | 1 | 2;
  readonly retain?: boolean;
}

/** What a file says, or all that is wrong with it. */
export type BridgeOutcome = { readonly plan: BridgePlan } | { readonly problems: readonly PlacedProblem[] };

/** Words that may be repeated: anything else of such a file may be an address with its password. */
const harmless = /^"?[\w/+#-]{0,30}"?$/;

/** A reason without what may be a password. */
function quiet({ code, params }: Reason): Reason {
  const told: Record<string, Reason['params'][string]> = {};
  for (const [name, value] of Object.entries(params)) {
    const word = isRecord(value) ? value['external'] : undefined;
    if (isReason(value)) told[name] = quiet(value);
    else told[name] = typeof word === 'string' && !harmless.test(word) ? external('…') : value;
  }
  return { code, params: told };
}

/** What is wrong with a rule whose keys are right. */
function ruleProblems({ filter, here = '', there = '' }: WrittenRule, path: Path): readonly DocumentProblem[] {
  const isPrefix = (text: string): boolean => !/[+#\0]|^\$/.test(text);
  const wrong = (key: string, why: Reason): DocumentProblem => ({ path: [...path, key], why, on: 'value' });
  return [
    ...(isFilter(filter) ? [] : [wrong('filter', because('bridge.filter'))]),
    ...(isPrefix(here) ? [] : [wrong('here', because('bridge.prefix'))]),
    ...(isPrefix(there) ? [] : [wrong('there', because('bridge.prefix'))]),
  ];
}

function addressOf(to: string): BridgePlan['to'] | DocumentProblem {
  try {
    return brokerAddress(to, 'to');
  } catch (thrown) {
    const why = isSolsteadError(thrown) ? (thrown.reason ?? reasonOf(thrown)) : said(thrown);
    return { path: ['to'], why, on: 'value' };
  }
}

/** Looks at the text of a file. */
export function lookAtBridge(text: string): BridgeOutcome {
  const read = readYaml(text);
  if ('problems' in read) {
    // A key that is there twice may be anything, too.
    const problems = read.problems.map(({ why, ...place }) => ({
      ...place,
      why: why.code === 'yaml.key-twice' ? because('bridge.file') : why,
    }));
    return { problems };
  }
  const shape = problemsOf(read.value, schema).map((one) => ({ ...one, why: quiet(one.why) }));
  // Where it is none of that form at all.
  if (!isRecord(read.value)) return { problems: [{ line: 1, column: 1, why: because('bridge.file') }] };
  if (shape.length > 0) return { problems: placedProblems(shape, read) };
  const { to, topics } = read.value as { readonly to: string; readonly topics: readonly WrittenRule[] };
  const address = addressOf(to);
  const wrong = topics.flatMap((rule, index) => ruleProblems(rule, ['topics', index]));
  if ('path' in address && 'why' in address) return { problems: placedProblems([address, ...wrong], read) };
  if (wrong.length > 0) return { problems: placedProblems(wrong, read) };
  const rules = topics.flatMap(({ direction = 'out', here = '', there = '', qos = 1, retain = false, filter }) =>
    directions[direction].map((way) => ({ filter, direction: way, here, there, qos, retain })),
  );
  return { plan: { to: address, rules } };
}

/** Reads the text of a file; `at` names it. Errors: `input.usage` with the place of the first mistake. */
export function bridgePlan(text: string, at: string): BridgePlan {
  const outcome = lookAtBridge(text);
  if ('plan' in outcome) return outcome.plan;
  const [first = { line: 1, column: 1, why: because('bridge.file') }] = outcome.problems;
  const more = outcome.problems.length - 1;
  const why = more > 0 ? because('file.more', { reason: first.why, count: more }) : first.why;
  throw new SolsteadError('input.usage', { at: `${at}:${first.line}:${first.column}`, why });
}

function textOf(path: string): string {
  try {
    return readRegularFileSync(path, mostBytes);
  } catch (thrown) {
    throw new SolsteadError('input.usage', { at: path, why: whyOf(thrown), cause: thrown });
  }
}

/** Looks at a file. Errors: `input.usage` for one that cannot be read. */
export const lookAtBridgeFile = (path: string): BridgeOutcome => lookAtBridge(textOf(path));

/** Reads a file. Errors: `input.usage`. */
export const readBridgePlan = (path: string): BridgePlan => bridgePlan(textOf(path), path);
