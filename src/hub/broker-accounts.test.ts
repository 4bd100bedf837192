// Accounts of the broker protect devices from each other: what one uses is its own, over restarts, until it is taken away.
import { expect, test } from 'vitest';
import type { BrokerAccountRecord, RecordStore } from '#core/records.ts';
import { fc } from '#tools/testkit/property.ts';
import { makeBrokerAccounts } from './broker-accounts.ts';
import { nodeAccess, placeOf } from './broker-places.ts';

function stored() {
  const kept = new Map<string, BrokerAccountRecord>();
  const records: Pick<RecordStore, 'brokerAccounts'> = {
    brokerAccounts: {
      list: async () => [...kept.values()],
      byUsername: async (username) => kept.get(username),
      save: async (account) => void kept.set(account.username, account),
      remove: async (username) => void kept.delete(username),
      clear: async () => kept.clear(),
    },
  };
  return { kept, records };
}

async function two() {
  const { kept, records } = stored();
  const ended: string[] = [];
  const accounts = makeBrokerAccounts(records, { ended: (username) => void ended.push(username) });
  const passwords = { one: (await accounts.add('one')).password, other: (await accounts.add('other')).password };
  const enter = async (name: 'one' | 'other', over = accounts) => {
    const account = await over.check(name, passwords[name]);
    if (account === undefined) throw new Error('refused');
    return account;
  };
  return { kept, records, accounts, passwords, ended, enter };
}

test('when a client signed in with an account is told, since the start; a wrong password is nobody', async () => {
  const { records } = stored();
  let atMs = 1000;
  const accounts = makeBrokerAccounts(records, { nowMs: () => atMs });
  const { password } = await accounts.add('one');
  await accounts.check('one', 'guess');
  expect(await accounts.list()).toEqual([{ username: 'one', topics: [] }]);
  await accounts.check('one', password);
  expect(await accounts.list()).toEqual([{ username: 'one', topics: [], cameMs: 1000 }]);
  atMs = 2000;
  await accounts.recall('one', password);
  expect(await accounts.list()).toEqual([{ username: 'one', topics: [], cameMs: 2000 }]);
  await accounts.remove('one');
  await accounts.add('one');
  expect(await accounts.list()).toEqual([{ username: 'one', topics: [] }]);
});

test('what a device uses first is its own: another may neither write there nor listen, nor around it', async () => {
  const { enter } = await two();
  const [one, other] = [await enter('one'), await enter('other')];
  expect(one.mayOwn('shellies/roof/status/switch:0')).toBe(true);
  for (const topic of [
    'shellies/roof/status/switch:0',
    'shellies/roof/rpc',
    'shellies/roof/solstead/roof/rpc',
    'shellies/roof/#',
    'shellies/#',
    'shellies/+/online',
    'shellies/+',
    '#',
    '+/roof/online',
    '$SYS/#',
    '/shellies/roof',
  ])
    expect([topic, other.mayOwn(topic)]).toEqual([topic, false]);
  expect(other.owns('shellies/roof/rpc')).toBe(false);
  expect(other.mayOwn('shellies/cellar/events/rpc')).toBe(true);
  expect(one.mayOwn('shellies/cellar/events/rpc')).toBe(false);
  for (const account of [one, other]) {
    expect(account.shared).toEqual({
      publish: ['shellies/announce'],
      subscribe: ['shellies/command', 'cmnd/tasmotas/#', 'cmnd/sonoffs/#', 'homeassistant/status'],
    });
    const shared = ['shellies/announce', 'shellies/command', 'cmnd/tasmotas/POWER', 'tele/sonoffs/x'];
    expect(shared.filter((topic) => account.mayOwn(topic))).toEqual([]);
  }
});

