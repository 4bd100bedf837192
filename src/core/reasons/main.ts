// Why the parts of a home cannot be assembled.

/** English, by code. */
export const mainReasons = {
  'emulate.no-broker': 'an MQTT device needs a broker, such as mqtt://name@localhost:1883',
  'emulate.plain-only': 'the emulator speaks plain mqtt:// only',
  'folder.no-site': 'it holds no home yet',
  'help.no-site':
    'Set up a home in the web app first (`solstead serve`), or name the folder of another one with --data.',
  'folder.several-sites': 'there are several sites; choose one with --site: {known}',
  'folder.sites': 'known are {known}',
  'folder.no-data': 'this is not a data folder of Solstead; name it with --data',
  'folder.in-use': 'a running Solstead uses this folder',
  'help.running': '{instead}',
  'move.same-place': 'both places are the same',
  'records.address':
    'it takes an address such as postgres://name@host/database; without it, records are kept in the data folder',
  'place.address': 'the rest of the address cannot be read',
  'help.high-mqtt-port': 'Choose a port above 1023 with --mqtt-port.',
  'help.mqtt-port': 'Stop the other program, or choose another port with --mqtt-port.',
  'broker.address': 'it takes an address such as mqtt://name@host:1883',
  'port.in-use': 'the port is in use',
  'place.option': 'the option {option} is unknown; known are {known}',
  'place.influx': 'it takes ?database= (InfluxDB 1) or ?org= and &bucket= (InfluxDB 2)',
  'place.empty': 'the place is empty',
  'place.no-host': 'the host is missing',
  'place.kind': 'it is a folder, postgres://, victoria+http:// or influx+http://',
  'place.no-history': 'there is no history in this folder',
  'folder.none': 'there is no such folder',
  'emulate.tcp-port': 'choose another with --tcp-port',
  'emulate.faults': 'the faults are {known}',
  'devices.left-out': '{file} is left out: {problem}',
  'tls.no-cert': 'it is no certificate in PEM',
  'tls.no-key': 'it is no private key in PEM, or one with a passphrase',
  'tls.pair': 'certificate and key cannot be used together ({said})',
  'tls.redirect': 'there is no port with TLS to send browsers to: give --tls-cert and --tls-key, or --tls-self-signed',
  'tls.both': 'a certificate needs its key, and a key its certificate: give --tls-cert and --tls-key',
  'help.mqtts-port': 'Stop the other program, or choose another port with --mqtts-port.',
  'disk.low':
    'the disk of {at} has {left, number} MB left; when they are used up, new readings are lost. Make room, or move the data to a larger disk',
  'disk.full':
    'the disk of {at} is full: {left, number} MB are left. Make room now: new readings wait in memory, and are lost when it is full too',
  'disk.few-entries': 'the file system of {at} takes {left, number} more files; delete some that nobody needs',
  'disk.no-entries':
    'the file system of {at} takes no more files ({left, number} are left): delete some now, or nothing more can be kept',
  'disk.unwritable':
    'nothing can be written to {at} ({said}): new readings wait in memory, and are lost when it is full',
  'bridge.file': 'it is no YAML with an address (to) and topics',
  'bridge.topics': 'it takes a list of 1 to {most} topics',
  'bridge.rule': 'each topic is a filter with, where wished, direction, here, there, qos and retain',
  'bridge.key': 'there is no such word; known are {known}',
  'bridge.filter': 'it takes an MQTT filter such as roof/# or +/power',
  'bridge.direction': 'it takes out, in or both',
  'bridge.prefix': 'it takes the beginning of a topic, such as home/, without wildcards',
  'bridge.qos': 'it takes 0 or 1',
  'bridge.retain': 'it takes true or false',
  'bridge.away':
    'the bridge does not reach {host} ({why}); {count, plural, one {# message waits} other {# messages wait}} for it',
  'bridge.disk': 'what the bridge keeps for the other broker cannot be written: {said}',
  'bridge.loop':
    'messages of {topic} go round between brokers and are not copied for a minute: copy each topic in one direction only',
  'emulate.none': 'this protocol has no emulator',
} as const;
