import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { toLatin1 } from '#core/bytes.ts';
import { systemClock } from '#core/clock.ts';
import type { Emulator } from './emulator.ts';
import { createFaults, noFaults, spoil } from './faults.ts';
import { createHome } from './home.ts';
import { createJkEmulator } from './jk-emulator.ts';
import { createPi30Emulator } from './pi30-emulator.ts';
import { pi30Frame } from './pi30-frame.ts';
import { faultyParts, startWireServer, type WireServer } from './wire-server.ts';

const home = createHome({ startMs: Date.parse('2026-06-20T10:00:00Z'), seed: 4 });
home.advance(home.atMs + 60_000);
const inverter = createPi30Emulator({ read: () => home.snapshot() });
const qpigs = inverter.respond(pi30Frame('QPIGS')) ?? new Uint8Array();

const running: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const open of running.splice(0)) await open.close();
});

async function serve(emulator: Emulator = inverter): Promise<WireServer> {
  const server = await startWireServer({ emulator, clock: systemClock, faults: createFaults(), thinkMs: 1 });
  running.push(server);
  return server;
}

interface Client {
  readonly socket: Socket;
  readonly chunks: Uint8Array[];
  readonly bytes: () => Uint8Array;
  readonly until: (length: number) => Promise<Uint8Array>;
}

function join(server: WireServer): Promise<Client> {
  const socket = connect(server.port, '127.0.0.1');
  running.push({ close: () => void socket.destroy() });
  const chunks: Uint8Array[] = [];
  const bytes = (): Uint8Array => Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
  socket.on('data', (chunk: Buffer) => chunks.push(Uint8Array.from(chunk)));
  const until = async (length: number): Promise<Uint8Array> => {
    for (let tries = 0; tries < 400 && bytes().length < length; tries += 1) await systemClock.sleep(5);
    return bytes();
  };
  return new Promise((resolve, reject) => {
    socket.once('connect', () => {
      socket.off('error', reject).on('error', () => undefined);
      resolve({ socket, chunks, bytes, until });
    });
    socket.once('error', reject);
  });
}

