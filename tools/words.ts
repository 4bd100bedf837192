// `node tools/words.ts de`: what a language lacks, file by file, as lines to translate. With --same also what reads as in English.
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalogue } from '#core/catalogue.ts';
import { errorRegistry } from '#core/errors.ts';
import { setPoints } from '#core/set-points.ts';
import { piecesOf } from '#core/message-reader.ts';
import { gapsOf } from '#words/gaps.ts';

const ROOT = join(import.meta.dirname, '..');

type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null;

/** What a file exports; nothing if there is none. */
async function exportsOf(file: string): Promise<Table> {
  if (globSync(file, { cwd: ROOT }).length === 0) return {};
  const found: unknown = await import(pathToFileURL(join(ROOT, file)).href);
  return isTable(found) ? found : {};
}

/** Every part in English: the file of a language that holds it, and its tables by name. */
async function englishParts(): Promise<readonly { readonly file: string; readonly tables: Table }[]> {
  const parts = [
    ...globSync('src/words/en/*.ts', { cwd: ROOT }).map((from) => ({ from, file: basename(from) })),
    ...globSync('src/core/reasons/*.ts', { cwd: ROOT }).map((from) => ({ from, file: `reasons/${basename(from)}` })),
  ];
  const read = await Promise.all(parts.map(async ({ from, file }) => ({ file, tables: await exportsOf(from) })));
  const labels = Object.fromEntries(Object.entries(catalogue).map(([key, { label }]) => [key, label]));
  const errors = Object.entries(errorRegistry).map(([code, { title, repair, cli }]) => [code, { title, repair, cli }]);
  const points = Object.entries(setPoints).map(([key, { label, words }]) => [key, { label, words }]);
  return [
    ...read.toSorted((one, other) => (one.file < other.file ? -1 : 1)),
    { file: 'errors.ts', tables: { errors: Object.fromEntries(errors) } },
    { file: 'metrics.ts', tables: { metrics: labels } },
    { file: 'set-points.ts', tables: { setPoints: Object.fromEntries(points) } },
  ];
}

const sameGaps = (one: string, other: string): boolean => JSON.stringify(gapsOf(one)) === JSON.stringify(gapsOf(other));

/** Cases of the language's plural that a text lacks. */
function lackingCases(text: string): readonly string[] {
  const needed = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  const plurals = piecesOf(text).flatMap((piece) =>
    typeof piece !== 'string' && piece.kind === 'plural' ? [[...piece.cases.keys()]] : [],
  );
  return needed.filter((each) => plurals.some((cases) => !cases.includes(each)));
}

/** Why a text cannot stand, or may be forgotten. */
function faultOf(english: unknown, other: unknown, same: boolean): string | undefined {
  if (other === undefined) return 'missing';
  if (typeof english !== 'string' || typeof other !== 'string') return undefined;
  if (!sameGaps(english, other)) return `gaps differ from: ${other}`;
  const lacking = lackingCases(other);
  if (lacking.length > 0) return `no case of the plural for ${lacking.join(', ')}: ${other}`;
  return same && english === other && /[a-z]{4}/i.test(english) ? 'as in English' : undefined;
}

/** Prints what one table of a language lacks. @returns how much */
function compare(name: string, [english, other]: readonly [Table, Table], same: boolean): number {
  const faults = Object.entries(english).flatMap(([code, text]) => {
    const fault = faultOf(text, other[code], same);
    return fault === undefined ? [] : [`  ${JSON.stringify(code)}: ${JSON.stringify(text)}, // ${fault}`];
  });
  const extra = Object.keys(other)
    .filter((code) => !Object.hasOwn(english, code))
    .map((code) => `  ${code} // no such text in English`);
  const lines = [...faults, ...extra];
  if (lines.length > 0) console.log([name, ...lines].join('\n'));
  return lines.length;
}

const words = process.argv.slice(2);
const tag = words.find((word) => !word.startsWith('--'));
const same = words.includes('--same');
if (tag === undefined || !/^[a-z]{2,3}(-[A-Z]{2})?$/.test(tag)) {
  console.error('node tools/words.ts <tag of the language, such as de or pt-BR> [--same]');
  process.exitCode = 2;
} else {
  let lacking = 0;
  for (const { file, tables } of await englishParts()) {
    const own = await exportsOf(`src/words/${tag}/${file}`);
    for (const [name, table] of Object.entries(tables)) {
      if (!isTable(table)) continue;
      const other = own[name];
      lacking += compare(`${file} ${name}`, [table, isTable(other) ? other : {}], same);
    }
  }
  console.log(lacking === 0 ? `${tag} is complete` : `${lacking} texts to look at`);
  process.exitCode = lacking === 0 ? 0 : 1;
}
