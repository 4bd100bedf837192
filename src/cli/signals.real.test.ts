// SIGTERM and SIGINT: each command that runs for long ends within a second, with the exit code of docs/command-line.md.
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import { type Broker, mosquitto } from '#tools/testkit/mosquitto.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

vi.setConfig({ testTimeout: 180_000 });

/** A second, on a computer that does nothing beside. */
const mostMs = 8000;

const program = join(import.meta.dirname, '../main/solstead.ts');

/** A device that takes what it is asked and says nothing; resolves for each question. */
async function silentDevice(context: TestContext) {
  const sockets = new Set<Socket>();
  let [asked, tell] = [Promise.resolve(), (): void => undefined];
  const next = (): void => void (asked = new Promise((resolve) => (tell = resolve)));
  next();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('data', () => tell());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, asked: () => asked };
}

interface Run {
  readonly args: readonly string[];
  readonly code: number;
  /** When it is at work. */
  ready(output: () => string): Promise<unknown>;
}

/** From the signal to the end, ms. */
async function endOf(context: TestContext, { args, code, ready }: Run, signal: NodeJS.Signals): Promise<number> {
  const child = await spawned(context, [process.execPath, program, ...args], { env: { SOLSTEAD_TOKEN: 'x' } });
  await ready(child.output);
  const startMs = performance.now();
  child.signal(signal);
  await vi.waitFor(() => expect(child.exit()).toBeDefined(), { timeout: 20_000, interval: 10 });
  const said = `${args.join(' ')} ${signal}\n${child.output()}`;
  expect({ said, code: child.exit() }).toEqual({ said, code });
  return performance.now() - startMs;
}

const says = (words: string) => (output: () => string) =>
  vi.waitFor(() => expect(output()).toContain(words), { timeout: 60_000 });

/** The broker says each subscription in its log. */
const subscribed =
  ({ output }: Broker) =>
  async (): Promise<void> => {
    const before = output().match(/SUBSCRIBE/g)?.length ?? 0;
    await vi.waitFor(() => expect(output().match(/SUBSCRIBE/g)?.length ?? 0).toBeGreaterThan(before), {
      timeout: 60_000,
    });
  };

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  test(`what runs for long ends soon after ${signal}`, async (context) => {
    const device = await silentDevice(context);
    const broker = await mosquitto(context, { config: ['log_type all'] });
    const data = tempDir(context);
    const link = ['--port', `tcp://127.0.0.1:${device.port}`, '--protocol', 'pi30'];
    const ports = ['--port', '0', '--mqtt-port', '0', '--host', '127.0.0.1'];
    const runs: readonly Run[] = [
      { args: ['emulate', 'pi30', '--for', '60'], code: 0, ready: says('Ctrl-C ends it') },
      { args: ['emulate', 'pi30'], code: 0, ready: says('Ctrl-C ends it') },
      { args: ['watch', 'QPIGS', ...link], code: 1, ready: device.asked },
      { args: ['topics', `mqtt://127.0.0.1:${broker.port}`, '--seconds', '60'], code: 0, ready: subscribed(broker) },
      { args: ['serve', ...ports, '--data', join(data, 'served')], code: 0, ready: says('http://localhost:') },
    ];
    for (const run of runs) expect(await endOf(context, run, signal)).toBeLessThan(mostMs);
  });
