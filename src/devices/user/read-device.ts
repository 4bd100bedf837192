// From the text of a YAML file to a definition, or to every problem with its line and column, in their order.
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document, type YAMLError } from 'yaml';
import { external, type External } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { type DocumentProblem, namedProblem, type Path } from '#core/schema-check.ts';
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
  /** Who has this id or alias already: a built-in protocol or a file. */
  takenBy?(id: string): Reason | External | undefined;
}

/** What is wrong with a file, each with its place (`my.yaml:14:41: …`), in the order of the file. */
export interface BrokenDevice {
  readonly problems: readonly Reason[];
  /** The id that was written, where it can be told. */
  readonly id?: string;
}

/** The device of a file, or what is wrong with it. */
export type DeviceOutcome = UserDevice | BrokenDevice;

const hints: Partial<Record<YAMLError['code'], Reason>> = {
  TAB_AS_INDENT: because('yaml.tab'),
  BAD_INDENT: because('yaml.indent'),
  MULTIPLE_DOCS: because('yaml.documents'),
  RESOURCE_EXHAUSTION: because('file.too-deep'),
};

/** A place in the text and what is wrong there. */
interface Spot {
  readonly offset: number;
  readonly why: Reason;
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
    why: hints[code] ?? because('yaml.syntax', { said: external(message.split('\n')[0] ?? '') }),
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
        if (keys.has(key.value)) {
          const why = because('yaml.key-twice', { key: external(String(key.value).slice(0, 60)) });
          spots.push({ offset: key.range?.[0] ?? 0, why });
        }
        keys.add(key.value);
      }
    },
    Alias(_, { source, range }) {
      if (anchors.has(source)) return;
      spots.push({
        offset: range?.[0] ?? 0,
        why: because('yaml.no-anchor', { anchor: external(source.slice(0, 60)) }),
      });
    },
  });
  return spots;
}

/** The document as plain values; undefined with the reason where its aliases would fill the memory. */
function valuesOf(document: Document.Parsed): { readonly value: unknown } | { readonly why: Reason } {
  try {
    return { value: document.toJS({ maxAliasCount: mostAliases }) };
  } catch (thrown) {
    if (!(thrown instanceof ReferenceError || thrown instanceof RangeError)) throw thrown;
    return { why: because('yaml.aliases') };
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
    return owner === undefined
      ? []
      : [{ path, why: because('device-file.taken', { name: external(String(name).slice(0, 60)), owner }) }];
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
  const file = external(name);
  const only = (reason: Reason): BrokenDevice => ({
    problems: [because('file.at', { file, line: 1, column: 1, reason })],
  });
  if (text.length > mostCharacters) return only(because('device-file.too-long', { most: mostCharacters }));
  const lines = new LineCounter();
  const document = parsed(text, lines);
  if (document === undefined) return only(because('file.too-deep'));
  const told = (spots: readonly Spot[]): readonly Reason[] => {
    const sorted = spots.toSorted((left, right) => left.offset - right.offset);
    const placed = sorted.map(({ offset, why: reason }) => {
      const { line, col } = lines.linePos(offset);
      return because('file.at', { file, line: Math.max(1, line), column: Math.max(1, col), reason });
    });
    const different = [...new Map(placed.map((problem) => [JSON.stringify(problem), problem])).values()];
    const more = different.length - mostProblems;
    if (more <= 0) return different;
    const rest = because('file.among', { file, reason: because('file.more-problems', { count: more }) });
    return [...different.slice(0, mostProblems), rest];
  };
  const spots = [...syntaxSpots(document), ...structureSpots(document)];
  if (spots.length > 0) return { problems: told(spots) };
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
    return only(because('device-file.empty'));
  const values = valuesOf(document);
  if ('why' in values) return only(values.why);
  const id = idOf(values.value);
  const outcome = userDefinition(values.value);
  const wrong = [...takenProblems(values.value, takenBy), ...('problems' in outcome ? outcome.problems : [])];
  const problems = wrong
    .slice(0, mostPlaced)
    .map((problem) => ({ offset: offsetOf(document, problem), why: namedProblem(problem) }));
  if (problems.length === 0 && 'definition' in outcome) return outcome;
  return { problems: told(problems), ...(id === undefined ? {} : { id }) };
}
