// The scripts of the Debian package as dpkg calls them, on folders of the test and with programs that say how they were called. A real systemd runs
// them in `npm run test:packages`.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';

const programs = ['adduser', 'deb-systemd-helper', 'deb-systemd-invoke', 'deluser', 'getent', 'systemctl', 'udevadm'];

/** A computer for the scripts: `call` answers with what was called. */
function computer(context: TestContext) {
  const folder = tempDir(context);
  const at = (...path: string[]): string => join(folder, ...path);
  const said = at('said');
  for (const one of ['bin', 'run/systemd/system', 'var/lib/solstead', 'var/lib/solstead-daemon', 'etc/solstead'])
    mkdirSync(at(one), { recursive: true });
  for (const name of programs) {
    const answer = name === 'getent' ? `[ -e "${at('user')}" ]` : 'true';
    writeFileSync(at('bin', name), `#!/bin/sh\necho "${name} $*" >> "${said}"\n${answer}\n`);
    chmodSync(at('bin', name), 0o755);
  }
  const call = (script: string, ...args: string[]): readonly string[] => {
    const text = readFileSync(join(import.meta.dirname, 'debian', script), 'utf8');
    writeFileSync(at(script), text.replaceAll(/(?<![\w.])\/(?=(?:run|var|etc)\/)/g, `${folder}/`));
    rmSync(said, { force: true });
    const { status, stderr } = spawnSync('sh', [at(script), ...args], {
      env: { PATH: `${at('bin')}:/usr/bin:/bin` },
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    return existsSync(said) ? readFileSync(said, 'utf8').trimEnd().split('\n') : [];
  };
  return { at, call };
}

test('an upgrade goes on with the new program in both services, of which one that stands still is not begun', (context) => {
  const { at, call } = computer(context);
  const first = call('postinst', 'configure', '');
  expect(first.find((line) => line.startsWith('adduser --system'))).toContain(' solstead');
  expect(first).toContain('adduser --quiet solstead dialout');
  expect(first).toContain('deb-systemd-invoke start solstead.service');
  writeFileSync(at('user'), '');
  expect(call('prerm', 'upgrade', '1.0.0')).toEqual([]);
  const later = call('postinst', 'configure', '0.9.0');
  expect(later.filter((line) => /^adduser --system|^deb-systemd-invoke/.test(line))).toEqual([
    'deb-systemd-invoke restart solstead.service',
    'deb-systemd-invoke try-restart solstead-daemon.service',
  ]);
});

test('a removal ends both services and keeps all data; a purge leaves neither data nor a name for what is gone', (context) => {
  const { at, call } = computer(context);
  writeFileSync(at('user'), '');
  for (const name of ['solstead', 'solstead-daemon']) writeFileSync(at('var/lib', name, 'records.db'), '');
  const wants = at('etc/systemd/system/multi-user.target.wants');
  mkdirSync(wants, { recursive: true });
  symlinkSync('/usr/lib/systemd/system/solstead-daemon.service', join(wants, 'solstead-daemon.service'));
  writeFileSync(at('etc/solstead/daemon.conf'), 'of a person');
  expect(call('prerm', 'remove')).toEqual(['deb-systemd-invoke stop solstead.service solstead-daemon.service']);
  call('postrm', 'remove');
  expect(readdirSync(at('var/lib/solstead-daemon'))).toEqual(['records.db']);
  expect(readdirSync(at('var/lib/solstead'))).toEqual(['records.db']);
  expect(readdirSync(wants)).toHaveLength(1);
  expect(call('postrm', 'purge')).toContain('deluser --quiet --system solstead');
  expect(readdirSync(at('var/lib'))).toEqual([]);
  expect(readdirSync(wants)).toEqual([]);
  expect(readdirSync(at('etc/solstead'))).toEqual(['daemon.conf']);
  // What dpkg calls besides changes nothing.
  mkdirSync(at('var/lib/solstead'));
  for (const action of ['upgrade', 'failed-upgrade', 'abort-install', 'abort-upgrade', 'disappear'])
    call('postrm', action);
  expect(readdirSync(at('var/lib'))).toEqual(['solstead']);
});
