// A device is watched over TCP: looks one after another, changes marked, failures told and gone on from.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test, type TestContext } from 'vitest';
import type { AnswerField } from '#core/field.ts';
import { watchTable } from './watch.ts';

/** QMOD of the maker's document: `(B` is battery, `(L` line; with their checksums. */
const answers = ['2842e7c90d', '2842e7c90d', '284c06070d'];

async function inverter(context: TestContext): Promise<number> {
  let asked = 0;
  const server = createServer((socket: Socket) => {
    socket.on(
      'data',
      () => void socket.write(Buffer.from(answers[Math.min(asked++, answers.length - 1)] ?? '', 'hex')),
    );
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function run(args: readonly string[]) {
  const child = spawn(process.execPath, ['bin/solstead.js', 'watch', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (part: Buffer) => void (stdout += part.toString()));
  child.stderr.on('data', (part: Buffer) => void (stderr += part.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, stdout, stderr };
}

test('looks come as lines of JSON, and end after so many', async (context) => {
  const port = await inverter(context);
  const { code, stdout, stderr } = await run([
    '--port',
    `tcp://127.0.0.1:${port}`,
    '--protocol',
    'pi30',
    'QMOD',
    '--every',
    '100 ms',
    '--count',
    '3',
    '--json',
  ]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('--every')]);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'input.usage' } });
  const right = await run([
    '--port',
    `tcp://127.0.0.1:${port}`,
    '--protocol',
    'pi30',
    'QMOD',
    '--every',
    '1 s',
    '--count',
    '3',
    '--json',
  ]);
  const looks = right.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly values: Record<string, unknown> });
  expect([right.code, right.stderr]).toEqual([0, '']);
  expect(looks.map(({ values }) => Object.values(values)[0])).toEqual(['Battery', 'Battery', 'Line']);
}, 60_000);

test('a device that never answers ends with 1, a wrong address with 2', async () => {
  const silent = await run(['--port', 'tcp://127.0.0.1:9', '--protocol', 'pi30', 'QMOD', '--count', '1']);
  expect(silent.code).toBe(1);
  expect((await run(['--port', 'nonsense', '--protocol', 'pi30', 'QMOD', '--count', '1'])).code).toBe(2);
}, 60_000);

test('what differs from the look before is marked', () => {
  const field = (name: string, value: number): AnswerField => ({ name, value, unit: 'V', label: name });
  const table = watchTable(
    [field('a', 1), field('b', 2)],
    new Map([
      ['a', 1],
      ['b', 3],
    ]),
  );
  expect(
    table
      .split('\n')
      .slice(1)
      .map((line) => [line.startsWith('*'), line.includes('b')]),
  ).toEqual([
    [false, false],
    [true, true],
  ]);
});
