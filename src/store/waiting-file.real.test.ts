// Readings that wait for a clock outlive the process: killed, cut short, after the same boot of the machine and after another.
import { spawn } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { appendFile, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Batch } from '#core/reading.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type Boot, waitingFile } from './waiting-file.ts';

const batch = (watts: number): Batch => ({
  site: 'home',
  device: 'roof',
  atMs: 1000 + watts,
  metric: ['pv.power'],
  value: [watts],
  quality: ['good'],
});

function booted(id: string, startMs: number): Boot & { upMs(): number; nowMs: number } {
  const boot = { id, nowMs: startMs, upMs: () => boot.nowMs };
  return boot;
}

test('what waited comes back with its age on the same start of the machine, and without one on another', async (owner) => {
  const folder = tempDir(owner);
  const boot = booted('one', 5000);
  const place = waitingFile(folder, 'home', boot);
  expect(await place.load()).toEqual([]);
  place.add(batch(1), 111);
  boot.nowMs += 300;
  place.add(batch(2), 411);
  await place.settled();
  boot.nowMs = 60_000;
  expect(await waitingFile(folder, 'home', boot).load()).toEqual([
    { batch: batch(1), wallMs: 111, agoMs: 55_000, beforeLastMs: 300 },
    { batch: batch(2), wallMs: 411, agoMs: 54_700, beforeLastMs: 0 },
  ]);
  expect(await waitingFile(folder, 'home', booted('two', 90_000)).load()).toEqual([
    { batch: batch(1), wallMs: 111, beforeLastMs: 300 },
    { batch: batch(2), wallMs: 411, beforeLastMs: 0 },
  ]);
  place.clear();
  await place.settled();
  expect(await waitingFile(folder, 'home', boot).load()).toEqual([]);
});

test('who closes lets go of every file, and what comes afterwards is kept without holding one', async (owner) => {
  const folder = tempDir(owner);
  const held = (): readonly string[] =>
    readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder) ? [fd] : [];
      } catch {
        // That of this look itself.
        return [];
      }
    });
  const boot = booted('one', 0);
  const place = waitingFile(folder, 'home', boot);
  place.add(batch(1), 1);
  await place.settled();
  expect(held()).not.toEqual([]);
  await place.close();
  expect(held()).toEqual([]);
  place.add(batch(2), 2);
  await place.settled();
  expect(held()).toEqual([]);
  const again = waitingFile(folder, 'home', boot);
  expect(await again.load()).toHaveLength(2);
  expect(again.trouble?.()).toBeUndefined();
});

test('a file cut at any byte, or damaged, gives the whole lines, and is written on', async (owner) => {
  const folder = tempDir(owner);
  const boot = booted('one', 0);
  const place = waitingFile(folder, 'home', boot);
  for (let watts = 0; watts < 5; watts += 1) place.add(batch(watts), watts);
  await place.settled();
  const path = join(folder, 'waiting', 'home.jsonl');
  const { size } = await stat(path);
  for (let end = size; end >= 0; end -= 37) {
    await truncate(path, end);
    const found = await waitingFile(folder, 'home', boot).load();
    expect(found.map(({ batch: { value } }) => value[0])).toEqual([0, 1, 2, 3, 4].slice(0, found.length));
  }
  await appendFile(path, 'ffffffff {"boot":');
  const again = waitingFile(folder, 'home', boot);
  await again.load();
  again.add(batch(9), 9);
  await again.settled();
  expect((await waitingFile(folder, 'home', boot).load()).map(({ wallMs }) => wallMs)).toEqual([9]);
});

test('killed with -9 after it was written, nothing is missing', async (owner) => {
  const folder = tempDir(owner);
  const script = `
    const { waitingFile } = await import(${JSON.stringify(new URL('./waiting-file.ts', import.meta.url).href)});
    const place = waitingFile(${JSON.stringify(folder)}, 'home');
    for (let watts = 0; watts < 200; watts += 1)
      place.add({ site: 'home', device: 'roof', atMs: watts, metric: ['pv.power'], value: [watts], quality: ['good'] }, watts);
    await place.settled();
    console.log('written');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve) => void child.stdout.once('data', () => resolve()));
  child.kill('SIGKILL');
  const found = await waitingFile(folder, 'home').load();
  expect(found).toHaveLength(200);
  expect(found.every(({ agoMs }) => agoMs !== undefined && agoMs < 60_000)).toBe(true);
  expect((await readFile(join(folder, 'waiting', 'home.jsonl'), 'utf8')).endsWith('\n')).toBe(true);
});
