// What people give as a certificate: its fingerprint in any of the forms in which programs print it, or the file.
import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { fingerprintIn } from './client-certificate.ts';

const { cert } = madeCertificate('meter', Date.UTC(2090, 0));
const { fingerprint256 } = new X509Certificate(cert);
const kept = fingerprint256.replaceAll(':', '').toLowerCase();

test.each([
  cert,
  `  ${cert}\n`,
  fingerprint256,
  kept,
  `sha256 Fingerprint=${fingerprint256}\n`,
  `SHA256 Fingerprint=${fingerprint256}`,
  `SHA256:${fingerprint256}`,
  fingerprint256.replaceAll(':', ' '),
])('%s', (text) => expect(fingerprintIn(text)).toBe(kept));

test.each([
  '',
  'meter',
  kept.slice(2),
  `${kept}00`,
  'g'.repeat(64),
  // SHA-1.
  'AB:'.repeat(19).concat('AB'),
  cert.replace(/[A-Z]{4}/, 'AAAA').slice(0, 300),
  '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
])('%s is none', (text) => {
  expect(() => fingerprintIn(text)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
});
