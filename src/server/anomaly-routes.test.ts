// Findings over HTTP: what is answered, what reaches the hub, and who may put one away.
import { expect, test, vi } from 'vitest';
import type { Anomaly } from '#api/anomalies.ts';
import { noonMs, owner, stubHub, viewer } from './testing/stub-hub.ts';
import { testServer } from './testing/test-server.ts';

const path = '/api/v1/sites/home/anomalies';
const stuck: Anomaly = {
  id: 'stuck.roof.load.power.1',
  kind: 'stuck',
  device: 'roof',
  metric: 'load.power',
  fromMs: noonMs,
  noticedMs: noonMs,
  severity: 'warning',
  evidence: { observed: 5, expected: 3, measure: 'hours', windowMs: 1, samples: 60 },
  reason: { code: 'anomaly.stuck', params: { metric: { metric: 'load.power' }, value: 3, hours: 5 } },
  advice: { code: 'advice.sensor', params: {} },
  why: 'It stands.',
  hint: 'Look.',
};

test('findings are shown to who may look, with the span that was asked for', async (context) => {
  const anomalies = vi.fn(async () => [stuck]);
  const hub = stubHub({ anomalies });
  const server = await testServer(context, { hub });
  const token = hub.signedIn(viewer);
  expect((await server.ask(path)).status).toBe(401);
  expect(await server.ask(path, { token })).toMatchObject({ status: 200, body: [stuck] });
  expect(anomalies).toHaveBeenLastCalledWith('home', {});
  await server.ask(`${path}?from=5&to=9&open=true`, { token });
  expect(anomalies).toHaveBeenLastCalledWith('home', { fromMs: 5, toMs: 9, isOpen: true });
  expect((await server.ask(`${path}?from=yesterday`, { token })).status).toBe(400);
  expect((await server.ask('/api/v1/sites/nowhere/anomalies', { token })).status).toBe(404);
});

test('the owner puts a finding away, a viewer does not; one that is not there answers 404', async (context) => {
  const dismissed: Anomaly = { ...stuck, dismissed: { atMs: noonMs, by: 'Anna' } };
  const dismissAnomaly = vi.fn(async () => dismissed);
  const hub = stubHub({ dismissAnomaly });
  const server = await testServer(context, { hub });
  const post = { method: 'POST', json: {} };
  expect((await server.ask(`${path}/${stuck.id}/dismiss`, { ...post, token: hub.signedIn(viewer) })).status).toBe(403);
  expect(dismissAnomaly).not.toHaveBeenCalled();
  const answer = await server.ask(`${path}/${stuck.id}/dismiss`, { ...post, token: hub.signedIn(owner) });
  expect(answer).toMatchObject({ status: 200, body: dismissed });
  expect(dismissAnomaly).toHaveBeenLastCalledWith('home', stuck.id, 'Anna');

  const plain = stubHub();
  const other = await testServer(context, { hub: plain });
  const gone = await other.ask(`${path}/nothing/dismiss`, { ...post, token: plain.signedIn(owner) });
  expect(gone).toMatchObject({ status: 404, body: { code: 'anomaly.unknown' } });
});
