import { expect, test } from 'vitest';
import { placeWords, withPlaces } from './place-words.ts';

test.each([
  ['serial:///dev/ttyUSB1?baud=2400&mode=8N1', '/dev/ttyUSB1'],
  ['serial:///dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0', '…32R_USB_UART_A50285BI-if00-port0'],
  ['hid:///dev/hidraw0', '/dev/hidraw0'],
  ['hid://0665:5161', '0665:5161'],
  ['tcp://192.168.1.40:8899?baud=2400&mode=8N1&unit=3', '192.168.1.40:8899'],
  ['udp://[fe80::1]:8899', '[fe80::1]:8899'],
  ['http://192.168.1.50/', '192.168.1.50'],
  ['mqtt://ada@broker.lan:1883', 'broker.lan:1883'],
  ['serial:///dev/a%zz', '/dev/a%zz'],
  ['no address', 'no address'],
])('%s is told as %s', (address, place) => {
  expect(placeWords(address)).toMatch(new RegExp(`${place.slice(1).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`));
});

test('a sentence keeps its words and its full stop', () => {
  expect(withPlaces('tcp://192.168.1.40:8899?baud=2400&mode=8N1: nothing answered. See serial:///dev/ttyUSB0.')).toBe(
    '192.168.1.40:8899: nothing answered. See /dev/ttyUSB0.',
  );
  expect(withPlaces('use `--mqtt-broker mqtt://name@host:1883`')).toBe('use `--mqtt-broker mqtt://name@host:1883`');
});

test('of several of a kind, each is told with what tells it from the others, as it is typed', () => {
  const [first, second] = ['hid://0665:5161?usb=1-1', 'hid://0665:5161?serial=A%20B12'];
  expect(withPlaces(`hid://0665:5161: 2 devices are plugged in; those are ${first}, ${second}.`)).toBe(
    `0665:5161: 2 devices are plugged in; those are ${first}, ${second}.`,
  );
});
