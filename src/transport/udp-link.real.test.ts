import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test, type TestContext } from 'vitest';
import { parseAddress } from '#core/address.ts';
import { systemClock } from '#core/clock.ts';
import { linkConformance } from './link-conformance.ts';
import { makeLink } from './open-link.ts';
import { type Bench, expectCode, lineSplitter } from './testing/bench.ts';
import { expectAnswer, lineFrame } from './testing/line-framer.ts';
import { makeUdpLink } from './udp-link.ts';

// A missing device is only noticed when a datagram gets no answer: a UDP link opens without it, and loses it silently.
linkConformance('udp', udpBench, { opensWithoutDevice: true, losesSilently: true });

async function bound(port = 0): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

async function udpBench(context: TestContext): Promise<Bench> {
  let client: RemoteInfo | undefined;
  let socket = await bound();
  const { port } = socket.address();
  const link = makeUdpLink({ scheme: 'udp', host: '127.0.0.1', port }, systemClock);
  const peer: Bench['peer'] = {
    onRequest: () => undefined,
    async send(bytes) {
      // A client that never sent anything cannot be answered: an empty line makes it known.
      if (client === undefined)
        await expectCode(link.sendAndReceive(Uint8Array.of(0x0a), expectAnswer({ responseMs: 1 })), 'link.timeout');
      if (client !== undefined) socket.send(bytes, client.port, client.address);
    },
    async vanish() {
      const gone = once(socket, 'close');
      socket.close();
      await gone;
    },
    async comeBack() {
      socket = await bound(port);
      hear();
    },
  };
  const hear = (): void => {
    const split = lineSplitter((line) => {
      if (line.length > 1) peer.onRequest(line);
    });
    socket.on('message', (bytes, from) => {
      client = from;
      split(bytes);
    });
  };
  hear();
  context.onTestFinished(() => {
    try {
      socket.close();
    } catch (error) {
      expect(String(error)).toContain('Not running');
    }
  });
  return { link, peer };
}

test('hears nobody but the host it was made for', async (context) => {
  const [device, stranger] = [await bound(), await bound()];
  context.onTestFinished(() => {
    device.close();
    stranger.close();
  });
  const link = makeLink(parseAddress(`udp://127.0.0.1:${device.address().port}`), { clock: systemClock });
  context.onTestFinished(() => link.close());
  await link.open();
  device.on('message', (_, from) => stranger.send(lineFrame('A'), from.port, from.address));
  await expectCode(link.sendAndReceive(lineFrame('Q'), expectAnswer({ responseMs: 100 })), 'link.timeout');
});
