import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { makeSecret } from '#core/secrets.ts';
import { makeSealer } from './sealer.ts';

const keyOf = (byte: number) => makeSecret(Buffer.alloc(32, byte).toString('base64url'));
const word = makeSecret('päss ☀');

test('what is sealed is opened with the same key, for the same thing', () => {
  const sealer = makeSealer(keyOf(1));
  const [once, twice] = [sealer.seal(word, 'a'), sealer.seal(word, 'a')];
  expect(once).not.toBe(twice);
  expect(once).not.toContain('päss');
  expect([once, twice].map((sealed) => sealer.open(sealed, 'a').reveal())).toEqual(['päss ☀', 'päss ☀']);
  expect(inspect(sealer.open(once, 'a'))).not.toContain('päss');
  // In the place of another one it opens nothing.
  expect(() => sealer.open(once, 'b')).toThrow(
    expect.objectContaining({ reason: { code: 'secret.changed', params: {} } }),
  );
});

test('another key is told as one, and every changed byte as damage', () => {
  const sealer = makeSealer(keyOf(1));
  const sealed = sealer.seal(word, 'a');
  expect(() => makeSealer(keyOf(2)).open(sealed, 'a')).toThrow(
    expect.objectContaining({ code: 'store.corrupt', reason: { code: 'secret.other-key', params: {} } }),
  );
  const [form, id, text = ''] = sealed.split('.');
  const bytes = Buffer.from(text, 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => sealer.open([form, id, changed.toString('base64url')].join('.'), 'a')).toThrow('it was changed');
  }
  for (let length = 0; length < bytes.length; length += 1)
    expect(() => sealer.open([form, id, bytes.subarray(0, length).toString('base64url')].join('.'), 'a')).toThrow(
      'it was changed',
    );
  for (const none of ['', '.', '..', 'v1', 'plain text', `v2.${id}.${text}`, randomBytes(40).toString('hex')])
    expect(() => sealer.open(none, 'a')).toThrow(expect.objectContaining({ code: 'store.corrupt' }));
});
