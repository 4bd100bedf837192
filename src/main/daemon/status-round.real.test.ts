// `get_status` in the file of a daemon, on the wire: of devices that are looked through first, and of those that do not answer all of it.
import { expect, test, type TestContext, vi } from 'vitest';
import { builtIn } from '#devices/on-demand.ts';
import { isLookedThrough } from '#devices/mpp-solar/rounds.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { createEmulator } from '#sim/emulators.ts';
import { defaultPlace } from '#sim/place.ts';
import { systemClock } from '#core/clock.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { emulated, fileOf, solsteadBin } from './testing/daemon-parts.ts';

vi.setConfig({ testTimeout: 240_000 });

type Answer = Readonly<Record<string, unknown>>;

/** Runs the program to its end: exit code, standard output and error together, and the answers in it. */
async function ran(context: TestContext, ...args: readonly string[]) {
  const child = await spawned(context, [process.execPath, solsteadBin, ...args], { env: { SOLSTEAD_SOURCES: '1' } });
  await vi.waitFor(() => expect(child.exit()).toBeDefined(), { timeout: 60_000, interval: 50 });
  const answers = child
    .output()
    .split('\n')
    .filter((line) => line.includes('"_command"'))
    .map((line) => JSON.parse(line) as Answer);
  return { code: child.exit(), text: child.output(), answers };
}

/** Those that have an emulator on the wire. */
async function lookedThrough(): Promise<readonly string[]> {
  const home = createDemoHome({ startMs: systemClock.nowMs(), place: defaultPlace, seed: 1 });
  const all = await builtIn.all();
  return all
    .filter(isLookedThrough)
    .filter(({ id, links }) => links.some((link) => link === 'tcp') && createEmulator(id, home.read) !== undefined)
    .map(({ id }) => id);
}

test('devices that are looked through first are asked what they turn out to have', async (context) => {
  const ids = await lookedThrough();
  expect(ids.length).toBeGreaterThan(5);
  const places = await Promise.all(ids.map(async (id) => ({ id, place: (await emulated(context, id)).place })));
  const section = ({ id, place }: (typeof places)[number]): string =>
    `[${id}]\nprotocol = ${id}\nport = ${place}\nporttype = socket\ncommand = get_status\noutputs = json\n`;
  const file = fileOf(context, `[SETUP]\npause = 1\n${places.map(section).join('')}`);
  const { code, text, answers } = await ran(context, '-C', file);
  expect([code, text.match(/did not answer.*/)?.[0]]).toEqual([0, undefined]);
  expect(answers.map((answer) => answer['_command'])).toEqual(ids.map(() => 'get_status'));
  for (const answer of answers) expect(Object.keys(answer).length).toBeGreaterThan(4);
  // Without commands it is all that they have, each answer by itself.
  const devices = places.map(({ id, place }) => `  ${id}: {protocol: ${id}, port: 'tcp://${place}', answers: [json]}`);
  const yaml = fileOf(context, `devices:\n${devices.join('\n')}\n`, 'daemon.yaml');
  const whole = await ran(context, 'daemon', '-C', yaml, '--once');
  expect([whole.code, whole.text.match(/did not answer.*/)?.[0]]).toEqual([0, undefined]);
  expect(whole.answers.length).toBeGreaterThan(ids.length);
  expect(whole.answers.map((answer) => answer['_command'])).not.toContain('get_status');
});

test('what was answered is given out though a question was refused, and that is told', async (context) => {
  const roof = await emulated(context, 'pi30', ['QMOD']);
  const file = fileOf(
    context,
    `[SETUP]\n[roof]\nport = ${roof.place}\ncommand = get_status#get_settings\noutputs = json\n`,
  );
  const { code, text, answers } = await ran(context, '-C', file);
  expect(code).toBe(1);
  expect(text).toMatch(/roof \(QMOD\) answered, and refused/);
  expect(answers.map((answer) => [answer['_command'], answer['_failed_status_commands']])).toEqual([
    ['get_settings', undefined],
    ['get_status', 'QMOD'],
  ]);
  expect(answers[1]?.['ac_output_voltage']).toBeGreaterThan(200);
});

test('Q1 is a part of the status where a unit has it, and no failure where it refuses it', async (context) => {
  const [older, newer] = [await emulated(context, 'pi30'), await emulated(context, 'pi30max')];
  const section = (name: string, place: string): string =>
    `[${name}]\nprotocol = PI30\nport = ${place}\ncommand = get_status\noutputs = json\n`;
  const file = fileOf(context, `[SETUP]\n${section('older', older.place)}${section('newer', newer.place)}`);
  const { code, answers } = await ran(context, '-C', file);
  expect(code).toBe(0);
  const hasHeat = (answer: Answer): boolean => Object.hasOwn(answer, 'scc_pwm_temperature');
  expect([answers.length, answers.filter(hasHeat).length]).toEqual([2, 1]);
  for (const answer of answers) {
    expect(answer['ac_output_voltage']).toBeGreaterThan(200);
    expect(answer).not.toHaveProperty('_failed_status_commands');
  }
  for (const [{ place }, has] of [
    [older, false],
    [newer, true],
  ] as const) {
    const read = await ran(context, 'read', `--port=tcp://${place}`, '--protocol=pi30', 'get_status', '--output=json');
    expect([read.code, read.text.includes('"scc_pwm_temperature"')]).toEqual([0, has]);
  }
});
