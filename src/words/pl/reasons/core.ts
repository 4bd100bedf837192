// Polish: addresses, hexadecimal bytes and permissions.
import type { coreReasons as english } from '#core/reasons/core.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const coreReasons: Texts<typeof english> = {
  'hex.digit': '„{digit}” nie jest cyfrą szesnastkową',
  'hex.odd':
    '{digits, plural, one {# cyfra nie tworzy} few {# cyfry nie tworzą} many {# cyfr nie tworzy} other {# cyfry nie tworzy}} pełnych bajtów',
  'address.percent': '„{part}” ma %, po którym nie ma dwóch cyfr szesnastkowych; % należy pisać jako %25',
  'address.baud': 'baud={value} nie jest prędkością między 50 a 4000000',
  'address.mode': 'mode={value} nie ma postaci 8N1, 8E1 lub 7O2',
  'address.option': 'opcja {key} jest nieznana; znane są {known}',
  'address.number': '{key}={value} nie jest liczbą od 0 do {max}',
  'address.framing': 'framing={value} to ani rtu, ani tcp',
  'address.wrong-port': '{port} nie jest portem: to liczba od 1 do {most}',
  'address.port': 'brakuje portu: {scheme}//host:port',
  'address.path-alone': 'to tylko ścieżka; czy chodziło o serial://{path}?',
  'address.no-example': 'przykłady pisze się test: lub z protokołem jako test:pi30max',
  'address.no-scheme': 'nie ma schematu takiego jak serial:// lub tcp://',
  'address.no-url': 'nie można tego odczytać jako URL',
  'address.slashes': 'przed ścieżką należy napisać trzy ukośniki: {rest}',
  'address.no-port-path': 'brakuje ścieżki portu',
  'address.no-device-path': 'brakuje ścieżki urządzenia',
  'address.not-here': 'tego adresu nie można tu użyć',
  'address.no-usb-place': 'miejsce na USB pisze się tak, jak nazywa je Linux, na przykład 1-1.2',
  'address.no-topic': 'to nie jest temat mostu: mqtt-line://esp/roof, bez +, # i $',
  'address.no-mac': 'to nie jest adres urządzenia Bluetooth: ble://AA:BB:CC:DD:EE:FF',
  'address.no-charge-point': 'to nie jest id punktu ładowania: ocpp://CP-1, z liter, cyfr oraz . _ - : =, najwyżej 48',
  'address.no-adapter': 'adapter nazywa się hci0 i tak dalej lub jego adresem',
  'address.no-host': 'brakuje hosta',
  'address.account': 'konto nie należy do adresu urządzenia',
  'address.host-only': 'należy napisać tylko host, jak w {example}: Solstead wie, o co pytać',
  'address.scheme': 'schemat {scheme}:// jest nieznany',
  'access.role': '{who} nie może tego robić ({action} wymaga roli {role})',
  'access.single': '{who} ma pojedyncze uprawnienia i nie pozwalają one na to ({action})',
};
