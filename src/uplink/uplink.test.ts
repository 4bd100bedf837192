// The uplink from end to end over connections in memory: any order of losses, repetitions, kills and full disks gives the far history
// exactly what the home has; live values pass the back-log; who may not come in brings nothing in.
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { nextTurn } from '#core/clock.ts';
import { seededRandom } from '#core/random.ts';
import type { Batch } from '#core/reading.ts';
import { makeSecret } from '#core/secrets.ts';
import type { FarDesk, UplinkSettings } from '#core/uplink.ts';
import { type FakeClock, fakeClock } from '#tools/testkit/fake-clock.ts';
import { UplinkClient } from './client.ts';
import { basicHeader } from './credentials.ts';
import { openFarSide } from './far-side.ts';
import { ReceivedDevices } from './received-devices.ts';
import { connected, FarHistory, type Fate, memoryTokens, MemorySpool, pointOf } from './testing/pair.ts';
import type { SentDevice } from './wire.ts';

const roof: SentDevice = {
  id: 'roof',
  name: 'Roof',
  definition: 'pi30',
  title: 'Axpert',
  kind: 'inverter',
  identity: { serial: 'S1' },
  intervalMs: 1000,
  isOnline: true,
};
const silent = { info: () => undefined, warn: () => undefined };
const settings: UplinkSettings = { address: 'ws://far:8000', clientId: '', form: 'solstead', mayCommand: false };

/** A far side and a home that can be killed, and a line between them that can be cut. */
class World {
  readonly clock: FakeClock = fakeClock();
  readonly tokens = memoryTokens();
  readonly kept = new Map<string, string>();
  readonly spool = new MemorySpool();
  readonly taken: Batch[] = [];
  readonly devices: SentDevice[] = [roof];
  /** What the home had read and lost. */
  readonly lost = new Set<string>();
  received = new ReceivedDevices();
  history = new FarHistory(this.received);
  far: FarDesk | undefined;
  client: UplinkClient | undefined;
  fate: Fate = () => 1;
  isLineOpen = true;
  /** How far the clock of the home is ahead, ms. */
  aheadMs = 0;
  account = { id: '', secret: '' };
  #cut = (): void => undefined;
  #number = 0;
  #starts = 0;

  async openFar(): Promise<void> {
    this.far = await openFarSide({
      clock: this.clock,
      log: silent,
      tokens: this.tokens,
      place: {
        load: async (account) => JSON.parse(this.kept.get(account) ?? 'null') as unknown,
        save: async (account, content) => void this.kept.set(account, JSON.stringify(content)),
        remove: async (account) => void this.kept.delete(account),
      },
      homes: this.history,
      received: this.received,
      watch: () => ({ found: () => [], close: () => undefined }),
      hub: () => 'Far',
    });
    if (this.account.id === '') this.account = await this.far.add({ name: 'Home', site: 'far' });
  }

  /** What was not durable is lost, and its state is as it was kept. */
  async killFar(): Promise<void> {
    this.#cut();
    const { history } = this;
    this.received = new ReceivedDevices();
    this.history = new FarHistory(this.received, history.devices(), history.points);
    await this.openFar();
  }

  openHome(secret = this.account.secret): void {
    this.#starts += 1;
    this.client = new UplinkClient({
      clock: this.clock,
      random: seededRandom(1),
      settings: { ...settings, clientId: this.account.id },
      secret: makeSecret(secret),
      spool: this.spool,
      software: 'test',
      start: `start ${this.#starts}`,
      freshFrom: this.spool.next,
      home: () => 'Home',
      nowMs: () => this.clock.nowMs() + this.aheadMs,
      devices: async () => this.devices,
      command: async ({ id }) => ({ type: 'result', id, outcome: 'failed' }),
      open: async ({ clientId, secret: own }) => {
        if (!this.isLineOpen) throw new Error('no line');
        const { ends, cut } = connected(this.clock, (text) => this.fate(text));
        const authorization = basicHeader({ clientId, secret: own.reveal() });
        this.far?.accept(ends[1], { from: '10.0.0.1', authorization, isOwnForm: true });
        this.#cut = cut;
        return ends[0];
      },
      onState: () => undefined,
    });
  }

  /** The home's process is killed and starts again; what its spool lost, it never had. */
  async killHome(): Promise<void> {
    const { client } = this;
    this.#cut();
    const lost = this.spool.kill();
    for (const one of lost) {
      this.taken.splice(this.taken.indexOf(one), 1);
      this.lost.add(pointOf(one));
    }
    void client?.close();
    this.openHome();
  }

  cut(): void {
    this.#cut();
  }

