import { describe, expect, test, vi } from 'vitest';
import { parseAddress } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeLinkPool } from './link-pool.ts';
import { LinkQueue, type Priority } from './link-queue.ts';
import { caught, scriptedLink } from './testing/wires.ts';

function queueing() {
  const clock = fakeClock();
  const link = scriptedLink();
  const queue = new LinkQueue(link, clock);
  const order: string[] = [];
  /** A turn that takes a while. */
  const turn = (name: string, priority: Priority, { ms = 100, signal }: { ms?: number; signal?: AbortSignal } = {}) =>
    queue.turn(
      priority,
      async () => {
        order.push(name);
        await clock.sleep(ms);
        return name;
      },
      signal,
    );
  return { clock, link, queue, order, turn };
}

test('a pool tells how many wait for each of its lines, and forgets the line that everybody left', async () => {
  const clock = fakeClock();
  const pool = makeLinkPool(() => scriptedLink(), clock);
  const address = parseAddress('tcp://10.0.0.5:502');
  const jobs = [1, 2, 3].map(() => pool.withLink(address, () => clock.sleep(100)));
  await clock.advance(0);
  expect(pool.queues()).toEqual([{ link: scriptedLink().name, waiting: 3 }]);
  await clock.advance(150);
  expect(pool.queues()).toEqual([{ link: scriptedLink().name, waiting: 2 }]);
  await clock.advance(200);
  await Promise.all(jobs);
  expect(pool.queues()).toEqual([]);
});

