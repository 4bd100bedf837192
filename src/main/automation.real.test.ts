// A whole house acts: a rule switches an emulated relay over its own protocol, a person has it for a while, what is deleted is put back; who did
// it stands in the audit log and on the board.
import { expect, test, type TestContext, vi } from 'vitest';
import type { Automation, AutomationBoard } from '#api/automation.ts';
import { ask } from '#server/testing/test-server.ts';
import { openOwnedHouse } from './testing/owned-house.ts';

vi.setConfig({ testTimeout: 180_000 });

const path = '/api/v1/sites/demo/automation';
const held = { device: 'relays', setPoint: 'relay.on.1' } as const;

async function opened(context: TestContext) {
  const house = await openOwnedHouse();
  context.onTestFinished(() => house.close());
  const sent = (at: string, method: string, json?: unknown) =>
    ask(house.port, at, { method, token: house.token, ...(json === undefined ? {} : { json }) });
  const save = async (text: string): Promise<Automation> => {
    const { status, body } = await sent(path, 'PUT', { text });
    expect([status, body]).toMatchObject([200, { text }]);
    return body as Automation;
  };
  const board = async (): Promise<AutomationBoard> => (await sent(`${path}/board`, 'GET')).body as AutomationBoard;
  const relay = async (): Promise<unknown> => {
    const { body } = await sent('/api/v1/sites/demo/latest', 'GET');
    const { values } = body as { readonly values: readonly { device: string; metric: string; value: unknown }[] };
    return values.find(({ device, metric }) => device === held.device && metric === held.setPoint)?.value;
  };
  const first = await vi.waitFor(async () => {
    const value = await relay();
    expect(value).toBeTypeOf('number');
    return Number(value);
  }, 20_000);
  return { house, sent, save, board, relay, first };
}

test('a rule holds a relay, a person has it for a while, and what is not held any more is put back', async (context) => {
  const { sent, save, board, relay, first } = await opened(context);
  const wanted = 1 - first;
  await save(`rules:
  - name: Always
    while: battery.soc >= 0 %
    do: [{kind: set, device: relays, point: relay.on.1, value: ${wanted}}]
`);
  await expect.poll(relay, { timeout: 20_000 }).toBe(wanted);
  await expect
    .poll(async () => (await board()).commands.at(-1), { timeout: 20_000 })
    .toMatchObject({
      ...held,
      value: wanted,
      by: { kind: 'rule', id: 'always', name: 'Always' },
      end: 'confirmed',
    });
  expect((await board()).holdings).toMatchObject([{ ...held, value: wanted, holder: { kind: 'rule', id: 'always' } }]);
  expect((await sent(`${path}/holds`, 'POST', { ...held, value: first, forSeconds: 600 })).status).toBe(200);
  await expect.poll(relay, { timeout: 20_000 }).toBe(first);
  const [holding] = (await board()).holdings;
  expect(holding?.holder?.kind).toBe('person');
  expect(holding?.claims.map(({ by, outcome }) => `${by.kind} ${outcome}`)).toEqual(['person holds', 'rule beaten']);
  expect((await sent(`${path}/holds/relays/relay.on.1`, 'DELETE')).status).toBe(200);
  await expect.poll(relay, { timeout: 20_000 }).toBe(wanted);
  await save('');
  await expect.poll(relay, { timeout: 20_000 }).toBe(first);
  const audit = (await sent('/api/v1/audit', 'GET')).body as readonly {
    principal: { kind: string; id: string };
    action: string;
    subject: string;
  }[];
  const sets = audit
    .filter(({ action }) => action === 'set')
    .map(({ principal }) => `${principal.kind} ${principal.id}`);
  expect(new Set(sets)).toEqual(new Set(['rule rule.always', 'rule rule.by-hand', 'rule rule.release']));
});

test('what somebody switches on the page is not switched back for a while', async (context) => {
  const { sent, save, board, relay, first } = await opened(context);
  const wanted = 1 - first;
  await save(`by_hand: 10 min
rules:
  - name: Always
    while: battery.soc >= 0 %
    do: [{kind: set, device: relays, point: relay.on.1, value: ${wanted}}]
`);
  await expect.poll(relay, { timeout: 20_000 }).toBe(wanted);
  await expect.poll(async () => (await board()).commands.at(-1)?.end, { timeout: 20_000 }).toBe('confirmed');
  const command = { setPoint: held.setPoint, value: first };
  expect((await sent('/api/v1/sites/demo/devices/relays/commands', 'POST', command)).status).toBeLessThan(300);
  await expect.poll(relay, { timeout: 20_000 }).toBe(first);
  await expect.poll(async () => (await board()).holdings[0]?.holder?.kind, { timeout: 20_000 }).toBe('person');
  await new Promise((resolve) => void setTimeout(resolve, 3000));
  expect(await relay()).toBe(first);
});