  /** The home reads so many values. */
  read(count: number, stepMs = 10): void {
    for (let index = 0; index < count; index += 1) {
      this.#number += 1;
      const atMs = this.clock.nowMs() - 1_000_000 + this.#number * stepMs;
      const batch: Batch = {
        site: 'near',
        device: 'roof',
        atMs,
        metric: ['pv.power'],
        value: [this.#number],
        quality: ['good'],
      };
      this.taken.push(batch);
      this.client?.take(batch);
    }
  }

  async settled(): Promise<void> {
    this.fate = () => 1;
    this.isLineOpen = true;
    this.history.isFull = false;
    await this.clock.advance(1_000_000);
  }

  get expected(): ReadonlySet<string> {
    return new Set(this.taken.map(pointOf));
  }

  async close(): Promise<void> {
    await this.client?.close();
    await this.far?.close();
  }
}

async function opened(): Promise<World> {
  const world = new World();
  await world.openFar();
  world.openHome();
  await world.clock.advance(1000);
  return world;
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('read' as const), count: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
  fc.record({
    kind: fc.constantFrom('cut', 'away', 'back', 'flush', 'kill home', 'kill far', 'full', 'room', 'echo', 'deaf'),
  }),
);

test('any order of losses, repetitions, kills and full disks gives the far history exactly what the home has', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), fc.integer(), async (steps, seed) => {
      const world = await opened();
      const random = seededRandom(seed);
      for (const one of steps) {
        if (one.kind === 'read') world.read(one.count);
        else if (one.kind === 'wait') await world.clock.advance(one.ms);
        else if (one.kind === 'cut') world.cut();
        else if (one.kind === 'away') {
          world.isLineOpen = false;
          world.cut();
        } else if (one.kind === 'back') world.isLineOpen = true;
        else if (one.kind === 'flush') await world.spool.flush();
        else if (one.kind === 'kill home') await world.killHome();
        else if (one.kind === 'kill far') await world.killFar();
        else if (one.kind === 'full') world.history.isFull = true;
        else if (one.kind === 'room') world.history.isFull = false;
        else if (one.kind === 'echo') world.fate = () => (random() < 0.3 ? 2 : 1);
        else world.fate = () => (random() < 0.2 ? 0 : 1);
        await world.clock.advance(1);
      }
      await world.settled();
      const { points } = world.history;
      const { expected } = world;
      expect(
        [...expected].filter((one) => !points.has(one)),
        'lost',
      ).toEqual([]);
      // What the home lost with its last half second when it was killed, the far side may have: it was read.
      const more = [...points].filter((one) => !expected.has(one) && !world.lost.has(one));
      expect(more, 'made up').toEqual([]);
      expect(world.spool.state().batches, 'nothing waits').toBe(0);
      await world.close();
    }),
  );
});

test('while nobody is killed each point is handed over once, whatever was repeated', async () => {
  const world = await opened();
  world.fate = () => 2;
  world.read(500);
  await world.clock.advance(3000);
  world.cut();
  world.read(500);
  await world.settled();
  expect(world.history.points.size).toBe(1000);
  expect([...new Set(world.history.handed.values())]).toEqual([1]);
  await world.close();
});

test('a live value passes a back-log, which arrives complete and in order behind it', async () => {
  const world = await opened();
  world.isLineOpen = false;
  world.cut();
  await world.clock.advance(10);
  world.read(20_000);
  world.isLineOpen = true;
  const order: number[] = [];
  const { deliver } = world.received;
  world.received.deliver = function (batch) {
    order.push(Number(batch.value[0]));
    return deliver.call(this, batch);
  };
  while (world.client?.state().state !== 'connected') await world.clock.advance(100);
  world.read(1);
  const before = order.length;
  await world.clock.advance(300);
  const live = order.indexOf(20_001);
  expect(live, 'it came').toBeGreaterThanOrEqual(0);
  expect(live - before, 'behind little of the others').toBeLessThan(1500);
  await world.settled();
  expect(world.history.points.size).toBe(20_001);
  const filled = order.filter((number) => number !== 20_001);
  expect(filled).toEqual(filled.toSorted((one, other) => one - other));
  await world.close();
});

test('a wrong secret brings nothing in and is told; the right one of an account that ended ends its connection', async () => {
  const world = new World();
  await world.openFar();
  world.openHome('sup_wrong');
  world.read(5);
  await world.clock.advance(5000);
  expect(world.client?.state()).toMatchObject({
    state: 'refused',
    waiting: 5,
    trouble: { reason: { code: 'uplink.refused' } },
  });
  await world.client?.close();
  world.openHome();
  await world.clock.advance(5000);
  expect(world.client?.state()).toMatchObject({ state: 'connected', hub: 'Far', waiting: 0 });
  await world.far?.revoke(world.account.id);
  world.read(5);
  await world.clock.advance(5000);
  expect(world.client?.state()).toMatchObject({ state: 'refused', waiting: 5 });
  expect(world.history.points.size).toBe(5);
  await world.close();
});

test('a new secret ends the connection with the one before', async () => {
  const world = await opened();
  await world.far?.rotate(world.account.id);
  await world.clock.advance(5000);
  expect(world.client?.state().state).toBe('refused');
  await world.close();
});

