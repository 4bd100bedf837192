// Why a device did not answer, or did not carry out a command.

/** English, by code. */
export const driversReasons = {
  'device.silent': 'nothing was received for {seconds} s',
  'device.damaged': 'a report was damaged',
  'command.no-answer': 'it was sent but not acknowledged (no answer in time)',
  'broker.no-connection': 'there is no connection to the broker',
  'broker.left': 'the device left the broker',
  'device.offline': 'it or the broker has said so, before this was started; nothing was sent',
  'device.offline-since': 'since {since, date, moment}, as it or the broker has said; nothing was sent',
  'device.not-askable': 'it cannot be asked, and has said nothing since',
  'device.repeats':
    'nothing it says has changed for {seconds} s: it repeats old values, perhaps because the cable behind it is unplugged',
  'device.another': 'another device answers at its address',
  'device.fallback-rests': 'it does not answer over HTTP either, and is left alone for a while',
  'device.no-web-address': 'it has not said yet at which address of the home it is',
  'device.nothing': 'nothing was received from the device',
  'device.kept-only':
    'the broker kept values of it, and nothing says how old they are; it is shown as soon as it says something',
  'device.nothing-and-refused': '{nothing}; and asked over HTTP instead, it refused: {reason}',
  'device.stopped': 'it is no longer read',
  'device.not-discovered': 'it has not yet reported what it supports since it was connected; try again in a moment',
  'wear.too-soon': 'it was written {seconds} s ago; programs wait {least} s',
  'wear.too-often':
    'it was written {count, plural, one {once} other {# times}} in the last 24 h, as often as programs may',
  'command.confirm': '"{title}" can cut the power or undo a protection: add --confirm {name} to do it',
  'answer.unreadable': '{bytes} is not an answer to this query',
  'command.state-unknown':
    'the present settings of the device, which decide what is written, have not been read yet; try again in a moment',
  'command.no-timer': 'it cannot be held by the device itself for so long',
  'command.unreachable': 'it cannot be reached from the present state of the device',
  'command.register-shared':
    'other settings share its register, and what that holds could not be read just now: nothing was sent',
  'command.not-read-back': 'the device acknowledged it, but could not be asked whether it is set',
  'command.shows': 'the device acknowledged {value} and reports {shown}',
  'device.no-scheme': 'no protocol is asked over {scheme}://',
  'device.not-found': 'nothing answered to {titles}; choose another device by its name',
  'device.endless': 'its map does not end after {most, plural, one {# question} other {# questions}}',
  'device.not-asked': 'this device reports by itself, and takes no questions',
  'device.nothing-to-set': 'nothing can be set on this device',
  'device.refused-all': 'it refused every query of {title}; the last because: {reason}',
  'charger.no-central': 'charge points cannot come to this program here',
  'charger.not-come': 'it has not come yet: give it ws:// with the address of this computer, its port and {path}',
  'charger.knocks': 'it has come, and is let in once it is set up and has its password',
  'charger.speaks':
    'it came and offers {said}, and OCPP 1.6 (JSON) is spoken here: set it to that, and let it come again',
  'charger.gave-way': 'it was asked, and a command came first',
  'charger.no-transaction': 'no charge is under way',
  'device.no-value': 'it answered, but with none of the values of {title}',
  'line.no-target': '{title} has no {targets} to choose',
  'command.no-acknowledgement': 'it was sent but not acknowledged ({reason})',
  'answer.not-in-time': 'no answer in time',
  'line.other-settings': 'another device uses this port with other settings: {settings}',
  'device.reports-only': '{title} reports automatically; nothing can be set on it',
  'device.unheard': 'nothing from {title} was received within {ms} ms',
  'device.said-nothing': '{title} sent nothing',
  'device.links': '{title} is reached over {links}',
  'device.over-mqtt': '{title} is reached over MQTT and cannot be asked over a port',
  'broker.not-here': 'this home has no MQTT broker',
  'help.closed-once':
    'Try again. Check the cable, and that no other program uses the device: many adapters take one connection only.',
  'test.plausible': '{count, plural, one {# value} other {# values}} read, all within what is plausible.',
  'test.unread':
    '{count, plural, one {# value} other {# values}} read; {problems, plural, one {# value} other {# values}} could not be read and {problems, plural, one {is} other {are}} left out.',
  'test.implausible':
    '{strange} of {count, plural, one {# value} other {# values}} {strange, plural, one {is} other {are}} outside what is plausible ({names}): this may be the wrong protocol.',
  'device.no-topic': 'the topic prefix of the device is missing',
} as const;
