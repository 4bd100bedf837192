// `npm run gen`: writes every generated file that differs. With --check it writes nothing and names those that differ.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Generator, generators } from './generators.ts';

const ROOT = join(import.meta.dirname, '..');

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not written yet.
    return undefined;
  }
}

/** Writes the files that differ (unless only checking) and returns their names. */
export async function generate(list: readonly Generator[], root: string, onlyCheck: boolean): Promise<string[]> {
  const differing: string[] = [];
  for (const { file, make } of list) {
    const text = await make();
    const path = join(root, file);
    if (read(path) === text) continue;
    differing.push(file);
    if (onlyCheck) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return differing;
}

async function main(): Promise<void> {
  const onlyCheck = process.argv.includes('--check');
  const differing = await generate(generators, ROOT, onlyCheck);
  for (const file of differing) console.log(onlyCheck ? `${file} is behind: run npm run gen` : `${file} written`);
  process.exitCode = onlyCheck && differing.length > 0 ? 1 : 0;
}

if (import.meta.main) await main();
