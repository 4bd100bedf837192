import { because, inEnglish } from '#core/reason.ts';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAddress } from '#core/address.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { findPorts, hidNodeOf, type PortRoots } from './find-ports.ts';

function roots(
  folder: string,
  files: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>>,
): PortRoots {
  const make = (path: string): string => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    return join(folder, path);
  };
  for (const [path, content] of Object.entries(files)) writeFileSync(make(path), content);
  for (const [path, target] of Object.entries(links)) symlinkSync(target, make(path));
  return { dev: join(folder, 'dev'), sys: join(folder, 'sys') };
}

test('finds a USB adapter under its stable name and an inverter on hidraw', async (context) => {
  const usb = 'sys/devices/usb1/1-1';
  const found = await findPorts(
    roots(
      tempDir(context),
      {
        [`${usb}/idVendor`]: '1a86\n',
        [`${usb}/idProduct`]: '7523\n',
        [`${usb}/product`]: 'USB Serial\n',
        [`${usb}/1-1:1.0/ttyUSB0/tty/ttyUSB0/dev`]: '188:0\n',
        'sys/devices/usb1/1-2/idVendor': '0665\n',
        'sys/devices/usb1/1-2/idProduct': '5161\n',
        'sys/devices/usb1/1-2/manufacturer': 'INNO TECH\n',
        'sys/devices/usb1/1-2/product': 'USB to Serial\n',
        'sys/devices/usb1/1-2/1-2:1.0/0003:0665:5161.0001/uevent': 'HID_NAME=INNO TECH USB to Serial\n',
        'sys/devices/bluetooth/0005:1.0002/uevent': 'DRIVER=hid\nHID_NAME=A keyboard\n',
        'sys/devices/pnp/ttyS0/type': '4\n',
        'sys/devices/pnp/ttyS1/type': '0\n',
        'sys/class/tty/ttyS0/type': '4\n',
        'sys/class/tty/ttyS1/type': '0\n',
        'sys/class/tty/tty1/dev': '4:1\n',
        'dev/ttyUSB0': '',
        'dev/ttyS0': '',
        'dev/hidraw0': '',
      },
      {
        'sys/class/tty/ttyUSB0/device': '../../../devices/usb1/1-1/1-1:1.0/ttyUSB0',
        'sys/class/tty/ttyS0/device': '../../../devices/pnp/ttyS0',
        'sys/class/tty/ttyS1/device': '../../../devices/pnp/ttyS1',
        'sys/class/hidraw/hidraw0/device': '../../../devices/usb1/1-2/1-2:1.0/0003:0665:5161.0001',
        'sys/class/hidraw/hidraw1/device': '../../../devices/bluetooth/0005:1.0002',
        'dev/serial/by-id/usb-1a86_USB_Serial-if00-port0': '../../ttyUSB0',
      },
    ),
  );
  const shown = found.map(({ address, kind, title, usable, problem }) => [
    `${kind} ${address.replace(/^.*\/dev\//, '')}`,
    title,
    usable || inEnglish(problem ?? because('outside.said', { said: 'no reason' })).replace(/^.*\/dev\//, ''),
  ]);
  expect(shown).toEqual([
    ['serial ttyS0', 'Serial port', true],
    ['serial serial/by-id/usb-1a86_USB_Serial-if00-port0', 'USB Serial (1a86:7523)', true],
    ['hid hid://0665:5161', 'INNO TECH USB to Serial (0665:5161)', true],
    ['hid hidraw1', 'A keyboard', 'hidraw1 is not in this container'],
  ]);
  expect(found[1]?.path).toMatch(/dev\/ttyUSB0$/);
});

/** Bridges of one kind by where they are plugged in: the node each has, and its serial number. */
function bridges(folder: string, plugged: Readonly<Record<string, { node: string; serial?: string }>>): PortRoots {
  const files: Record<string, string> = {};
  const links: Record<string, string> = {};
  for (const [place, { node, serial }] of Object.entries(plugged)) {
    const usb = `sys/devices/usb1/${place}`;
    files[`${usb}/idVendor`] = '0665\n';
    files[`${usb}/idProduct`] = '5161\n';
    if (serial !== undefined) files[`${usb}/serial`] = `${serial}\n`;
    files[`${usb}/${place}:1.0/0003:0665:5161.0001/uevent`] = 'HID_NAME=bridge\n';
    links[`sys/class/hidraw/${node}/device`] = `../../../devices/usb1/${place}/${place}:1.0/0003:0665:5161.0001`;
  }
  return roots(folder, files, links);
}

const bridge = { scheme: 'hid', usb: '0665:5161' } as const;

test('bridges are told apart by serial number where they have one, else by where they are plugged in', async (context) => {
  const addressesOf = async (plugged: Parameters<typeof bridges>[1]) => {
    const where = bridges(tempDir(context), plugged);
    const found = await findPorts(where);
    for (const { address, path } of found) {
      const parsed = parseAddress(address);
      expect('usb' in parsed ? await hidNodeOf(parsed, where) : undefined).toBe(path);
    }
    return found.map(({ address }) => address);
  };
  expect(await addressesOf({ '1-1': { node: 'hidraw3' } })).toEqual(['hid://0665:5161']);
  expect(
    await addressesOf({ '1-1': { node: 'hidraw0', serial: 'A' }, '1-2': { node: 'hidraw1', serial: 'B 2' } }),
  ).toEqual(['hid://0665:5161?serial=A', 'hid://0665:5161?serial=B%202']);
  expect(
    await addressesOf({ '1-1.4': { node: 'hidraw0', serial: '0' }, '1-2': { node: 'hidraw1', serial: '0' } }),
  ).toEqual(['hid://0665:5161?usb=1-1.4', 'hid://0665:5161?usb=1-2']);
});

test('an address that may mean two names both; one that means none says so', async (context) => {
  const two = bridges(tempDir(context), { '1-1': { node: 'hidraw0' }, '1-2': { node: 'hidraw1' } });
  await expect(hidNodeOf(bridge, two)).rejects.toThrow(
    /2 USB HID devices 0665:5161.*hid:\/\/0665:5161\?usb=1-1.*usb=1-2/,
  );
  expect(await hidNodeOf({ ...bridge, place: '1-2' }, two)).toMatch(/dev\/hidraw1$/);
  await expect(hidNodeOf({ ...bridge, serial: 'A' }, two)).rejects.toMatchObject({ reason: { code: 'hid.none' } });
  await expect(hidNodeOf({ ...bridge, usb: '1a86:e008' }, two)).rejects.toMatchObject({ reason: { code: 'hid.none' } });
});

test('adapters that say the same of themselves have names by path, as that by id leads to one of them only', async (context) => {
  const usb = (place: string, tty: string) => ({
    [`sys/devices/usb1/${place}/idVendor`]: '1a86\n',
    [`sys/devices/usb1/${place}/idProduct`]: '7523\n',
    [`sys/devices/usb1/${place}/${place}:1.0/${tty}/tty/${tty}/dev`]: '188:0\n',
    [`dev/${tty}`]: '',
  });
  const found = await findPorts(
    roots(
      tempDir(context),
      { ...usb('1-1', 'ttyUSB0'), ...usb('1-2', 'ttyUSB1') },
      {
        'sys/class/tty/ttyUSB0/device': '../../../devices/usb1/1-1/1-1:1.0/ttyUSB0',
        'sys/class/tty/ttyUSB1/device': '../../../devices/usb1/1-2/1-2:1.0/ttyUSB1',
        'dev/serial/by-id/usb-1a86_USB_Serial-if00-port0': '../../ttyUSB1',
        'dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0': '../../ttyUSB0',
        'dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0': '../../ttyUSB1',
      },
    ),
  );
  expect(found.map(({ address }) => decodeURIComponent(address).replace(/^.*\/dev\/serial\//, ''))).toEqual([
    'by-path/pci-0000:00:14.0-usb-0:1:1.0-port0',
    'by-path/pci-0000:00:14.0-usb-0:2:1.0-port0',
  ]);
});

test('finds nothing where there is nothing, and never throws on a real system', async (context) => {
  expect(await findPorts({ dev: `${tempDir(context)}/none`, sys: '/nonexistent' })).toEqual([]);
  for (const port of await findPorts()) expect(port.address).toMatch(/^(serial:\/\/\/dev\/|hid:\/\/)/);
});
