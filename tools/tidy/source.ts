// Reads the repository's files for the tidy rules: their paths, their text, and the syntax tree of the code among them.
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ESTree, type ParseResult, parseSync } from 'vite';

const ROOT = join(import.meta.dirname, '..', '..');

/** One text file of the repository. */
export interface TextFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** A code file with its syntax tree. */
export interface Source extends TextFile {
  readonly program: ESTree.Program;
  readonly comments: ParseResult['comments'];
}

/** What breaks a rule, and where; the message names what to write instead. */
export interface Complaint {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** The line of an offset into the text, counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Parses one code file; throws when it is not valid TypeScript. */
export function parse(path: string, text: string): Source {
  const { program, comments, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  return { path, text, program, comments };
}

/** Every file git knows or would take in; without git, everything outside the folders that are made. */
export function repositoryPaths(): string[] {
  try {
    const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return list.split('\0').filter((path) => path !== '' && isFile(path));
  } catch {
    // No git here, or a checkout that belongs to somebody else.
    const exclude = ['**/node_modules/**', '.git/**', 'web/dist/**', 'data/**', 'coverage/**'];
    return globSync(['**/*', '.*', '.*/**/*'], { cwd: ROOT, exclude }).filter(isFile);
  }
}

function isFile(path: string): boolean {
  return statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The text files among the paths: those without a NUL byte. */
export function readTextFiles(paths: readonly string[]): TextFile[] {
  return paths
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
    .filter(({ text }) => !text.includes('\0'));
}

export const isCode = (path: string): boolean => /\.(ts|tsx|mts|js|mjs|cjs)$/.test(path);

/** Tests, and what only tests use: conformance suites and the folders `testing/`. */
export const isTest = (path: string): boolean => /(\.test\.tsx?|-conformance\.ts|\/testing\/[^/]+\.ts)$/.test(path);

export const isConfig = (path: string): boolean => /\.config\.(ts|mts|js)$/.test(path);

/** Tables of registers and the like: long by nature. */
export const isTable = (path: string): boolean =>
  /^src\/devices\/[^/]+\/|^src\/core\/catalogue[^/]*\.ts$|(^|\/)(captures|vectors|generated)\/|\.generated\./.test(
    path,
  );
