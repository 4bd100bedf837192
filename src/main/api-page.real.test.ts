// The examples of docs/api.md, each run as it stands against a real house: by the shell, by Python, by Node.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '#tools/steps.ts';
import { openOwnedHouse, type OwnedHouse, password } from './testing/owned-house.ts';

interface Block {
  readonly title: string;
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks of a page, with the headings they stand under. */
function blocksOf(page: string): readonly Block[] {
  return page.split(/^## /m).flatMap((part) => {
    const [title = ''] = part.split('\n');
    return [...part.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language = '', code = '']) => ({
      title,
      language,
      code,
    }));
  });
}

const [helper, ...blocks] = blocksOf(readFileSync(join(ROOT, 'docs/api.md'), 'utf8'));

/** What an example prints, at the least. */
const prints: Readonly<Record<string, RegExp>> = {
  'Sign in': /eyJ|accessToken/,
  'Make a token for a program': /"token":"|Display in the hall \d+/,
  'List homes and devices': /relays/,
  'The latest values': /battery\.soc/,
  'The readings of a day': /"stepMs":900000|[1-9]\d* readings/,
  'The energy of a month': /"by":"month"|total [1-9]/,
  'Add a device': /"id":"garage"|pool-pump pool-pump pool-pump/,
  'Switch a relay, and follow the command': /"success":true|confirmed 1/,
  'Ask a device in its own words':
    /"name":"battery_type","label":"Battery Type","value":"User"|^AC Input Voltage 2\d\d(\.\d)? V$/m,
  'Set a tariff': /"id":"de-flat"|saved/,
  'Follow it live': /snapshot|^id: \d+\nevent: data\ndata: \{|battery online \[/m,
  'Back it up': /"hasPassphrase":true|\.age [1-9]\d+ bytes/,
  Export: /grid\.power|[1-9]\d* lines/,
  'From an assistant': /Demo home|battery\.soc/,
};

const programs: Readonly<Record<string, (code: string) => readonly [string, string[]]>> = {
  sh: (code) => ['bash', ['-euc', code]],
  python: (code) => ['python3', ['-c', `${helper?.code ?? ''}\n${code}`]],
  js: (code) => [process.execPath, ['-e', code]],
};

let home: OwnedHouse;
beforeAll(async () => {
  home = await openOwnedHouse();
}, 120_000);
afterAll(() => home.close());

test('every wish has an example, and all of them are run', () => {
  expect(new Set(blocks.map(({ title }) => title))).toEqual(new Set(Object.keys(prints)));
  expect(blocks.filter(({ language }) => programs[language] === undefined)).toEqual([]);
  for (const language of ['sh', 'python'])
    expect(new Set(blocks.filter((block) => block.language === language).map(({ title }) => title))).toEqual(
      new Set(Object.keys(prints)),
    );
});

test.for(blocks.map((block) => [block.title, block.language, block] as const))(
  '%s in %s',
  async ([title, , { language, code }]) => {
    const [program, rest] = programs[language]?.(code) ?? ['false', []];
    // What gets a token has none yet.
    const given = title === 'Sign in' ? { NAME: 'Anna', PASSWORD: password } : { TOKEN: home.token };
    const env = { ...process.env, SOLSTEAD: home.url, ...given };
    const { stdout } = await promisify(execFile)(program, rest, { env, timeout: 60_000, maxBuffer: 16 * 1024 * 1024 });
    expect(stdout).toMatch(prints[title] ?? /nothing is said about this example/);
  },
);
