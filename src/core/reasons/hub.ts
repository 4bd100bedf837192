// Why the hub refuses what it is asked.

/** English, by code. */
export const hubReasons = {
  'command.arm-over': 'the confirmation is too old, was already used, or was given for something else',
  'metric.unknown': '{metric} is not in the catalogue',
  'chart.from-to': 'the end must come after the beginning',
  'chart.step': 'a step is a whole number of milliseconds',
  'chart.steps': 'more than {most, number} steps; choose a longer step or a shorter period',
  'device.links': '{title} is reached over {links}',
  'device.name': 'the device needs a name',
  'device.topic': '{title} needs the topic prefix of the device',
  'device.not-removed': '{id} is not a device that was removed from this home',
  'device.many': 'there are {most, number} devices already: remove one first',
  'broker.many': 'there are {most, number} accounts of the broker already: remove one first',
  'device.twin': '"{name}" is set up there already',
  'name.taken': '{name} is taken; choose another name',
  'records.silent': 'they do not answer',
  'name.unknown': 'there is no {name}',
  'account.name': 'the account needs a name',
  'account.name-hidden': 'a name may have no control characters and none that cannot be seen',
  'account.name-alike': 'it looks like {name}, who is here already; choose another name',
  'account.password': 'the password needs at least {least, plural, one {# character} other {# characters}}',
  'account.password-guessed':
    'this password is easy to guess: it is made of common words, names, rows of keys, years or repetitions',
  'account.unknown': 'there is no such account',
  'account.none': 'there is no account yet: the first visitor makes it',
  'account.names': 'there is no such account; known are {known}',
  'account.last-owner': 'a home needs an owner: make another account its owner first',
  'grant.device': '{device} is no device of {site}',
  'grant.devices': 'single devices can be given for one home, not for every home',
  'grant.beyond': 'nobody gives more than they may do themselves: {actions}',
  'passkey.taken': 'this passkey is known already',
  'account.person-only': 'only a person who has signed in may do this',
  'session.unknown': 'there is no such session',
  'invitation.over': 'this invitation was used, was withdrawn or is too old: ask for another one',
  'clock.waiting':
    'the clock of this computer was set, or is behind the values: {count, plural, one {one reading waits} other {# readings wait}} until it is known to be right. Set it, or say on the page of the clock that it is right',
  'clock.doubt':
    'the clock of this computer was set by {minutes, number} minutes, and nothing says yet whether rightly. Say on the page of the clock whether it is right',
  'clock.ahead':
    'the clock is {hours, plural, one {# hour} other {# hours}} ahead of the time that passed; nothing is deleted because of it until it has been confirmed for a day',
  'history.damage': '{count, plural, one {one part} other {# parts}} of the history cannot be read; {at}: {reason}',
  'history.lost':
    '{count, plural, one {# value was} other {# values were}} lost because the history could not be written',
  'consumer.trouble': '{name}: {said}',
  'site.name': 'the home needs a name',
  'site.time-zone': '{zone} is not a time zone; write it as Europe/Berlin',
  'account.throttled': 'too many attempts; wait {seconds} s',
  'retention.order': '{coarser} must be at least as long as {finer} ({days, plural, one {# day} other {# days}})',
  'retention.own': 'the history is in an engine that has retention settings of its own: change them there',
} as const;
