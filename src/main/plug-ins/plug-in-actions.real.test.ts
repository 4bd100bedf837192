// Actions that are plug-ins, in a whole house: a rule does the documented one, what came of it stands in the diary; those that are broken,
// slow or done too often are told there, and the house goes on.
import { createSocket } from 'node:dgram';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { readAutomation } from '#automation/file/read.ts';
import { systemClock } from '#core/clock.ts';
import { inEnglish } from '#core/reason.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHome, owner } from '../testing/uplinked.ts';
import { loadPlugIns } from './plug-ins.ts';

vi.setConfig({ testTimeout: 180_000 });
const soon = { timeout: 40_000, interval: 200 };
const example = readFileSync(join(import.meta.dirname, '../../../docs/examples/my-action.ts'), 'utf8');

/** A siren: the datagrams that came. */
async function siren(context: TestContext) {
  const heard: string[] = [];
  const socket = createSocket('udp4').on('message', (bytes) => void heard.push(bytes.toString()));
  await new Promise<void>((done) => void socket.bind(0, '127.0.0.1', done));
  context.onTestFinished(() => void socket.close());
  return { heard, port: socket.address().port };
}

async function acting(context: TestContext, files: Readonly<Record<string, string>>) {
  const data = tempDir(context);
  const folder = join(data, 'plugins');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const plugIns = await loadPlugIns(folder, { clock: systemClock }, { takenBy: () => undefined });
  const house = await openHome(join(data, 'home'), 'home', { plugIns });
  context.onTestFinished(() => house.close());
  const automation = house.hub.as(owner).site('home').automation();
  const diary = (): string[] => automation.board().diary.map(({ by, why }) => `${by}: ${inEnglish(why)}`);
  return { plugIns, automation, diary };
}

const rule = (name: string, action: string): string =>
  `  - name: ${name}\n    when: [{kind: called, by: scene, name: ${name}}]\n    do: [${action}]\n`;

test('a rule does the documented action once it is agreed to; its result stands in the diary', async (context) => {
  const { heard, port } = await siren(context);
  const text = example.replace('../../packaging/plugin/', './');
  const { plugIns, automation, diary } = await acting(context, { 'my-action.ts': text });
  const told = `host: 127.0.0.1, port: ${port}, tone: high, seconds: 2, text: "Battery {battery.soc}"`;
  await automation.save(`rules:\n${rule('Alarm', `{kind: action, name: siren, with: {${told}}}`)}`);
  await automation.call('scene', 'Alarm');
  await expect.poll(diary, soon).toContainEqual(expect.stringMatching(/^alarm: was not done: .*nobody has agreed/));
  expect(heard).toEqual([]);
  await plugIns.allowNetwork('my-action.ts', true);
  await automation.call('scene', 'Alarm');
  await expect.poll(diary, soon).toContain('alarm: did “siren”: high for 2 s');
  // What is not known is a dash.
  expect(heard).toEqual(['SIREN 2 2 Battery –']);
  expect(automation.view().outline[0]).toMatchObject({ name: 'Alarm' });
});

/** An action of this name that does this. */
const action = (id: string, body: string, more = ''): string =>
  `export const plugin = { api: 1, kind: 'action', id: '${id}', title: 'X', ${more} async run(params, context) { ${body} } };`;

test('one that throws, ends, loops, says too much, is done too often or is not there is told; all others are done', async (context) => {
  const { automation, diary, plugIns } = await acting(context, {
    'throws.ts': action('throws', `throw new Error('no power');`),
    'ends.ts': action('ends', `process.exit(2);`),
    'loops.ts': action('loops', `for (;;);`),
    'floods.ts': action('floods', `return 'x'.repeat(1_000_000);`),
    'seldom.ts': action('seldom', `return 'x'.repeat(1000) + '\\n';`, 'mostPerHour: 1,'),
    'fine.ts': action('fine', `context.log('done'); return Object.keys(process.env).length;`),
  });
  const names = ['throws', 'ends', 'loops', 'floods', 'seldom', 'fine'];
  await automation.save(`rules:\n${names.map((name) => rule(name, `{kind: action, name: ${name}}`)).join('')}`);
  for (const name of [...names, 'seldom']) await automation.call('scene', name);
  const line = (said: RegExp) => expect.poll(diary, soon).toContainEqual(expect.stringMatching(said));
  await line(/^throws: was not done: throws\.ts: line 1: no power$/);
  await line(/^ends: was not done: ends\.ts: it ended by itself/);
  await line(/^loops: was not done: loops\.ts: it (worked for more than 5 s|did not answer)/);
  await line(/^floods: was not done: floods\.ts: (it said more than|.*EAGAIN|.*temporarily)/);
  await line(/^seldom: did “seldom”: x{200}$/);
  await line(/^fine: did “fine”$/);
  await automation.call('scene', 'seldom');
  await line(/^seldom: was not done: .*at most 1 times an hour/);
  expect(plugIns.list().find(({ file }) => file === 'throws.ts')?.trouble).toBeDefined();
});

test('a text names an action that there is, with what it takes', async (context) => {
  const { plugIns } = await acting(context, { 'my-action.ts': example.replace('../../packaging/plugin/', './') });
  const actions = [...plugIns.actions.values()];
  const problems = (told: string): readonly string[] => {
    const outcome = readAutomation(`rules:\n${rule('A', `{kind: action, ${told}}`)}`, { actions });
    return 'problems' in outcome ? outcome.problems.map(({ why, line }) => `${line}: ${inEnglish(why)}`) : [];
  };
  expect(problems('name: siren, with: {host: a}')).toEqual([]);
  expect(problems('name: sirene, with: {host: a}')).toEqual([
    '4: there is no action sirene: actions are plug-ins; did you mean siren?',
  ]);
  expect(problems('name: siren')).toEqual(['4: it has to be told host']);
  expect(problems('name: siren, with: {host: a, tome: low}')).toEqual([
    '4: it is told nothing called tome; did you mean tone?',
  ]);
  expect(problems('name: siren, with: {host: a, tone: loud, seconds: 61, port: x}')).toEqual([
    '4: it takes one of low or high',
    '4: it takes a number from 1 to 60',
    '4: it takes a number from 1 to 65,535',
  ]);
  expect(problems('name: siren, with: {host: a, __proto__: 1}')[0]).toMatch(/^4: /);
});
