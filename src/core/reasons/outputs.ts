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
  'secret.again': 'the password that is kept belongs to the server and account before; enter that of this one',
  'output.password': 'leave the password out of the address: it has a field of its own, and is kept apart',
  'output.own-prefix': 'at the broker of this home it begins with solstead/, which no device may use',
  'output.prefix': 'it takes words of letters, digits, dots, dashes and underscores with / between them',
  'output.ca': 'it is no certificate in PEM: it begins with -----BEGIN CERTIFICATE-----',
  'output.filter': 'it takes ids of metrics, or the beginning of one followed by *',
  'output.not-back':
    'the broker confirmed the test message and did not give it back: it may not let this account write or read below {prefix}',
  'output.silent': 'there was no answer within {seconds, number} s',
  'output.nothing-yet': 'no device of the home has given a value yet that this output would send',
  'output.away': 'the output {name} does not reach its server: {reason}',
  'output.lost': 'the output {name} lost {count, number} batches of readings, as its server was away for too long',
  'output.leftovers': 'what it left at the server could not be taken away: {reason}',
  'output.not-taken': 'it does not take this text',
  'output.too-many-commands': 'too many commands are under way',
  'output.dangerous': 'what is dangerous waits for a person on the page',
  'output.not-connected': 'there was no connection',
} as const;