test("what devices share is nobody's: each has the next level, whoever asked for all of it", async () => {
  const { kept, enter } = await two();
  const record = kept.get('one');
  if (record !== undefined) kept.set('one', { ...record, topics: ['shellies/#'] });
  const [one, other] = [await enter('one'), await enter('other')];
  for (const prefix of ['shellies', 'tele', 'stat', 'cmnd']) {
    for (const filter of [
      prefix,
      `${prefix}/#`,
      `${prefix}/+`,
      `${prefix}/+/relay/0`,
      `${prefix}/`,
      `${prefix}/status/#`,
    ])
      expect([filter, one.mayOwn(filter)]).toEqual([filter, false]);
    expect(one.insteadOf(`${prefix}/#`)).toBe(`${prefix}/<device>/#`);
    expect(one.mayOwn(`${prefix}/roof/relay/0`)).toBe(true);
    expect(other.mayOwn(`${prefix}/roof/emeter/0/power`)).toBe(false);
    expect(other.mayOwn(`${prefix}/cellar/#`)).toBe(true);
    expect(one.owns(`${prefix}/cellar/relay/0`)).toBe(false);
  }
  expect(one.insteadOf('house/#')).toBeUndefined();
});

/** All places of a device, by its name. */
const families: readonly (readonly string[])[] = [
  ['tele/roof', 'stat/roof', 'cmnd/roof'],
  ['tasmota/tele/roof', 'tasmota/stat/roof', 'tasmota/cmnd/roof'],
  ['N/c0619ab1', 'R/c0619ab1', 'W/c0619ab1'],
  ['homeassistant/sensor/roof', 'homeassistant/switch/roof'],
];

test("all places of a device are its owner's, whichever it used, also over a restart", async () => {
  for (const family of families)
    for (const used of family) {
      const { records, accounts, enter } = await two();
      expect((await enter('one')).mayOwn(`${used}/x`)).toBe(true);
      await expect.poll(async () => (await records.brokerAccounts.byUsername('one'))?.topics).not.toEqual([]);
      for (const over of [accounts, makeBrokerAccounts(records)]) {
        const [one, other] = [await enter('one', over), await enter('other', over)];
        for (const place of family) {
          const asks = [`${place}/x`, `${place}/#`, `${place}/x/status`];
          expect([place, asks.map((topic) => other.mayOwn(topic))]).toEqual([place, [false, false, false]]);
          expect([place, one.owns(`${place}/x`), one.mayOwn(`${place}/#`)]).toEqual([place, true, true]);
          expect(other.owns(`${place}/x`)).toBe(false);
        }
      }
    }
});

test('a place of commands that another account had in an earlier version goes to whose device speaks', async () => {
  for (const topics of [['cmnd/roof/#', 'stat/cellar/#'], ['stat/cellar/#'], ['cmnd/roof/#']]) {
    const { kept, records, enter } = await two();
    for (const [name, had] of [
      ['one', topics],
      ['other', ['tele/roof/#', 'tele/cellar/#']],
    ] as const) {
      const record = kept.get(name);
      if (record !== undefined) kept.set(name, { ...record, topics: had });
    }
    const over = makeBrokerAccounts(records);
    const [one, other] = [await enter('one', over), await enter('other', over)];
    for (const place of ['cmnd/roof', 'stat/roof', 'cmnd/cellar'])
      expect([place, one.mayOwn(`${place}/#`), other.mayOwn(`${place}/#`)]).toEqual([place, false, true]);
  }
});

test('devices of Tasmota announce themselves apart, and have a level of their own below a common one', async () => {
  const { enter } = await two();
  const [one, other] = [await enter('one'), await enter('other')];
  for (const filter of ['tasmota/#', 'tasmota/discovery/#', 'tasmota/discovery', 'tasmota/cmnd/#', 'tasmota/+/cmnd'])
    expect([filter, one.mayOwn(filter)]).toEqual([filter, false]);
  expect(one.mayOwn('tasmota/discovery/DC4F220848A2/config')).toBe(true);
  expect(other.mayOwn('tasmota/discovery/DC4F220848A2/config')).toBe(false);
  expect(other.mayOwn('tasmota/discovery/DC4F220848A3/sensors')).toBe(true);
  expect([one.mayOwn('tasmota/roof/tele/STATE'), other.mayOwn('tasmota/cellar/tele/STATE')]).toEqual([true, true]);
  expect(other.mayOwn('tasmota/roof/cmnd/#')).toBe(false);
});

