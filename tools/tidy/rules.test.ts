// Each tidy rule on a small piece of code it must find, and on one it must let pass.
import { describe, expect, test } from 'vitest';
import { bannedCalls, bannedSyntax } from './banned.ts';
import { barrels, emptyNames, lineCount, longFiles, longFunctions } from './shape.ts';
import { lineAt, parse, type Complaint, type Source } from './source.ts';
import { sourceNames, unknownSources } from './sources.ts';
import { lockedAddresses, spelledUnits, strayWords } from './words.ts';

type Rule = (source: Source) => Complaint[];

const found = (rule: Rule, text: string, path = 'src/hub/ingest.ts'): string[] =>
  rule(parse(path, text)).map(({ line, message }) => `${line} ${message}`);

describe('banned calls', () => {
  test.each([
    ['Date.now()', 'Date.now: take a Clock'],
    ['new Date()', 'new Date(): take a Clock'],
    ['globalThis.performance.now()', 'performance.now: take a Clock'],
    ["Date['now']()", 'Date.now: take a Clock'],
    ['setTimeout(f, 5)', 'setTimeout: take a Clock'],
    ['globalThis.setInterval(f, 5)', 'setInterval: take a Clock'],
    ['setImmediate(f)', 'setImmediate: take a Clock'],
    ["import { setTimeout as sleep } from 'node:timers/promises'", 'setTimeout: take a Clock'],
    ['process.env.HOME', 'process.env: read it in src/main/environment.ts'],
    ["import { env } from 'node:process'", 'process.env: read it in src/main/environment.ts'],
    ['Math.random()', 'Math.random: take a random source'],
    ['Temporal.Now.instant()', 'Temporal.Now.instant: take a Clock'],
  ])('%s', (text, message) => {
    expect(found(bannedCalls, `\n${text}`)).toEqual([expect.stringContaining(`2 ${message}`)]);
  });

  test.each([
    ['new Date(5)', 'src/hub/ingest.ts'],
    ['Temporal.Now.timeZoneId()', 'src/hub/ingest.ts'],
    ['clock.setTimeout(f, 5)', 'src/hub/ingest.ts'],
    ["'Date.now()' // Date.now()", 'src/hub/ingest.ts'],
    ['Date.now()', 'src/core/clock.ts'],
    ['setTimeout(f, 5)', 'web/src/clock.ts'],
    ['process.env', 'src/main/environment.ts'],
    ['Math.random()', 'src/core/random.ts'],
    ['Date.now()', 'src/hub/ingest.test.ts'],
    ['Date.now()', 'tools/check.ts'],
    ['Date.now()', 'bench/main.ts'],
  ])('%s may stand in %s', (text, path) => {
    expect(found(bannedCalls, text, path)).toEqual([]);
  });

  test('each home is a home for its own thing only', () => {
    expect(found(bannedCalls, 'Math.random()', 'src/core/clock.ts')).toHaveLength(1);
    expect(found(bannedCalls, 'Date.now()', 'src/core/random.ts')).toHaveLength(1);
    expect(found(bannedCalls, 'Date.now()', 'web/src/app.tsx')).toEqual(['1 Date.now: use web/src/clock.ts']);
  });
});

describe('banned syntax', () => {
  test.each([
    ['enum A { B }', 'enum'],
    ['export default 5', 'export default'],
    ['const a = b as any', 'as any'],
    ['const a = b as unknown as string', 'as unknown as'],
    ['try { a() } catch {}', 'empty catch'],
    ['try { a() } catch (error) { }', 'empty catch'],
  ])('%s', (text, message) => {
    expect(found(bannedSyntax, text)).toEqual([expect.stringContaining(`1 ${message}`)]);
  });

  test.each([
    ['const a = b as unknown', 'src/hub/a.ts'],
    ['export default {}', 'vitest.config.ts'],
    ['try { a() } catch { /* the file may be gone */ }', 'src/hub/a.ts'],
  ])('%s may stand in %s', (text, path) => {
    expect(found(bannedSyntax, text, path)).toEqual([]);
  });
});

describe('sizes', () => {
  const lines = (count: number) => 'a();\n'.repeat(count);

  test('a function of 70 lines passes, one of 71 does not', () => {
    expect(found(longFunctions, `function f() {\n${lines(68)}}`)).toEqual([]);
    expect(found(longFunctions, `function f() {\n${lines(69)}}`)).toHaveLength(1);
    expect(found(longFunctions, `\nconst f = () => {\n${lines(69)}}`)).toEqual([
      expect.stringMatching(/^2 .*71 lines/),
    ]);
    expect(found(longFunctions, `class A {\n m() {\n${lines(69)}}\n}`)).toHaveLength(1);
  });

  test('the body of a describe is a list, the body of a test is a function', () => {
    const body = (name: string) => `${name}('x', () => {\n${lines(100)}});`;
    expect(found(longFunctions, body('describe'), 'src/a.test.ts')).toEqual([]);
    expect(found(longFunctions, body('describe.each([1])'), 'src/a.test.ts')).toEqual([]);
    expect(found(longFunctions, body('test'), 'src/a.test.ts')).toHaveLength(1);
    expect(found(longFunctions, body('describe'), 'src/a.ts')).toHaveLength(1);
  });

  test('files are counted, tables are not', () => {
    const text = lines(501);
    const paths = ['src/hub/a.ts', 'src/core/catalogue-grid.ts', 'src/devices/acme/one.ts', 'src/devices/read.ts'];
    const long = longFiles(
      paths.map((path) => ({ path, text })),
      500,
    );
    expect(long.map(({ path }) => path)).toEqual(['src/hub/a.ts', 'src/devices/read.ts']);
    expect(lineCount('a\nb\n')).toBe(2);
    expect(lineCount('a\nb')).toBe(2);
  });
});

