// The history over HTTP: who may look, who may say how long it is kept, and what is refused.
import { expect, test } from 'vitest';
import { owner, stubHub, viewer } from './testing/stub-hub.ts';
import { testServer } from './testing/test-server.ts';

const path = '/api/v1/history';

test('its size is shown to who may look; how long it is kept is the owner’s', async (context) => {
  const hub = stubHub();
  const server = await testServer(context, { hub });
  const tokens = { owner: hub.signedIn(owner), viewer: hub.signedIn(viewer) };
  expect(await server.ask(path, { token: tokens.viewer })).toMatchObject({
    status: 200,
    body: { points: 3, series: 2, bytes: 4096, retention: [] },
  });
  const rules = [{ metric: 'battery.cell.*', rawDays: 14, hourDays: null }];
  const change = { method: 'PUT', json: { rules } };
  expect((await server.ask(`${path}/retention`, { ...change, token: tokens.viewer })).status).toBe(403);
  expect(hub.calls).toEqual([]);
  expect(await server.ask(`${path}/retention`, { ...change, token: tokens.owner })).toMatchObject({
    status: 200,
    body: { retention: rules },
  });
  expect(hub.calls).toEqual([['setRetention', rules]]);
});

test.for([
  [{ rules: [{ rawDays: 0 }] }, 'rawDays'],
  [{ rules: [{ rawDays: '90' }] }, 'rawDays'],
  [{ rules: [{ metric: 'PV *' }] }, 'metric'],
  [{ rules: [{ rawdays: 9 }] }, 'rawdays'],
  [{}, 'rules'],
] as const)('%j is refused and names the field', async ([json, field], context) => {
  const hub = stubHub();
  const server = await testServer(context, { hub });
  const answer = await server.ask(`${path}/retention`, { method: 'PUT', token: hub.signedIn(owner), json });
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body)).toContain(field);
  expect(hub.calls).toEqual([]);
});
