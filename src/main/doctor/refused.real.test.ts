// What the system refuses: no room on the disk, or a folder of somebody else. Each part says so, with what helps with that and nothing else.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import type { CheckArea, CheckLine } from '#core/check-up.ts';
import { inEnglish } from '#core/reason.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { doWithout } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { batchAt, openHome } from '../testing/home-contents.ts';
import { checkFolder } from './data-folder.ts';
import { examine } from './doctor.ts';

vi.setConfig({ testTimeout: 120_000 });

const bin = join(import.meta.dirname, '../../../bin/solstead.js');
const nobody = 65_534;

function needsRoot(context: TestContext): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) doWithout(context, 'needs root on Linux');
}

async function filled(folder: string): Promise<void> {
  const home = await openHome(folder);
  await home.records.sites.save({ id: 'home', name: 'Home', timeZone: 'UTC' });
  await home.history.append([batchAt(0)]);
  await home.close();
}

interface Told extends Pick<CheckLine, 'area' | 'state'> {
  readonly text: string;
  readonly help: string;
}

const isFailed = (area: CheckArea, lines: readonly Told[]): readonly Told[] =>
  lines.filter((line) => line.area === area && line.state === 'fail');

test('a disk without room is told as that, and not as one that breaks', async (context) => {
  needsRoot(context);
  const disk = tempDir(context);
  execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=0700', 'solstead-test', disk]);
  context.onTestFinished(() => void execFileSync('/usr/bin/umount', ['-l', disk]));
  const data = join(disk, 'data');
  await filled(data);
  spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'ballast')}`, 'bs=4k']);
  const lines = await examine({ data, host: '127.0.0.1', port: await freePort(), mqttPort: await freePort() });
  const told = lines
    .filter(({ area }) => area === 'disk')
    .map(({ state, what, help }) => [state, inEnglish(what), help === undefined ? '' : inEnglish(help)].join(' | '));
  expect(told).toEqual([
    expect.stringMatching(/^fail \| .*0 MB.* \| Make room/),
    expect.stringMatching(/^fail \| nothing can be written to .*: the disk is full \| Make room/),
  ]);
});

test('root that looks at the folder of a service is not told to take it away from its user', async (context) => {
  needsRoot(context);
  const data = join(tempDir(context), 'data');
  await filled(data);
  chownSync(data, nobody, nobody);
  const lines = await checkFolder({ data, isRunning: false });
  expect(lines.map(({ state, what }) => [state, what.code])).toEqual([['ok', 'doctor.folder']]);
});

test('where this user may not read a home, each part says which file, and what helps with that', async (context) => {
  needsRoot(context);
  const folder = tempDir(context);
  chmodSync(folder, 0o711);
  const data = join(folder, 'data');
  await filled(data);
  for (const one of ['devices', 'plugins']) mkdirSync(join(data, one), { recursive: true, mode: 0o700 });
  writeFileSync(join(data, 'plugins', 'own.ts'), 'export const plugin = {};\n');
  const home = join(folder, 'home');
  mkdirSync(home);
  chownSync(home, nobody, nobody);
  const ports = ['--host', '127.0.0.1', '--port', String(await freePort()), '--mqtt-port', String(await freePort())];
  const asked = spawnSync(process.execPath, [bin, 'doctor', '--data', data, ...ports, '--json'], {
    encoding: 'utf8',
    uid: nobody,
    gid: nobody,
    env: { ...process.env, HOME: home, SOLSTEAD_SOURCES: '1' },
  });
  const { lines } = JSON.parse(asked.stdout) as { readonly lines: readonly Told[] };
  const own = (['folder', 'database', 'disk', 'clock', 'files'] as const).flatMap((area) => isFailed(area, lines));
  expect(own.map(({ area }) => area)).toEqual(['folder', 'database', 'disk', 'files', 'files']);
  // Each names its place, and none sends somebody to look for damage.
  for (const line of own) expect(JSON.stringify(line)).toContain(line.area === 'files' ? '/data/' : data);
  expect(asked.stdout).not.toMatch(/solstead repair|dmesg/);
});