test('nodes of homes, and what announces itself to others, are apart by all their levels', async () => {
  const { kept, enter } = await two();
  const record = kept.get('one');
  if (record !== undefined) kept.set('one', { ...record, topics: ['homesync/#', 'homesync/demo/#', 'N/#'] });
  const [one, other] = [await enter('one'), await enter('other')];
  for (const filter of [
    'homesync/#',
    'homesync/demo/#',
    'homesync/demo/nodes/#',
    'homesync/demo/nodes/+/telemetry/power',
    'homesync/+/nodes/a/status',
    'homesync/status',
    'homesync/demo/other/a/status',
    'homesync/demo/nodes//status',
    'N/#',
    'N/+/system/0/Serial',
    'homeassistant/#',
    'homeassistant/sensor/#',
  ])
    expect([filter, one.mayOwn(filter)]).toEqual([filter, false]);
  expect(one.insteadOf('homesync/demo/#')).toBe('homesync/<home>/nodes/<node>/#');
  for (const [mine, theirs] of [
    ['homesync/demo/nodes/a', 'homesync/demo/nodes/b'],
    ['homesync/other/nodes/a', 'homesync/other/nodes/b'],
    ['N/c0619ab1', 'N/c0619ab2'],
    ['homeassistant/sensor/a', 'homeassistant/sensor/b'],
  ] as const) {
    expect([one.mayOwn(`${mine}/telemetry/power`), other.mayOwn(`${theirs}/telemetry/power`)]).toEqual([true, true]);
    expect([one.mayOwn(`${theirs}/x`), other.mayOwn(`${mine}/#`), other.owns(`${mine}/x`)]).toEqual([
      false,
      false,
      false,
    ]);
  }
});

test('a node that was registered may do what it was given; nobody else is there, also who was there before', async () => {
  const { records, accounts, enter } = await two();
  const one = await enter('one');
  const topic = 'homesync/demo/nodes/a';
  expect(one.mayOwn(`${topic}/status`)).toBe(true);
  const { password } = await accounts.add('a', nodeAccess(topic));
  for (const over of [accounts, makeBrokerAccounts(records)]) {
    const node = await over.check('a', password);
    expect(node?.only).toEqual({
      publish: [`${topic}/telemetry/#`, `${topic}/status`, `${topic}/response/#`],
      subscribe: [`${topic}/command/#`],
    });
    expect([node?.mayOwn('roof/status'), node?.owns(`${topic}/status`)]).toEqual([false, false]);
    const another = await enter('one', over);
    expect([another.mayOwn(`${topic}/status`), another.owns(`${topic}/command/relay`)]).toEqual([false, false]);
    expect(await over.list()).toContainEqual({
      username: 'a',
      topics: [`${topic}/telemetry/#`, `${topic}/status`, `${topic}/response/#`, `${topic}/command/#`],
    });
  }
  await expect(accounts.add('b', nodeAccess(topic))).rejects.toMatchObject({ code: 'input.invalid' });
  await accounts.remove('a');
  expect(await accounts.add('b', nodeAccess(topic))).toMatchObject({ username: 'b' });
});

test('a gateway carries some dozens of devices, and nobody all topics there are', async () => {
  const { enter } = await two();
  const one = await enter('one');
  const taken = Array.from({ length: 500 }, (_none, index) => one.mayOwn(`device-${index}/online`));
  expect(taken.filter(Boolean)).toHaveLength(64);
});

