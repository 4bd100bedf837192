import { because, inEnglish } from '#core/reason.ts';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { findPorts, type PortRoots } from './find-ports.ts';

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
    ['hid hidraw0', 'INNO TECH USB to Serial (0665:5161)', true],
    ['hid hidraw1', 'A keyboard', 'hidraw1 is not in this container'],
  ]);
  expect(found[1]?.path).toMatch(/dev\/ttyUSB0$/);
});

test('finds nothing where there is nothing, and never throws on a real system', async (context) => {
  expect(await findPorts({ dev: `${tempDir(context)}/none`, sys: '/nonexistent' })).toEqual([]);
  for (const port of await findPorts()) expect(port.address).toMatch(/^(serial|hid):\/\/\/dev\//);
});
