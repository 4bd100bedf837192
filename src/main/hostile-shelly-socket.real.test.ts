// A device with a right account that means harm on the WebSocket of Shellies: what is no frame, pings, and frames of somebody else without
// end. Each costs its own connection, and the broker goes on for the others.
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test, type TestContext } from 'vitest';
import { WebSocket } from 'ws';
import { testServer } from '#server/testing/test-server.ts';
import { builtIn } from '#transport/testing/brokers.ts';

const id = 'shellypro3-aabbccddeeff';
const hello = JSON.stringify({ src: id, dst: 'ws', method: 'NotifyFullStatus', params: { ts: 1, sys: {} } });

async function served(ctx: TestContext) {
  const broker = await builtIn(ctx, { authenticate: async () => ({ topics: ['#'] }) });
  const server = await testServer(ctx, {
    shellyDoor: () => (visit, account) => broker.broker().upgradeShelly(visit, account),
  });
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/shelly/relays/a-s3cret`, ['json-rpc']);
  ctx.onTestFinished(() => socket.terminate());
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(hello);
  await expect.poll(() => broker.broker().connectedClients).toBe(1);
  return { broker, socket };
}

/** Sends without end until the connection is closed; how often, and the longest stop of the process, ms. */
async function flooded(socket: WebSocket, send: () => void): Promise<{ sent: number; stoppedMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  let sent = 0;
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN;
  for (; sent < 40_000 && isOpen(); sent += 1) {
    send();
    if (sent % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(isOpen, { timeout: 20_000 }).toBe(false);
  delay.disable();
  return { sent, stoppedMs: delay.max / 1e6 };
}

test.for([
  ['texts that are no frame', (socket: WebSocket) => socket.send(`{"x":[${'1,'.repeat(20_000)}`)],
  ['frames without a sender', (socket: WebSocket) => socket.send('{"method":"NotifyStatus","params":{}}')],
  ['frames of another device', (socket: WebSocket) => socket.send(hello.replaceAll('aabb', 'ccdd'))],
  ['pings', (socket: WebSocket) => socket.ping('x'.repeat(125))],
  ['answers nobody asked for', (socket: WebSocket) => socket.send('{"src":"a","dst":"#","id":1,"result":{}}')],
] as const)('%s without end end the connection', { timeout: 120_000 }, async ([, send], ctx) => {
  const { broker, socket } = await served(ctx);
  const { sent, stoppedMs } = await flooded(socket, () => send(socket));
  expect(sent).toBeLessThan(20_000);
  expect(stoppedMs).toBeLessThan(200);
  await expect.poll(() => broker.broker().connectedClients).toBe(0);
});

test('nothing of what it says between its frames ends one that is honest', async (ctx) => {
  const { socket } = await served(ctx);
  for (let turn = 0; turn < 40; turn += 1) {
    socket.send('{');
    socket.ping();
    socket.send(hello);
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(socket.readyState).toBe(WebSocket.OPEN);
});
