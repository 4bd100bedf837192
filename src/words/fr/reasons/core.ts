// French: addresses, hexadecimal bytes and permissions.
import type { coreReasons as english } from '#core/reasons/core.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const coreReasons: Texts<typeof english> = {
  'hex.digit': '« {digit} » n’est pas un chiffre hexadécimal',
  'hex.odd':
    '{digits, plural, one {# chiffre ne fait} many {# chiffres ne font} other {# chiffres ne font}} pas des octets entiers',
  'address.percent': '« {part} » a un % qui n’est pas suivi de deux chiffres hexadécimaux ; écrivez % comme %25',
  'address.baud': 'baud={value} n’est pas un débit entre 50 et 4000000',
  'address.mode': 'mode={value} n’est pas de la forme 8N1, 8E1 ou 7O2',
  'address.option': 'l’option {key} est inconnue ; sont connues {known}',
  'address.number': '{key}={value} n’est pas un nombre de 0 à {max}',
  'address.framing': 'framing={value} n’est ni rtu ni tcp',
  'address.wrong-port': '{port} n’est pas un port : c’est un nombre de 1 à {most}',
  'address.port': 'le port manque : {scheme}//host:port',
  'address.path-alone': 'c’est seulement un chemin ; vouliez-vous dire serial://{path} ?',
  'address.no-example': 'les exemples s’écrivent test:, ou avec un protocole test:pi30max',
  'address.no-scheme': 'il manque un schéma comme serial:// ou tcp://',
  'address.no-url': 'illisible comme URL',
  'address.slashes': 'écrivez trois barres obliques avant le chemin : {rest}',
  'address.no-port-path': 'le chemin du port manque',
  'address.no-device-path': 'le chemin de l’appareil manque',
  'address.not-here': 'cette adresse ne peut pas être utilisée ici',
  'address.no-usb-place': 'un emplacement USB s’écrit comme Linux le nomme, par exemple 1-1.2',
  'address.no-topic': 'ce n’est pas le topic du pont : mqtt-line://esp/roof, sans +, # ni $',
  'address.no-mac': 'ce n’est pas l’adresse d’un appareil Bluetooth : ble://AA:BB:CC:DD:EE:FF',
  'address.no-charge-point':
    'ce n’est pas l’id d’un point de charge : ocpp://CP-1, de lettres, chiffres et . _ - : = au plus 48',
  'address.no-adapter': 'un adaptateur se nomme par hci0 et ainsi de suite, ou par son adresse',
  'address.no-host': 'l’hôte manque',
  'address.account': 'un compte n’a pas sa place dans l’adresse d’un appareil',
  'address.host-only': 'écrivez l’hôte seul, comme dans {example} : Solstead sait quoi demander',
  'address.scheme': 'le schéma {scheme}:// est inconnu',
  'access.role': '{who} ne peut pas faire cela ({action} demande le rôle {role})',
  'access.single': '{who} a reçu des droits isolés, et ils ne permettent pas cela ({action})',
};
