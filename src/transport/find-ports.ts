// Which ports of this computer a device may hang on: serial ports and hidraw devices, from /sys and /dev of Linux.
import { because } from '#core/reason.ts';
import { constants } from 'node:fs';
import { access, readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatAddress } from '#core/address.ts';
import { systemCode } from '#core/errors.ts';
import type { PortView } from '#core/field.ts';

/** Where to look; a test gives folders of its own. */
export interface PortRoots {
  readonly dev: string;
  readonly sys: string;
}

/** What the USB device behind a port says about itself. */
interface UsbDevice {
  readonly maker?: string;
  readonly product?: string;
  /** `0665:5161`. */
  readonly id?: string;
}

const systemRoots: PortRoots = { dev: '/dev', sys: '/sys' };

/** Lists the ports, with addresses that stay the same when they are plugged in again; never throws. */
export async function findPorts(roots: PortRoots = systemRoots): Promise<readonly PortView[]> {
  const [serial, hid] = await Promise.all([serialPorts(roots), hidPorts(roots)]);
  return [...serial, ...hid];
}

async function serialPorts({ dev, sys }: PortRoots): Promise<readonly PortView[]> {
  const stable = await stableNames(join(dev, 'serial/by-id'));
  const found = await Promise.all(
    (await names(join(sys, 'class/tty'))).map(async (name): Promise<readonly PortView[]> => {
      const node = join(sys, 'class/tty', name);
      if (!(await isWired(node))) return [];
      const usb = await usbOf(join(node, 'device'), sys);
      const path = join(dev, name);
      const address = formatAddress({ scheme: 'serial', path: stable.get(path) ?? path, mode: {} });
      return [{ address, path, kind: 'serial', title: titleOf(usb, 'Serial port'), ...(await usability(path)) }];
    }),
  );
  return found.flat();
}

/** Consoles and pseudo-terminals have no device; a UART the kernel only made room for has type 0. */
async function isWired(node: string): Promise<boolean> {
  const device = await realpath(join(node, 'device')).catch(() => undefined);
  return device !== undefined && (await text(join(node, 'type'))) !== '0';
}

async function hidPorts({ dev, sys }: PortRoots): Promise<readonly PortView[]> {
  return Promise.all(
    (await names(join(sys, 'class/hidraw'))).map(async (name): Promise<PortView> => {
      const device = join(sys, 'class/hidraw', name, 'device');
      const path = join(dev, name);
      const usb = await usbOf(device, sys);
      const hidName = /^HID_NAME=(.+)$/m.exec((await text(join(device, 'uevent'))) ?? '')?.[1];
      const title = titleOf(
        usb.id === undefined && hidName !== undefined ? { product: hidName } : usb,
        'USB HID device',
      );
      return { address: formatAddress({ scheme: 'hid', path }), path, kind: 'hid', title, ...(await usability(path)) };
    }),
  );
}

/** The device's real node -> its name under /dev/serial/by-id, which follows the adapter and not the socket. */
async function stableNames(folder: string): Promise<ReadonlyMap<string, string>> {
  const stable = new Map<string, string>();
  for (const name of await names(folder)) {
    const target = await readlink(join(folder, name)).catch(() => undefined);
    if (target !== undefined) stable.set(join(folder, target), join(folder, name));
  }
  return stable;
}

/** Walks up from an interface to the USB device that holds its identity. */
async function usbOf(device: string, sys: string): Promise<UsbDevice> {
  const root = await realpath(sys).catch(() => sys);
  let folder = await realpath(device).catch(() => root);
  while (folder.startsWith(`${root}/`)) {
    const vendor = await text(join(folder, 'idVendor'));
    if (vendor !== undefined) {
      const [id, maker, product] = await Promise.all(
        ['idProduct', 'manufacturer', 'product'].map((name) => text(join(folder, name))),
      );
      return {
        id: `${vendor}:${id ?? '?'}`,
        ...(maker === undefined ? {} : { maker }),
        ...(product === undefined ? {} : { product }),
      };
    }
    folder = dirname(folder);
  }
  return {};
}

function titleOf({ maker, product, id }: UsbDevice, otherwise: string): string {
  const words = [maker, product].filter((word) => word !== undefined).join(' ');
  const title = words === '' ? otherwise : words;
  return id === undefined ? title : `${title} (${id})`;
}

async function usability(path: string): Promise<Pick<PortView, 'usable' | 'problem'>> {
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return { usable: true };
  } catch (thrown) {
    const isMissing = systemCode(thrown) === 'ENOENT';
    return {
      usable: false,
      problem: isMissing ? because('port.not-in-container', { path }) : because('port.no-access'),
    };
  }
}

async function names(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder).catch((): string[] => []);
  return found.toSorted((left, right) => left.localeCompare(right, 'en', { numeric: true }));
}

async function text(path: string): Promise<string | undefined> {
  const content = await readFile(path, 'utf8').catch(() => '');
  return content.trim() === '' ? undefined : content.trim();
}
