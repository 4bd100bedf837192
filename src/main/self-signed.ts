// A certificate that this computer signs itself, for a home without a name of its own: browsers warn once, and whoever compares the
// fingerprint knows that it is this computer. Kept in the data folder, and made anew before it ends or where a name was added.
import { randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#core/clock.ts';
import { dayMs } from '#core/time.ts';
import type { TlsPlace } from './tls-files.ts';

/** The longest that browsers accept. Source: CA/Browser Forum Baseline Requirements §6.3.2. */
const validMs = 397 * dayMs;
const renewMs = 30 * dayMs;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** What signs; Node's types know more uses of a key than those that the library was made for. */
interface Signer {
  createSelfSigned(params: object): Promise<{ toString(format: 'pem'): string }>;
}

/** A certificate and what it is known by. */
export interface SelfSigned extends TlsPlace {
  readonly fingerprint: string;
}

/** The SHA-256 of a certificate, as browsers show it. */
function fingerprintOf(cert: string): string {
  return new X509Certificate(cert).fingerprint256;
}

/** Names and addresses under which this computer is asked for. */
function ownNames(more: readonly string[]): readonly string[] {
  const machine = hostname().toLowerCase();
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address));
  const plain = addresses.map((address) => address.replace(/%.*$/, '')).filter((address) => isIP(address) !== 0);
  return [
    ...new Set([
      'localhost',
      machine,
      `${machine.replace(/\.local$/, '')}.local`,
      ...more,
      '127.0.0.1',
      '::1',
      ...plain,
    ]),
  ];
}

async function makeCertificate(names: readonly string[], nowMs: number) {
  // The library builds itself with it.
  await import('reflect-metadata');
  const {
    BasicConstraintsExtension,
    ExtendedKeyUsageExtension,
    KeyUsageFlags,
    KeyUsagesExtension,
    PemConverter,
    SubjectAlternativeNameExtension,
    X509CertificateGenerator,
  } = await import('@peculiar/x509');
  const signer: Signer = X509CertificateGenerator;
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await signer.createSelfSigned({
    // Positive, and not empty.
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    name: 'CN=Solstead',
    notBefore: new Date(nowMs - dayMs),
    notAfter: new Date(nowMs + validMs - dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
      ),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: `${certificate.toString('pem')}\n`, key: `${PemConverter.encode(key, 'PRIVATE KEY')}\n` };
}

function isUsable(cert: string, names: readonly string[], nowMs: number): boolean {
  const known = new X509Certificate(cert);
  const isYoung = Date.parse(known.validTo) - nowMs > renewMs && Date.parse(known.validFrom) <= nowMs;
  // Addresses change with every network; a name that was added is wanted.
  return isYoung && names.every((name) => isIP(name) !== 0 || known.checkHost(name) !== undefined);
}

/** Returns the files, made if there are none that can be used. Errors of the file system. */
export async function selfSigned(
  folder: string,
  { clock, names = [] }: { readonly clock: Pick<Clock, 'nowMs'>; readonly names?: readonly string[] | undefined },
): Promise<SelfSigned> {
  const home = join(folder, 'tls');
  const place = { cert: join(home, 'cert.pem'), key: join(home, 'key.pem') };
  const all = ownNames(names);
  const isThere = existsSync(place.cert) && existsSync(place.key);
  if (!isThere || !isUsable(readFileSync(place.cert, 'utf8'), all, clock.nowMs())) {
    const made = await makeCertificate(all, clock.nowMs());
    mkdirSync(home, { recursive: true, mode: 0o700 });
    chmodSync(home, 0o700);
    for (const which of ['key', 'cert'] as const) {
      writeFileSync(`${place[which]}.new`, made[which], { mode: 0o600 });
      renameSync(`${place[which]}.new`, place[which]);
    }
  }
  return { ...place, fingerprint: fingerprintOf(readFileSync(place.cert, 'utf8')) };
}
