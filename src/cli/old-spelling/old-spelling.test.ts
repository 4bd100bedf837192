import { expect, test } from 'vitest';
import { oldCall } from './old-spelling.ts';
import { portAddress } from './port-address.ts';

const links: Readonly<Record<string, string>> = {
  '/dev/mppsolar': '/dev/hidraw3',
  '/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0': '/dev/ttyUSB0',
  '/dev/serial/by-id/usb-Espressif_hidraw': '/dev/ttyACM0',
};
const realPath = (path: string): string => links[path] ?? path;

const argsOf = (line: string): readonly string[] => {
  const call = oldCall(line.split(' '), realPath);
  return call.kind === 'run' ? call.args : call.lines;
};

test.each([
  ['/dev/hidraw0', 'hid:///dev/hidraw0'],
  ['/dev/ttyUSB0', 'serial:///dev/ttyUSB0'],
  ['/dev/ttyACM0', 'serial:///dev/ttyACM0'],
  ['/dev/ttyS0', 'serial:///dev/ttyS0'],
  ['/dev/mppsolar', 'hid:///dev/mppsolar'],
  ['/dev/latest-inverter', 'serial:///dev/latest-inverter'],
  ['/dev/hidraw-of-mine', 'serial:///dev/hidraw-of-mine'],
  [
    '/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0',
    'serial:///dev/serial/by-path/pci-0000%3A00%3A14.0-usb-0%3A1%3A1.0',
  ],
  ['/dev/serial/by-id/usb-Espressif_hidraw', 'serial:///dev/serial/by-id/usb-Espressif_hidraw'],
  ['COM3', 'serial:///COM3'],
  ['192.168.1.5:8899', 'tcp://192.168.1.5:8899'],
  ['[fe80::1]:8899', 'tcp://[fe80::1]:8899'],
  ['c8:47:8c:00:11:22', 'ble://C8:47:8C:00:11:22'],
  ['tcp://inverter.local:23', 'tcp://inverter.local:23'],
])('%s is looked at, not guessed at', (port, address) => {
  expect(portAddress({ port }, realPath)).toBe(address);
});

test.each(['test', 'test0', '/dev/test', 'test:'])('%s stands for examples', (port) => {
  expect(portAddress({ port }, realPath)).toBe('test:');
  expect(portAddress({ port: '/dev/ttyUSB0', portType: 'test' }, realPath)).toBe('test:');
});

test.each(['latest', 'AA:BB:CC:DD:EE', 'ttyUSB0', '192.168.1.5', ''])('%s is no port, and is told so', (port) => {
  expect(() => portAddress({ port }, realPath)).toThrow(/no path/);
});

test('a type of port says what it is', () => {
  expect(portAddress({ port: '/dev/inverter', portType: 'HIDRAW' }, realPath)).toBe('hid:///dev/inverter');
  expect(portAddress({ port: '/dev/hidraw0', portType: 'serial', baud: 9600 }, realPath)).toBe(
    'serial:///dev/hidraw0?baud=9600',
  );
  expect(() => portAddress({ port: '/dev/x', portType: 'nosuch' }, realPath)).toThrow(/no such type/);
  expect(() => portAddress({ port: '/dev/x', portType: 'esp32' }, realPath)).toThrow(/is not there/);
});

test('the call of the documents', () => {
  expect(argsOf('-p /dev/hidraw0 -P PI30 -c QPIGS#QMOD -o screen')).toEqual([
    'read',
    '--port=hid:///dev/hidraw0',
    '--protocol=pi30',
    '--output=screen',
    '--',
    'QPIGS',
    'QMOD',
  ]);
});

test('every flag has its place', () => {
  expect(
    argsOf(
      '-n roof -p /dev/ttyUSB0 -b 2400 -P jk232 -T tag -o mqtt,prom_file,prom_push,json_udp,postgres,mongo --keepcase --filter ^a --exclfilter b$ ' +
        '-q broker --mqttport 1884 --mqttuser ada --mqttpass secret --mqtttopic results --udpport 6000 --postgres_url postgres://u:p@h/d ' +
        '--mongo_url mongodb://m/x --mongo_db sun --pushurl http://gw:9091 --prom_output_dir /tmp/p --dev usb --getstatus -D',
    ),
  ).toEqual([
    'read',
    '--port=serial:///dev/ttyUSB0?baud=2400',
    '--protocol=jbd',
    '--output=mqtt,prom_file,prom_push,json_udp,postgres,mongo',
    '--to=mqtt://ada@broker:1884',
    '--to=http://gw:9091',
    '--to=/tmp/p',
    '--to=udp://localhost:6000',
    '--to=postgres://u:p@h/d',
    '--to=mongodb://m/x',
    '--name=roof',
    '--tag=tag',
    '--filter=^a',
    '--exclude=b$',
    '--topic=results',
    '--dev=usb',
    '--database=sun',
    '--keep-case',
    '--debug',
    '--',
    'get_status',
  ]);
  const call = oldCall(['-c', 'QPI', '-o', 'mqtt', '--mqttpass', 'secret'], realPath);
  expect(call).toMatchObject({ kind: 'run', password: 'secret' });
  expect(JSON.stringify(call.kind === 'run' ? call.args : [])).not.toContain('secret');
});

