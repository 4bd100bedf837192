// From the text of a YAML file to a definition, or to every problem with its line and column, in their order.
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document, type YAMLError } from 'yaml';
import type { DocumentProblem, Path } from './check.ts';
import { mostCharacters } from './limits.ts';
import { type UserDevice, userDefinition } from './user-device.ts';

/** Most places one anchor and its aliases may fill. */
const mostAliases = 100;
/** Problems that are told; the rest is counted. */
const mostProblems = 50;
/** Problems whose places are looked for. */
const mostPlaced = 200;

/** A file as it was read. */
export interface DeviceFile {
  /** Its name, as it stands before line and column. */
  readonly name: string;
  readonly text: string;
  /** Who has this id or alias already, in words. */
  takenBy?(id: string): string | undefined;
}

/** What is wrong with a file: `my.yaml:14:41: …`, in the order of the file. */
export interface BrokenDevice {
  readonly problems: readonly string[];
  /** The id that was written, where it can be told. */
  readonly id?: string;
}

/** The device of a file, or what is wrong with it. */
export type DeviceOutcome = UserDevice | BrokenDevice;

const hints: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'a tab stands where spaces belong: indent with spaces',
  BAD_INDENT: 'it is not indented like its neighbours',
  MULTIPLE_DOCS: 'a file holds one device: leave out the line ---',
  RESOURCE_EXHAUSTION: 'it is nested too deep',
};

/** A place in the text and what is wrong there. */
interface Spot {
  readonly offset: number;
  readonly why: string;
}

/** Where a path stands: its value, or its key where the key is wrong; the nearest parent where the document has neither. */
function offsetOf(document: Document.Parsed, { path, on }: DocumentProblem): number {
  if (on === 'key') {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
    if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0];
  }
  for (let length = path.length; length > 0; length -= 1) {
    const node = nodeAt(document, path.slice(0, length));
    if (node?.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function nodeAt(document: Document.Parsed, path: Path) {
  try {
    const node = document.getIn(path, true);
    return isNode(node) ? node : undefined;
  } catch {
    // An alias stands on the way: its own place is told.
    return undefined;
  }
}

function syntaxSpots({ errors }: Document.Parsed): readonly Spot[] {
  return errors.map(({ code, message, pos }) => ({
    offset: pos[0],
    why: hints[code] ?? `this is not YAML: ${message.split('\n')[0] ?? ''}`,
  }));
}

/** Keys that stand twice in one place, and aliases without an anchor above them; one look at each, whatever their number. */
function structureSpots(document: Document.Parsed): readonly Spot[] {
  const anchors = new Set<string>();
  const spots: Spot[] = [];
  visit(document, {
    Node(_, node) {
      if ('anchor' in node && typeof node.anchor === 'string') anchors.add(node.anchor);
    },
    Map(_, { items }) {
      const keys = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (keys.has(key.value))
          spots.push({ offset: key.range?.[0] ?? 0, why: 'this key stands twice in the same place: leave one out' });
        keys.add(key.value);
      }
    },
    Alias(_, { source, range }) {
      if (!anchors.has(source)) spots.push({ offset: range?.[0] ?? 0, why: `there is no anchor &${source} above` });
    },
  });
  return spots;
}

/** The document as plain values; undefined with the reason where its aliases would fill the memory. */
function valuesOf(document: Document.Parsed): { readonly value: unknown } | { readonly why: string } {
  try {
    return { value: document.toJS({ maxAliasCount: mostAliases }) };
  } catch (thrown) {
    if (!(thrown instanceof ReferenceError || thrown instanceof RangeError)) throw thrown;
    return { why: 'its aliases (*name) repeat too much: write the rows out' };
  }
}

const idOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : undefined;

function takenProblems(value: unknown, takenBy: DeviceFile['takenBy']): DocumentProblem[] {
  const aliases: unknown = typeof value === 'object' && value !== null && 'aliases' in value ? value.aliases : [];
  const names: readonly [Path, unknown][] = [
    [['id'], idOf(value)],
    ...(Array.isArray(aliases) ? aliases : []).map((alias: unknown, index): [Path, unknown] => [
      ['aliases', index],
      alias,
    ]),
  ];
  return names.flatMap(([path, name]) => {
    const owner = typeof name === 'string' ? takenBy?.(name) : undefined;
    return owner === undefined ? [] : [{ path, why: `${String(name)} is taken by ${owner}: choose another name` }];
  });
}

function parsed(text: string, lines: LineCounter): Document.Parsed | undefined {
  try {
    return parseDocument(text, { lineCounter: lines, uniqueKeys: false, stringKeys: true });
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined; // the stack is full
    throw thrown;
  }
}

/** Reads a file's text. Never throws for what a person wrote. */
export function readDevice({ name, text, takenBy }: DeviceFile): DeviceOutcome {
  const only = (why: string): BrokenDevice => ({ problems: [`${name}:1:1: ${why}`] });
  if (text.length > mostCharacters) return only(`it has more than ${mostCharacters} characters: that is no device`);
  const lines = new LineCounter();
  const document = parsed(text, lines);
  if (document === undefined) return only('it is nested too deep');
  const told = (spots: readonly Spot[]): string[] => {
    const sorted = spots.toSorted((left, right) => left.offset - right.offset);
    const said = sorted.map(({ offset, why }) => {
      const { line, col } = lines.linePos(offset);
      return `${name}:${Math.max(1, line)}:${Math.max(1, col)}: ${why}`;
    });
    const different = [...new Set(said)];
    const more = different.length - mostProblems;
    return more <= 0 ? different : [...different.slice(0, mostProblems), `${name}: and ${more} more`];
  };
  const spots = [...syntaxSpots(document), ...structureSpots(document)];
  if (spots.length > 0) return { problems: told(spots) };
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
    return only('it is empty: begin with id, kind, maker and title, as in docs/examples');
  const values = valuesOf(document);
  if ('why' in values) return only(values.why);
  const id = idOf(values.value);
  const outcome = userDefinition(values.value);
  const wrong = [...takenProblems(values.value, takenBy), ...('problems' in outcome ? outcome.problems : [])];
  const problems = wrong
    .slice(0, mostPlaced)
    .map((problem) => ({ offset: offsetOf(document, problem), why: problem.why }));
  if (problems.length === 0 && 'definition' in outcome) return outcome;
  return { problems: told(problems), ...(id === undefined ? {} : { id }) };
}
