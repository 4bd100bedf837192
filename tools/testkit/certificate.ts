// A certificate for 127.0.0.1 that signs itself, made for one test: the fields of RFC 5280 in DER, and nothing more.
import { createSign, generateKeyPairSync } from 'node:crypto';
import type { TlsPem } from '#core/tls.ts';

/** A value with its tag and length. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const head =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), body]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
/** ecdsa-with-SHA256, commonName, subjectAltName. */
const ids = { ecdsaSha256: hex('06082a8648ce3d040302'), commonName: hex('0603550403'), altName: hex('0603551d11') };

const nameOf = (text: string): Buffer => sequence(der(0x31, sequence(ids.commonName, der(0x0c, Buffer.from(text)))));

const time = (atMs: number): Buffer => {
  const text = Temporal.Instant.fromEpochMilliseconds(atMs).toString({ smallestUnit: 'second' });
  return der(0x18, Buffer.from(text.replaceAll(/[-:T]/g, '')));
};

/** A certificate of this name with its key, valid until then, epoch ms. */
export function madeCertificate(name: string, untilMs: number): TlsPem {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const altNames = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));
  const body = sequence(
    der(0xa0, hex('020102')),
    hex('020101'),
    sequence(ids.ecdsaSha256),
    nameOf(name),
    sequence(time(Date.UTC(2020, 0)), time(untilMs)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(ids.altName, der(0x04, altNames)))),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const certificate = sequence(body, sequence(ids.ecdsaSha256), der(0x03, hex('00'), signature));
  const lines = certificate.toString('base64').replaceAll(/.{64}/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
}