/** A connection with an account that says what it is told, and never hangs up by itself. */
async function guest(world: World, account = world.account) {
  const { ends, cut } = connected(world.clock);
  const [near, far] = ends;
  const heard: string[] = [];
  let closed: number | undefined;
  near.listen({
    onText: (text) => void heard.push(text),
    onPong: () => undefined,
    onAlive: () => undefined,
    onClosed: (code) => void (closed = code),
  });
  // The other side may leave a close unanswered for half a minute, and what it says arrives meanwhile.
  let code: number | undefined;
  const deaf = { ...far, close: (given: number) => void (code ??= given) };
  const authorization = basicHeader({ clientId: account.id, secret: account.secret });
  world.far?.accept(deaf, { from: '10.0.0.9', authorization, isOwnForm: true });
  await world.clock.advance(100);
  const { start, freshFrom, oldest } = { start: 'guest', freshFrom: 1, oldest: 1 };
  return {
    heard,
    cut,
    send: (frame: object) => near.send(JSON.stringify(frame)),
    ended: () => code ?? closed,
    async says() {
      const nowMs = world.clock.nowMs();
      const hello = { type: 'hello', version: 1, home: 'X', software: 'x', start, freshFrom, oldest, nowMs };
      const batches = [['ghost', nowMs, ['pv.power'], [1]]];
      for (const one of [hello, { type: 'devices', devices: [{ ...roof, id: 'ghost' }] }])
        near.send(JSON.stringify(one));
      near.send(JSON.stringify({ type: 'batches', lane: 'live', from: 1, batches }));
      await world.clock.advance(3000);
    },
  };
}

test.for(['revoke', 'rotate'] as const)(
  'a connection that has not said hello when its account is ended (%s) brings nothing in afterwards',
  async (way) => {
    const world = new World();
    await world.openFar();
    const early = await guest(world);
    expect(early.heard.join()).toContain('"known"');
    await world.far?.[way](world.account.id);
    await early.says();
    expect(early.ended()).toBe(4401);
    expect(early.heard.join()).not.toContain('"welcome"');
    expect(world.history.devices()).toEqual([]);
    expect(world.history.points.size).toBe(0);
    expect(world.kept.has(world.account.id)).toBe(false);
    await world.close();
  },
);

test('an account has a few connections beside the one that counts, and the oldest of them end', async () => {
  const world = await opened();
  const many = [];
  for (let count = 0; count < 7; count += 1) many.push(await guest(world));
  expect(many.map((one) => one.ended())).toEqual([4429, 4429, 4429, ...Array<undefined>(4)]);
  expect(world.client?.state().state).toBe('connected');
  await many[0]?.says();
  expect(world.history.devices().map(({ id }) => id)).toEqual(['roof']);
  await many[6]?.says();
  expect(world.history.devices().map(({ id }) => id)).toEqual(['ghost']);
  await world.close();
});

test('devices that come and go without end stop at some', async () => {
  const world = new World();
  await world.openFar();
  const bad = await guest(world);
  await bad.says();
  const many = (round: number) =>
    Array.from({ length: 500 }, (_none, index) => ({ ...roof, id: `d${round}-${index}` }));
  for (let round = 0; round < 4; round += 1) {
    bad.send({ type: 'devices', devices: many(round) });
    await world.clock.advance(1000);
    for (let turn = 0; turn < 2000 && !world.history.devices().some(({ id }) => id === `d${round}-499`); turn += 1)
      await nextTurn();
  }
  await world.clock.advance(1000);
  expect(bad.ended()).toBe(1013);
  const ids = world.history.devices().map(({ id }) => id);
  // The first of all was another one.
  expect(ids.at(-1)).toBe('d3-498');
  expect(ids).toHaveLength(499);
  await world.close();
});

test('devices appear, are renamed, and go as the home says', async () => {
  const world = await opened();
  const shed = { ...roof, id: 'shed', name: 'Shed' };
  world.devices.push(shed);
  world.client?.devicesChanged();
  await world.clock.advance(3000);
  expect(world.history.devices().map(({ id, name }) => [id, name])).toEqual([
    ['roof', 'Roof'],
    ['shed', 'Shed'],
  ]);
  world.devices.splice(0, 2, { ...roof, name: 'South roof' });
  world.client?.devicesChanged();
  await world.clock.advance(3000);
  expect(world.history.devices().map(({ id, name }) => [id, name])).toEqual([['roof', 'South roof']]);
  await world.close();
});

test('a home whose clock is ahead sends nothing until the clocks agree, and both say so', async () => {
  const world = new World();
  await world.openFar();
  world.aheadMs = 3_600_000;
  world.openHome();
  world.read(5);
  await world.clock.advance(10_000);
  expect(world.client?.state()).toMatchObject({ waiting: 5, trouble: { reason: { code: 'uplink.clock' } } });
  expect(await world.far?.homes()).toMatchObject([{ taken: 0, trouble: { reason: { code: 'uplink.home-clock' } } }]);
  world.aheadMs = 0;
  await world.settled();
  expect(world.history.points.size).toBe(5);
  await world.close();
});