test('mistakes are told with their place and nothing is changed; a text may be checked without being saved', async (context) => {
  const { sent, save } = await opened(context);
  const right = 'rules: []\n';
  await save(right);
  const wrong =
    'rules:\n  - name: x\n    while: battery.sok > 5 %\n    do: [{kind: set, device: nobody, point: relay.on.1, value: on}]\n';
  const { status, body } = await sent(path, 'PUT', { text: wrong });
  expect([status, body]).toMatchObject([400, { code: 'automation.invalid' }]);
  expect((await sent(`${path}/check`, 'POST', { text: wrong })).body).toMatchObject({
    problems: [{ line: 3 }, { line: 4 }],
  });
  expect((await sent(path, 'GET')).body).toMatchObject({ text: right });
  expect((await sent(`${path}/holds`, 'POST', { ...held, value: 1, forSeconds: 0 })).status).toBe(400);
});

test('a set-point that no rule names is held by hand and put back; loads say what they wait for', async (context) => {
  const { sent, save, board, relay, first } = await opened(context);
  expect((await sent(`${path}/holds`, 'POST', { ...held, value: 1 - first, forSeconds: 600 })).status).toBe(200);
  await expect.poll(relay, { timeout: 20_000 }).toBe(1 - first);
  await expect.poll(async () => (await board()).holdings[0]?.holder?.kind, { timeout: 20_000 }).toBe('person');
  expect((await sent(`${path}/holds/relays/relay.on.1`, 'DELETE')).status).toBe(200);
  await expect.poll(relay, { timeout: 20_000 }).toBe(first);
  await save('loads:\n  - {name: Rod, device: relays, point: relay.on.2, power: 900000}\n');
  await expect
    .poll(async () => (await board()).loads, { timeout: 20_000 })
    .toMatchObject([
      { id: 'rod', name: 'Rod', state: 'waits', neededW: 900_000, ranSeconds: 0, why: { code: 'act.load-waits' } },
    ]);
});

test('a recipe for this home is added to a text, and a rule switched, nothing being saved', async (context) => {
  const { sent } = await opened(context);
  const recipes = (await sent(`${path}/recipes`, 'GET')).body as readonly { recipe: string; targets: object[] }[];
  expect(recipes.map(({ recipe }) => recipe)).toEqual([
    'sun-load',
    'night-charge',
    'evening',
    'limits',
    'battery-low',
    'scene-now',
  ]);
  const edit = { kind: 'recipe', recipe: 'night-charge', name: 'Night', target: recipes[1]?.targets[0] };
  const added = (await sent(`${path}/edit`, 'POST', { text: '# mine\n', edit })).body as { readonly text: string };
  expect(added.text).toContain('# mine\n');
  expect(added.text).toContain('device: solar-inverter');
  const checked = (await sent(`${path}/check`, 'POST', added)).body;
  expect(checked).toMatchObject({ problems: [], outline: [{ id: 'night', isOn: true, line: 3 }] });
  // No device of this home tells a forecast.
  const dark = added.text.replace('battery.soc <', 'forecast.pv.energy.tomorrow < 5 kWh and battery.soc <');
  expect((await sent(`${path}/check`, 'POST', { text: dark })).body).toMatchObject({
    problems: [{ why: { code: 'act.no-forecast' } }],
  });
  const off = { text: added.text, edit: { kind: 'switch', section: 'rules', index: 0, on: false } };
  const switched = (await sent(`${path}/edit`, 'POST', off)).body as { readonly text: string };
  expect(switched.text).toContain('on: false');
  const gone = await sent(`${path}/edit`, 'POST', { ...off, edit: { ...off.edit, index: 9 } });
  expect([gone.status, gone.body]).toMatchObject([400, { code: 'input.invalid' }]);
  expect((await sent(path, 'GET')).body).toMatchObject({ text: '', outline: [] });
});

test('what is said at a topic of the broker begins a rule: once, of its own home, and nothing that the broker kept', async (context) => {
  const { house, save, board, relay, first } = await opened(context);
  const { link } = house.house.broker;
  const wanted = 1 - first;
  await link.publish('house/kept', 'go', { retain: true });
  const rule = (topic: string): string =>
    `  - name: ${topic.replaceAll('/', ' ')}
    when: [{kind: called, by: mqtt, name: ${topic}, text: go}]
    do: [{kind: set, device: relays, point: relay.on.1, value: ${wanted}, for: 1 h}]
`;
  await save(`rules:\n${rule('house/kept')}${rule('solstead/other/say')}${rule('house/say')}`);
  for (const topic of ['solstead/other/say', 'house/say/not']) await link.publish(topic, 'go');
  await link.publish('house/say', 'stay');
  await link.publish('house/say', 'go');
  await expect.poll(relay, { timeout: 20_000 }).toBe(wanted);
  expect((await board()).diary.map(({ by }) => by)).toEqual(['house-say']);
  await save('');
  await link.publish('house/say', 'go');
  await expect.poll(relay, { timeout: 20_000 }).toBe(first);
});

test('a topic of a rule is one topic', async (context) => {
  const { sent } = await opened(context);
  const text = `rules:
  - name: x
    when: [{kind: called, by: mqtt, name: house/#}]
    do: [{kind: publish, topic: house/+/set}]
`;
  expect((await sent(`${path}/check`, 'POST', { text })).body).toMatchObject({ problems: [{ line: 3 }, { line: 4 }] });
});
