// Text of YAML or JSON to plain values, and from paths in them back to lines and columns. Text in, values out: hostile text gives
// problems with a place, never a crash.
import { because, type Reason, said } from '#core/reason.ts';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import type { Path, Problem } from './file-check.ts';

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
  | { readonly value: unknown; readonly place: (problem: Problem) => PlacedProblem }
  | { readonly problems: readonly PlacedProblem[] };

const longestText = 500_000;

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

const startOf = (node: unknown): number => (node as Partial<Node> | null)?.range?.[0] ?? 0;

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
    uniqueKeys: true,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  const problems = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    ...placeOf(pos[0]),
    why: said(message.split('\n')[0] ?? ''),
  }));
  visit(document, {
    Alias: (_, node) => {
      problems.push({ ...placeOf(startOf(node)), why: because('yaml.alias') });
    },
  });
  if (problems.length > 0) return { problems };
  const value: unknown = document.toJS();
  return {
    value,
    place: ({ path, why, atKey = false }) => ({ ...placeOf(startOf(nodeAt(document, path, atKey))), why }),
  };
}

/** Reads a text of YAML 1.2 or JSON. */
export function readYaml(text: string): ReadText {
  const fault = (why: Reason): ReadText => ({ problems: [{ line: 1, column: 1, why }] });
  if (text.length > longestText) return fault(because('file.too-long', { most: longestText }));
  try {
    return parsed(text);
  } catch (thrown) {
    // Nesting that is too deep for the reader ends its stack.
    if (thrown instanceof RangeError) return fault(because('file.too-deep'));
    throw thrown;
  }
}
