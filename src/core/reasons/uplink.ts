// Why an uplink does not send, or its far side does not take.

/** English, by code. */
export const uplinkReasons = {
  'uplink.refused': 'the far side does not take this client id and secret',
  'uplink.replaced': 'another program is connected with the same client id',
  'uplink.away': 'the readings of this home are not sent to the far side: {reason}',
  'uplink.busy': 'the far side cannot store anything now',
  'uplink.too-much': 'the far side has too many connections, or was sent too much',
  'uplink.malformed': 'the far side did not understand what it was sent: one of both is older than the other',
  'uplink.not-understood': 'what the far side said is not of the form of an uplink',
  'uplink.closed': 'the connection was closed ({code})',
  'uplink.silent': 'the far side does not answer',
  'uplink.clock':
    'the clock of this home is {seconds, number} s ahead of that of the far side: nothing is sent until they agree',
  'uplink.home-clock': 'the clock of that home is {seconds, number} s ahead of ours: it sends nothing until they agree',
  'uplink.home-away': 'its home is not connected',
  'uplink.no-result': 'its home did not say what became of it',
  'uplink.set-points-only': 'only what the catalogue names can be set from afar',
  'uplink.no-commands': 'its home does not allow this from afar',
  'uplink.dangerous': 'this needs somebody at that home, as it can drop its power or undo a protection',
  'uplink.late': 'it came too late',
  'uplink.documented-no-commands': 'its home speaks a form that has no commands',
  'uplink.malformed-part': 'what it sent is not of the form of an uplink ({part})',
  'uplink.devices': 'a home may send at most 500 devices',
  'uplink.devices-without-end': 'it brought {most, number} new devices already: they come and go without end',
  'uplink.name': 'give the home a name',
  'uplink.many': 'there are {most, number} already',
  'uplink.no-address': 'write it as wss://host:8000',
  'uplink.plain': 'ws:// sends the secret unencrypted: it is for addresses of your own network; use wss://',
  'uplink.account': 'client id and secret do not belong into the address',
  'uplink.no-secret': 'no secret was given yet',
  'uplink.no-client-id': 'the client id is missing',
  'uplink.prefix': 'it may hold letters, digits, dots, dashes, underscores and slashes',
  'uplink.no-certificate': 'it is no certificate in PEM',
  'uplink.set-elsewhere': 'it is set by flags, the environment or a file, and is changed there',
  'uplink.secret-written':
    'a secret does not stand in this file: write the name of an environment variable as in the documents, or give secret_file',
  'uplink.twice': 'the uplink is given by {flag} already: take one of both',
  'uplink.no-folder':
    'the uplink keeps what the far side has not stored yet: name a folder with --data, or STATE_DIRECTORY of systemd',
  'uplink.none': 'this installation has no uplink',
  'uplink.not-own-form':
    'what answers there is no Solstead; if it takes the documented form of SolarAutopilot, choose that',
  'uplink.certificate':
    'its certificate is not trusted ({said}); if it is of its own making, give the certificate of who signed it',
  'uplink.no-tls': 'it does not answer with TLS; is it ws:// instead of wss://, or another port?',
  'help.uplink-away': 'Check the address and that the far side runs; then test again.',
  'uplink.answered':
    'it answered {status} instead of opening a WebSocket; on its main port a Solstead takes homes at /api/v1/uplink',
} as const;
