// Why a text is neither bytes nor an address, and why somebody may not do something.

/** English, by code. */
export const coreReasons = {
  'hex.digit': '"{digit}" is not a hex digit',
  'hex.odd': '{digits, plural, one {# digit does} other {# digits do}} not make whole bytes',
  'address.percent': '"{part}" has a % that is not followed by two hex digits; write % as %25',
  'address.baud': 'baud={value} is not a rate between 50 and 4000000',
  'address.mode': 'mode={value} is not of the form 8N1, 8E1 or 7O2',
  'address.option': 'the option {key} is unknown; known are {known}',
  'address.number': '{key}={value} is not a number from 0 to {max}',
  'address.framing': 'framing={value} is neither rtu nor tcp',
  'address.port': 'the port is missing: {scheme}//host:port',
  'address.path-alone': 'it is a path only; did you mean serial://{path}?',
  'address.no-scheme': 'it has no scheme such as serial:// or tcp://',
  'address.no-url': 'it cannot be read as a URL',
  'address.slashes': 'write three slashes before the path: {rest}',
  'address.no-port-path': 'the path of the port is missing',
  'address.no-device-path': 'the path of the device is missing',
  'address.not-here': 'this address cannot be used here',
  'address.no-host': 'the host is missing',
  'address.account': 'an account does not belong in the address of a device',
  'address.host-only': 'write the host only, as in {example}: Solstead knows what to request',
  'address.scheme': 'the scheme {scheme}:// is unknown',
  'access.role': '{who} may not do this ({action} needs the role {role})',
  'access.single': '{who} was given single permissions, and they do not allow this ({action})',
} as const;
