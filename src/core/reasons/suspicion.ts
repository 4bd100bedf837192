// Why a counter was not believed, what was booked in its place, and why it is believed again; and which meters disagree.

/** English, by code. */
export const suspicionReasons = {
  'counter.jump-against-power':
    'The counter jumped by {kwh, number, three} kWh while its power added up to {powerKwh, number, three} kWh; the power was booked.',
  'counter.stood-still':
    'The counter stood still while its power added up to {powerKwh, number, three} kWh; the power is booked until the counter has proved itself.',
  'counter.too-fast':
    'The counter counted {kwh, number, three} kWh while its power added up to {powerKwh, number, three} kWh; the power is booked until the counter has proved itself.',
  'counter.too-slow':
    'The counter counted only {kwh, number, three} kWh while its power added up to {powerKwh, number, three} kWh; the power is booked until the counter has proved itself.',
  'counter.proved':
    'The counter agrees with its power again and is believed from here on; {kwh, number, three} kWh were booked from the power meanwhile.',
  'counter.caught-up':
    'The counter caught up with its power and is believed again; {kwh, number, three} kWh were booked from the power meanwhile.',
  'counter.began-again-power':
    'The counter fell from {fromKwh, number, three} kWh to {toKwh, number, three} kWh and counts on from there; its power was booked meanwhile.',
  'counter.spike':
    'The counter read {kwh, number, three} kWh too much for a while and came back; what was booked for it was taken out again.',
  'counter.new-day-filled':
    'A new day: the counter began again at {atMs, date, moment}; {kwh, number, three} kWh of the minutes before are from its power.',
  'balance.off': 'What came in and what went out differ by {kwh, number, three} kWh: the meters of the home disagree.',
  'balance.sign':
    'What came in and what went out differ by {kwh, number, three} kWh: {side} and the other meters disagree, as if its sign were reversed.',
  'balance.mirrored':
    'What came in and what went out differ by {kwh, number, three} kWh: two meters of the grid show the same with opposite signs and cancel. Say of the one that is the wrong way round that it is a copy of the other with the opposite sign.',
  'balance.duplicate':
    'What came in and what went out differ by {kwh, number, three} kWh: {side} and the other meters disagree, as if it were counted twice.',
  'balance.phase':
    'What came in and what went out differ by {kwh, number, three} kWh: {side} and the other meters disagree, as if one phase stood for three, three for one, or one of them had its sign reversed.',
  'balance.scale':
    'What came in and what went out differ by {kwh, number, three} kWh: {side} and the other meters disagree, as if its unit were wrong.',
  'balance.circuits':
    'The circuits used {kwh, number, three} kWh more than the whole home: one of them is not inside it, or is counted twice.',
  'balance.charge':
    'The battery gave while its state of charge rose, or took while it fell: power and charge disagree by {kwh, number, three} kWh, as if the sign of the power were reversed.',
} as const;
