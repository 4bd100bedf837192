import { expect, test } from 'vitest';
import { isShown } from './shown-fields.ts';

test.each([
  ['mqtt', { server: '' }, false],
  ['mqtt', { server: 'mqtt://host' }, false],
  ['mqtt', { server: ' MQTTS://host' }, true],
  ['webhook', { server: 'http://host' }, false],
  ['webhook', { server: 'https://host' }, true],
  ['postgres', { server: 'postgres://host/home', tls: false }, false],
  ['postgres', { server: 'postgres://host/home', tls: true }, true],
] as const)('%s %o: who signed a certificate is asked for: %s', (kind, settings, isAsked) => {
  expect(isShown({ kind, settings }, 'ca')).toBe(isAsked);
});
