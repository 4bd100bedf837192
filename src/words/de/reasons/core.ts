// German: addresses, hexadecimal bytes and permissions.
import type { coreReasons as english } from '#core/reasons/core.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const coreReasons: Texts<typeof english> = {
  'hex.digit': '„{digit}“ ist keine Hex-Ziffer',
  'hex.odd': '{digits, plural, one {# Ziffer ergibt} other {# Ziffern ergeben}} keine ganzen Bytes',
  'address.percent': '„{part}“ hat ein %, auf das keine zwei Hex-Ziffern folgen; % als %25 schreiben',
  'address.baud': 'baud={value} ist keine Rate zwischen 50 und 4000000',
  'address.mode': 'mode={value} hat nicht die Form 8N1, 8E1 oder 7O2',
  'address.option': 'die Option {key} ist unbekannt; bekannt sind {known}',
  'address.number': '{key}={value} ist keine Zahl von 0 bis {max}',
  'address.framing': 'framing={value} ist weder rtu noch tcp',
  'address.wrong-port': '{port} ist kein Port: das ist eine Zahl von 1 bis {most}',
  'address.port': 'der Port fehlt: {scheme}//host:port',
  'address.path-alone': 'das ist nur ein Pfad; war serial://{path} gemeint?',
  'address.no-example': 'Beispiele schreibt man test:, oder mit einem Protokoll als test:pi30max',
  'address.no-scheme': 'es hat kein Schema wie serial:// oder tcp://',
  'address.no-url': 'es lässt sich nicht als URL lesen',
  'address.slashes': 'drei Schrägstriche vor den Pfad schreiben: {rest}',
  'address.no-port-path': 'der Pfad des Ports fehlt',
  'address.no-device-path': 'der Pfad des Geräts fehlt',
  'address.not-here': 'diese Adresse lässt sich hier nicht verwenden',
  'address.no-usb-place': 'einen Platz am USB schreibt man, wie Linux ihn nennt, etwa 1-1.2',
  'address.no-topic': 'das ist nicht das Topic der Brücke: mqtt-line://esp/roof, ohne +, # und $',
  'address.no-mac': 'das ist nicht die Adresse eines Bluetooth-Geräts: ble://AA:BB:CC:DD:EE:FF',
  'address.no-charge-point':
    'das ist nicht die ID eines Ladepunkts: ocpp://CP-1, aus höchstens 48 Buchstaben, Ziffern und . _ - : =',
  'address.no-adapter': 'einen Adapter nennt man hci0 und so weiter, oder bei seiner Adresse',
  'address.no-host': 'der Host fehlt',
  'address.account': 'ein Konto gehört nicht in die Adresse eines Geräts',
  'address.host-only': 'nur den Host schreiben, wie in {example}: Solstead weiß, was abzufragen ist',
  'address.scheme': 'das Schema {scheme}:// ist unbekannt',
  'access.role': '{who} darf das nicht ({action} braucht die Rolle {role})',
  'access.single': '{who} hat einzelne Rechte bekommen, und sie erlauben das nicht ({action})',
};
