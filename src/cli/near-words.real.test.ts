// A word that is written wrong comes back in the message, with the one that was perhaps meant: at every command that takes a word of some.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 180_000 });

const bin = join(import.meta.dirname, '../../bin/solstead.js');
const nowhere = ['--port', 'tcp://127.0.0.1:9', '--protocol', 'pi30'];

test.each([
  ['reed', 'read', ['reed']],
  ['--jsom', '--json', ['list', 'ports', '--jsom']],
  ['pi3O', 'pi30', ['read', '--port', 'tcp://h:1', '--protocol', 'pi3O', 'QMOD']],
  ['pi3O', 'pi30', ['emulate', 'pi3O']],
  ['tpc', 'tcp', ['read', '--port', 'tpc://h:1', '--protocol', 'pi30', 'QMOD']],
  ['tpc', 'tcp', ['probe', 'tpc://h:1']],
  ['QPIGZ', 'QPIGS', ['read', ...nowhere, 'QPIGZ']],
  ['QPIGZ', 'QPIGS', ['-P', 'PI30', '-c', 'QPIGZ', '-p', '127.0.0.1:9']],
  ['jsn', 'json', ['read', ...nowhere, 'QMOD', '--output', 'jsn']],
  ['jsn', 'json', ['-P', 'PI30', '-o', 'jsn', '-p', '127.0.0.1:9', '-c', 'QMOD']],
  ['mqqt', 'mqtt', ['read', ...nowhere, 'QMOD', '-o', 'mqtt', '--to', 'mqqt://h']],
  ['sreial', 'serial', ['--porttype', 'sreial', '-p', '/dev/x', '-P', 'PI30', '-c', 'QMOD']],
  ['MUCHG', 'MUCHGC', ['set', ...nowhere, 'MUCHG', '30']],
  ['Solar fist', 'Solar first', ['set', ...nowhere, 'POP', 'Solar fist']],
  ['silense', 'silence', ['emulate', 'pi30', '--fault', 'silense']],
  ['comands', 'commands', ['list', 'comands', 'pi30']],
  ['devise', 'device', ['check', '--as', 'devise', 'x.yaml']],
  ['bsh', 'bash', ['completion', 'bsh']],
  ['inof', 'info', ['serve', '--log-level', 'inof']],
  ['wek', 'week', ['energy', '--by', 'wek', '--readings', 'x']],
  ['shelly-gen', 'shelly-gen1', ['demo', '--with', 'shelly-gen']],
  ['de-flt', 'de-flat', ['tariff', 'show', 'de-flt']],
] as const)('%s is told, and %s proposed: %j', (wrong, right, args) => {
  const { status, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', timeout: 30_000 });
  expect(status).toBe(2);
  expect(stderr.toLowerCase()).toContain(wrong.toLowerCase());
  expect(stderr.toLowerCase()).toContain(`did you mean ${right.toLowerCase()}`);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
