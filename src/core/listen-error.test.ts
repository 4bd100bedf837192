// What is said of a port that cannot be listened on.
import { expect, test } from 'vitest';
import { listenError } from './listen-error.ts';
import { because } from './reason.ts';

const failure = (code: string): Error => Object.assign(new Error(code), { code });
const place = { host: '0.0.0.0', port: 80, help: because('help.port') };

test('a port without the right to it, with what helps there', () => {
  expect(listenError(failure('EACCES'), place)).toMatchObject({
    code: 'input.usage',
    reason: { code: 'listen.forbidden', params: { port: 80 } },
    help: { code: 'help.high-port' },
  });
  expect(listenError(failure('EACCES'), { ...place, lowPort: because('help.low-port', { port: 80 }) })).toMatchObject({
    help: { code: 'help.low-port', params: { port: 80 } },
  });
});

test('a port that is taken, and an address that is not here', () => {
  expect(listenError(failure('EADDRINUSE'), place)).toMatchObject({ code: 'port.taken', help: { code: 'help.port' } });
  expect(listenError(failure('EADDRNOTAVAIL'), place)).toMatchObject({ help: { code: 'help.host' } });
  expect(listenError(failure('EADDRNOTAVAIL'), { ...place, noAddress: because('help.own-address') })).toMatchObject({
    help: { code: 'help.own-address' },
  });
});

test('what is our own is given back', () => {
  const other = new TypeError('x');
  expect(listenError(other, place)).toBe(other);
});
