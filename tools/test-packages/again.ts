// The same release once more, of the same commit: in another folder, without a network, by another user's ways. Its bytes have to be the same.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { call, needsPrograms, needsRoot, NotHere, type Step } from './step.ts';

/** Name and sum of each file. */
const sumsIn = (release: string): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(join(release, 'SHA256SUMS'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => [line.split('  ')[1] ?? '', line.split('  ')[0] ?? '']),
  );

/** What may not count: zone, language, and what new files may be read by. No commit has a time of its own here. */
const otherWays = ['env', '-u', 'SOURCE_DATE_EPOCH', 'TZ=Pacific/Kiritimati', 'LC_ALL=C.UTF-8', 'LANG=C.UTF-8'];

/** Makes it again and compares. */
export const againStep: Step = {
  name: 'the same bytes again',
  async run({ folder, root, release }) {
    needsRoot();
    needsPrograms('git', 'unshare', 'cp');
    const git = (...args: string[]): string => call(['git', '-C', root, ...args]).trim();
    if (git('status', '--porcelain', '--untracked-files=no') !== '')
      throw new NotHere('files are changed and not committed: a clone has them not');
    const clone = join(folder, 'again');
    call(['git', 'clone', '-q', '--no-hardlinks', root, clone]);
    call(['git', '-C', clone, 'checkout', '-q', '--detach', git('rev-parse', 'HEAD')]);
    call(['cp', '-a', '--reflink=auto', join(root, 'node_modules'), join(clone, 'node_modules')]);
    const out = join(clone, 'release');
    const line = 'umask 027; ip link set lo up 2>/dev/null; exec "$@"';
    const make = [process.execPath, join(clone, 'tools/release/main.ts'), '--out', out];
    call([...otherWays, 'unshare', '--net', 'sh', '-c', line, 'sh', ...make], { timeoutMs: 600_000, cwd: clone });
    const [first, second] = [sumsIn(release), sumsIn(out)];
    const names = [...new Set([...first.keys(), ...second.keys()])].toSorted();
    const others = names.filter((name) => first.get(name) !== second.get(name));
    rmSync(clone, { recursive: true });
    if (others.length > 0) throw new Error(`other bytes: ${others.join(', ')}`);
    return `${names.length} files made without a network in another folder: ${names.join(', ')}`;
  },
};
