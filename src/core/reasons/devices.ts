// Why a word is no protocol, command or value of a device.

/** English, by code. */
export const devicesReasons = {
  'word.near': '{reason}; did you mean {near}?',
  'word.known': '{reason}; it has {known}',
  'device.no-setting': '{id} has no such setting',
  'device.no-query': '{id} has no such query',
  'device.no-set-point': '{id} has no such set-point',
  'device.no-set-points': 'nothing of {id} can be set in the catalogue’s words',
  'device.no-command': '{id} has no such command or report',
  'device.no-report': '{id} has no such report',
  'protocol.none': 'no such protocol',
  'protocol.broken': 'its file has problems: {problems}',
  'word.near-some': '{reason}; did you mean {near}?',
  'value.missing': '"{title}" takes {limits}, and no value was given',
  'value.not-taken': '"{title}" takes {limits}, not {value}',
  'value.between': '"{title}" takes {limits}, not {value}; not every value between them is allowed',
} as const;
