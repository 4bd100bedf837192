// The test kit on real children, ptys and a real broker: it waits, it cleans up, and it skips with a reason.
import { existsSync, readFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { connect } from 'mqtt';
import type { Browser } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { openBrowser } from './browser.ts';
import { freePort } from './free-port.ts';
import { mosquitto } from './mosquitto.ts';
import { findPart, needs, PARTS, type Part } from './needs.ts';
import type { Owner } from './owner.ts';
import { ptyPair } from './pty.ts';
import { spawned } from './spawned.ts';
import { tempDir } from './tempdir.ts';

/** An owner whose end the test brings about itself. */
function handOwner(): Owner & { readonly end: () => Promise<void> } {
  const ends: (() => void | Promise<void>)[] = [];
  return {
    onTestFinished: (end) => void ends.push(end),
    end: async () => {
      for (const end of ends.toReversed()) await end();
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // No such process.
    return false;
  }
}

/** A killed child whose new parent has not looked at it yet is a zombie, and gone all the same. */
function stateOf(pid: number): 'running' | 'gone' {
  if (!isAlive(pid)) return 'gone';
  return readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ') ? 'gone' : 'running';
}

const node = process.execPath;

describe('spawned', () => {
  test('waits for output and stops the child with its owner', async () => {
    const owner = handOwner();
    const child = await spawned(owner, [node, '-e', "console.log('port 7'); setInterval(() => {}, 1000)"]);
    expect(await child.waitForOutput(/port \d/)).toBe('port 7');
    expect(isAlive(child.pid)).toBe(true);
    await owner.end();
    expect(child.exit()).toBe('SIGTERM');
    expect(isAlive(child.pid)).toBe(false);
  });

  test('kills a child that ignores SIGTERM', async () => {
    const owner = handOwner();
    const script = "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)";
    const child = await spawned(owner, [node, '-e', script], { stopMs: 100 });
    await child.waitForOutput('up');
    await owner.end();
    expect(child.exit()).toBe('SIGKILL');
  });

  test('says why when the child ends early or never speaks', async (ctx) => {
    const broken = await spawned(ctx, [node, '-e', "console.error('no such file'); process.exit(3)"]);
    await expect(broken.waitForOutput('ready')).rejects.toThrow(/ended with 3:\nno such file/);
    const silent = await spawned(ctx, [node, '-e', 'setInterval(() => {}, 1000)']);
    await expect(silent.waitForOutput('ready', 200)).rejects.toThrow(/after 200 ms, still runs/);
    const missing = spawned(ctx, ['/nowhere/program']).then((child) => child.waitForOutput('ready'));
    await expect(missing).rejects.toThrow('/nowhere/program');
  });

  test('takes the child along when the test runner itself is killed', async (ctx) => {
    if (process.platform !== 'linux') ctx.skip('needs Linux: only there a child can be tied to its parent');
    const script = `
      import { spawned } from '${import.meta.dirname}/spawned.ts';
      const child = await spawned({ onTestFinished: () => {} }, ['sleep', '60']);
      console.log('child ' + child.pid);
      setInterval(() => {}, 1000);`;
    const runner = await spawned(ctx, [node, '--input-type=module', '-e', script]);
    const child = Number((await runner.waitForOutput(/child \d+/)).slice('child '.length));
    expect(isAlive(child)).toBe(true);
    runner.signal('SIGKILL');
    await vi.waitFor(() => expect(stateOf(child)).not.toBe('running'), 20_000);
  });

  test('waits for a port', async (ctx) => {
    const port = await freePort();
    const child = await spawned(ctx, [node, '-e', `require('net').createServer().listen(${port}, '127.0.0.1')`]);
    await child.waitForPort(port);
    expect(child.exit()).toBeUndefined();
    await expect(child.waitForPort(await freePort(), 50)).rejects.toThrow(
      /no answer on port \d+ after 50 ms, still runs/,
    );
  });
});

test('a folder goes with its owner', async () => {
  const owner = handOwner();
  const path = tempDir(owner);
  expect(existsSync(path)).toBe(true);
  await owner.end();
  expect(existsSync(path)).toBe(false);
});

test('ptys carry bytes, vanish and come back under the same names', async (ctx) => {
  const pair = await ptyPair(ctx);
  const carry = async (text: string) => {
    const [near, far] = await Promise.all([open(pair.near, 'r+'), open(pair.far, 'r+')]);
    await near.write(text);
    const { buffer, bytesRead } = await far.read(Buffer.alloc(16));
    await Promise.all([near.close(), far.close()]);
    return buffer.toString('latin1', 0, bytesRead);
  };
  expect(await carry('QPI\r')).toBe('QPI\r');
  await pair.vanish();
  expect(existsSync(pair.near)).toBe(false);
  await pair.comeBack();
  expect(await carry('(PI30')).toBe('(PI30');
});

describe('mosquitto', () => {
  test('lets users in, keeps strangers out, and comes back on its port', async (ctx) => {
    const broker = await mosquitto(ctx, { users: { alice: 'secret' }, acl: ['user alice', 'topic readwrite home/#'] });
    const join = (username: string, password: string) =>
      connect(broker.url, { username, password, reconnectPeriod: 0 });
    const arrived = vi.fn<(topic: string) => void>();
    const alice = join('alice', 'secret').on('message', arrived);
    await alice.subscribeAsync('home/#');
    await alice.publishAsync('home/a', '1', { qos: 1 });
    await vi.waitFor(() => expect(arrived).toHaveBeenCalled(), 20_000);
    const refused = vi.fn<(error: Error) => void>();
    const mallory = join('mallory', 'guess').on('error', refused);
    await vi.waitFor(() => expect(refused.mock.calls[0]?.[0].message).toMatch(/Not authorized/i), 20_000);
    mallory.end(true);
    await broker.stop();
    await vi.waitFor(() => expect(alice.connected).toBe(false), 20_000);
    await broker.start();
    const again = join('alice', 'secret');
    await again.publishAsync('home/a', '2', { qos: 1 });
    await again.endAsync();
  });
});

describe('one browser for a file', () => {
  let before: Browser | undefined;

  test('opens a page', async (ctx) => {
    before = await openBrowser(ctx);
    const page = await before.newPage();
    await page.setContent('<title>Solstead</title>');
    expect(await page.title()).toBe('Solstead');
  });

  test('is the same for the next test, without its pages', async (ctx) => {
    const browser = await openBrowser(ctx);
    expect(browser).toBe(before);
    expect(browser.contexts()).toEqual([]);
  });

  test('is started again when it is gone', async (ctx) => {
    const gone = await openBrowser(ctx);
    await gone.close();
    const browser = await openBrowser(ctx);
    expect(browser.isConnected()).toBe(true);
  });
});

describe('needs', () => {
  const skip = (): never => {
    throw new Error('skipped');
  };

  test('skips or, where all parts must be there, fails', () => {
    const missing = 'no-such-program' as Part;
    vi.stubEnv('SOLSTEAD_REQUIRE_PARTS', '');
    expect(() => needs({ skip }, missing)).toThrow('skipped');
    vi.stubEnv('SOLSTEAD_REQUIRE_PARTS', '1');
    expect(() => needs({ skip }, missing)).toThrow('needs no-such-program');
    vi.unstubAllEnvs();
    expect(findPart(missing)).toBeUndefined();
  });

  test('the continuous run installs every part there is', async () => {
    const script = await readFile('.ci/run', 'utf8');
    const install = /apt-get install[^&]*/.exec(script)?.[0].split(/\s+/) ?? [];
    expect(install).toEqual(
      expect.arrayContaining([...new Set(Object.values(PARTS).flatMap((packages) => packages.split(' ')))]),
    );
  });
});
