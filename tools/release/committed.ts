// What is packed of folders that people work in: the files of the commit. What else lies there is of one computer alone, and may be secret: the
// passwords (`.env`) and the key of a stack of containers that is run from this checkout.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Copies a folder of the checkout without what git does not know. `isWanted` sees paths below `root`. */
export function copyCommitted(
  root: string,
  { from, to, isWanted = () => true }: { from: string; to: string; isWanted?: (path: string) => boolean },
): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--', from], { cwd: root, encoding: 'utf8' });
  for (const file of listed.split('\0').filter((one) => one !== '' && isWanted(one))) {
    const target = join(to, relative(from, file));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(root, file), target);
  }
}
