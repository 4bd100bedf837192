// The INI that mpp-solar reads, as Python's configparser takes it: full-line comments alone, keys in any case, deeper lines belong to
// the value above. Text in, sections with their places out; hostile text gives complaints, never a crash.
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { complain, type Findings, type Spot } from './plan.ts';

/** One key of a section. */
export interface IniEntry extends Spot {
  /** In small letters. */
  readonly key: string;
  readonly value: string;
}

/** A section. */
export interface IniSection extends Spot {
  readonly name: string;
  readonly entries: ReadonlyMap<string, IniEntry>;
}

/** Longer files, with more sections or longer lines, are none that a person wrote. */
const most = { characters: 200_000, sections: 200, keys: 100, line: 4000, filled: 200 } as const;

/** Complaints about the form; more are those of a file that is something else. */
const mostComplaints = 50;

/** Characters of a name that are shown. */
const shown = 60;

interface Open extends Spot {
  readonly name: string;
  readonly entries: Map<string, IniEntry>;
}

interface State {
  readonly sections: Map<string, Open>;
  /** The one that is being read; the entries of one that came twice go nowhere. */
  section: Open | undefined;
  entry: IniEntry | undefined;
  /** Of the line that began the present entry. */
  indent: number;
}

/** A line as it stands, and which it is. */
interface RawLine {
  readonly raw: string;
  readonly line: number;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

function begin(state: State, name: string, spot: Spot): Reason | undefined {
  const before = state.sections.get(name);
  state.entry = undefined;
  state.section = { name, ...spot, entries: new Map() };
  if (before !== undefined)
    return because('daemon.section-twice', { section: external(name.slice(0, shown)), line: before.line });
  if (state.sections.size >= most.sections) return because('daemon.many-sections', { most: most.sections });
  state.sections.set(name, state.section);
  return undefined;
}

function enter(state: State, { key, value, ...spot }: IniEntry): Reason | undefined {
  const { section } = state;
  if (section === undefined) return because('daemon.no-section');
  const before = section.entries.get(key);
  state.entry = { key, value, ...spot };
  if (before !== undefined)
    return because('daemon.key-twice', { key: external(key.slice(0, shown)), line: before.line });
  if (section.entries.size >= most.keys) return because('daemon.many-keys', { most: most.keys });
  section.entries.set(key, state.entry);
  return undefined;
}

/** A deeper line goes on with the value above it; one that looks like a key of its own was hardly meant so. */
function goOn(state: State, text: string, isKey: (key: string) => boolean): Reason | undefined {
  const { section, entry } = state;
  if (section === undefined || entry === undefined) return undefined;
  const key = /^([^=:]*?)\s*[=:]/.exec(text)?.[1]?.toLowerCase();
  if ((key !== undefined && isKey(key)) || /^\[.+\]$/.test(text))
    return because('daemon.indented', { key: external(entry.key.slice(0, shown)) });
  if (entry.value.length > most.line) return because('daemon.long-line', { most: most.line });
  state.entry = { ...entry, value: `${entry.value}\n${text}`.trim() };
  if (section.entries.get(entry.key)?.line === entry.line) section.entries.set(entry.key, state.entry);
  return undefined;
}

function takeLine(state: State, { raw, line }: RawLine, isKey: (key: string) => boolean): Reason | undefined {
  const text = raw.trim();
  if (text === '' || text.startsWith('#') || text.startsWith(';')) return undefined;
  if (raw.length > most.line) return because('daemon.long-line', { most: most.line });
  const indent = indentOf(raw);
  const spot = { line, column: indent + 1 };
  if (state.entry !== undefined && indent > state.indent) return goOn(state, text, isKey);
  state.indent = indent;
  const name = /^\[(.+)\]/.exec(text)?.[1];
  if (name !== undefined) return begin(state, name, spot);
  const found = /^(.*?)\s*[=:]\s*(.*)$/.exec(text);
  const key = found?.[1]?.trim().toLowerCase() ?? '';
  if (found === null || key === '') return because('daemon.no-key');
  return enter(state, { key, value: found[2] ?? '', ...spot });
}

/** `%(key)s` stands for the value of another key of the section, `%%` for one percent sign; any other is itself. */
function filledIn(value: string, section: ReadonlyMap<string, IniEntry>): string {
  return value.replaceAll(/%%|%\(([^()]{1,60})\)s/g, (whole, key: string | undefined) => {
    // Two stand for one.
    if (key === undefined) return whole.slice(1);
    const other = section.get(key.toLowerCase())?.value ?? whole;
    return other.length > most.filled ? whole : other;
  });
}

/** Reads a text. `isKey` says which keys there are. The section `DEFAULT` counts for all others. */
export function readIni(
  text: string,
  isKey: (key: string) => boolean,
  findings: Pick<Findings, 'complaints'>,
): readonly IniSection[] {
  if (text.length > most.characters) {
    complain(findings, { line: 1, column: 1 }, because('file.too-long', { most: most.characters }));
    return [];
  }
  const state: State = { sections: new Map(), section: undefined, entry: undefined, indent: 0 };
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|[\r\n]/)
    .entries()) {
    const why = takeLine(state, { raw, line: index + 1 }, isKey);
    if (why !== undefined) complain(findings, { line: index + 1, column: indentOf(raw) + 1 }, why);
    if (findings.complaints.length >= mostComplaints) return [];
  }
  const standard = state.sections.get('DEFAULT')?.entries ?? new Map<string, IniEntry>();
  return [...state.sections.values()]
    .filter(({ name }) => name !== 'DEFAULT')
    .map(({ entries: own, ...section }) => {
      const entries = new Map([...standard, ...own]);
      const filled = [...entries].map(
        ([key, entry]) => [key, { ...entry, value: filledIn(entry.value, entries) }] as const,
      );
      return { ...section, entries: new Map(filled) };
    });
}
