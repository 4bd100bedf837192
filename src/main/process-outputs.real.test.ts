// The program with outputs that are full or closed: a command says so and ends, a daemon goes on without them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, type TestContext, vi } from 'vitest';
import { freePort } from '#tools/testkit/free-port.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { emulated, fileOf, solsteadBin } from './daemon/testing/daemon-parts.ts';

vi.setConfig({ testTimeout: 240_000 });
/** Writing there says that the disk is full; only Linux has it. */
const isHere = existsSync('/dev/full');
beforeEach((context) => context.skip(!isHere, 'there is no /dev/full: only Linux has it'));

const env = { SOLSTEAD_SOURCES: '1' };
/** A command line of the shell, with the program in the place of `solstead`. */
const shell = (line: string): readonly string[] => [
  'bash',
  '-c',
  line.replace('solstead', `exec '${process.execPath}' '${solsteadBin}'`),
];

function ran(line: string) {
  const [program = '', ...args] = shell(line);
  return spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env } });
}

test.for(['list protocols', 'list protocols --json', '--help', 'doctor', 'doctor --json'])(
  'solstead %s into a full disk says so in one sentence, exit code 1',
  async (command, context) => {
    const ports = command.startsWith('doctor') ? ` --data ${tempDir(context)} --port ${await freePort()}` : '';
    const { status, stderr } = ran(`solstead ${command}${ports} >/dev/full`);
    expect(stderr).toBe('solstead: standard output: the disk is full.\n');
    expect(status).toBe(1);
  },
);

test('a device that is read into a full disk, and one whose errors have no place', async (context) => {
  const { place } = await emulated(context, 'pi30');
  const read = `solstead read --port tcp://${place} --protocol pi30 QPIGS --json`;
  // The device is in this process: it answers only while the command is not waited for here.
  const full = await spawned(context, shell(`${read} >/dev/full`), { env });
  await vi.waitFor(() => expect(full.exit()).toBe(1), { timeout: 30_000 });
  expect(full.output()).toBe('solstead: standard output: the disk is full.\n');
  const { status, stderr } = ran('solstead lisst 2>/dev/full');
  expect([status, stderr]).toEqual([2, '']);
});

test('a reader that has seen enough is no error', () => {
  const { stdout, stderr } = ran('(solstead list protocols; ) | head -1');
  expect(stdout).toContain('protocol');
  expect(stderr).toBe('');
});

async function daemonOf(context: TestContext, redirect: string) {
  const { place } = await emulated(context, 'pi30');
  const folder = tempDir(context);
  const file = fileOf(
    context,
    `[SETUP]\npause = 1\n[roof]\nprotocol = PI30\nport = ${place}\ncommand = QPIGS\noutputs = json,prom_file\nprom_output_dir = ${folder}\n`,
  );
  const line = `solstead daemon -C ${file} --data ${tempDir(context)} ${redirect}`;
  return { child: await spawned(context, shell(line), { env }), written: join(folder, 'mpp-solar-roof-qpigs.prom') };
}

test.for(['>/dev/full', '2>/dev/full', '>/dev/full 2>/dev/full', '> >(head -1)', '2> >(head -c 1)'])(
  'a daemon %s goes on with its other outputs, and ends as it should',
  async (redirect, context) => {
    const { child, written } = await daemonOf(context, redirect);
    for (let round = 0; round < 3; round += 1) {
      await vi.waitFor(() => expect(child.exit() ?? existsSync(written)).toBe(true), { timeout: 30_000 });
      spawnSync('rm', [written]);
    }
    if (redirect === '>/dev/full') await child.waitForOutput(/output json: .*the disk is full.*tried again/);
    child.signal('SIGTERM');
    await vi.waitFor(() => expect(child.exit()).toBe(0), { timeout: 30_000 });
    expect(child.output()).not.toMatch(/\n {4}at /);
  },
);
