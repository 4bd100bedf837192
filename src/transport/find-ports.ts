// Which ports of this computer a device may hang on: serial ports and hidraw devices, from /sys and /dev of Linux.
import { because } from '#core/reason.ts';
import { constants } from 'node:fs';
import { access, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { formatAddress, type LinkAddress } from '#core/address.ts';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import type { PortView } from '#core/field.ts';
import { names, text, type UsbDevice, usbOf } from './usb-identity.ts';

/** Where to look; a test gives folders of its own. */
export interface PortRoots {
  readonly dev: string;
  readonly sys: string;
}

const systemRoots: PortRoots = { dev: '/dev', sys: '/sys' };

/** Lists the ports, with addresses that stay the same when they are plugged in again; never throws. */
export async function findPorts(roots: PortRoots = systemRoots): Promise<readonly PortView[]> {
  const [serial, hid] = await Promise.all([serialPorts(roots), hidPorts(roots)]);
  return [...serial, ...hid];
}

async function serialPorts({ dev, sys }: PortRoots): Promise<readonly PortView[]> {
  const [byId, byPath] = await Promise.all(['by-id', 'by-path'].map((kind) => stableNames(join(dev, 'serial', kind))));
  const ttys = await wiredTtys(sys);
  const shared = twiceIn(ttys.map(({ identity }) => identity));
  return Promise.all(
    ttys.map(async ({ name, usb, identity }): Promise<PortView> => {
      const path = join(dev, name);
      // Adapters that say the same of themselves share one name by id: which of them it leads to changes.
      const stable = (shared.has(identity) ? undefined : byId?.get(path)) ?? byPath?.get(path) ?? path;
      const address = formatAddress({ scheme: 'serial', path: stable, mode: {} });
      return { address, path, kind: 'serial', title: titleOf(usb, 'Serial port'), ...(await usability(path)) };
    }),
  );
}

/** What several have in common. */
const twiceIn = (all: readonly string[]): ReadonlySet<string> =>
  new Set(all.filter((one, index) => one !== '' && all.indexOf(one) !== index));

/** A serial port with a device behind it. */
interface Tty {
  readonly name: string;
  readonly usb: UsbDevice;
  /** What its name by id is made of; empty where there is none. */
  readonly identity: string;
}

async function wiredTtys(sys: string): Promise<readonly Tty[]> {
  const found = await Promise.all(
    (await names(join(sys, 'class/tty'))).map(async (name): Promise<readonly Tty[]> => {
      const node = join(sys, 'class/tty', name);
      if (!(await isWired(node))) return [];
      const usb = await usbOf(join(node, 'device'), sys);
      const part = /:(\d+\.\d+)(?:\/|$)/.exec(await realpath(join(node, 'device')).catch(() => ''))?.[1] ?? '';
      const identity = usb.id === undefined ? '' : [usb.id, usb.serial ?? '', part].join(' ');
      return [{ name, usb, identity }];
    }),
  );
  return found.flat();
}

/** Consoles and pseudo-terminals have no device; a UART the kernel only made room for has type 0. */
async function isWired(node: string): Promise<boolean> {
  const device = await realpath(join(node, 'device')).catch(() => undefined);
  return device !== undefined && (await text(join(node, 'type'))) !== '0';
}

/** A hidraw device, and who it is. */
interface HidDevice {
  readonly path: string;
  /** Its folder in /sys. */
  readonly device: string;
  readonly usb: UsbDevice;
}

async function hidDevices({ dev, sys }: PortRoots): Promise<readonly HidDevice[]> {
  return Promise.all(
    (await names(join(sys, 'class/hidraw'))).map(async (name): Promise<HidDevice> => {
      const device = join(sys, 'class/hidraw', name, 'device');
      return { path: join(dev, name), device, usb: await usbOf(device, sys) };
    }),
  );
}

type UsbAddress = Extract<LinkAddress, { readonly usb: string }>;

const isMeant = ({ usb: { id, serial, place } }: HidDevice, wanted: UsbAddress): boolean =>
  id === wanted.usb &&
  (wanted.serial === undefined || wanted.serial === serial) &&
  (wanted.place === undefined || wanted.place === place);

/** The address of a device that no other has: by its identity, with serial number or place where that is shared; else its node. */
function hidAddress(device: HidDevice, all: readonly HidDevice[]): LinkAddress {
  const { id, serial, place } = device.usb;
  if (id === undefined || place === undefined) return { scheme: 'hid', path: device.path };
  const named: UsbAddress = { scheme: 'hid', usb: id };
  const bySerial: UsbAddress = serial === undefined ? named : { ...named, serial };
  const isOnly = (address: UsbAddress): boolean => all.filter((one) => isMeant(one, address)).length === 1;
  return [named, bySerial].find(isOnly) ?? { ...named, place };
}

/** Where a USB device is now. Errors: `link.unavailable` if it is not plugged in, or the address does not tell it from others. */
export async function hidNodeOf(wanted: UsbAddress, roots: PortRoots = systemRoots): Promise<string> {
  const all = await hidDevices(roots);
  const meant = all.filter((one) => isMeant(one, wanted));
  const [only, ...others] = meant;
  const at = formatAddress(wanted);
  if (only === undefined)
    throw new SolsteadError('link.unavailable', { at, why: because('hid.none', { usb: external(wanted.usb) }) });
  if (others.length === 0) return only.path;
  const addresses = meant.map((one) => formatAddress(hidAddress(one, all)));
  const why = because('hid.several', { usb: wanted.usb, count: meant.length, addresses });
  throw new SolsteadError('link.unavailable', { at, why });
}

async function hidPorts(roots: PortRoots): Promise<readonly PortView[]> {
  const all = await hidDevices(roots);
  return Promise.all(
    all.map(async (one): Promise<PortView> => {
      const { path, device, usb } = one;
      const hidName = /^HID_NAME=(.+)$/m.exec((await text(join(device, 'uevent'))) ?? '')?.[1];
      const title = titleOf(
        usb.id === undefined && hidName !== undefined ? { product: hidName } : usb,
        'USB HID device',
      );
      return { address: formatAddress(hidAddress(one, all)), path, kind: 'hid', title, ...(await usability(path)) };
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
