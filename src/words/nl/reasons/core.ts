// Dutch: addresses, hexadecimal bytes and permissions.
import type { coreReasons as english } from '#core/reasons/core.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const coreReasons: Texts<typeof english> = {
  'hex.digit': '“{digit}” is geen hexcijfer',
  'hex.odd': '{digits, plural, one {# cijfer vormt} other {# cijfers vormen}} geen hele bytes',
  'address.percent': '“{part}” heeft een % waarop geen twee hexcijfers volgen; schrijf % als %25',
  'address.baud': 'baud={value} is geen snelheid tussen 50 en 4000000',
  'address.mode': 'mode={value} heeft niet de vorm 8N1, 8E1 of 7O2',
  'address.option': 'de optie {key} is onbekend; bekend zijn {known}',
  'address.number': '{key}={value} is geen getal van 0 tot {max}',
  'address.framing': 'framing={value} is niet rtu en niet tcp',
  'address.wrong-port': '{port} is geen poort: dat is een getal van 1 tot {most}',
  'address.port': 'de poort ontbreekt: {scheme}//host:port',
  'address.path-alone': 'het is alleen een pad; bedoel je serial://{path}?',
  'address.no-example': 'voorbeelden schrijf je als test:, of met een protocol als test:pi30max',
  'address.no-scheme': 'het heeft geen schema zoals serial:// of tcp://',
  'address.no-url': 'het is niet te lezen als URL',
  'address.slashes': 'schrijf drie schuine strepen voor het pad: {rest}',
  'address.no-port-path': 'het pad van de poort ontbreekt',
  'address.no-device-path': 'het pad van het apparaat ontbreekt',
  'address.not-here': 'dit adres kan hier niet worden gebruikt',
  'address.no-usb-place': 'een plaats op USB schrijf je zoals Linux die noemt, bijvoorbeeld 1-1.2',
  'address.no-topic': 'het is niet het topic van de brug: mqtt-line://esp/roof, zonder +, # en $',
  'address.no-mac': 'het is niet het adres van een bluetoothapparaat: ble://AA:BB:CC:DD:EE:FF',
  'address.no-charge-point':
    'het is niet de id van een laadpunt: ocpp://CP-1, van letters, cijfers en . _ - : = hoogstens 48',
  'address.no-adapter': 'een adapter noem je met hci0 enzovoort, of met zijn adres',
  'address.no-host': 'de host ontbreekt',
  'address.account': 'een account hoort niet in het adres van een apparaat',
  'address.host-only': 'schrijf alleen de host, zoals in {example}: Solstead weet wat het moet vragen',
  'address.scheme': 'het schema {scheme}:// is onbekend',
  'access.role': '{who} mag dit niet ({action} vraagt de rol {role})',
  'access.single': '{who} heeft losse rechten gekregen, en die staan dit niet toe ({action})',
};
