// Why the ledger booked what it booked: one sentence a decision, kept with it as code and parameters.

/** English, by code. */
export const ledgerReasons = {
  'reading.left-out': 'A reading was left out: {why}.',
  'power.left-out': 'A power was left out: {why}.',
  'value.no-number': 'it is not a number',
  'counter.no-reading': '{wh} Wh is not a counter reading',
  'counter.unknowing': '{wh} Wh is what devices report when they have no value',
  'power.unknowing': '{watts} is what devices report when they have no value',
  'power.too-much': '{watts} W is more than is possible',
  'meter.exchanged':
    'The meter was exchanged; {oldKwh, number, three} kWh of the old one were added and the new one counts from {newKwh} kWh.',
  'counter.glitch': 'The counter read {kwh, number, three} kWh for a moment and came back; nothing was booked for it.',
  'counter.gap':
    'No reading could be used for {minutes} min; the {kwh, number, three} kWh counted in that time were spread over it.',
  'power.gap': 'Nothing was read for {seconds} s; nothing was booked past the gap limit.',
  'power.gap-stood-in':
    'Nothing was read for {seconds} s; past the gap limit a stand-in was booked instead, where one was known.',
  'role.alike':
    '{device} shows the same as {other}: it is counted once, and stands in while {other} is silent. What it measures can be chosen.',
  'role.same-serial':
    '{device} has the serial number of {other}: it is counted once, and stands in while {other} is silent.',
  'role.sums-phases':
    'The counters of {device} add up what each phase counts, and cannot tell the net: its powers are booked, and the counters stand in. If a person says what it measures, its counters are booked as far as they agree with its power.',
  'role.itself': 'a device cannot be a copy of itself',
  'role.unknown': '{device} is not a device of this home',
  'role.ring': '{device} is itself a copy of it',
  'side.silent':
    '{side, select, pv {The sun} grid {The grid} battery {The battery} load {The use of the home} other {The generator}} is not measured any more: {devices} said nothing since, and no other source stands in. Nothing is booked; once a reading comes, a counter says what was used in between.',
  'source.stood-in': '{source} was silent; {instead} was booked instead, as an estimate.',
  'counter.jump-booked':
    'The counter advanced by {kwh, number, three} kWh at once; {readings} readings agreed, so it was booked.',
  'counter.other':
    'The device went on under another protocol or other topics, and its counter, {fromKwh, number, three} kWh before, showed {toKwh, number, three} kWh: it is taken for another counter, which counts on from there.',
  'counter.jump-left-out':
    'The counter jumped by {kwh, number, three} kWh, more than could have flowed; it counts on from there, and nothing was booked.',
  'counter.fall-believed':
    'The counter fell from {fromKwh, number, three} kWh to {toKwh, number, three} kWh; a person confirmed this, and it counts on from there.',
  'counter.no-new-day':
    'The counter fell around midnight; a person says that no new day began, and nothing is booked for it.',
  'counter.not-trusted':
    'The counter agreed with its power again; a person does not believe it, and the power is booked.',
  'counter.came-back':
    'The counter came back to {kwh, number, three} kWh after it had begun again; {missingKwh, number, three} kWh were missing and booked.',
  'counter.rolled-over': 'The counter reached its end and began again; {kwh, number, three} kWh were booked.',
  'counter.began-again':
    'The counter began again: it fell from {fromKwh, number, three} kWh to {toKwh, number, three} kWh and grew; what it shows was booked.',
  'counter.fell-back':
    'The counter fell from {fromKwh, number, three} kWh back to {toKwh, number, three} kWh; only what it has counted since was booked.',
  'counter.new-day': 'A new day: the counter began again at {atMs, date, moment}; yesterday stays as it was.',
  'clock.set':
    'The clock was set by {seconds} s; {batches, plural, one {# batch waited and got its} other {# batches waited and got their}} right time.',
  'clock.unknown':
    'The clock was not known yet; {batches, plural, one {# batch waited and got its} other {# batches waited and got their}} right time.',
} as const;
