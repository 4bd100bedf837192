// Why a file or server of history cannot be read, and why a request for an export is refused.

/** English, by code. */
export const exchangeReasons = {
  'csv.no-table': 'this is not a table: the first line has no separators (; , or tab)',
  'csv.no-time': 'no column has times; name it time, Datum or Zeitpunkt',
  'csv.no-value': 'no column has values',
  'ha.too-large': 'more than 64 MiB of JSON; choose a shorter period, or the database itself',
  'ha.no-history': 'this is neither history nor statistics of Home Assistant',
  'influx.no-answer': '"{said}" is not an answer of InfluxDB',
  'mapping.factor': 'factor must be a number other than 0',
  'mapping.unit': 'its unit cannot be converted to {unit}',
  'mapping.no-map': 'it must map names of the source to metrics',
  'mapping.entry': 'it must be a metric, null, or an object with a metric',
  'mapping.metric': '{metric} is not in the catalogue; see docs/metrics.md',
  'mapping.id': '"{name}" has no letters for an id',
  'mapping.device': 'name the device with --device',
  'ha.no-statistics': 'this database has no long-term statistics of Home Assistant (2023.3 or later)',
  'export.one-of': '{field} must be one of {choices}',
  'export.step': 'step must be a number of s, m, h or d, such as 30s, 5m, 1h or 1d; at most 366d',
  'export.no-metrics': 'metrics is empty; leave it out for all',
  'export.metric': 'metrics: {metric} is not in the catalogue; a beginning such as battery.* is allowed',
  'export.device': 'devices: history has no device {device}; it has {known}',
  'export.nothing': 'metrics: history has nothing of {metrics}',
  'export.aggregate': 'aggregate needs a step, such as step=1h',
  'export.time': '{field} must be a date or time such as 2026-06-21 or 2026-06-21T12:00:00Z, or epoch milliseconds',
  'export.from-to': 'from must be before to',
  'csv.long-line': 'line {line} is longer than {most, number} characters',
} as const;
