// Holds every import of the repository against the table of rooms in .dependency-cruiser.cjs.
// A cruise that sees nothing passes happily, so what it saw is held against the files on disk.
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Statement, VariableDeclarator } from '@swc/core';
import { Visitor } from '@swc/core/Visitor.js';
import { cruise, type ICruiseResult, type IConfiguration } from 'dependency-cruiser';

type RoomsConfiguration = IConfiguration & { readonly ROOMS: Readonly<Record<string, readonly string[]>> };

const ROOT = join(import.meta.dirname, '..');
const FOLDERS = ['src', 'web', 'tools', 'tests', 'bench', 'packaging'];

const { ROOMS, options, ...ruleSet } = createRequire(import.meta.url)(
  '../.dependency-cruiser.cjs',
) as RoomsConfiguration;

/** The visitor dependency-cruiser walks the code with stops at a `using` declaration: let it look inside instead. */
function teachUsing(): void {
  const visitOthers = Reflect.get(Visitor.prototype, 'visitStatement');
  Visitor.prototype.visitStatement = function visitStatement(statement: Statement): Statement {
    const type: string = statement.type;
    if (type !== 'UsingDeclaration') return visitOthers.call(this, statement);
    const { decls } = statement as Statement & { decls: VariableDeclarator[] };
    this.visitVariableDeclarators(decls);
    return statement;
  };
}

function typescriptFiles(): string[] {
  const patterns = FOLDERS.map((folder) => `${folder}/**/*.{ts,tsx}`);
  return globSync(patterns, { exclude: ['**/node_modules/**', '**/dist/**'] }).filter(
    (path) => !path.endsWith('.d.ts'),
  );
}

/** Folders of src/ that the table does not know: their imports would go unchecked. */
function unknownRooms(files: readonly string[]): string[] {
  const rooms = files.filter((path) => path.startsWith('src/')).map((path) => path.split('/')[1] ?? '');
  return [...new Set(rooms)].filter((room) => room !== 'main' && !Object.hasOwn(ROOMS, room));
}

async function cruiseFiles(files: readonly string[]): Promise<ICruiseResult> {
  const { output } = await cruise([...files], { ...options, validate: true, ruleSet });
  if (typeof output === 'string') throw new Error('dependency-cruiser gave text where a result was asked for');
  return output;
}

/** Files the cruise missed, or whose imports it missed: a cruise without a parser for TypeScript sees none. */
function unseen({ modules }: ICruiseResult, files: readonly string[]): string[] {
  const importsSeen = new Map(modules.map(({ source, dependencies }) => [source, dependencies.length]));
  const hasImports = (path: string) => /^import .*['"];$/m.test(readFileSync(path, 'utf8'));
  return files.filter((path) => !importsSeen.has(path) || (importsSeen.get(path) === 0 && hasImports(path)));
}

function complaintsOf(result: ICruiseResult, files: readonly string[]): string[] {
  const meanings = new Map(ruleSet.forbidden?.map((rule) => [rule.name, rule.comment ?? '']));
  return [
    ...unseen(result, files).map((path) => `${path}: its imports were not seen by dependency-cruiser`),
    ...unknownRooms(files).map((room) => `src/${room}: not in the table of rooms in .dependency-cruiser.cjs`),
    ...result.summary.violations.map(({ from, to, rule, cycle }) => {
      const path = cycle ? cycle.map((step) => step.name).join(' -> ') : to;
      return `${from} -> ${path}: ${rule.name}. ${meanings.get(rule.name) ?? ''}`.trim();
    }),
  ];
}

process.chdir(ROOT);
teachUsing();
const files = typescriptFiles();
const result = await cruiseFiles(files);
const complaints = complaintsOf(result, files);
for (const complaint of complaints) console.error(complaint);
console.log(`imports: ${result.summary.totalCruised} modules, ${files.length} files, ${complaints.length} complaints`);
process.exitCode = complaints.length === 0 ? 0 : 1;
