// The plain services for checkouts: what systemd says of the unit, and that it differs from the package's in its place alone.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { needs } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

const root = join(import.meta.dirname, '..');

test.for(['solstead', 'solstead-daemon'])('systemd has no word against the unit %s', (name, context) => {
  const program = needs(context, 'systemd-analyze');
  const unit = join(tempDir(context), `${name}.service`);
  // Mistakes are warnings with the exit code 0: any word counts.
  const verify = (text: string): string => {
    writeFileSync(unit, text);
    const { status, stdout, stderr } = spawnSync(program, ['verify', '--man=no', unit], { encoding: 'utf8' });
    return `${status}${stdout}${stderr}`;
  };
  // What it starts must be there.
  const text = readFileSync(join(import.meta.dirname, 'systemd', `${name}.service`), 'utf8')
    .replaceAll('/opt/solstead', root)
    .replace('/usr/bin/solstead', join(root, 'node_modules/.bin/node'));
  expect(verify(text)).toBe('0');
  expect(verify(text.replace('WatchdogSec', 'WatchdogSek'))).toContain('WatchdogSek');
});

test('the unit of a checkout guards the home as that of the package does', () => {
  const rules = (path: string): readonly string[] =>
    readFileSync(join(import.meta.dirname, path), 'utf8')
      .split('\n')
      .filter((line) => !/^(#|ExecStart=|Documentation=)/.test(line));
  expect(rules('systemd/solstead.service')).toEqual(rules('debian/solstead.service'));
});