describe('a port that is wanted again', () => {
  const used = (address: string) => {
    const links: ReturnType<typeof scriptedLink>[] = [];
    const pool = makeLinkPool(() => links[links.push(scriptedLink()) - 1] ?? scriptedLink(), fakeClock());
    const ask = (isMoreToCome: boolean, job = async () => 'answer') =>
      pool.withLink(parseAddress(address), job, { isMoreToCome });
    return { links, ask, pool };
  };

  test.each(['serial:///dev/ttyUSB0', 'hid:///dev/hidraw0'])('%s is opened once', async (address) => {
    const { links, ask, pool } = used(address);
    await ask(true);
    expect(links[0]?.isOpen).toBe(true);
    await ask(false);
    expect(links.map((link) => [link.counters.opened, link.isOpen])).toEqual([[1, false]]);
    await ask(true);
    await pool.close();
    expect(links.map(({ isOpen }) => isOpen)).toEqual([false, false]);
  });

  test('it is opened anew after a question that failed, and so is a connection after each', async () => {
    const port = used('serial:///dev/ttyUSB0');
    await expect(port.ask(true, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(port.links[0]?.isOpen).toBe(false);
    const net = used('tcp://10.0.0.5:502');
    await net.ask(true);
    expect(net.links[0]?.isOpen).toBe(false);
  });
});

describe('who comes first', () => {
  test('writes before live values before settings, each in the order they came', async () => {
    const { clock, order, turn } = queueing();
    const turns = [
      turn('first', 'settings'),
      turn('settings', 'settings'),
      turn('live 1', 'live'),
      turn('live 2', 'live'),
      turn('write', 'write'),
    ];
    await clock.advance(1000);
    expect(order).toEqual(['first', 'write', 'live 1', 'live 2', 'settings']);
    expect(await Promise.all(turns)).toEqual(['first', 'settings', 'live 1', 'live 2', 'write']);
  });

  test('settings that waited 20 s come before live values that did not, never before a write', async () => {
    const { clock, order, turn } = queueing();
    const turns = [turn('long', 'live', { ms: 65_000 }), turn('settings', 'settings')];
    await clock.advance(64_000);
    turns.push(turn('live', 'live'), turn('write', 'write'));
    await clock.advance(2000);
    expect(order).toEqual(['long', 'write', 'settings', 'live']);
    await Promise.all(turns);
  });

  test('a line that is never idle still reads settings', async () => {
    const { clock, order, turn } = queueing();
    void turn('settings', 'settings');
    void turn('settings', 'settings');
    for (let count = 0; count < 30; count += 1) {
      void turn('live', 'live', { ms: 1000 });
      void turn('live', 'live', { ms: 1000 });
      await clock.advance(1000);
    }
    expect(order.filter((name) => name === 'settings')).toHaveLength(2);
    expect(order.lastIndexOf('settings')).toBeLessThan(25);
  });
});

describe('one at a time', () => {
  test('a turn has the open link to itself; it is opened once', async () => {
    const { clock, link, queue } = queueing();
    let inside = 0;
    let most = 0;
    const job = async () => {
      inside += 1;
      most = Math.max(most, inside);
      expect(link.isOpen).toBe(true);
      await clock.sleep(10);
      inside -= 1;
    };
    const turns = Array.from({ length: 20 }, () => queue.turn('live', job));
    expect(queue.length).toBe(20);
    await clock.advance(200);
    await Promise.all(turns);
    expect([most, queue.length, link.open.mock.calls.length]).toEqual([1, 0, 1]);
  });

  test('a turn that throws, even at once, stops nobody', async () => {
    const { clock, queue, turn } = queueing();
    const bad = queue.turn('live', () => {
      throw new TypeError('mine');
    });
    const rejected = queue.turn('live', () => Promise.reject(new SolsteadError('frame.checksum', { at: 'here' })));
    const good = turn('good', 'live');
    await expect(bad).rejects.toThrow('mine');
    await expect(rejected).rejects.toMatchObject({ code: 'frame.checksum' });
    await clock.advance(100);
    expect(await good).toBe('good');
  });

  test('a turn asked for inside a turn comes after it', async () => {
    const { clock, queue, turn, order } = queueing();
    const outer = queue.turn('live', async () => {
      void turn('inner', 'write');
      await clock.sleep(50);
      order.push('outer');
    });
    await clock.advance(500);
    await outer;
    expect(order).toEqual(['outer', 'inner']);
  });
});

describe('a link that cannot be opened', () => {
  const unplugged = new SolsteadError('link.unavailable', { at: 'tcp://test:1' });

  test('is told at once to all who wait, and tried again a second later', async () => {
    const { clock, link, turn } = queueing();
    link.open.mockRejectedValueOnce(unplugged);
    const turns = await Promise.allSettled([turn('a', 'live'), turn('b', 'settings'), turn('c', 'write')]);
    expect(turns.map((each) => each.status === 'rejected' && each.reason === unplugged)).toEqual([true, true, true]);
    expect(link.open).toHaveBeenCalledTimes(1);
    await expect(turn('d', 'live')).rejects.toBe(unplugged);
    expect(link.open).toHaveBeenCalledTimes(1);
    await clock.advance(1000);
    const back = turn('e', 'live');
    await clock.advance(100);
    expect(await back).toBe('e');
  });

  test('is opened again after it was lost', async () => {
    const { clock, link, turn } = queueing();
    for (const name of ['before', 'after']) {
      const done = turn(name, 'live');
      await clock.advance(100);
      expect(await done).toBe(name);
      link.isOpen = false;
    }
    expect(link.open).toHaveBeenCalledTimes(2);
  });
});

describe('giving up', () => {
  test('an aborted turn leaves the queue and rejects at once, also while the link is being opened', async () => {
    const { clock, link, queue, order, turn } = queueing();
    const opening = Promise.withResolvers<void>();
    link.open.mockReturnValueOnce(opening.promise);
    const stop = new AbortController();
    const [first, second] = [
      turn('first', 'live', { ms: 1, signal: stop.signal }),
      turn('second', 'live', { ms: 1, signal: stop.signal }),
    ];
    const third = turn('third', 'live', { ms: 1 });
    const reason = new DOMException('stopped', 'AbortError');
    stop.abort(reason);
    // The one that has the line, and the one that was not aborted.
    expect(queue.length).toBe(2);
    expect(await Promise.allSettled([first, second])).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    await expect(turn('late', 'live', { ms: 1, signal: stop.signal })).rejects.toBe(reason);
    link.isOpen = true;
    opening.resolve();
    await clock.advance(10);
    expect(await third).toBe('third');
    expect(order).toEqual(['third']);
  });

  test('closing fails who waits and closes the link; later turns fail at once', async () => {
    const { clock, link, queue, order, turn } = queueing();
    const running = turn('running', 'live');
    const waiting = turn('waiting', 'write');
    const failed = caught(waiting);
    await clock.advance(10);
    await queue.close();
    expect(await failed).toMatchObject({ code: 'link.closed' });
    expect(link.close).toHaveBeenCalledTimes(1);
    await expect(turn('late', 'live')).rejects.toMatchObject({ code: 'link.closed' });
    await clock.advance(100);
    await running;
    expect(order).toEqual(['running']);
  });

  test('closing while the link is being opened does not run the turn on a closed link', async () => {
    const { link, queue, order, turn } = queueing();
    const opening = Promise.withResolvers<void>();
    link.open.mockReturnValueOnce(opening.promise);
    const done = caught(turn('first', 'live'));
    await queue.close();
    opening.resolve();
    expect(await done).toMatchObject({ code: 'link.closed' });
    expect(order).toEqual([]);
  });
});

describe('a line gone deaf', () => {
  const silence = () => Promise.reject(new SolsteadError('link.timeout', { at: 'tcp://test:1' }));

  test('is closed after a minute without a byte, so that the next turn opens it anew', async () => {
    const { clock, link, queue } = queueing();
    for (let passed = 0; passed <= 70; passed += 10) {
      await queue.turn('live', silence).catch(() => undefined);
      await clock.advance(10_000);
    }
    expect([link.close.mock.calls.length, link.open.mock.calls.length]).toEqual([1, 2]);
  });

  test('a byte in between shows that the line is well', async () => {
    const { clock, link, queue } = queueing();
    for (let passed = 0; passed < 200; passed += 10) {
      if (passed % 50 === 0) link.counters.bytesReceived += 1;
      await queue.turn('live', silence).catch(() => undefined);
      await clock.advance(10_000);
    }
    expect(link.close).not.toHaveBeenCalled();
  });

  test('one silence after a long rest says nothing', async () => {
    const { clock, link, queue } = queueing();
    const good = vi.fn<() => Promise<void>>(async () => void (link.counters.bytesReceived += 10));
    await queue.turn('live', good);
    await clock.advance(600_000);
    await queue.turn('live', silence).catch(() => undefined);
    await clock.advance(1000);
    await queue.turn('live', silence).catch(() => undefined);
    expect(link.close).not.toHaveBeenCalled();
  });
});
