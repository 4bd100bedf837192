// Files that cannot be used are kept under another name, with the moment in it: nothing is deleted that a person may still save.
import { copyFile, rename } from 'node:fs/promises';

/** The name under which a file is kept that cannot be used. */
export function asideName(path: string, nowMs: number): string {
  return `${path}.damaged-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}`;
}

/** Keeps what has this name under another one: `moved`, or `copied` where it stays in use. Returns that name; undefined if it cannot be kept. */
export async function setAside(path: string, how: 'moved' | 'copied', nowMs: number): Promise<string | undefined> {
  const aside = asideName(path, nowMs);
  try {
    await (how === 'moved' ? rename(path, aside) : copyFile(path, aside));
    return aside;
  } catch {
    return undefined;
  }
}
