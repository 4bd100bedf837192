// No password leaves in a report, wherever it got in.
import { expect, test } from 'vitest';
import type { CheckLine } from '#core/check-up.ts';
import { external } from '#core/message-params.ts';
import { because, inEnglish } from '#core/reason.ts';
import { makeSecret } from '#core/secrets.ts';
import { fc } from '#tools/testkit/property.ts';
import { secretsInText, withoutSecrets } from './without-secrets.ts';

const lineSaying = (text: string): CheckLine => ({
  area: 'outputs',
  state: 'fail',
  what: because('doctor.output-bad', {
    name: external(text),
    reason: because('outside.said', { said: external(text) }),
  }),
  help: because('outside.said', { said: external(text) }),
});

/** Passwords as people make them: no word of the report itself. */
const password = fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme' }).map((text) => `${text}#9x`);

test('a secret is in no part of a line, as it stands or as addresses and JSON spell it', () => {
  fc.assert(
    fc.property(password, fc.string(), (secret, around) => {
      const spelled = [secret, encodeURIComponent(secret), JSON.stringify(secret)].join(around);
      const [line] = withoutSecrets([lineSaying(`${around}${spelled}${around}`)], {
        secrets: [makeSecret(secret)],
        places: [],
      });
      const text = JSON.stringify(line);
      expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
      expect(text).not.toContain(encodeURIComponent(secret));
      expect(line?.area).toBe('outputs');
    }),
  );
});

test('a password of an address is found in it, and a token among its options', () => {
  const places = ['mqtt://anna:p%40ss-word@host:1883', 'influx+http://host/?token=tok-123456'];
  const said = lineSaying('refused p@ss-word and p%40ss-word and tok-123456 of anna');
  const [line] = withoutSecrets([said], { secrets: [], places });
  expect(inEnglish(line?.what ?? because('doctor.home'))).toBe(
    'refused [hidden] and [hidden] and [hidden] of anna: refused [hidden] and [hidden] and [hidden] of anna',
  );
});

test('what is no secret stays as it is', () => {
  const line = lineSaying('nothing of it');
  expect(withoutSecrets([line], { secrets: [makeSecret('on')], places: ['mqtt://host'] })).toEqual([line]);
});

test.each([
  'push_url = http://solar:ge/heim555@host',
  'push_url: "http//solar:ge/heim555@host"',
  'server = host=127.0.0.1 password=ge/heim555 dbname=db',
  "password: 'ge/heim555'",
  'mqtt_pass=ge/heim555',
  'token = "ge/heim555" # of the server',
])('%s: what is secret in a file is found, whatever its form', (line) => {
  const said = lineSaying('refused: ge/heim555, or heim555');
  const [clean] = withoutSecrets([said], { secrets: secretsInText(`a = 1\n${line}\nb = 2\n`), places: [] });
  expect(inEnglish(clean?.what ?? because('doctor.home'))).not.toContain('ge/heim');
});

test('a file without a secret hides no word', () => {
  const text = 'port = /dev/ttyUSB0\npassword_file = /etc/solar\naddress: tcp://[::1]:8899\nmail: anna@example.org';
  expect(secretsInText(text)).toEqual([]);
});
