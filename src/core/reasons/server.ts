// Why a request was refused.

/** English, by code. */
export const serverReasons = {
  'request.missing': '{field} is missing',
  'request.one-of': '{field} must be one of {choices}',
  'request.type': '{field} must be of type {type}',
  'request.least': '{field} must have at least {least, plural, one {# character} other {# characters}}',
  'request.most': '{field} must have at most {most, plural, one {# character} other {# characters}}',
  'request.other': '{field} {said}',
  'request.described': '{reason} ({description})',
  'demo.owner-only': 'only the owner may start the demo',
  'demo.not-running': 'the demo is not running',
  'demo.no-switch': 'this server cannot switch the demo',
  'demo.leave-first': 'leave the demo first',
  'request.no-socket': 'open this address as a WebSocket',
  'access.no-owner-yet': 'this home has no owner yet',
  'access.sign-in-first': 'sign in first',
  'demo.no-set-up': 'the demo cannot be set up',
  'metric.unknown': 'metric {metric} is not in the catalogue',
  'set-point.unknown': '{setPoint} is no set-point of the catalogue',
  'command.no-target': 'a command names a setPoint or a setting',
  'command.two-targets': 'a command names a setPoint or a setting, not both',
  'access.name-not-accepted':
    'this name is not accepted before the home has an owner: use the IP address, localhost or a .local name',
  'access.other-site': 'the request comes from another web site',
  'access.no-json': 'send it as application/json',
  'request.from-to': 'from must be before to',
  'listen.taken': 'another program uses port {port}: stop it, or choose another with --port',
  'listen.forbidden': 'this user may not listen on port {port}: choose one above 1023 with --port',
  'listen.no-address': 'this computer has no such address: choose one with --host',
  'request.left': 'the client has gone',
  'broker.off': 'the built-in broker is switched off',
  'request.no-socket-here': 'there is no WebSocket at this address',
  'request.steps': 'stepMs gives {count, plural, one {# step} other {# steps}}; at most {most, number} are answered',
  'request.metrics':
    'metric names {count, plural, one {# metric} other {# metrics}}; at most {most, number} are answered',
  'request.time': '{field} must be a time such as 2026-06-21T12:00:00Z, or epoch milliseconds',
} as const;
