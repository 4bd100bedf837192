// Words that stand in one place only, or in none: units, reminders, paths of one machine, hosts of a registry.
import { Visitor, type ESTree } from 'vite';
import { isTest, lineAt, type Complaint, type Source, type TextFile } from './source.ts';

const UNITS = new Set(
  (
    'W kW MW Wh kWh MWh V mV kV A mA Hz kHz VA kVA var kvar varh kvarh VAh kVAh °C °F % Ah mAh Ω mΩ W/m² ' +
    '€/kWh ct/kWh g/kWh'
  ).split(' '),
);

const UNIT_HOMES = /^src\/core\/(catalogue[^/]*|set-points|unit)\.ts$|^src\/devices\/|^web\/src\/format\.ts$/;

/** A protocol's own one-letter labels (VE.Direct's `V`, an answer's `A`, a record of DNS) are text on the wire, not units. */
const isWireLetter = (path: string, text: string): boolean =>
  /^src\/(codec|transport\/mdns)\//.test(path) && text.length === 1;

/** Units spelt outside the catalogue, the devices' tables and the web's formatter. */
export function spelledUnits(source: Source): Complaint[] {
  const { path, text } = source;
  if (!/^(src|web\/src)\//.test(path) || isTest(path) || UNIT_HOMES.test(path)) return [];
  // In other languages a word may look like a unit: the Italian for "to" is A.
  if (path.startsWith('src/words/') && !path.startsWith('src/words/en')) return [];
  const complaints: Complaint[] = [];
  const check = (node: ESTree.Span, word: string) => {
    if (!UNITS.has(word) || isWireLetter(path, word)) return;
    const message = `unit '${word}': take it from the catalogue (src/core/catalogue.ts) or src/core/unit.ts`;
    complaints.push({ path, line: lineAt(text, node.start), message });
  };
  new Visitor({
    Literal: (node) => check(node, typeof node.value === 'string' ? node.value : ''),
    TemplateLiteral: (node) => check(node, node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? '') : ''),
    JSXText: (node) => check(node, node.value.trim()),
  }).visit(source.program);
  return complaints;
}

interface Word {
  readonly pattern: RegExp;
  readonly message: string;
}

// The classes of one letter keep these patterns from finding themselves.
const WORDS: readonly Word[] = [
  { pattern: /\b(TO[D]O|FIXM[E]|XX[X])\b/g, message: 'a reminder: do it now or write an issue' },
  {
    pattern: /(?<![\w.~$}-])\/(wor[k]\/|roo[t]\/|far[m]\/|hom[e]\/[a-z][\w-]*)/g,
    message: 'a path of one machine: make it relative, or take it as an argument',
  },
  {
    pattern:
      /\b(registry\.npmj[s]\.org|npmj[s]\.com|yarnpk[g]\.com|npmmirro[r]\.com|pyp[i]\.org|pythonhoste[d]\.org|crate[s]\.io|rubygem[s]\.org|prox[y]\.golang\.org|artifactor[y])\b/g,
    message: 'host of a package registry: name the package only',
  },
];

/** Reminders, machine paths and registry hosts in any tracked file. */
export function strayWords({ path, text }: TextFile): Complaint[] {
  return WORDS.flatMap(({ pattern, message }) =>
    [...text.matchAll(pattern)].map((match) => ({
      path,
      line: lineAt(text, match.index),
      message: `"${match[0]}": ${message}`,
    })),
  );
}

/** Addresses that npm wrote into the lock file: they tie it to one registry. */
export function lockedAddresses({ path, text }: TextFile): Complaint[] {
  if (path !== 'package-lock.json') return [];
  return [...text.matchAll(/"resolved": "http/g)].map((match) => ({
    path,
    line: lineAt(text, match.index),
    message: 'address of a registry: set omit-lockfile-registry-resolved=true in your npm and write the lock again',
  }));
}
