// A Modbus RTU device that answers 1.2 times the wait after the question, with answers of one form, behind a bridge and on a serial port.
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import type { Link } from '#core/link.ts';
import { parseAddress } from '#core/address.ts';
import { modbusWire } from '#codec/modbus.ts';
import type { Table } from '#codec/table.ts';
import { commandOf, ask } from './ask.ts';
import { isSolsteadError } from '#core/errors.ts';
import { definitionOf } from '#devices/registry.ts';
import type { AskedDefinition, ReadCommand } from '#devices/definition.ts';
import { createHome } from '#sim/home.ts';
import { createModbusSlave } from '#sim/modbus-slave.ts';
import { startPty } from '#sim/pty.ts';
import { startWireServer, type WireServer } from '#sim/wire-server.ts';
import { needs } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { makeLink } from '#transport/open-link.ts';
import { LinkQueue } from './link-queue.ts';

const responseMs = 300;
const lateMs = 1.2 * responseMs;

/** Registers that hold their own number. */
async function served(context: TestContext): Promise<WireServer> {
  const home = createHome({ startMs: Date.parse('2026-06-20T11:00:00Z') });
  const emulator = createModbusSlave({
    name: 'late',
    framing: 'rtu',
    unit: 1,
    baud: 19_200,
    read: () => home.snapshot(),
    show: ({ holding }) => {
      for (let register = 0; register < 64; register += 1) holding.set(register, register);
    },
  });
  const server = await startWireServer({ emulator, clock, thinkMs: 1 });
  context.onTestFinished(() => server.close());
  return server;
}

const words: Table = {
  rows: [],
  decode: (payload) => {
    const values = Array.from(
      { length: payload.length / 2 },
      (_, at) => 256 * (payload[2 * at] ?? 0) + (payload[2 * at + 1] ?? 0),
    );
    return { values, raws: values, problems: [] };
  },
};
const read = (name: string): ReadCommand => ({ kind: 'read', name, title: name, answerBytes: 13, table: words });

function definition(): AskedDefinition {
  const found = definitionOf('srne');
  if (!('wire' in found) || found.mode !== 'request') throw new TypeError('assertion: srne is asked');
  const commands = [read('holding 0 4'), read('holding 10 4'), read('holding 20 4'), read('holding 900 4')];
  return { ...found, wire: modbusWire({ framing: 'rtu', unit: 1 }), commands, responseMs, pauseMs: 0 };
}

const ways = {
  'behind a bridge': async (_context: TestContext, server: WireServer): Promise<Link> =>
    makeLink(parseAddress(server.address), { clock }),
  'on a serial port': async (context: TestContext, server: WireServer): Promise<Link> => {
    needs(context, 'socat');
    const path = join(tempDir(context), 'ttyUSB0');
    const outcome = await startPty({ server, path, clock });
    if (!('pty' in outcome)) throw new Error(outcome.reason);
    context.onTestFinished(() => outcome.pty.close());
    return makeLink(parseAddress(`serial://${path}?baud=19200`), { clock });
  },
};

test.for(Object.keys(ways))('a late answer of the same form is not taken for the next, %s', async (way, context) => {
  const server = await served(context);
  const link = await ways[way as keyof typeof ways](context, server);
  const queue = new LinkQueue(link, clock);
  context.onTestFinished(() => queue.close());
  const device = definition();
  const answer = (name: string): Promise<unknown> =>
    queue
      .turn('live', (line) => ask(line, device, commandOf(device, name)))
      .then(
        ({ decoded }) => decoded.values,
        (error: unknown) => (isSolsteadError(error) ? error.code : error),
      );
  const late = async (name: string): Promise<unknown> => {
    await server.faults.set({ slowStartMs: lateMs });
    const got = await answer(name);
    await server.faults.set({ slowStartMs: 0 });
    return got;
  };

  expect(await answer('holding 0 4')).toEqual([0, 1, 2, 3]);
  expect(await late('holding 0 4')).toBe('link.timeout');
  expect(await answer('holding 10 4')).toEqual([10, 11, 12, 13]);
  expect(await answer('holding 20 4')).toEqual([20, 21, 22, 23]);
  // A refusal that comes late is not the next question's.
  expect(await late('holding 900 4')).toBe('link.timeout');
  expect(await answer('holding 20 4')).toEqual([20, 21, 22, 23]);
  expect(await answer('holding 900 4')).toBe('command.refused');
});
