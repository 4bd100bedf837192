// Files of outputs on a real disk: killed before each step, full, and asked to write elsewhere.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { doWithout } from '#tools/testkit/needs.ts';
import { outputFilesIn } from './output-files.ts';

const child = fileURLToPath(new URL('./testing/output-files-child.ts', import.meta.url));
/** Before which step it is killed, and which file is there then. */
const steps = [
  ['write', 'before'],
  ['backup', 'before'],
  ['rename', 'before'],
  ['sync-folder', 'new'],
  ['prune', 'new'],
] as const;

test('killed before any step the file is the one before or the new one, whole; the next save leaves nothing over', async (context) => {
  const folder = tempDir(context);
  const path = join(folder, 'node/home.prom');
  const text = (name: string): string => `${name} ${'x'.repeat(100_000)}\n`;
  const files = outputFilesIn(folder);
  await files.save('node/home.prom', text('before'), 10);
  for (const [step, there] of steps) {
    const { signal } = spawnSync(process.execPath, [child, folder, step, text('new')]);
    expect([step, signal]).toEqual([step, 'SIGKILL']);
    expect(readFileSync(path, 'utf8')).toBe(text(there));
    await files.save('node/home.prom', text('before'), 10);
    expect(readdirSync(join(folder, 'node')).filter((name) => name.startsWith('.'))).toEqual([]);
    for (const name of readdirSync(join(folder, 'node')))
      expect(readFileSync(join(folder, 'node', name), 'utf8')).toMatch(/^(?:before|new) x{100000}\n$/);
  }
});

test('others may read them, also of a service whose new files are for nobody else', (context) => {
  const folder = tempDir(context);
  const call = ['umask 077; exec "$@"', 'sh', process.execPath, child, folder, 'none', 'text'];
  expect(spawnSync('sh', ['-c', ...call])).toMatchObject({ status: 0 });
  const modes = ['node', 'node/home.prom'].map((name) => statSync(join(folder, name)).mode & 0o777);
  expect(modes).toEqual([0o755, 0o644]);
});

test('ten of those before are kept, as the same files under another name; fewer, and none, where that is set', async (context) => {
  const folder = tempDir(context);
  const files = outputFilesIn(folder);
  let inode = 0;
  for (let count = 1; count <= 15; count += 1) {
    await files.save('home.prom', `${count}\n`, 10);
    if (count === 14) inode = statSync(join(folder, 'home.prom')).ino;
  }
  const kept = readdirSync(folder).filter((name) => name.endsWith('.bak'));
  expect(kept.map((name) => readFileSync(join(folder, name), 'utf8').trim())).toEqual(
    Array.from({ length: 10 }, (_none, index) => String(index + 5)),
  );
  expect(statSync(join(folder, kept.at(-1) ?? '')).ino).toBe(inode);
  expect(readFileSync(join(folder, 'home.prom'), 'utf8')).toBe('15\n');
  expect(statSync(join(folder, 'home.prom')).mode & 0o777).toBe(0o644);
  await files.save('home.prom', '16\n', 2);
  expect(readdirSync(folder)).toHaveLength(3);
  await files.save('home.prom', '17\n', 0);
  expect(readdirSync(folder)).toEqual(['home.prom']);
  writeFileSync(join(folder, 'home.prom.1.bak'), 'of somebody');
  await files.remove('home.prom');
  await files.remove('home.prom');
  expect(readdirSync(folder)).toEqual(['home.prom.1.bak']);
});

test('nothing is written outside the folder: no name that leads out, and no link', async (context) => {
  const [root, elsewhere] = [join(tempDir(context), 'outputs'), tempDir(context)];
  const files = outputFilesIn(root);
  for (const name of [
    '../a.prom',
    'a/../../b.prom',
    '/etc/a.prom',
    '.hidden',
    'a//b.prom',
    'a\0.prom',
    'a/./b.prom',
    '',
  ])
    await expect(files.save(name, 'x', 0)).rejects.toMatchObject({ code: 'input.invalid' });
  await files.save('home/a.prom', 'x', 0);
  symlinkSync(elsewhere, join(root, 'link'));
  await expect(files.save('link/a.prom', 'x', 0)).rejects.toMatchObject({ reason: { code: 'output.file-link' } });
  writeFileSync(join(elsewhere, 'target'), 'mine');
  // Neither the file nor what is written beside it follows a link.
  rmSync(join(root, 'home/a.prom'));
  symlinkSync(join(elsewhere, 'target'), join(root, 'home/a.prom'));
  symlinkSync(join(elsewhere, 'target'), join(root, 'home/.a.prom.new'));
  await files.save('home/a.prom', 'y', 3);
  expect(readFileSync(join(elsewhere, 'target'), 'utf8')).toBe('mine');
  expect(readFileSync(join(root, 'home/a.prom'), 'utf8')).toBe('y');
  mkdirSync(join(root, 'home/b.prom'));
  await expect(files.attempt('home/b.prom', 'x')).rejects.toMatchObject({ reason: { code: 'output.file-taken' } });
  await files.attempt('home/c.prom', 'x');
  expect(readdirSync(join(root, 'home')).filter((name) => name.includes('c.prom'))).toEqual([]);
});

test('a full disk leaves the file as it was, and nothing half', async (context) => {
  const folder = tempDir(context);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    doWithout(context, 'needs root: mount');
  }
  context.onTestFinished(() => void execFileSync('umount', [folder]));
  const files = outputFilesIn(folder);
  await files.save('home.prom', 'small\n', 0);
  await expect(files.save('home.prom', 'x'.repeat(1_000_000), 0)).rejects.toMatchObject({ code: 'output.failed' });
  expect(readFileSync(join(folder, 'home.prom'), 'utf8')).toBe('small\n');
  await files.save('home.prom', 'again\n', 0);
  expect(readdirSync(folder)).toEqual(['home.prom']);
});
