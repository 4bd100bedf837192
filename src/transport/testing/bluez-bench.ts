// A private message bus with an emulated BlueZ on it, and devices of it that a test steers.
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { TestContext } from 'vitest';
import { fromHex, toHex } from '#core/bytes.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { doWithout, needs } from '#tools/testkit/needs.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

/** A bus with BlueZ. */
export interface BluezBus {
  /** As in `DBUS_SYSTEM_BUS_ADDRESS`. */
  readonly address: string;
  /** Where devices are made. */
  readonly socket: string;
  /** Ends BlueZ; the bus stays. */
  stopBluez(): Promise<void>;
}

const bindings = '/usr/lib/python3/dist-packages/gi';

/** A bus of its own, which is no system bus: whoever runs the test may do everything. */
export async function openBus(
  context: Owner & Pick<TestContext, 'skip'>,
): Promise<{ address: string; folder: string }> {
  const daemon = needs(context, 'dbus-daemon');
  const folder = tempDir(context);
  const address = `unix:path=${folder}/bus`;
  writeFileSync(
    `${folder}/bus.conf`,
    `<busconfig><type>system</type><listen>${address}</listen><auth>EXTERNAL</auth><policy context="default">
     <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
  );
  const bus = await spawned(context, [
    daemon,
    `--config-file=${folder}/bus.conf`,
    '--nofork',
    '--nopidfile',
    '--print-address',
  ]);
  await bus.waitForOutput('unix:');
  return { address, folder };
}

/** A bus with an emulated BlueZ. */
export async function openBluezBus(context: Owner & Pick<TestContext, 'skip'>): Promise<BluezBus> {
  const { address, folder } = await openBus(context);
  if (!existsSync(bindings)) doWithout(context, `needs ${bindings}: apt-get install python3-gi`);
  const socket = `${folder}/mock`;
  const mock = await spawned(context, ['/usr/bin/python3', `${import.meta.dirname}/bluez-mock.py`, socket], {
    env: { DBUS_SYSTEM_BUS_ADDRESS: address },
  });
  await mock.waitForOutput('ready');
  return { address, socket, stopBluez: mock.stop };
}

/** A device that the test steers. */
export interface BluezDevice {
  readonly device: string;
  /** Every write of the link, as hex, and how it was written. */
  readonly writes: { readonly hex: string; readonly type: string }[];
  onWrite: (bytes: Uint8Array) => void;
  tell(command: { readonly do: string } & Readonly<Record<string, unknown>>): Promise<void>;
  send(bytes: Uint8Array): Promise<void>;
}

/** Makes a device; it is gone with the test. */
export async function makeDevice(context: Owner, { socket: path }: BluezBus): Promise<BluezDevice> {
  const socket = connect(path);
  const { promise: named, resolve } = Promise.withResolvers<string>();
  const commands: (() => void)[] = [];
  const writes: BluezDevice['writes'] = [];
  createInterface({ input: socket }).on('line', (line) => {
    const told = JSON.parse(line) as { device?: string; wrote?: string; type?: string };
    if (told.device !== undefined) resolve(told.device);
    else if (told.wrote === undefined) commands.shift()?.();
    else {
      writes.push({ hex: told.wrote, type: told.type ?? '' });
      made.onWrite(fromHex(told.wrote));
    }
  });
  socket.on('error', () => undefined);
  context.onTestFinished(() => void socket.destroy());
  const tell: BluezDevice['tell'] = (command) =>
    new Promise((done) => {
      commands.push(done);
      socket.write(`${JSON.stringify(command)}\n`);
    });
  const made: BluezDevice = {
    device: await named,
    writes,
    onWrite: () => undefined,
    tell,
    send: (bytes) => tell({ do: 'send', hex: toHex(bytes) }),
  };
  return made;
}
