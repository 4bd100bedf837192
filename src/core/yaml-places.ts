// Text of YAML or JSON to plain values, and from paths in them back to lines and columns. Text in, values out: hostile text gives
// problems with a place, never a crash.
import { because, type Reason, said } from './reason.ts';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { type DocumentProblem, namedProblem, type Path } from './schema-check.ts';

/** A line and a column, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something that is wrong, and where. */
export interface PlacedProblem extends Place {
  readonly why: Reason;
}

/** What was read, or what is wrong with the text. */
export type ReadText =
  | { readonly value: unknown; readonly place: (problem: DocumentProblem) => PlacedProblem }
  | { readonly problems: readonly PlacedProblem[] };

const longestText = 200_000;
/** A tariff needs six; the reader's time grows with the square of the depth. */
const deepestNesting = 50;
/** A home of five hundred rules has a fifth of it. */
const mostParts = 20_000;
/** No one reads more at once, and each is looked up in the text. */
const mostProblems = 100;

/** Whether a text may be nested deeper than a person writes, judged without parsing it as YAML: brackets, dashes and indentation. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const letter of text.matchAll(/[[\]{}]/g)) {
    depth = Math.max(0, depth + (letter[0] === '[' || letter[0] === '{' ? 1 : -1));
    if (depth > deepestNesting) return true;
  }
  return /^(?: {4}|\t){50}|^[ \t]*(?:[-?:][ \t]+){50}/m.test(text);
}

/** Lines, and signs that part what stands on them: reading takes time with their number, while everybody else waits. */
function partsOf(text: string): number {
  let count = 0;
  for (const letter of text)
    if (letter === '\n' || letter === ',' || letter === '[' || letter === '{' || letter === ':') count += 1;
  return count;
}

/** Why a text is not even read: it is too long or nested too deeply for one that a person wrote; undefined for any other. */
export function againstText(text: string): Reason | undefined {
  if (text.length > longestText) return because('file.too-long', { most: longestText });
  if (isTooDeep(text)) return because('file.too-deep');
  return partsOf(text) > mostParts ? because('file.too-many', { most: mostParts }) : undefined;
}

function nodeAt(document: Document, path: Path, atKey: boolean): unknown {
  let node: unknown = document.contents;
  for (const [index, step] of path.entries()) {
    if (isSeq(node) && typeof step === 'number') {
      node = node.items[step] ?? node;
      continue;
    }
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === step) : undefined;
    if (pair === undefined) return node;
    node = (atKey && index === path.length - 1) || pair.value === null ? pair.key : pair.value;
  }
  return node;
}

const startOf = (node: unknown): number => (isNode(node) ? node.range?.[0] : undefined) ?? 0;

/** The first problems with their places, and how many more there are. */
function firstOf<Found>(found: readonly Found[], place: (one: Found) => PlacedProblem): readonly PlacedProblem[] {
  const first = found.slice(0, mostProblems).map(place);
  const last = first.at(-1);
  if (last === undefined || found.length <= mostProblems) return first;
  const why = because('file.more-problems', { count: found.length - mostProblems });
  return [...first, { line: last.line, column: last.column, why }];
}

/** What is wrong with a text that was read, at its places: the first hundred, and how many more. */
export function placedProblems(
  problems: readonly DocumentProblem[],
  { place }: { readonly place: (problem: DocumentProblem) => PlacedProblem },
): readonly PlacedProblem[] {
  return firstOf(problems, place);
}

/** What the reader says of a text, without the piece of it that it repeats: that may be a password, and its place is told anyway. */
const withoutSource = (message: string): string =>
  (message.split('\n')[0] ?? '')
    .replace(/(?<=[\w)]): ?\S.*$/, '')
    .replace(
      /(?<=^(?:Unknown directive|Invalid escape sequence|The|Verbatim tags aren't resolved, so)) .+?(?= tag has| is invalid|$)/,
      ' …',
    );

function parsed(text: string): ReadText {
  const lines = new LineCounter();
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    merge: false,
    // The reader's own check compares every key with every other: that is done below, once for each key.
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  const problems = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    at: pos[0],
    why: said(withoutSource(message)),
  }));
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        const name = isScalar(key) ? String(key.value) : '';
        if (seen.has(name))
          problems.push({ at: startOf(key), why: because('yaml.key-twice', { key: name.slice(0, 60) }) });
        seen.add(name);
      }
    },
    Alias: (_, node) => {
      problems.push({ at: startOf(node), why: because('yaml.alias') });
    },
  });
  if (problems.length > 0) return { problems: firstOf(problems, ({ at, why }) => ({ ...placeOf(at), why })) };
  const value: unknown = document.toJS();
  return {
    value,
    place: (problem) => ({
      ...placeOf(startOf(nodeAt(document, problem.path, problem.on === 'key'))),
      why: namedProblem(problem),
    }),
  };
}

/** Reads a text of YAML 1.2 or JSON. */
export function readYaml(text: string): ReadText {
  const fault = (why: Reason): ReadText => ({ problems: [{ line: 1, column: 1, why }] });
  const against = againstText(text);
  if (against !== undefined) return fault(against);
  try {
    return parsed(text);
  } catch (thrown) {
    // Nesting that is too deep for the reader overflows its stack.
    if (thrown instanceof RangeError) return fault(because('file.too-deep'));
    throw thrown;
  }
}
