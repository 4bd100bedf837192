// What is unusual at a device, and what a person may check.

/** English, by code; whole sentences. */
export const anomalyReasons = {
  'anomaly.string-behind':
    '{metric} gives {loss, number, percent} less than before, measured against the other strings under the same sun.',
  'anomaly.under-production':
    'Even the clearest hours of {days, plural, one {# clear day} other {# clear days}} gave {loss, number, percent} less solar power than the same sun gave before.',
  'anomaly.no-production':
    'The sun has been high for {hours, plural, one {# hour} other {# hours}} and the panels give {value}; their best was {peak}.',
  'anomaly.jump': '{metric} went from {was} to {is} faster than is possible.',
  'anomaly.spikes':
    '{metric} jumped away and back {count, plural, one {# time} other {# times}} within a day, the last time from {was} to {is}.',
  'anomaly.stuck': '{metric} has shown exactly {value} for {hours, plural, one {# hour} other {# hours}}.',
  'anomaly.drift':
    '{metric} no longer agrees with the other meters: the energy balance of the home has shifted by {share, number, percent} of this value.',
  'anomaly.unusual':
    '{metric} has been far {side, select, above {above} other {below}} what is usual at this time of day for {hours, plural, one {# hour} other {# hours}}: {observed} instead of about {expected}.',
  'anomaly.cell-spread':
    'The cells are {observed} apart, more than the {most} this state of charge allows; {metric} is the lowest.',
  'anomaly.cell-weak':
    '{metric} has been the {place, select, low {lowest} other {highest}} cell for {days, plural, one {# day} other {# days}}, about {by} from the median cell.',
  'anomaly.cell-growing':
    'The cells have drifted apart for {weeks, plural, one {# week} other {# weeks}}, by {growth} a week, and are {value} apart now.',
  'advice.string': 'Look for shade or dirt on this string, a blown fuse or a loose connector.',
  'advice.panels': 'Look for dirt, leaves, snow or new shade on the panels, and for a string that is off.',
  'advice.inverter':
    'Look at the inverter: is it on, does it show a fault, is the DC switch closed, is there snow on the panels?',
  'advice.wiring':
    'Check plugs and cables of the sensor; if a state of charge jumps, charge the battery fully once to correct it.',
  'advice.sensor': 'Check the sensor and its cable; restart the device if its other values do not change either.',
  'advice.clamp': 'Check that the clamp is closed and on the right wire, and compare with the grid operator’s meter.',
  'advice.fans': 'Check that the fans run and that air can flow freely.',
  'advice.consumers': 'Somebody may be at home or away, or something was left on: check what is switched on.',
  'advice.balance': 'Charge to the top and let the battery balance for some hours; check the screws of that cell.',
  'advice.weak-cell':
    'Let the battery balance at the top; if that does not help, the cell or its connection is ageing faster than the others.',
  'advice.charge-weekly': 'Charge to the top once a week, long enough to balance, and watch which cell leads.',
} as const;
