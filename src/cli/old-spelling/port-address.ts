// The port as mpp-solar is given it, as an address. What is behind a path is looked up, and never guessed from the letters of its name:
// `/dev/latest-inverter` is no test, and a path of a USB port with colons no Bluetooth device.
import { SolsteadError } from '#core/errors.ts';
import { withNearest } from '#core/near-word.ts';
import { because } from '#core/reason.ts';
import { visible } from '#core/visible.ts';

/** What `--porttype` says, and what we call it. */
const portTypes: Readonly<Record<string, 'serial' | 'hid' | 'tcp' | 'ble' | 'test' | 'none'>> = {
  serial: 'serial',
  jkserial: 'serial',
  dalyserial: 'serial',
  daly: 'serial',
  vserial: 'serial',
  ttyusb: 'serial',
  hidraw: 'hid',
  usb: 'hid',
  mppsolar: 'hid',
  remotesocket: 'tcp',
  socket: 'tcp',
  tcp: 'tcp',
  mqtt: 'none',
  test: 'test',
  esp32: 'none',
  esp: 'none',
  jkble: 'ble',
  ble: 'ble',
};

/** A port, and what else is said of it. */
export interface OldPort {
  readonly port: string;
  readonly portType?: string | undefined;
  readonly baud?: number | undefined;
}

/** Errors: `input.usage`. */
const refused = (at: string, code: 'old.port-kind' | 'old.port'): SolsteadError =>
  new SolsteadError('input.usage', { at, why: because(code) });

/** A type of port that there is not. */
function noType(word: string): SolsteadError {
  const at = `--porttype ${visible(word.slice(0, 60))}`;
  return new SolsteadError('input.usage', {
    at,
    why: withNearest(because('old.port-type'), word, Object.keys(portTypes)),
  });
}

/** The address of a Bluetooth device. */
const sixParts = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i;

/** `host:port` or `[v6]:port`; a Bluetooth address has six parts, and a path a slash. */
const hostAndPort = /^(?:[\w.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/i;

const encoded = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

function serial(path: string, baud: number | undefined): string {
  return `serial:///${encoded(path).replace(/^\//, '')}${baud === undefined ? '' : `?baud=${baud}`}`;
}

/** The address of a port; `realPath` follows links as the system does, and gives the path back if there is nothing. Errors: `input.usage`. */
export function portAddress({ port, portType, baud }: OldPort, realPath: (path: string) => string): string {
  if (/^[a-z]+:\/\//.test(port)) return port;
  const said = portType === undefined ? undefined : portTypes[portType.toLowerCase()];
  if (portType !== undefined && said === undefined) throw noType(portType);
  if (said === 'test' || (said === undefined && /^(?:\/dev\/)?test\d*:?$/i.test(port))) return 'test:';
  if (said === 'none') throw refused('--porttype', 'old.port-kind');
  if (said === 'tcp' || (said === undefined && hostAndPort.test(port))) {
    if (!hostAndPort.test(port)) throw refused('--port', 'old.port');
    return `tcp://${port}${baud === undefined ? '' : `?baud=${baud}`}`;
  }
  if (said === 'ble' || (said === undefined && sixParts.test(port))) {
    if (!sixParts.test(port)) throw refused('--port', 'old.port');
    return `ble://${port.toUpperCase()}`;
  }
  if (!port.startsWith('/')) {
    // The names of ports on Windows.
    if (/^(?:\\\\\.\\)?COM\d+$/i.test(port)) return serial(port.replace(/^.*\\/, '').toUpperCase(), baud);
    if (/^(?:mqtt|esp(?:32)?)$/i.test(port)) throw refused(`--port ${port}`, 'old.port-kind');
    throw refused('--port', 'old.port');
  }
  const isHid = said === 'hid' || (said === undefined && /^hidraw\d+$/.test(realPath(port).split('/').at(-1) ?? ''));
  return isHid ? `hid://${encoded(port)}` : serial(port, baud);
}
