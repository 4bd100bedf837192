// Why an output does not work, or was not taken.

/** English, by code. */
export const outputReasons = {
  'output.none': 'there are no outputs here',
  'output.row': 'it holds no settings of an output',
  'output.settings': 'its settings are not those of this version: {said}',
  'output.setting': '{field}: {said}',
  'output.kind': 'there is no such kind of output; known are {known}',
  'output.many': 'a home has at most {most, number} outputs',
  'output.server':
    'write the address as mqtt://host:1883 or mqtts://host:8883, or leave it empty for the broker of this home',
  'secret.again':
    'the password that is kept belongs to the server, account and certificate before; enter that of this one',
  'output.password': 'leave the password out of the address: it has a field of its own, and is kept apart',
  'output.own-prefix':
    'at the broker of this home it is solstead/{home}, or begins with that and a slash: no device and no other home has that',
  'output.prefix': 'it takes words of letters, digits, dots, dashes and underscores with / between them',
  'output.ca': 'it is no certificate in PEM: it begins with -----BEGIN CERTIFICATE-----',
  'output.filter': 'it takes ids of metrics, or the beginning of one followed by *',
  'output.place-taken':
    'the output {name} has this place already, and what one of them leaves there goes with it: give this one another',
  'output.place-elsewhere':
    'an output of another home has this place already, and what one of them leaves there goes with it: give this one another',
  'output.filter-idle': 'it counts only with changesOnly, which is not set',
  'output.nothing-waits':
    'it counts only where all that waits is kept on the disk; this output keeps the newest of each value, or nothing',
  'output.name': '{name} cannot be a name there: it takes letters, digits and _, devices also -, metrics also dots',
  'output.name-star': '{from} and {to} both end with *, or neither',
  'output.name-twice': '{one} and {other} would have one name there',
  'output.no-names': 'this kind has its own names: there they are not changed',
  'output.not-now': 'it would not send now: {reason}',
  'output.not-back':
    'the broker confirmed the test message and did not give it back: it may not let this account write or read below {prefix}',
  'output.silent': 'there was no answer within {seconds, number} s',
  'output.nothing-yet': 'no device of the home has given a value yet that this output would send',
  'output.away': 'the output {name} does not reach its server: {reason}',
  'output.lost': 'the output {name} lost {count, number} batches of readings, as its server was away for too long',
  'output.unfit':
    'the server of the output {name} refuses some values for ever, {count, number} so far; the last: {reason}',
  'output.refused-value': '{metric} of {device}: {reason}',
  'output.file': 'write a name such as home.prom or node/home.prom',
  'output.file-link': 'a folder on the way there is a link or no folder; nothing is written through it',
  'output.file-taken': 'something else than a file has this name',
  'output.needed': 'it is needed here',
  'output.header': 'it is a header that says what is sent, and not who sends it',
  'output.labels':
    'write names and values as house=cabin, owner=anna; names take letters, digits and underscores, and none that readings have themselves',
  'output.status': 'it answered with the status {status}: {said}',
  'output.status-only': 'it answered with the status {status}',
  'output.leftovers': 'what it left at the server could not be taken away: {reason}',
  'output.not-taken': 'it does not take this text',
  'output.too-many-commands': 'too many commands are under way',
  'output.dangerous': 'what is dangerous waits for a person on the page',
  'output.domoticz-line':
    'a line is the idx of a device of Domoticz, a device of this home and metrics, such as 12 roof pv.power pv.energy; this is none: {line}',
  'output.domoticz-lines': 'it takes one line or more, at most {most, number}',
  'output.former-line':
    'this line is no device with its tag of mpp-solar, such as roof = mpp, or a device alone: {line}',
  'output.header-line':
    'a line is a name and a value, such as X-House: cabin, of no header of the request itself; this is none: {line}',
  'output.template': 'it is no JSON when its gaps hold null',
  'output.template-gap': 'a gap holds site, device, time or a metric; {gap} is none of them',
  'output.udp': 'write the address as udp://host:port',
  'output.unheard': 'they were sent; nobody says whether they are heard',
  'output.of-device': 'write a device of this home and a metric, such as roof grid.voltage',
  'output.rate': 'it takes no more requests for {minutes, plural, one {# minute} other {# minutes}}',
  'output.mongodb': 'write the address as mongodb://account@host:27017/database, with one host',
  'output.mysql': 'write the address as mysql://account@host:3306/database',
  'output.postgres': 'write the address as postgres://account@host:5432/database',
  'output.ca-unused': 'a certificate of an authority is for TLS: switch that on, or leave the certificate out',
  'output.table-foreign': 'there is a table readings that is not of this program: choose another schema',
  'output.table-newer': 'the table readings has version {version, number}, which is newer than this program',
  'help.output-account': 'Check the account in the address, and its password.',
  'help.output-database': 'Check that the database exists and that the account may do that there.',
  'output.silent-meter': 'the meter {name} is silent: {reason}',
  'meter.not-open': '{reason}. {help}',
  'meter.no-grid': 'the home has no value of its grid connection',
  'meter.no-power': '{device} gives no power of the grid, or only old values',
  'meter.estimated':
    'nothing measures the grid connection: its power is only estimated, and nothing should follow that',
  'meter.old': 'the newest value is {age, number} s old, and may be at most {most, number} s old',
  'meter.silent-now': 'it would be silent now: {reason}',
  'meter.address': 'write an IP address of this computer, or 0.0.0.0 for all of them',
  'meter.own-ipv4': 'write an IPv4 address of this computer, such as 192.168.1.5',
  'meter.udp-ports': 'write at most {most, number} port numbers with commas between them, such as 1010, 2220',
  'output.not-connected': 'there was no connection',
  'answers.regex': 'it is no regular expression that can be searched in linear time: {said}',
  'answers.mongodb': 'write the address as mongodb://account@host:27017, with one host',
  'answers.unknown': 'there is no such output; known are {known}',
  'answers.to': 'none of the outputs goes to {to}',
  'answers.long': 'it is longer than the {most, number} bytes that a datagram carries',
  'answers.late': 'it was not taken within {seconds, number} s',
} as const;
