// Looks at an installation that runs: a real process for each, one at a time, bounded in time and in what it says.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { checkAreas, type Examination, reportText } from '#core/check-up.ts';
import { systemClock } from '#core/clock.ts';
import { inEnglish } from '#core/reason.ts';
import { makeSecret } from '#core/secrets.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { examinationBounds, openExaminations, printedArea } from './examinations.ts';

vi.setConfig({ testTimeout: 180_000 });

const flags = { data: '/nowhere', host: '127.0.0.1', port: 1, mqttPort: 1 } as const;

/** A desk whose process is a script of ours, which is given what a doctor is given. */
function deskOf(context: TestContext, script: string, more: Partial<Parameters<typeof openExaminations>[1]> = {}) {
  const folder = tempDir(context);
  const path = join(folder, 'doctor.mjs');
  writeFileSync(path, script);
  const desk = openExaminations(() => flags, { clock: systemClock, command: [process.execPath, path], ...more });
  context.onTestFinished(() => desk.close());
  return { desk, path, folder };
}

const ended = (desk: { view(): Examination }): Promise<Examination> =>
  vi.waitUntil(() => (desk.view().state === 'running' ? undefined : desk.view()), { timeout: 50_000 });

test('a real look, told area by area, and the same whoever asks while it is under way or just after', async (context) => {
  const data = join(tempDir(context), 'data');
  const desk = openExaminations(() => ({ ...flags, data, port: 0, mqttPort: 0 }), { clock: systemClock });
  context.onTestFinished(() => desk.close());
  expect(desk.view()).toEqual({ state: 'none', areas: [], lines: [] });
  expect(desk.begin()).toMatchObject({ state: 'running', isNew: true });
  const { beganMs } = desk.view();
  expect(desk.begin()).toMatchObject({ state: 'running', isNew: false, beganMs });
  const look = await ended(desk);
  expect(look).toMatchObject({ state: 'done', beganMs });
  expect([...look.areas].sort()).toEqual([...checkAreas].sort());
  // In the order in which it is told, whichever was ready first.
  expect([...new Set(look.lines.map(({ area }) => area))]).toEqual([...checkAreas]);
  expect(reportText(look.lines, inEnglish).join('\n')).toContain(`There is no data folder at ${data} yet`);
  expect(desk.begin()).toMatchObject({ state: 'done', isNew: false, beganMs });
});

test('a later one is a new one', async (context) => {
  let nowMs = 1_800_000_000_000;
  const lines = checkAreas.map((area) => JSON.stringify({ area, lines: [] })).join('\n');
  const script = `console.log(${JSON.stringify(lines)})`;
  const { desk } = deskOf(context, script, { clock: { ...systemClock, nowMs: () => nowMs } });
  desk.begin();
  expect(await ended(desk)).toMatchObject({ state: 'done', endedMs: nowMs });
  nowMs += examinationBounds.keptMs - 1;
  expect(desk.begin().isNew).toBe(false);
  nowMs += 1;
  expect(desk.begin()).toMatchObject({ isNew: true, beganMs: nowMs });
});

test('what holds a password is in no argument that other users can read', async (context) => {
  const script = `
    import { writeFileSync } from 'node:fs';
    const { SOLSTEAD_MQTT_BROKER, SOLSTEAD_HISTORY, SOLSTEAD_RECORDS } = process.env;
    writeFileSync(process.argv[1] + '.json', JSON.stringify({
      args: process.argv.slice(2).join(' '), given: [SOLSTEAD_MQTT_BROKER, SOLSTEAD_HISTORY, SOLSTEAD_RECORDS] }));`;
  const { path } = deskOf(context, script);
  const [broker, history, records] = ['mqtt://me:hush1@broker', 'postgres://me:hush2@db', 'postgres://me:hush3@db'];
  const given = {
    ...flags,
    port: await freePort(),
    mqttBroker: broker,
    history: makeSecret(history),
    records: makeSecret(records),
  };
  const desk = openExaminations(() => given, { clock: systemClock, command: [process.execPath, path] });
  context.onTestFinished(() => desk.close());
  desk.begin();
  await ended(desk);
  const seen = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Readonly<Record<'args' | 'given', unknown>>;
  expect(seen.given).toEqual([broker, history, records]);
  expect(seen.args).toBe(`doctor --jsonl --data /nowhere --host 127.0.0.1 --port ${given.port} --mqtt-port 1`);
});

test.for([
  ['says nothing', 'process.exit(0)'],
  ['says something else', 'console.log("hello\\n[1]\\n{\\"area\\":\\"moon\\",\\"lines\\":[]}\\n")'],
  ['ends in the middle', `console.log(JSON.stringify({ area: 'disk', lines: [] })); process.exit(3)`],
  [
    'talks without end',
    `import { writeSync } from 'node:fs'; for (;;) try { writeSync(1, 'x'.repeat(100_000)); } catch {}`,
  ],
] as const)('a process that %s has failed, and the next is a new one', async ([, script], context) => {
  const { desk } = deskOf(context, script);
  desk.begin();
  const look = await ended(desk);
  expect(look.state).toBe('failed');
  expect(look.failure).toEqual({ code: 'doctor.ended', params: {} });
  expect(desk.begin().isNew).toBe(true);
});

test('a process that hangs is ended when its time is up', async (context) => {
  const timers: { readonly ms: number; readonly run: () => void }[] = [];
  const clock = { ...systemClock, after: (ms: number, run: () => void) => (timers.push({ ms, run }), () => undefined) };
  const { desk } = deskOf(context, 'setInterval(() => undefined, 1000)', { clock });
  desk.begin();
  expect(timers.map(({ ms }) => ms)).toEqual([examinationBounds.longestMs]);
  timers[0]?.run();
  expect(desk.view()).toMatchObject({ state: 'failed', failure: { code: 'doctor.late' } });
});

test('what is no line of a report is left out', () => {
  const right = { state: 'ok', reason: { code: 'doctor.home', params: {} } };
  const lines = [right, { ...right, state: 'fine' }, { state: 'ok', reason: 'x' }, null, { ...right, advice: 3 }];
  const line = { area: 'disk', state: 'ok', what: right.reason };
  expect(printedArea(JSON.stringify({ area: 'disk', lines }))).toEqual({ area: 'disk', lines: [line, line] });
});