test('ownership outlives a restart, is listed, and is free again once the account is gone', async () => {
  const { records, accounts, ended, enter, passwords } = await two();
  (await enter('one')).mayOwn('roof/online');
  await expect
    .poll(async () => await accounts.list())
    .toEqual([
      { username: 'one', topics: ['roof/#'] },
      { username: 'other', topics: [] },
    ]);
  const again = makeBrokerAccounts(records, { ended: (username) => void ended.push(username) });
  const other = await enter('other', again);
  expect(other.mayOwn('roof/online')).toBe(false);
  await again.remove('one');
  expect([await again.check('one', passwords.one), ended]).toEqual([undefined, ['one']]);
  expect(other.mayOwn('roof/online')).toBe(true);
  await expect(again.remove('one')).rejects.toMatchObject({ code: 'input.invalid' });
});

test('an account of before, which had everything, begins with nothing', async () => {
  const { kept, enter } = await two();
  for (const [name, account] of kept) kept.set(name, { ...account, topics: ['#'] });
  const [one, other] = [await enter('one'), await enter('other')];
  expect(one.topics).toEqual([]);
  expect(one.mayOwn('meter/status/em:0')).toBe(true);
  expect(other.mayOwn('meter/status/em:0')).toBe(false);
});

test('a name that does not exist is refused with as much work as a wrong password', async () => {
  const { accounts } = await two();
  // Processor time of all threads: the clock on the wall tells of whatever else the machine does.
  const timed = async (name: string): Promise<number> => {
    const before = process.cpuUsage();
    expect(await accounts.check(name, 'wrong')).toBeUndefined();
    return process.cpuUsage(before).user;
  };
  await timed('one');
  const median = async (name: string): Promise<number> => {
    const times: number[] = [];
    for (let turn = 0; turn < 7; turn += 1) times.push(await timed(name));
    return times.toSorted((one, more) => one - more)[3] ?? 0;
  };
  const [known, unknown] = [await median('one'), await median('nobody')];
  expect(unknown / known).toBeGreaterThan(0.3);
  expect(unknown / known).toBeLessThan(3);
});

test('a password that was right is known again without its hash, and only as long as the account has it', async () => {
  const { kept, accounts, passwords } = await two();
  expect(await accounts.recall('one', passwords.one)).toBeUndefined();
  const checked = await accounts.check('one', passwords.one);
  expect(checked?.mayOwn('roof/online')).toBe(true);
  expect((await accounts.recall('one', passwords.one))?.owns('roof/online')).toBe(true);
  for (const [name, password] of [
    ['one', ''],
    ['one', passwords.other],
    ['other', passwords.one],
    ['other', passwords.other],
    ['nobody', passwords.one],
  ] as const)
    expect([name, await accounts.recall(name, password)]).toEqual([name, undefined]);
  // A wrong password in between changes nothing.
  await accounts.check('one', 'wrong');
  expect(await accounts.recall('one', passwords.one)).toBeDefined();
  const record = kept.get('one');
  if (record !== undefined) kept.set('one', { ...record, passwordHash: 'another' });
  expect(await accounts.recall('one', passwords.one)).toBeUndefined();
  if (record !== undefined) kept.set('one', record);
  await accounts.remove('one');
  expect(await accounts.recall('one', passwords.one)).toBeUndefined();
});

test('no text is the place of wildcards, and a place holds the topic it came from', () => {
  const level = fc.constantFrom('a', 'b', 'status', 'rpc', 'events', 'online', '+', '#', '', '$SYS');
  fc.assert(
    fc.property(fc.array(level, { minLength: 1, maxLength: 5 }), (levels) => {
      const topic = levels.join('/');
      const place = placeOf(topic);
      if (place === undefined) return;
      expect(place).not.toMatch(/[+#]|^\$|^$/);
      expect(topic === place || topic.startsWith(`${place}/`)).toBe(true);
    }),
  );
});

test('accounts are bounded', async () => {
  const { kept, records } = stored();
  for (let index = 0; index < 500; index += 1)
    kept.set(`u${index}`, { username: `u${index}`, passwordHash: 'h', topics: [] });
  const accounts = makeBrokerAccounts(records);
  await expect(accounts.add('one-more')).rejects.toMatchObject({ reason: { code: 'broker.many' } });
  await accounts.remove('u7');
  expect(await accounts.add('one-more')).toMatchObject({ username: 'one-more' });
});
