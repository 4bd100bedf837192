// The certificate that a computer signs itself, as a client sees it.
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { selfSigned } from './self-signed.ts';

const day = 86_400_000;
const bin = join(import.meta.dirname, '../../bin/solstead.js');
const at = (nowMs: number) => ({ nowMs: () => nowMs });
const nowMs = Date.now();

test('it is made once for its owner alone, renewed before it ends, and when a name is added', async (context) => {
  const folder = tempDir(context);
  const first = await selfSigned(folder, { clock: at(nowMs) });
  expect(statSync(first.key).mode & 0o777).toBe(0o600);
  const certificate = new X509Certificate(readFileSync(first.cert));
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect([certificate.ca, certificate.checkHost('example.com')]).toEqual([false, undefined]);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)).toBeLessThanOrEqual(398 * day);
  expect((await selfSigned(folder, { clock: at(nowMs + 300 * day) })).fingerprint).toBe(first.fingerprint);
  const named = await selfSigned(folder, { clock: at(nowMs), names: ['solar.example.com'] });
  expect(named.fingerprint).not.toBe(first.fingerprint);
  const later = await selfSigned(folder, { clock: at(nowMs + 380 * day), names: ['solar.example.com'] });
  expect(later.fingerprint).not.toBe(named.fingerprint);
});

test('the server speaks with it, and prints what it is known by', async (context) => {
  const data = join(tempDir(context), 'data');
  const flags = ['--host', '127.0.0.1', '--port', '0', '--mqtt-port', '0', '--mqtts-port', '0', '--data', data];
  const child = await spawned(context, [process.execPath, bin, 'serve', ...flags, '--tls-self-signed']);
  const port = Number((await child.waitForOutput(/is at https:\/\/localhost:\d+/, 30_000)).split(':').at(-1));
  const told = (await child.waitForOutput(/SHA-256 [0-9A-F:]{95}/)).replace('SHA-256 ', '');
  const ca = readFileSync(join(data, 'tls', 'cert.pem'));
  const seen = await new Promise<string>((resolve, reject) => {
    const sent = request({ host: 'localhost', port, path: '/health', ca }, (answer) => {
      resolve(answer.socket instanceof TLSSocket ? answer.socket.getPeerCertificate().fingerprint256 : '');
      answer.resume();
    });
    sent.on('error', reject).end();
  });
  expect(seen).toBe(told);
});