test.each([
  ['-c', 'list_commands'],
  ['--getsettings', 'get_settings'],
  ['--getDeviceId', 'get_device_id'],
  ['--getVersion', 'get_version'],
  ['-p /dev/ttyUSB0', ''],
])('%s asks for %s', (line, word) => {
  expect(argsOf(line).at(-1)).toBe(word);
});

test('lists, version and file', () => {
  expect(argsOf('-v')).toEqual(['--version']);
  expect(argsOf('-P')).toEqual(['list', 'protocols']);
  expect(argsOf('-o').join('\n')).toContain('prom_pushd');
  expect(argsOf('-C /etc/x.conf --daemon')).toEqual(['daemon', '--configfile=/etc/x.conf']);
  expect(argsOf('-C /etc/x.conf --daemon --pidfile /run/x')).toEqual([
    'daemon',
    '--configfile=/etc/x.conf',
    '--pidfile=/run/x',
  ]);
  // Without --daemon it asks once and ends, as there.
  expect(argsOf('-C')).toEqual(['daemon', '--configfile=/etc/mpp-solar/mpp-solar.conf', '--once', '--log-level=warn']);
});

test.each([
  ['screen', 'screen'],
  ['broker', 'mqtt://broker:1883'],
  ['broker:1884', 'mqtt://broker:1884'],
  ['mqtt://broker', 'mqtt://broker:1883'],
  ['mqtts://broker', 'mqtts://broker:8883'],
  ['fe80::1', 'mqtt://[fe80::1]:1883'],
])('-q %s is %s', (broker, place) => {
  expect(argsOf(`-o mqtt -c QPI -q ${broker}`)).toContain(`--to=${place}`);
});

test.each([
  ['-o hass_mqt', /^-o hass_mqt: there is no such output; .*did you mean hass_mqtt\?$/],
  ['-o screen,prometheus', /^-o prometheus: .*did you mean prom\?$/],
  ['-o homeassistant', /did you mean hassd_mqtt\?$/],
  ['-o hassd_mqtt2', /did you mean hassd_mqtt\?$/],
  ['-o influx', /did you mean influx2_mqtt\?$/],
  ['-o nothing', /^-o nothing: there is no such output; known are screen, .*postgres$/],
  ['-o prom_push --pushurl gateway', /^--pushurl: write the address as http:/],
  ['-o mongo', /^--mongo_url: the output mongo needs it$/],
  ['-o postgres --postgres_url x', /^--postgres_url: write the address as postgres:/],
  ['-o mqtt --mqttport 99999', /^--mqttbroker: write the address/],
  ['-c QPI QMOD', /^-c: QMOD does not belong there: commands have # between them, as in -c QPI#QMOD$/],
  ['-p esp32 -c QPI', /^--port esp32: .*is not there/],
  ['-R', /-o screen,raw/],
  ['-M LV5048', /-P PI41/],
])('%s says what is wrong in the old words', (line, why) => {
  expect(() => oldCall(line.split(' '), realPath)).toThrow(why);
});

test.each([
  ['--daemon-stop', /foreground/],
  ['--daemon', /name its file/],
  ['--baud fast', /fast is not a whole number/],
  ['--nosuch', /unknown option/],
])('%s tells the new way', (line, why) => {
  expect(() => oldCall(line.split(' '), realPath)).toThrow(why);
});

test.each(['socket', 'tcp', 'remotesocket'])('the type %s is what it is in the file of a daemon', (portType) => {
  expect(portAddress({ port: '10.0.0.2:23', portType }, realPath)).toBe('tcp://10.0.0.2:23');
});

test('flags with their values behind them mean what they do in every other spelling', () => {
  const call = (join: (flag: string, value: string) => readonly string[]) =>
    oldCall(
      [
        ...join('--port', '/dev/ttyUSB0'),
        ...join('--protocol', 'PI30'),
        ...join('--command', 'QPIGS#QMOD'),
        ...join('--output', 'mqtt,postgres'),
        ...join('--postgres_url', 'postgres://u@h/d'),
        ...join('--mqttbroker', 'broker'),
        '--keepcase',
      ],
      realPath,
    );
  const behind = call((flag, value) => [flag, value]);
  expect(behind).toMatchObject({ kind: 'run' });
  expect(behind.kind === 'run' ? behind.args : []).toContain('--keep-case');
  expect(behind).toEqual(call((flag, value) => [`${flag}=${value}`]));
  // The last one counts, and what may stand alone does so before another flag.
  expect(argsOf('-c QPI -c QID -p /dev/ttyUSB0')).toEqual(argsOf('-cQPI -cQID -p/dev/ttyUSB0'));
  expect(argsOf('-c -p /dev/ttyUSB0').at(-1)).toBe('list_commands');
  expect(() => oldCall(['--daemon-stop', '-D'], realPath)).toThrow(/foreground/);
});
