// What a file is, by what it says.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kindOfFile } from './check.ts';

const docs = join(import.meta.dirname, '../../../docs');

/** The blocks of a page in a language. */
const blocks = (page: string, language: string): readonly string[] =>
  [...readFileSync(join(docs, page), 'utf8').matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text = '']) => text,
  );

test('the examples of the documents are what they are', () => {
  const examples = readdirSync(join(docs, 'examples'));
  const kinds = examples.map((name) => kindOfFile(name, readFileSync(join(docs, 'examples', name), 'utf8')));
  expect(examples.length).toBeGreaterThan(3);
  expect(new Set(kinds)).toEqual(new Set(['device', 'plug-in']));
  const tariffs = blocks('tariffs.md', 'yaml').filter((text) => text.includes('versions:'));
  expect(tariffs.length).toBeGreaterThan(0);
  expect(new Set(tariffs.map((text) => kindOfFile('x.yaml', text)))).toEqual(new Set(['tariff']));
  const automations = blocks('automation.md', 'yaml').filter((text) => !text.startsWith('home:'));
  expect(new Set(automations.map((text) => kindOfFile('x.yaml', text)))).toEqual(new Set(['automation']));
});

test('mpp-solar’s file, YAML of a daemon, and what is nothing known', () => {
  expect(kindOfFile('mpp-solar.conf', '[SETUP]\npause = 60\n[roof]\nprotocol = pi30\n')).toBe('daemon');
  expect(kindOfFile('any', '[SETUP]\npause = 60\n')).toBe('daemon');
  expect(kindOfFile('x.yaml', 'pause: 5 s\ndevices: []\n')).toBe('daemon');
  expect(kindOfFile('x.yaml', 'devices: {boiler: {}}\nloads: []\n')).toBe('automation');
  for (const text of ['', 'hello', '- 1', 'a: 1', '\u0000\u0001', '{'.repeat(1000)])
    expect(kindOfFile('x.yaml', text)).toBeUndefined();
});
