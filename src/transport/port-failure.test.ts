import { expect, test } from 'vitest';
import { openFailure } from './port-failure.ts';

test.each([
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'host.wants-certificate'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'host.other-certificate'],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'host.other-certificate'],
  ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'host.no-handshake'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'host.no-tls'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'host.other-name'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'host.untrusted'],
  ['CERT_HAS_EXPIRED', 'host.untrusted'],
  ['ECONNREFUSED', 'host.refused'],
])('%s is told as %s, without the words of OpenSSL where those say nothing', (code, reason) => {
  const thrown = Object.assign(new Error('40632711547F0000:error:0A00045C'), { code });
  expect(openFailure('mqtts://h:1', thrown)).toMatchObject({ code: 'link.unavailable', reason: { code: reason } });
});

test('a host that hangs up while TLS begins is asked whether it is the port of connections without', () => {
  const said = 'Client network socket disconnected before secure TLS connection was established';
  const of = (message: string) => openFailure('mqtts://h:1', Object.assign(new Error(message), { code: 'ECONNRESET' }));
  expect(of(said)).toMatchObject({ code: 'link.unavailable', reason: { code: 'host.no-tls' } });
  expect(of('read ECONNRESET')).toMatchObject({ reason: { code: 'host.hung-up' } });
});
