// An import into a served home that is killed in the middle goes on at the next start, and leaves each point there once and its energy whole.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { ImportState } from '#core/history-import.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { solsteadBin } from './daemon/testing/daemon-parts.ts';

vi.setConfig({ testTimeout: 240_000 });

const startMs = Math.floor(clock.nowMs() / dayMs) * dayMs - 20 * dayMs;
const [days, everyMs] = [6, 5000] as const;
const values = (2 * days * dayMs) / everyMs;
const account = { name: 'Ada', password: 'a short sentence of mine' };

function leftFolder(folder: string): string {
  const share = join(folder, 'share');
  mkdirSync(share);
  const lines = ['# INFLUXDB EXPORT: 1677 - 2262', '# DDL', '# DML', '# CONTEXT-DATABASE:home_assistant'];
  for (const topic of ['pv_power', 'load_power'])
    for (let atMs = startMs; atMs < startMs + days * dayMs; atMs += everyMs) {
      const isDay = atMs % dayMs >= 6 * hourMs && atMs % dayMs < 18 * hourMs;
      lines.push(`state,topic=solar_assistant/total/${topic}/state value=${isDay ? 1000 : 0} ${atMs}000000`);
    }
  writeFileSync(join(share, 'export.lp'), `${lines.join('\n')}\n`);
  return share;
}

/** A home that is served from a folder, and a way to ask it. */
async function served(context: TestContext, folder: string) {
  const flags = ['--data', join(folder, 'data'), '--move-from', join(folder, 'share'), '--host', '127.0.0.1'];
  const more = ['--port', '0', '--mqtt-port', '0', '--no-mdns', '--log-level', 'silent'];
  const child = await spawned(context, [process.execPath, solsteadBin, 'serve', ...flags, ...more], {
    env: { SOLSTEAD_SOURCES: '1' },
  });
  const url = (await child.waitForOutput(/is at http:\S+/, 60_000)).replace('is at ', '');
  let cookie = '';
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { origin: url, cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    const answer = await response.text();
    expect(response.ok, `${path}: ${response.status} ${answer}`).toBe(true);
    return JSON.parse(answer) as T;
  };
  return { child, ask };
}

test('killed while it writes, it goes on by itself and nothing is there twice', async (context) => {
  const folder = tempDir(context);
  leftFolder(folder);
  const first = await served(context, folder);
  await first.ask('POST', '/owner', { ...account, site: { name: 'House', timeZone: 'UTC' } });
  const [{ id } = { id: '' }] = await first.ask<readonly { id: string }[]>('GET', '/sites');
  const look = async (): Promise<string> => (await first.ask<{ state: string }>('GET', '/predecessor')).state;
  await first.ask('POST', '/predecessor');
  await expect.poll(look, { timeout: 60_000 }).toBe('done');
  const body = { path: 'export.lp', isDry: false };
  await first.ask('POST', `/sites/${id}/import`, body);
  const state = async (home: typeof first): Promise<ImportState> => home.ask('GET', `/sites/${id}/import`);
  await expect
    .poll(async () => (((await state(first)).step === 'writing' && (await state(first)).done) || 0) > 40_000, {
      timeout: 60_000,
      interval: 10,
    })
    .toBe(true);
  first.child.signal('SIGKILL');
  await expect.poll(() => first.child.exit()).toBeDefined();

  const second = await served(context, folder);
  await second.ask('POST', '/session', account);
  const points = async (): Promise<number> => (await second.ask<{ points: number }>('GET', '/history')).points;
  const begun = await state(second);
  expect(begun).toMatchObject({ isAgain: true, request: { path: 'export.lp', isDry: false } });
  await expect.poll(async () => (await state(second)).state, { timeout: 120_000, interval: 200 }).toBe('done');
  const { outcome } = await state(second);
  expect(outcome?.same?.points).toBeGreaterThan(20_000);
  expect((outcome?.same?.points ?? 0) + (outcome?.added?.points ?? 0)).toBe(values);
  expect(outcome?.replaced).toBeUndefined();
  await expect.poll(points, { timeout: 30_000 }).toBe(values);
  const span = `from=${startMs}&to=${startMs + days * dayMs}&by=day`;
  const { total } = await second.ask<{ total: { pvWh: number; loadWh: number } }>('GET', `/sites/${id}/energy?${span}`);
  expect([total.pvWh / 1000, total.loadWh / 1000].map(Math.round)).toEqual([12 * days, 12 * days]);
});
