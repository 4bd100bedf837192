// A whole house plays a meter: what its own Shelly says over the broker goes through hub and flow to one who follows, over HTTP and UDP; when
// the Shelly is gone the meter is silent, and there again with it.
import { createSocket } from 'node:dgram';
import { expect, test, type TestContext, vi } from 'vitest';
import type { Principal } from '#core/access.ts';
import { ask } from '#server/testing/test-server.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { openOwnedHouse } from './testing/owned-house.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Who looks at the power flow, as the page does. */
const reader: Principal = { id: 'test', name: 'test', kind: 'home', grants: [{ site: 'demo', may: 'owner' }] };
const address = '127.0.0.1';
const poll = JSON.stringify({ id: 7, src: 'battery', method: 'EM.GetStatus', params: { id: 0 } });

/** One who follows over UDP: what was answered since it was asked last. */
async function follower(context: TestContext, port: number) {
  const socket = createSocket('udp4');
  context.onTestFinished(() => void socket.close());
  const heard: number[] = [];
  socket.on('message', (bytes) => {
    const { result } = JSON.parse(bytes.toString()) as { readonly result: { readonly total_act_power: number } };
    heard.push(result.total_act_power);
  });
  return {
    heard,
    ask: () => socket.send(poll, port, address),
  };
}

test('one who follows reads the grid power of the flow, over HTTP and UDP; without its source the meter is silent', async (context) => {
  const home = await openOwnedHouse();
  context.onTestFinished(() => home.close());
  const [port, udp] = [await freePort(), await freePort()];
  const settings = {
    kind: 'shelly-meter',
    model: 'pro-3em',
    address,
    port,
    udp: String(udp),
    announce: false,
    split: 'even',
    freshSeconds: 8,
  };
  const added = await ask(home.port, '/api/v1/sites/demo/outputs', {
    method: 'POST',
    token: home.token,
    json: { name: 'For the battery', settings, filter: {}, isOn: true },
  });
  expect(added).toMatchObject({ status: 201 });

  const read = async (): Promise<number | undefined> => {
    const answer = await fetch(`http://${address}:${port}/rpc/EM.GetStatus?id=0`).catch(() => undefined);
    if (answer?.ok !== true) return undefined;
    return ((await answer.json()) as { readonly total_act_power: number }).total_act_power;
  };
  const flow = (): number | undefined => home.house.hub.as(reader).site('demo').snapshot().flow.grid.powerW;
  const { heard, ask: askAgain } = await follower(context, udp);
  /** What the flow said before and after is the same: then the meter said it, too. */
  const together = async () => {
    const before = flow();
    const [overHttp, count] = [await read(), heard.length];
    askAgain();
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(count), { timeout: 20_000 });
    expect(flow()).toBe(before);
    return { flow: before, overHttp, overUdp: heard.at(-1) };
  };
  const seen = new Set<number>();
  await vi.waitFor(
    async () => {
      const said = await together();
      expect(said.flow).toBeTypeOf('number');
      expect(said.overHttp).toBeCloseTo(said.flow ?? Number.NaN, 1);
      expect(said.overUdp).toBeCloseTo(said.flow ?? Number.NaN, 1);
      seen.add(said.flow ?? 0);
      // It follows: more than one value, each the one of the flow.
      expect(seen.size).toBeGreaterThan(1);
    },
    { timeout: 40_000, interval: 300 },
  );

  const meter = home.house.demo.devices.find(({ name }) => name === 'meter');
  if (meter === undefined) throw new TypeError('assertion: the demo has a meter');
  await meter.faults.set({ vanished: true });
  await vi.waitFor(
    async () => expect((await fetch(`http://${address}:${port}/rpc/EM.GetStatus?id=0`)).status).toBe(503),
    { timeout: 30_000, interval: 300 },
  );
  const before = heard.length;
  askAgain();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(heard.length).toBe(before);
  expect((await fetch(`http://${address}:${port}/shelly`)).status).toBe(200);

  await meter.faults.set({ vanished: false });
  await vi.waitFor(async () => expect(await read()).toBeTypeOf('number'), { timeout: 30_000, interval: 300 });
});
