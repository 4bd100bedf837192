// Which name a home has in the local network.
import { expect, test } from 'vitest';
import { ownService } from './own-name.ts';

const server = { host: '0.0.0.0', port: 8080, isSecure: false, version: '1.2.3' };

test('its web server by the name of the computer', () => {
  expect(ownService(server, 'pi')).toEqual({
    instance: 'Solstead on pi',
    types: ['_solstead._tcp', '_http._tcp'],
    host: 'solstead-pi',
    port: 8080,
    text: { path: '/', version: '1.2.3' },
    address: '0.0.0.0',
  });
  expect(ownService({ ...server, isSecure: true }, 'Åse’s Mac_1')).toMatchObject({
    host: 'solstead-se-s-mac-1',
    types: ['_solstead._tcp', '_https._tcp'],
  });
  expect(ownService(server, '')).toMatchObject({ instance: 'Solstead', host: 'solstead' });
  expect(ownService(server, 'x'.repeat(80))?.host).toHaveLength(63);
});

test('nothing where nobody else could reach it', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1'])
    expect(ownService({ ...server, host })).toBeUndefined();
});
