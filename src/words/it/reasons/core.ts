// Italian: why an address, bytes or an access is refused.
import type { coreReasons as english } from '#core/reasons/core.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const coreReasons: Texts<typeof english> = {
  'hex.digit': '«{digit}» non è una cifra esadecimale',
  'hex.odd':
    '{digits, plural, one {# cifra non forma} many {# di cifre non formano} other {# cifre non formano}} byte interi',
  'address.percent': '«{part}» ha un % non seguito da due cifre esadecimali; scrivere % come %25',
  'address.baud': 'baud={value} non è una velocità tra 50 e 4000000',
  'address.mode': 'mode={value} non è della forma 8N1, 8E1 o 7O2',
  'address.option': 'l’opzione {key} è sconosciuta; sono note {known}',
  'address.number': '{key}={value} non è un numero da 0 a {max}',
  'address.framing': 'framing={value} non è né rtu né tcp',
  'address.wrong-port': '{port} non è una porta: è un numero da 1 a {most}',
  'address.port': 'manca la porta: {scheme}//host:port',
  'address.path-alone': 'è solo un percorso; si intendeva serial://{path}?',
  'address.no-example': 'gli esempi si scrivono test:, o con un protocollo come test:pi30max',
  'address.no-scheme': 'non ha uno schema come serial:// o tcp://',
  'address.no-url': 'non si può leggere come URL',
  'address.slashes': 'scrivere tre barre prima del percorso: {rest}',
  'address.no-port-path': 'manca il percorso della porta',
  'address.no-device-path': 'manca il percorso del dispositivo',
  'address.not-here': 'questo indirizzo non si può usare qui',
  'address.no-usb-place': 'un posto su USB si scrive come lo nomina Linux, per esempio 1-1.2',
  'address.no-topic': 'non è il topic del ponte: mqtt-line://esp/roof, senza +, # e $',
  'address.no-mac': 'non è l’indirizzo di un dispositivo Bluetooth: ble://AA:BB:CC:DD:EE:FF',
  'address.no-charge-point':
    'non è l’id di un punto di ricarica: ocpp://CP-1, di lettere, cifre e . _ - : =, al massimo 48',
  'address.no-adapter': 'un adattatore si nomina con hci0 e così via, o con il suo indirizzo',
  'address.no-host': 'manca l’host',
  'address.account': 'un account non va nell’indirizzo di un dispositivo',
  'address.host-only': 'scrivere solo l’host, come in {example}: Solstead sa cosa chiedere',
  'address.scheme': 'lo schema {scheme}:// è sconosciuto',
  'access.role': '{who} non può farlo ({action} richiede il ruolo {role})',
  'access.single': '{who} ha ricevuto singoli permessi, che non lo consentono ({action})',
};
