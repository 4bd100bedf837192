// Why a word is not a protocol, command or value of a device.

/** English, by code. */
export const devicesReasons = {
  'word.near': '{reason}; did you mean {near}?',
  'word.known': '{reason}; it has {known}',
  'device.no-setting': '{id} has no such setting',
  'device.no-query': '{id} has no such query',
  'device.no-set-point': '{id} has no such set-point',
  'device.no-set-points': 'no set-point of the catalogue can be set on {id}',
  'device.no-command': '{id} has no such command or report',
  'device.no-report': '{id} has no such report',
  'protocol.none': 'no such protocol',
  'protocol.broken':
    'its file has problems: {problem}{more, plural, =0 {} one { (and one more)} other { (and # more)}}',
  'value.missing': '"{title}" takes {limits}, and no value was given',
  'value.not-taken': '"{title}" takes {limits}, not {given}',
  'value.between': '"{title}" takes {limits}, not {given}; not every value between them is allowed',
  'value.text': '"{title}" takes a number, {limits}; "{given}" is a text',
  'value.comma': '{reason}; write decimals with a point: {example}',
  'limits.switch': '1 for on, 0 for off',
  'limits.choices': 'one of {choices}',
  'limits.number': '{min} to {max}{unit, select, none {} other { {unit}}} in steps of {step}',
  'limits.ranges': '{ranges}{unit, select, none {} other { {unit}}} in steps of {step}',
  'limits.values': '{values}{unit, select, none {} other { {unit}}}',
  'limits.text': 'a text such as {example}',
  'limits.action': 'no value: it is an action',
} as const;
