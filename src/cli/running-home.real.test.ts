// What a running home says against a request, as a command hands it on.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { makeSecret } from '#core/secrets.ts';
import { askHome } from './running-home.ts';

test('a refusal comes with what helps against it, in the words of the home', async () => {
  const server = createServer((_request, answer) => {
    answer.writeHead(404, { 'content-type': 'application/problem+json' });
    answer.end(JSON.stringify({ detail: 'nope: no such device', repair: 'See the list of devices.' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  await expect(
    askHome({ url, token: makeSecret('sol_test') }, { method: 'GET', path: 'api/v1/devices/nope' }),
  ).rejects.toMatchObject({
    code: 'command.refused',
    message: expect.stringContaining('nope: no such device') as string,
    repair: 'See the list of devices.',
  });
});
