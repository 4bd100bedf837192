// The example of the document, byte for byte, and what a browser would do with any message. Source: RFC 8291 §5 and appendix A.
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { encryptedPush, longestPush } from './encrypt.ts';
import { vapidHeader, vapidKeys } from './vapid.ts';

const from = (text: string): Buffer => Buffer.from(text, 'base64url');

test('the example of RFC 8291 is encrypted as it is printed there', () => {
  const own = createECDH('prime256v1');
  own.setPrivateKey(from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'));
  const keys = {
    publicKey: from('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
    auth: from('BTBZMqHH6r4Tts7J_aSIgg'),
  };
  const body = encryptedPush(Buffer.from('When I grow up, I want to be a watermelon'), keys, {
    salt: from('DGv6ra1nlYgDCS1FRnbzlw'),
    own,
  });
  expect(Buffer.from(body).toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  );
});

/** What a browser does. */
function decrypted(body: Buffer, browser: ReturnType<typeof createECDH>, auth: Buffer): string {
  const [salt, size, length] = [body.subarray(0, 16), body.readUInt32BE(16), body[20] ?? 0];
  const sender = body.subarray(21, 21 + length);
  const sealed = body.subarray(21 + length);
  expect([size, length]).toEqual([4096, 65]);
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync('sha256', browser.computeSecret(sender), auth, about, 32));
  const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12));
  const cipher = createDecipheriv('aes-128-gcm', key, nonce);
  cipher.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  expect(plain.at(-1)).toBe(2);
  return plain.subarray(0, -1).toString();
}

test('a browser reads what was sealed for it, up to the longest; no two look alike', () => {
  const browser = createECDH('prime256v1');
  browser.generateKeys();
  const auth = randomBytes(16);
  const keys = { publicKey: browser.getPublicKey(), auth };
  for (const text of ['', '✓ Batterie schwach', 'x'.repeat(longestPush)]) {
    const [one, other] = [encryptedPush(Buffer.from(text), keys), encryptedPush(Buffer.from(text), keys)];
    expect(Buffer.compare(one, other)).not.toBe(0);
    expect(decrypted(Buffer.from(one), browser, auth)).toBe(text);
    expect(one.length).toBeLessThanOrEqual(4096);
  }
});

test.each([
  ['no point', Buffer.alloc(65, 4), randomBytes(16)],
  ['too short', Buffer.alloc(3), randomBytes(16)],
  ['half an auth', createECDH('prime256v1').generateKeys(), randomBytes(8)],
])('keys that are none are refused: %s', (_name, publicKey, auth) => {
  expect(() => encryptedPush(Buffer.from('x'), { publicKey, auth })).toThrow(/keys of the subscription/);
});

test('the key is made once and kept; its token names the push service and is signed by it', async () => {
  const kept = new Map<string, string>();
  const secrets = {
    read: async (ref: string) => {
      const text = kept.get(ref);
      return text === undefined ? undefined : { reveal: () => text, toString: () => '', toJSON: () => '' };
    },
    save: async (ref: string, text: string) => void kept.set(ref, text),
    remove: async (ref: string) => void kept.delete(ref),
  };
  const keys = await vapidKeys(secrets);
  expect((await vapidKeys(secrets)).publicKey).toBe(keys.publicKey);
  const header = vapidHeader(keys, { origin: 'https://push.example', nowMs: 1_790_000_000_000 });
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  expect(JSON.parse(from(head).toString())).toEqual({ typ: 'JWT', alg: 'ES256' });
  expect(JSON.parse(from(claims).toString())).toMatchObject({ aud: 'https://push.example', exp: 1_790_043_200 });
  expect(key).toBe(keys.publicKey);
  const point = from(key);
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  expect(
    verify('sha256', Buffer.from(`${head}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, from(signature)),
  ).toBe(true);
});
