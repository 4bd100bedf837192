// The audit log over HTTP: page by page, as a file, and its heads.
import { expect, test } from 'vitest';
import type { KeptAuditRecord } from '#core/audit.ts';
import { noonMs, owner, stubHub, viewer } from './testing/stub-hub.ts';
import { testServer } from './testing/test-server.ts';

const lines = Array.from({ length: 1203 }, (_, index): KeptAuditRecord => {
  const line = 1203 - index;
  const by = { id: 'anna', kind: 'person', name: line === 7 ? '=HYPERLINK("http://x")' : 'Anna, "the" owner' } as const;
  return { line, atMs: noonMs, principal: by, action: 'set', subject: `a\nb ${line}`, outcome: 'done' };
});

function logged() {
  const asked: unknown[] = [];
  const hub = stubHub({
    async auditLines({ limit, before = Number.POSITIVE_INFINITY, sites }) {
      asked.push({ limit, before, sites });
      return lines.filter(({ line }) => line < before).slice(0, limit);
    },
    auditHeads: async () => [{ chain: 'changes', last: 3, hash: 'ab'.repeat(32) }],
  });
  return { hub, asked };
}

test('a page follows the one before', async (context) => {
  const { hub } = logged();
  const server = await testServer(context, { hub });
  const token = hub.signedIn(owner);
  const first = await server.ask('/api/v1/audit?limit=2', { token });
  expect(first.body).toMatchObject([{ line: 1203 }, { line: 1202 }]);
  expect((await server.ask('/api/v1/audit?limit=2&before=1202', { token })).body).toMatchObject([
    { line: 1201 },
    { line: 1200 },
  ]);
  for (const wrong of ['before=0', 'before=x', 'limit=0', 'limit=1001'])
    expect((await server.ask(`/api/v1/audit?${wrong}`, { token })).status).toBe(400);
});

test('the whole log is a file, with each line once and no formula in it', async (context) => {
  const { hub, asked } = logged();
  const server = await testServer(context, { hub });
  const token = hub.signedIn(owner);
  const csv = await server.ask('/api/v1/audit/export', { token });
  expect(csv.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="solstead-audit.csv"',
  });
  expect(csv.text.split('\n')[0]).toBe('line,time,site,kind,id,name,action,subject,outcome');
  expect(csv.text.match(/^\d+,2026-06-21T15:00:00Z/gm)).toHaveLength(lines.length);
  expect(csv.text).toContain(`"'=HYPERLINK(""http://x"")"`);
  const json = await server.ask('/api/v1/audit/export?format=jsonl', { token });
  const read = json.text
    .trim()
    .split('\n')
    .map((text): unknown => JSON.parse(text));
  expect(read).toHaveLength(lines.length);
  expect(read[0]).toMatchObject({ line: 1203, time: '2026-06-21T15:00:00Z', subject: 'a\nb 1203' });
  // Some at a time, never all at once.
  expect(Math.max(...asked.map((one) => (one as { limit: number }).limit))).toBe(500);
});

test('page and file honour the same filters, and name what is wrong with them', async (context) => {
  const asked: unknown[] = [];
  const hub = stubHub({
    async auditLines({ limit: _limit, ...filter }) {
      asked.push(filter);
      return [];
    },
  });
  const server = await testServer(context, { hub });
  const token = hub.signedIn(owner);
  const query = 'who=Anna&action=set&outcome=done&from=2026-06-21T12:00&to=2026-06-21T15:00:00%2B02:00';
  await server.ask(`/api/v1/audit?${query}`, { token });
  await server.ask(`/api/v1/audit/export?${query}`, { token });
  const fromMs = Date.UTC(2026, 5, 21, 12);
  const filter = { who: 'Anna', action: 'set', outcome: 'done', fromMs, toMs: fromMs + 3_600_000 };
  expect(asked).toEqual([filter, filter]);
  for (const wrong of ['from=yesterday', 'to=x', 'from=2026-06-22&to=2026-06-21', 'outcome=', 'actor=Anna'])
    for (const path of ['/api/v1/audit', '/api/v1/audit/export'])
      expect([wrong, (await server.ask(`${path}?${wrong}`, { token })).status]).toEqual([wrong, 400]);
});

test('log and file are the owner’s; who manages one home gets the lines of that one, and no heads', async (context) => {
  const { hub, asked } = logged();
  const server = await testServer(context, { hub });
  for (const path of ['/api/v1/audit', '/api/v1/audit/export', '/api/v1/audit/heads'])
    expect((await server.ask(path, { token: hub.signedIn(viewer) })).status).toBe(403);
  expect(asked).toEqual([]);
  const admin = hub.signedIn({ ...viewer, id: 'admin', grants: [{ site: 'home', may: 'admin' }] });
  await server.ask('/api/v1/audit/export', { token: admin });
  expect(asked[0]).toMatchObject({ sites: ['home'] });
  // The chains count the lines of every home.
  expect((await server.ask('/api/v1/audit/heads', { token: admin })).status).toBe(403);
  const all = hub.signedIn({ ...viewer, id: 'all', grants: [{ site: '*', may: 'admin' }] });
  expect((await server.ask('/api/v1/audit/heads', { token: all })).body).toEqual([
    { chain: 'changes', last: 3, hash: 'ab'.repeat(32) },
  ]);
});
