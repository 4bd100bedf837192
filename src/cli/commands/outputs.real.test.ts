// `solstead outputs` against a home that runs: one that works, one whose server is away.
import { expect, onTestFinished, test, vi } from 'vitest';
import { createSocket } from 'node:dgram';
import { createServer as createWeb } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { makeSecret } from '#core/secrets.ts';
import { openOwnedHouse } from '#main/testing/owned-house.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { listOutputs, testOutput } from './outputs.ts';

vi.setConfig({ testTimeout: 180_000 });

test('outputs are listed with what waits and the last error, and tried', async (context) => {
  const home = await openOwnedHouse();
  context.onTestFinished(() => home.close());
  const said: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((part) => said.push(String(part)) > 0);
  context.onTestFinished(() => write.mockRestore());
  const flags = { url: home.url, token: makeSecret(home.token) };
  const printed = async (run: () => Promise<void>): Promise<string> => {
    said.length = 0;
    await run();
    return said.join('');
  };
  expect(await printed(() => listOutputs(flags))).toContain('This home has no output.');
  const owner = { id: 'anna', name: 'Anna', kind: 'person', grants: [{ site: '*', may: 'owner' }] } as const;
  const door = home.house.hub.as(owner).site('demo').outputs();
  const away = await freePort();
  const screen = createSocket('udp4');
  await new Promise<void>((resolve) => void screen.bind(0, '127.0.0.1', resolve));
  context.onTestFinished(() => void screen.close());
  const settings = { kind: 'udp', server: `udp://127.0.0.1:${screen.address().port}` };
  const hook = { kind: 'webhook', server: `http://127.0.0.1:${away}/`, method: 'POST', body: 'batches', auth: 'none' };
  await door.add({ name: 'Screen', settings, isOn: true });
  const added = await door.add({ name: 'House \u001b[31m', settings: hook, isOn: true, secret: 'never shown' });
  await vi.waitFor(async () => expect(await printed(() => listOutputs(flags))).toMatch(/webhook +failing/), {
    timeout: 40_000,
    interval: 200,
  });
  const table = await printed(() => listOutputs(flags));
  expect(table).toMatch(/Screen +udp +/);
  expect(table).toMatch(new RegExp(`^${added.id}: .+`, 'm'));
  expect(table).not.toContain('\u001b');
  expect(table).not.toContain('never shown');
  const json = await printed(() => listOutputs({ ...flags, json: true }));
  expect(JSON.parse(json)).toMatchObject({ outputs: [{ state: {} }, { state: {} }] });
  expect(json).not.toContain('never shown');
  expect(await printed(() => testOutput('Screen', flags))).toContain('such as');
  await expect(testOutput(added.id, flags)).rejects.toMatchObject({ code: 'command.refused' });
  await expect(testOutput('nothing', flags)).rejects.toMatchObject({ code: 'input.usage' });
  // Its server comes: what waited goes.
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .on('data', () => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'));
  });
  await new Promise<void>((resolve) => server.listen(away, '127.0.0.1', resolve));
  context.onTestFinished(() => void server.close());
  await vi.waitFor(async () => expect(await printed(() => listOutputs(flags))).toMatch(/webhook +working/), {
    timeout: 40_000,
    interval: 200,
  });
});

test.each([
  ['[]', 'there is no home yet'],
  ['[{"id":"one"},{"id":"two"}]', 'there are several homes'],
])('which home is meant, where there are %s', async (homes, why) => {
  const web = createWeb((_request, response) => void response.setHeader('content-type', 'application/json').end(homes));
  await new Promise<void>((resolve) => void web.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void web.close());
  const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  const asked = listOutputs({ url, token: makeSecret('any') });
  await expect(asked).rejects.toMatchObject({ code: 'input.usage', why: expect.stringContaining(why) as string });
});
