// A shared folder as the earlier add-on leaves it, with what must not be followed, repeated or read.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test, type TestContext } from 'vitest';
import { inEnglish } from '#core/reason.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { finderBounds, findMeasurements } from './found-measurements.ts';

function tree(context: TestContext, files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = tempDir(context);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

test('exports, databases, backups and settings are found and told; keys are not', async (context) => {
  const folder = tree(context, {
    'carbonoz/export.lp': '# INFLUXDB EXPORT: 1677-09-21T00:12:43Z - 2262-04-11T23:47:16Z\n# DDL\n',
    'carbonoz/export.lp.gz': gzipSync('# DDL\n'),
    'carbonoz/other.gz': gzipSync('x'),
    'carbonoz/influxdb/meta/meta.db': 'x',
    'carbonoz/influxdb/data/home_assistant/autogen/1/000000001-000000001.tsm': 'x',
    'carbonoz/influxdb/data/_internal/monitor/1/a.tsm': 'x',
    'backup/20260101T000000Z.manifest': '{}',
    'backup/20260101T000000Z.meta': 'x',
    'carbonoz/settings.json': JSON.stringify({ apiKey: 'em-key-very-secret', selectedZone: 'MU' }),
    'carbonoz/options.json': JSON.stringify({
      mqtt_topic_prefix: 'solar_assistant_DEYE',
      mqtt_password: 'mqtt-very-secret',
      inverter_number: 2,
      battery_number: 1,
    }),
    'carbonoz/telegram_config.json': JSON.stringify({ token: 'tg-very-secret' }),
    'carbonoz/timezone.json': 'no JSON',
    'notes.txt': 'hello',
  });
  symlinkSync('/', join(folder, 'carbonoz', 'root'));
  const found = await findMeasurements(folder);
  const told = found
    .map(({ path, kind, what }) => `${kind} ${path.slice(folder.length + 1)}: ${inEnglish(what)}`)
    .join('\n');
  expect(told).toMatch(/^backup backup: .*influxd restore -portable -db home_assistant/m);
  expect(told).toMatch(/^export carbonoz\/export\.lp: /m);
  expect(told).toMatch(/^export carbonoz\/export\.lp\.gz: /m);
  expect(told).toMatch(/^database carbonoz\/influxdb: The database home_assistant as InfluxDB 1 keeps it/m);
  expect(told).toMatch(/^settings carbonoz\/options\.json: Topics below solar_assistant_DEYE, 2 inverters, 1 battery/m);
  expect(told).toMatch(/^settings carbonoz\/settings\.json: Carbon zone MU/m);
  expect(told).toMatch(/^settings carbonoz\/timezone\.json: It cannot be read/m);
  expect(found).toHaveLength(8);
  expect(told).not.toMatch(/very-secret|root|notes/);
});

test('a command to copy holds each name as one word, and a setting is told as far as it is one', async (context) => {
  const folder = tree(context, {
    "it's here/1.manifest": '{}',
    "it's here/1.meta": 'x',
    'settings.json': JSON.stringify({ selectedZone: 'M'.repeat(50_000) }),
  });
  const [backup, settings] = await findMeasurements(folder);
  expect(backup && inEnglish(backup.what)).toContain(String.raw`-db home_assistant '${folder}/it'\''s here'`);
  expect(settings && inEnglish(settings.what).length).toBeLessThan(200);
});

test('it looks only so deep and so far, and past what it may not read', async (context) => {
  const deep = Array.from({ length: finderBounds.depth + 1 }, (_, index) => `d${index}`).join('/');
  const many = Object.fromEntries(
    Array.from({ length: finderBounds.found + 20 }, (_, index) => [`m/${index}.lp`, '# DDL\n'] as const),
  );
  const folder = tree(context, { [`${deep}/export.lp`]: '# DDL\n', 'shut/export.lp': '# DDL\n', ...many });
  chmodSync(join(folder, 'shut'), 0);
  const found = await findMeasurements(folder);
  chmodSync(join(folder, 'shut'), 0o700);
  expect(found.length).toBe(finderBounds.found);
  expect(found.some(({ path }) => path.includes(deep))).toBe(false);
  await expect(findMeasurements(join(folder, 'none'))).rejects.toThrow(/ENOENT/);
});
