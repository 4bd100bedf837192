// What strangers and charge points with bad intentions send to the central system, over real sockets: this process goes on, and so do the others.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type TestContext } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock as clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { foundChargePoints } from '#drivers/charge-point-test.ts';
import { ocpp16 } from '#devices/ocpp/ocpp16.ts';
import { openCentralSystem } from '#transport/ocpp/central-system.ts';

async function opened(ctx: TestContext) {
  const lines: string[] = [];
  const central = openCentralSystem({
    clock,
    warn: (line) => void lines.push(line),
    isPassword: async () => true,
    accepts: () => true,
  });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => central.upgrade({ request, socket, head, address: '192.0.2.9' }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ctx.onTestFinished(() => {
    central.close();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const enter = async (identity: string) => {
    const headers = { authorization: `Basic ${btoa(`${identity}:x`)}` };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ocpp/${identity}`, 'ocpp1.6', { headers });
    ctx.onTestFinished(() => socket.terminate());
    socket.on('error', () => undefined);
    await once(socket, 'open');
    return socket;
  };
  const url = (identity: string): string => `ws://127.0.0.1:${port}/ocpp/${identity}`;
  const headersOf = (identity: string) => ({ authorization: `Basic ${btoa(`${identity}:x`)}` });
  /** The states of `CP` that drivers hear. */
  const states: Record<string, unknown>[] = [];
  /** What the charge point `CP` answers drivers. */
  const responses: Record<string, unknown>[] = [];
  const listen = () => {
    central.link.subscribe('ocpp/CP/1/state', ({ payload }) => {
      const told: unknown = JSON.parse(Buffer.from(payload).toString());
      if (isRecord(told)) states.push(told);
    });
    central.link.subscribe('ocpp/CP/1/response', ({ payload }) => {
      const told: unknown = JSON.parse(Buffer.from(payload).toString());
      if (isRecord(told)) responses.push(told);
    });
  };
  const tell = (what: 'ask' | 'command', message: object) =>
    central.link.publish(`ocpp/CP/1/${what}`, JSON.stringify(message));
  const turned: unknown[] = [];
  central.link.subscribe(
    'ocpp/CP/1/turned-away',
    ({ payload }) => void turned.push(JSON.parse(Buffer.from(payload).toString())),
  );
  return { central, turned, enter, listen, tell, responses, lines, url, headersOf, heard: () => states };
}

/** Answers each call of the central system, or not. */
function answering(socket: WebSocket, answer: (action: string, payload: unknown) => object | undefined) {
  const asked: string[] = [];
  socket.on('message', (data: Buffer) => {
    const parsed: unknown = JSON.parse(data.toString());
    const parts: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
    const [type, id, action, payload] = parts;
    if (type !== 2) return;
    asked.push(String(action));
    const said = answer(String(action), payload);
    if (said !== undefined) socket.send(JSON.stringify([3, id, said]));
  });
  return asked;
}

const nested = (depth: number) => `${'{"0":'.repeat(depth)}1${'}'.repeat(depth)}`;

test('what is nested deeply ends nothing, from a stranger and from one that is known', async (ctx) => {
  const { enter, listen } = await opened(ctx);
  const stranger = await enter('stranger');
  stranger.send(`[2,"a","Heartbeat",${nested(200)}]`);
  expect(String((await once(stranger, 'message'))[0])).toContain('FormationViolation');
  listen();
  const known = await enter('CP');
  const answered = once(known, 'message');
  known.send(`[2,"a","Heartbeat",${nested(40_000)}]`);
  expect(String((await answered)[0])).toContain('FormationViolation');
});

/** What a station is answered with that may not come in: the status, or the code of the close. */
const turnedAway = (socket: WebSocket): Promise<number> => {
  const ended = Promise.withResolvers<number>();
  socket.on('error', () => undefined);
  socket.once('unexpected-response', (_request, response) => ended.resolve(response.statusCode ?? 0));
  socket.once('close', (code) => ended.resolve(code));
  return ended.promise;
};

test('names of this language are no ids, or ids as any other', async (ctx) => {
  const { url, central, enter } = await opened(ctx);
  for (const name of ['__proto__', '__defineGetter__', '.', '..', '-'])
    expect([name, await turnedAway(new WebSocket(url(name), 'ocpp1.6'))]).toEqual([name, 404]);
  for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
    const stranger = await enter(name);
    stranger.send('[2,"a","Heartbeat",{}]');
    expect(String((await once(stranger, 'message'))[0])).toContain('SecurityError');
  }
  expect(central.waiting().map(({ identity }) => identity)).toEqual(['hasOwnProperty', 'toString', 'constructor']);
});

test('one that offers OCPP 2.0.1 alone is told so, and so is the person who looks for it', async (ctx) => {
  const { url, central, lines, enter } = await opened(ctx);
  const socket = new WebSocket(url('New'), ['ocpp2.0.1', 'ocpp2.1']);
  await turnedAway(socket);
  expect(lines).toEqual([
    expect.stringContaining('New from 192.0.2.9 offers ocpp2.0.1, ocpp2.1, and ocpp1.6 is spoken here'),
  ]);
  expect(foundChargePoints(central, [ocpp16 as never])).toMatchObject([{ name: 'New (ocpp2.0.1, ocpp2.1)' }]);
  // Set to OCPP 1.6 it is one as any other.
  await enter('New');
  expect(central.waiting()[0]).not.toHaveProperty('speaks');
});

test('two charge points with one id, and one that storms, are let in now and then, and told', async (ctx) => {
  const { enter, listen, lines, turned, url, headersOf } = await opened(ctx);
  listen();
  const first = await enter('CP');
  const second = await enter('CP');
  expect((await once(first, 'close'))[0]).toBe(1000);
  const endings: number[] = [];
  let latest = second;
  for (let count = 0; count < 30; count += 1) {
    const socket = new WebSocket(url('CP'), 'ocpp1.6', { headers: headersOf('CP') });
    socket.on('error', () => undefined);
    const isIn = await Promise.race([once(socket, 'open').then(() => true), turnedAway(socket).then(() => false)]);
    if (isIn) latest = socket;
    endings.push(Number(isIn));
  }
  ctx.onTestFinished(() => latest.terminate());
  // Ten at once, with the two before; what is connected stays.
  expect(endings.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(9);
  expect(latest.readyState).toBe(WebSocket.OPEN);
  expect(lines.filter((line) => line.includes('again and again, while it is connected'))).toHaveLength(1);
  expect(turned[0]).toEqual({ why: { code: 'charger.comes-twice', params: { from: { external: '192.0.2.9' } } } });
});

test('answers to calls that were never made, giant, negative and falling values, and clocks far off change nothing they may not', async (ctx) => {
  const { enter, listen, heard } = await opened(ctx);
  listen();
  const socket = await enter('CP');
  for (const id of ['s1-1', '__proto__', 'never']) socket.send(`[3,"${id}",{"status":"Accepted"}]`);
  for (const id of ['s1-1', 'constructor']) socket.send(`[4,"${id}","GenericError","",{}]`);
  const values = (value: unknown, more = {}) => ({
    connectorId: 1,
    meterValue: [{ sampledValue: [{ value, ...more }] }],
  });
  const say = async (payload: object, id = crypto.randomUUID()) => {
    const answered = once(socket, 'message');
    socket.send(JSON.stringify([2, id, 'MeterValues', payload]));
    await answered;
  };
  for (const value of ['1e99', '1e13', '-5', 'NaN', 'Infinity', '9'.repeat(100)]) await say(values(value));
  await say(values('230', { measurand: 'Voltage', unit: 'constructor' }));
  await say({ ...values('7'), meterValue: [{ timestamp: '2099-01-01T00:00:00Z', sampledValue: [{ value: '7' }] }] });
  const measured = heard().flatMap(({ measured: one }) => (isRecord(one) ? [one] : []));
  expect(measured.length).toBe(8);
  expect(measured.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => ({})));
  expect(measured[7]).toEqual({ energy: 7 });
  expect(Math.abs(Number(heard().at(-1)?.['at']) - clock.nowMs())).toBeLessThan(60_000);
});

test('an answer whose status is no text is a refusal', async (ctx) => {
  const { enter, listen, tell, responses } = await opened(ctx);
  listen();
  answering(await enter('CP'), () => ({ status: { toString: 1, valueOf: 1 } }));
  for (const [id, command] of ['enabled off', 'limit 8', 'stop', 'start', 'unlock', 'reset Soft'].entries())
    await tell('command', { id, command });
  await expect.poll(() => responses.length, { timeout: 20_000 }).toBe(6);
  for (const said of responses) expect(said).toHaveProperty('refused');
});

test('a stranger is held to little: short messages, and few of them', async (ctx) => {
  const { enter } = await opened(ctx);
  const long = await enter('long');
  long.send(`[2,"a","Heartbeat",{"p":"${'x'.repeat(5000)}"}]`);
  expect((await once(long, 'close'))[0]).toBe(1009);
  const many = await enter('many');
  for (let count = 0; count < 10; count += 1) many.send(`[2,"${count}","Heartbeat",{}]`);
  expect((await once(many, 'close'))[0]).toBe(1008);
  const pings = await enter('pings');
  const closed = once(pings, 'close');
  // Not all at once: that the package `ws` ends by itself.
  const stop = clock.every(20, () => {
    for (let count = 0; count < 20 && pings.readyState === WebSocket.OPEN; count += 1) pings.ping();
  });
  ctx.onTestFinished(stop);
  expect((await closed)[0]).toBe(1008);
});
