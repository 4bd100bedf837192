// Accounts of the built-in broker whose clients show a certificate, with the clients of Mosquitto over TLS: who has the key gets in without a
// password, and nobody else does, whatever password they know.
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { needs } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { openHouse } from './house.ts';
import { openTlsFiles } from './tls-files.ts';

const lateMs = Date.UTC(2090, 0);
const run = promisify(execFile);

interface Pair {
  readonly cert: string;
  readonly key: string;
  readonly pem: string;
}

async function served(context: TestContext) {
  const mosquittoPub = needs(context, 'mosquitto_pub');
  const folder = tempDir(context);
  const pair = (name: string): Pair => {
    const pem = madeCertificate(name, lateMs);
    const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
    writeFileSync(cert, pem.cert);
    writeFileSync(key, pem.key, { mode: 0o600 });
    return { cert, key, pem: pem.cert };
  };
  const server = pair('localhost');
  const log = pino({ level: 'silent' });
  const tls = openTlsFiles(server, { clock, log });
  context.onTestFinished(() => tls.close());
  const data = tempDir(context);
  const open = async () => {
    const house = await openHouse({
      folder: data,
      clock,
      log,
      broker: { host: '127.0.0.1', port: 0, tls: { port: 0, identity: tls } },
    });
    const { accounts, port, tlsPort } = house.broker;
    if (accounts === undefined) throw new TypeError('assertion: the broker is built in');
    /** Publishes; what it was refused with. */
    const publish = async (by: { shows?: Pair; password?: string; plain?: true }): Promise<string> => {
      const { shows, password, plain } = by;
      const at = plain === true ? ['-p', String(port)] : ['-p', String(tlsPort), '--cafile', server.cert];
      const shown = shows === undefined ? [] : ['--cert', shows.cert, '--key', shows.key];
      const named = ['-u', 'meter', ...(password === undefined ? [] : ['-P', password])];
      const said = ['-t', 'meter/power', '-m', '12', '-q', '1'];
      const all = ['-h', 'localhost', ...at, ...shown, ...named, ...said];
      return run(mosquittoPub, all, { timeout: 15_000 }).then(
        () => 'published',
        (error: unknown) => (error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : 'failed'),
      );
    };
    return { house, accounts, publish };
  };
  return { pair, open };
}

test('an account with a certificate: its key opens, a password alone does not, and another key neither', {
  timeout: 60_000,
}, async (context) => {
  const { pair, open } = await served(context);
  const [own, other] = [pair('meter'), pair('stranger')];
  const first = await open();
  const { password } = await first.accounts.add('meter', undefined, { certificate: own.pem });
  expect(await first.publish({ shows: own })).toBe('published');
  expect(await first.publish({ shows: own, password })).toBe('published');
  expect(await first.publish({ shows: own, password: 'guess' })).toMatch(/not authori[sz]ed/i);
  expect(await first.publish({ shows: other, password })).toMatch(/not authori[sz]ed/i);
  expect(await first.publish({ password })).toMatch(/not authori[sz]ed/i);
  expect(await first.publish({ password, plain: true })).toMatch(/not authori[sz]ed/i);
  expect(await first.publish({ shows: other })).toMatch(/not authori[sz]ed/i);
  // Both are known since the start; what was shown counts each time.
  expect(await first.publish({ shows: own, password })).toBe('published');
  const { fingerprint256 } = new X509Certificate(own.pem);
  const kept = fingerprint256.replaceAll(':', '').toLowerCase();
  expect(await first.accounts.list()).toMatchObject([{ username: 'meter', certificate: kept, topics: ['meter/#'] }]);
  await first.house.close();
  const again = await open();
  context.onTestFinished(() => again.house.close());
  await expect.poll(() => again.accounts.wantsCertificates()).toBe(true);
  expect(await again.publish({ shows: own })).toBe('published');
  expect(await again.publish({ password })).toMatch(/not authori[sz]ed/i);
  await again.accounts.remove('meter');
  expect(again.accounts.wantsCertificates()).toBe(false);
  expect(await again.publish({ shows: own })).toMatch(/not authori[sz]ed/i);
});

test('one without is as before, whatever it shows', { timeout: 120_000 }, async (context) => {
  const { pair, open } = await served(context);
  const own = pair('other');
  const { house, accounts, publish } = await open();
  context.onTestFinished(() => house.close());
  const { password } = await accounts.add('meter');
  await accounts.add('bound', undefined, { certificate: own.pem });
  expect(await publish({ password })).toBe('published');
  expect(await publish({ password, plain: true })).toBe('published');
  expect(await publish({ shows: own, password })).toBe('published');
  expect(await publish({ shows: own })).toMatch(/not authori[sz]ed/i);
});
