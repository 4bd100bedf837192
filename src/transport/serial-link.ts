// Links over serial ports and USB adapters (`serialport`).
import { because } from '#core/reason.ts';
import { external } from '#core/message-params.ts';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import { byteMs, formatAddress, type LinkAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { messageOf, SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import { makeByteLink, type Port, type PortEvents } from './byte-link.ts';
import { goOnAtEvents } from './poller-turn.ts';
import { lossReason, openFailure } from './port-failure.ts';
import { assertPort } from './port-file.ts';
import { completeMode } from './serial-mode.ts';

/** The part of the address a serial link needs. */
export type SerialAddress = Extract<LinkAddress, { scheme: 'serial' }>;

/** Longest silence inside an answer, ms. */
const silenceMs = 80;

/** A link over a serial port, locked against other programs while open. */
export function makeSerialLink(address: SerialAddress, clock: Clock): Link {
  const name = formatAddress(address);
  const mode = completeMode(address.mode);
  const open = async (events: PortEvents): Promise<Port> => {
    await assertUsable(name, address.path);
    const { nativePorts } = await import('./native-ports.ts');
    const port = new nativePorts.SerialPort({
      path: address.path,
      baudRate: mode.baud,
      dataBits: mode.dataBits,
      parity: mode.parity,
      stopBits: mode.stopBits,
      lock: true,
      autoOpen: false,
    });
    await new Promise<void>((resolve, reject) => {
      port.open((thrown) => {
        if (thrown === null || thrown === undefined) resolve();
        else
          reject(
            new SolsteadError('link.unavailable', {
              at: name,
              why: because('serial.not-opened', { said: external(messageOf(thrown)) }),
              cause: thrown,
            }),
          );
      });
    });
    return portOf(port, events);
  };
  return makeByteLink({ name, byteMs: byteMs(mode), silenceMs, padded: false, open }, clock);
}

/** Asks the system first: the errors of `serialport` carry no code to branch on. */
async function assertUsable(name: string, path: string): Promise<void> {
  try {
    await assertPort(name, path, because('serial.not-serial'));
    await access(path, constants.R_OK | constants.W_OK);
  } catch (thrown) {
    throw thrown instanceof SolsteadError ? thrown : openFailure(name, thrown);
  }
}

function portOf(port: SerialPort, events: PortEvents): Port {
  let loss: unknown;
  let isClosing = false;
  if (port.port !== undefined && 'poller' in port.port) goOnAtEvents(port.port.poller);
  port.on('data', (bytes: Buffer) => events.onBytes(bytes));
  port.on('error', (thrown: Error) => {
    loss = thrown;
  });
  port.on('close', (thrown: unknown) => {
    if (!isClosing) events.onClosed(lossReason(loss ?? thrown));
  });
  return {
    write: (bytes) =>
      settled((done) => port.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), done)),
    drain: () => settled((done) => port.flush(done)),
    close: async () => {
      isClosing = true;
      if (port.isOpen) await settled((done) => port.close(done)).catch(() => undefined);
    },
  };
}

function settled(run: (done: (thrown: Error | null | undefined) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    run((thrown) => (thrown === null || thrown === undefined ? resolve() : reject(thrown)));
  });
}
