// Changes of a text that people make by a button: only what is changed is touched, so that comments and the rest stay as they were written.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { readYaml } from '#core/yaml-places.ts';
import { isMap, isNode, isScalar, isSeq, parseDocument, stringify, type Document } from 'yaml';
import { idOf } from './id-of.ts';
import type { Section } from './outline.ts';
import type { RecipePart } from './recipes.ts';

/** A change. */
export type TextEdit =
  | {
      readonly kind: 'switch';
      readonly section: Extract<Section, 'rules' | 'loads'>;
      readonly index: number;
      readonly on: boolean;
    }
  | { readonly kind: 'add'; readonly part: RecipePart };

const settings = { lineWidth: 0 } as const;
const parse = (text: string): Document => parseDocument(text, { schema: 'core', logLevel: 'silent' });

/** With the keys of each map in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, sorted(one)] as const);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** The text with a splice, if it says then what it should; otherwise as the document writes itself, with its comments. */
function orRewritten(spliced: string | undefined, document: Document): string {
  if (spliced !== undefined) {
    const again = parse(spliced);
    if (again.errors.length === 0 && isSame(again.toJS(), document.toJS())) return spliced;
  }
  return document.toString(settings);
}

/** Where the line of an offset ends. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

/** How far the line of an offset is indented, as it is written. */
function indentAt(text: string, offset: number): string {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(from, offset))?.[0] ?? '';
}

function switchSplice(text: string, entry: unknown, on: boolean): string | undefined {
  if (!isMap(entry) || !isNode(entry) || entry.range === undefined || entry.range === null) return undefined;
  const pairOf = (name: string) => entry.items.find(({ key }) => isScalar(key) && key.value === name);
  const said = pairOf('on')?.value;
  if (isScalar(said) && said.range !== undefined && said.range !== null)
    return `${text.slice(0, said.range[0])}${String(on)}${text.slice(said.range[1])}`;
  const [start] = entry.range;
  if (entry.flow === true) return `${text.slice(0, start + 1)}on: ${String(on)}, ${text.slice(start + 1)}`;
  const name = pairOf('name');
  const [key, value] = [name?.key, name?.value];
  if (!isScalar(key) || !isScalar(value) || key.range === undefined || value.range === undefined) return undefined;
  const column = (key.range?.[0] ?? 0) - (text.lastIndexOf('\n', (key.range?.[0] ?? 0) - 1) + 1);
  const at = lineEnd(text, value.range?.[1] ?? 0);
  return `${text.slice(0, at)}\n${' '.repeat(column)}on: ${String(on)}${text.slice(at)}`;
}

function switched(text: string, { section, index, on }: Extract<TextEdit, { kind: 'switch' }>): string {
  const document = parse(text);
  const entry = document.getIn([section, index], true);
  if (!isMap(entry)) throw new SolsteadError('input.invalid', { at: 'edit', why: because('act.no-entry') });
  const spliced = switchSplice(text, entry, on);
  document.setIn([section, index, 'on'], on);
  return orRewritten(spliced, document);
}

const itemText = (item: unknown, indent: string): string =>
  stringify([item], settings)
    .trimEnd()
    .split('\n')
    .map((line) => `${indent}${line}`)
    .join('\n');

function addSplice(text: string, section: string, { list, item }: { readonly list: unknown; readonly item: unknown }) {
  if (list === undefined) {
    const gap = text === '' || text.endsWith('\n') ? '' : '\n';
    return `${text}${gap}${section}:\n${itemText(item, '  ')}\n`;
  }
  const last = isSeq(list) && list.flow !== true ? list.items.at(-1) : undefined;
  if (!isNode(last) || last.range === undefined || last.range === null) return undefined;
  const end = last.range[0] + text.slice(last.range[0], last.range[1]).trimEnd().length;
  const at = lineEnd(text, end);
  return `${text.slice(0, at)}\n${itemText(item, indentAt(text, last.range[0]))}${text.slice(at)}`;
}

function added(text: string, section: string, item: unknown): string {
  const document = parse(text);
  const list = document.get(section, true);
  const spliced = addSplice(text, section, { list, item });
  if (isSeq(list)) list.add(document.createNode(item));
  else document.set(section, document.createNode([item]));
  return orRewritten(spliced, document);
}

/** A name that no entry has yet: “Boiler”, then “Boiler 2”. */
export function freeName(name: string, taken: readonly string[]): string {
  const ids = new Set(taken);
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name} ${count}`;
    if (!ids.has(idOf(candidate))) return candidate;
  }
}

/** The text after a change. Errors: `automation.invalid` for one that cannot be read, `input.invalid`. */
export function edited(text: string, edit: TextEdit): string {
  const read = readYaml(text);
  if ('problems' in read) {
    const [first] = read.problems;
    throw new SolsteadError('automation.invalid', {
      at: `${first?.line ?? 1}:${first?.column ?? 1}`,
      why: first?.why ?? because('act.no-entry'),
    });
  }
  if (edit.kind === 'switch') return switched(text, edit);
  return Object.entries(edit.part).reduce<string>(
    (before, [section, items]) => (items ?? []).reduce<string>((one, item) => added(one, section, item), before),
    text,
  );
}