describe('a wire server', () => {
  it('sends at the pace of 2400 baud: 110 bytes take at least 430 ms', async () => {
    const server = await serve();
    const client = await join(server);
    const startMs = performance.now();
    client.socket.write(pi30Frame('QPIGS'));
    const answer = await client.until(qpigs.length);
    const tookMs = performance.now() - startMs;
    expect(answer).toEqual(qpigs);
    expect(qpigs.length).toBeGreaterThanOrEqual(110);
    expect(tookMs).toBeGreaterThanOrEqual(430);
    expect(tookMs).toBeLessThan(5000);
    expect(client.chunks.length).toBeGreaterThan(5);
  });

  it('is quick at 115200 baud, and answers both of two requests in one write', async () => {
    const battery = createJkEmulator({ read: () => home.snapshot() });
    const request = Uint8Array.of(0x4e, 0x57, 0, 0x13, 0, 0, 0, 0, 6, 3, 0, 0, 0, 0, 0, 0, 0x68, 0, 0, 1, 0x29);
    const frame = battery.respond(request) ?? new Uint8Array();
    const client = await join(await serve(battery));
    const startMs = performance.now();
    client.socket.write(Uint8Array.of(...request, ...request));
    expect(await client.until(2 * frame.length)).toEqual(Uint8Array.of(...frame, ...frame));
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(50);
  });

  it('serves one client after another, and two that are there at once', async () => {
    const server = await serve();
    const first = await join(server);
    first.socket.write(pi30Frame('QPI'));
    expect(toLatin1(await first.until(8))).toMatch(/^\(PI30/);
    first.socket.destroy();
    const [second, third] = [await join(server), await join(server)];
    second.socket.write(pi30Frame('QMOD'));
    third.socket.write(pi30Frame('QMN'));
    expect(toLatin1(await second.until(5))).toMatch(/^\([LB]/);
    expect(toLatin1(await third.until(14))).toMatch(/^\(VMIII-5000/);
  });

  it('closes with an answer under way', async () => {
    const server = await serve();
    const client = await join(server);
    client.socket.write(pi30Frame('QPIGS'));
    await client.until(10);
    await server.close();
    expect(client.bytes().length).toBeLessThan(qpigs.length);
    await expect(join(server)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a port that is taken', () => {
  it('is named', async () => {
    const server = await serve();
    const second = startWireServer({ emulator: inverter, clock: systemClock, port: server.port });
    await expect(second).rejects.toMatchObject({ code: 'port.taken' });
  });
});

describe('faults', () => {
  it('silence, then speech again', async () => {
    const server = await serve();
    const client = await join(server);
    await server.faults.set({ silent: true });
    client.socket.write(pi30Frame('QPI'));
    await systemClock.sleep(120);
    expect(client.bytes()).toHaveLength(0);
    await server.faults.set({ silent: false });
    client.socket.write(pi30Frame('QPI'));
    expect(toLatin1(await client.until(8))).toMatch(/^\(PI30/);
  });

  it('a late start', async () => {
    const server = await serve();
    const client = await join(server);
    await server.faults.set({ slowStartMs: 250 });
    const startMs = performance.now();
    client.socket.write(pi30Frame('QPI'));
    await client.until(1);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(250);
  });

  it('an answer in three parts with pauses', async () => {
    const server = await serve();
    const client = await join(server);
    await server.faults.set({ splitMs: 100 });
    const startMs = performance.now();
    client.socket.write(pi30Frame('QMN'));
    expect(toLatin1(await client.until(14))).toMatch(/^\(VMIII-5000/);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(200);
    expect(client.chunks.length).toBeGreaterThanOrEqual(3);
  });

  it('vanishing in the middle of an answer, and returning on the same port', async () => {
    const server = await serve();
    const client = await join(server);
    const closed = new Promise<void>((resolve) => client.socket.once('close', () => resolve()));
    client.socket.write(pi30Frame('QPIGS'));
    await client.until(8);
    await server.faults.set({ vanished: true });
    await closed;
    expect(client.bytes().length).toBeLessThan(qpigs.length);
    await expect(join(server)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await server.faults.set({ vanished: false });
    const again = await join(server);
    again.socket.write(pi30Frame('QPI'));
    expect(toLatin1(await again.until(8))).toMatch(/^\(PI30/);
  });

  it('several changes at once are carried out in order', async () => {
    const server = await serve();
    await Promise.all([true, false, true, false].map((vanished) => server.faults.set({ vanished })));
    const client = await join(server);
    client.socket.write(pi30Frame('QPI'));
    expect(toLatin1(await client.until(8))).toMatch(/^\(PI30/);
  });
});

describe('what faults make of an answer', () => {
  const chance = { random: () => 0.5, previous: undefined };
  const [small = new Uint8Array(), other = new Uint8Array()] = ['(PI30', '(B'].map(pi30Frame);

  it('nothing where there are none', () => {
    expect(faultyParts(small, noFaults, chance)).toEqual([{ bytes: small, pauseMs: 0, isPaced: true }]);
  });

  it('noise before it or instead of it', () => {
    const [before] = faultyParts(small, { ...noFaults, garbage: 'before' }, chance);
    expect(before?.bytes.subarray(-small.length)).toEqual(small);
    expect(before?.bytes.length).toBeGreaterThan(small.length + 6);
    const [instead] = faultyParts(small, { ...noFaults, garbage: 'instead' }, chance);
    expect(instead?.bytes).toEqual(new Uint8Array(11).fill(128));
  });

  it('one wrong byte', () => {
    for (const frame of [small, other, qpigs]) {
      const [part] = faultyParts(frame, { ...noFaults, wrongChecksum: true }, chance);
      expect(part?.bytes).toEqual(spoil(frame));
      expect([...spoil(frame)].filter((byte, index) => byte !== frame[index])).toHaveLength(1);
      expect(spoil(frame).at(-1)).toBe(0x0d);
    }
  });

  it('the previous answer and this one in one burst', () => {
    const [merged, ...rest] = faultyParts(small, { ...noFaults, merged: true }, { ...chance, previous: other });
    expect(merged).toEqual({ bytes: Uint8Array.of(...other, ...small), pauseMs: 0, isPaced: false });
    expect(rest).toEqual([]);
    expect(faultyParts(small, { ...noFaults, merged: true }, chance)[0]?.bytes).toEqual(
      Uint8Array.of(...small, ...small),
    );
  });
});
