// A look for what an earlier system left, as a home begins it: by a process of its own, which reads one folder.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHome, owner } from './testing/uplinked.ts';
import { openPredecessorDesk } from './predecessor-desk.ts';

const dayNs = 86_400_000_000_000n;
const atNs = 1_767_225_600_000_000_000n;
const point = (topic: string, value: number, day: number): string =>
  `state,topic=solar_assistant/${topic}/state value=${value} ${atNs + BigInt(day) * dayNs}`;

function leftFolder(folder: string): string {
  const share = join(folder, 'share');
  mkdirSync(join(share, 'carbonoz'), { recursive: true });
  const lines = [0, 1, 2].flatMap((day) => [
    point('total/pv_power', 1000 + day, day),
    point('total/mystery_figure', day, day),
  ]);
  writeFileSync(
    join(share, 'carbonoz', 'export.lp'),
    ['# INFLUXDB EXPORT: 1677 - 2262', '# DDL', '# DML', '# CONTEXT-DATABASE:home_assistant', ...lines, ''].join('\n'),
  );
  const settings = { mqtt_topic_prefix: 'sa', mqtt_password: 'very-secret', inverter_number: 2 };
  writeFileSync(join(share, 'carbonoz', 'options.json'), JSON.stringify(settings));
  return share;
}

test('what lies in the folder is told with what it becomes, and begun looks are logged', async (context) => {
  const folder = tempDir(context);
  const desk = openPredecessorDesk(leftFolder(folder), { clock });
  context.onTestFinished(() => desk.close());
  const home = await openHome(join(folder, 'data'), 'near', { predecessor: desk });
  context.onTestFinished(() => home.close());
  const door = home.hub.as(owner);
  expect(door.predecessor.view()).toMatchObject({ state: 'none', found: [] });
  expect(await door.predecessor.begin()).toMatchObject({ state: 'running' });
  await expect.poll(() => door.predecessor.view().state, { timeout: 60_000 }).toBe('done');
  const { found } = door.predecessor.view();
  expect(found).toMatchObject([
    { path: 'carbonoz/export.lp', kind: 'export', holds: { values: 6, count: 2, unmapped: 1 } },
    { path: 'carbonoz/options.json', kind: 'settings', what: { code: 'found.topics' } },
  ]);
  expect(found[0]?.holds).toMatchObject({ fromMs: 1_767_225_600_000, toMs: 1_767_398_400_000 });
  expect(found[0]?.holds?.series.map(({ metric }) => metric).toSorted()).toEqual(['pv.power', undefined]);
  expect(JSON.stringify(found)).not.toContain('very-secret');
  expect(await door.auditLines({ limit: 1 })).toMatchObject([{ action: 'look for an earlier system' }]);
  const viewer = home.hub.as({ ...owner, grants: [{ site: '*', may: 'operator' }] });
  expect(() => viewer.predecessor.view()).toThrow(/may not|access/i);
});

test('a look is ended by whoever began it, and one that prints too little has failed', async (context) => {
  const folder = tempDir(context);
  const slow = openPredecessorDesk(folder, { clock, command: ['/bin/sh', '-c', 'exec sleep 60'] });
  context.onTestFinished(() => slow.close());
  slow.begin();
  expect(slow.begin()).toMatchObject({ state: 'running', isNew: false });
  expect(slow.end()).toMatchObject({ state: 'failed', failure: { code: 'predecessor.stopped' } });
  const short = openPredecessorDesk(folder, { clock, command: ['/bin/echo'] });
  context.onTestFinished(() => short.close());
  short.begin();
  await expect.poll(() => short.view()).toMatchObject({ state: 'failed', failure: { code: 'predecessor.look-ended' } });
});
