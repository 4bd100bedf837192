// Links over /dev/hidrawN: the USB bridges of off-grid inverters (0665:5161) carry a serial stream in 8-byte reports.
import { close as closeFile, constants, open as openFile } from 'node:fs';
import { promisify } from 'node:util';
import type * as Bindings from '@serialport/bindings-cpp';
import { byteMs as byteMsOf, formatAddress, type LinkAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import type { Link } from '#core/link.ts';
import { because } from '#core/reason.ts';
import { makeByteLink, type Port, type PortEvents } from './byte-link.ts';
import { goOnAtEvents } from './poller-turn.ts';
import type { PortRoots } from './find-ports.ts';
import { lossReason, openFailure } from './port-failure.ts';
import { assertPort } from './port-file.ts';
import { completeMode } from './serial-mode.ts';

/** The part of the address a HID link needs. */
export type HidAddress = Extract<LinkAddress, { scheme: 'hid' }>;

const reportBytes = 8;
const mode = completeMode({});
/** The line behind the bridge runs at 2400 baud. */
const byteMs = byteMsOf(mode);
/** Each report is read by itself: far fewer than of a stream are a flood, bytes a second. */
const floodBytes = 16 * 1024;
/** Reports come in bursts with pauses between: longest silence inside an answer, ms. */
const silenceMs = 250;

/** A link over a hidraw device; `roots` are where USB devices are looked up. */
export function makeHidLink(address: HidAddress, clock: Clock, roots?: PortRoots): Link {
  const name = formatAddress(address);
  const open = async (events: PortEvents): Promise<Port> => {
    try {
      // A device that was plugged in again has another node.
      const path = 'usb' in address ? await (await import('./find-ports.ts')).hidNodeOf(address, roots) : address.path;
      await assertPort(name, path, because('port.no-port'));
      const { nativePorts } = await import('./native-ports.ts');
      // Without O_NONBLOCK a read would sit in a thread of the pool until the device speaks, and close() with it.
      const fd = await promisify(openFile)(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
      try {
        return portOf(pollable(nativePorts, { fd, path }), events, clock);
      } catch (thrown) {
        // A file that cannot be waited for, such as one on a disk: its handle would stay open with every trial.
        await promisify(closeFile)(fd);
        throw thrown;
      }
    } catch (thrown) {
      throw openFailure(name, thrown);
    }
  };
  return makeByteLink({ name, byteMs, silenceMs, padded: true, floodBytes, open }, clock);
}

/** An open file that is read by event (epoll); nothing of its serial side is used. */
function pollable(
  bindings: Pick<typeof Bindings, 'LinuxPortBinding'>,
  { fd, path }: { readonly fd: number; readonly path: string },
): Bindings.LinuxPortBinding {
  const unused = { rtscts: false, xon: false, xoff: false, xany: false, hupcl: false, lock: false, vmin: 1, vtime: 0 };
  return new bindings.LinuxPortBinding(fd, {
    ...unused,
    path,
    baudRate: mode.baud,
    dataBits: mode.dataBits,
    parity: mode.parity,
    stopBits: mode.stopBits,
  });
}

function portOf(file: Bindings.LinuxPortBinding, events: PortEvents, clock: Clock): Port {
  let isClosing = false;
  goOnAtEvents(file.poller);
  const close = async (): Promise<void> => {
    if (file.isOpen) await file.close();
  };
  const readOn = async (): Promise<void> => {
    const buffer = Buffer.alloc(64 * reportBytes);
    try {
      while (file.isOpen) {
        const { bytesRead } = await file.read(buffer, 0, reportBytes);
        events.onBytes(Uint8Array.from(buffer.subarray(0, bytesRead)));
      }
    } catch (thrown) {
      // Reading a device that was unplugged gives EIO; closing the file ends the read as well.
      if (isClosing) return;
      await close().catch(() => undefined);
      events.onClosed(lossReason(thrown));
    }
  };
  void readOn();
  return {
    write: async (bytes) => {
      for (const [index, report] of reportsOf(bytes).entries()) {
        // The bridge has no room for more than the line behind it has taken.
        if (index > 0) await clock.sleep(reportBytes * byteMs);
        await file.write(report);
      }
    },
    close: () => {
      isClosing = true;
      return close();
    },
  };
}

/**
 * A request as the writes of hidraw: 8-byte reports filled with zeros, each after the report number 0 of a device that
 * does not number its reports. Source: Linux, Documentation/hid/hidraw.rst, write().
 */
function reportsOf(bytes: Uint8Array): Buffer[] {
  const reports: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += reportBytes) {
    const report = Buffer.alloc(1 + reportBytes);
    report.set(bytes.subarray(start, start + reportBytes), 1);
    reports.push(report);
  }
  return reports;
}