describe('names and barrels', () => {
  test('names that say nothing', () => {
    const bad = ['src/hub/device-manager.ts', 'src/utils/a.ts', 'web/src/data.test.ts', 'src/hub/process.ts'];
    const good = ['src/hub/process-image.ts', 'web/src/service-worker.ts', 'src/store/database.ts', 'docs/info.md'];
    expect(emptyNames([...bad, ...good]).map(({ path }) => path)).toEqual(bad);
  });

  test('barrels', () => {
    expect(found(barrels, "export * from './a.ts';")).toHaveLength(1);
    expect(found(barrels, "import { a } from './a.ts';\nexport { a };")).toHaveLength(1);
    for (const path of ['src/devices/index.ts', 'src/words/de/rest.ts'])
      expect(found(barrels, "export * from './a.ts';", path)).toEqual([]);
    expect(found(barrels, "export * from './a.ts';\nexport const b = 1;")).toEqual([]);
    expect(found(barrels, "import './a.ts';")).toEqual([]);
  });
});

describe('words', () => {
  test('units outside their homes', () => {
    expect(found(spelledUnits, "const a = 'kWh'; type B = 'W';")).toHaveLength(2);
    expect(found(spelledUnits, 'const a = `°C`')).toHaveLength(1);
    expect(found(spelledUnits, '<b>kWh</b>', 'web/src/a.tsx')).toHaveLength(1);
    expect(found(spelledUnits, "const a = 'V'", 'src/codec/vedirect.ts')).toEqual([]);
    expect(found(spelledUnits, "const a = 'Wh'", 'src/codec/vedirect.ts')).toHaveLength(1);
    for (const path of ['src/core/unit.ts', 'src/core/catalogue.ts', 'src/devices/acme/one.ts', 'web/src/format.ts']) {
      expect(found(spelledUnits, "const a = 'Wh'", path)).toEqual([]);
    }
  });

  test.each([
    ['// TO', 'DO later'],
    ['FIX', 'ME'],
    ['"/wo', 'rk/main"'],
    ['cd /ro', 'ot/x'],
    ['/ho', 'me/anna/x'],
    ['/ho', 'me/anna'],
    ['https://registry.npm', 'js.org/x'],
  ])('%s%s', (start, end) => {
    const text = start + end;
    expect(strayWords({ path: 'docs/a.md', text: `\n${text}` })).toMatchObject([{ line: 2 }]);
  });

  test.each(['mktemp -d x.XXXXXX', 'src/work/a.ts', 'https://example.org/home/page', 'TODOS', './root/a'])(
    '%s passes',
    (text) => {
      expect(strayWords({ path: 'docs/a.md', text })).toEqual([]);
    },
  );

  test('addresses in the lock file', () => {
    const text = '{\n"resolved": "https://r.example/a.tgz"}';
    expect(lockedAddresses({ path: 'package-lock.json', text })).toMatchObject([{ line: 2 }]);
    expect(lockedAddresses({ path: 'src/a.json', text })).toEqual([]);
  });
});

test('lines are counted from one', () => {
  expect([0, 1, 2, 3].map((offset) => lineAt('a\nb\n', offset))).toEqual([1, 1, 2, 2]);
  expect(() => parse('a.ts', 'const = 5')).toThrow('a.ts');
});

describe('sources', () => {
  const known = sourceNames('| name | what |\n|---|---|\n| `jk-ttl` | a document |\n');
  const cite: Rule = (source) => unknownSources(source, known);

  test.each(['// Source: [jk-tll].', '/* see [jk-tll] */', '// Source: bms.md §1', '// Source: protocol.md'])(
    '%s',
    (text) => {
      expect(found(cite, `\n${text}`, 'src/codec/a.ts')).toEqual([expect.stringMatching(/^2 "/)]);
    },
  );

  test.each([
    '// Source: [jk-ttl].',
    '// `[place]` and rows[index]',
    "const a = '[jk-tll]';",
    '// README.md',
    '// a [link](x)',
  ])('%s may stand', (text) => expect(found(cite, text, 'src/codec/a.ts')).toEqual([]));
});
