// Polish: why readings do not reach another Solstead.
import type { uplinkReasons as english } from '#core/reasons/uplink.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const uplinkReasons: Texts<typeof english> = {
  'uplink.refused': 'druga strona nie przyjmuje tego id klienta i sekretu',
  'uplink.replaced': 'z tym samym id klienta połączył się inny program',
  'uplink.away': 'odczyty tego domu nie są wysyłane do drugiej strony: {reason}',
  'uplink.busy': 'druga strona nie może teraz niczego zapisać',
  'uplink.too-much': 'druga strona ma za wiele połączeń lub wysłano jej za dużo',
  'uplink.malformed': 'druga strona nie zrozumiała tego, co dostała: jedna z nich jest starsza od drugiej',
  'uplink.not-understood': 'to, co powiedziała druga strona, nie ma postaci uplinku',
  'uplink.closed': 'połączenie zostało zamknięte ({code})',
  'uplink.silent': 'druga strona nie odpowiada',
  'uplink.clock':
    'zegar tego domu wyprzedza zegar drugiej strony o {seconds, number} s: nic nie jest wysyłane, dopóki się nie zgodzą',
  'uplink.home-clock': 'zegar tamtego domu wyprzedza nasz o {seconds, number} s: nic nie wysyła, dopóki się nie zgodzą',
  'uplink.home-away': 'jego dom nie jest połączony',
  'uplink.no-result': 'jego dom nie powiedział, co z tego wyszło',
  'uplink.set-points-only': 'z daleka można nastawiać tylko to, co nazywa katalog',
  'uplink.no-commands': 'jego dom nie pozwala na to z daleka',
  'uplink.dangerous': 'to wymaga kogoś w tamtym domu, bo może odciąć zasilanie lub znieść zabezpieczenie',
  'uplink.late': 'przyszło za późno',
  'uplink.documented-no-commands': 'jego dom mówi w postaci, która nie ma poleceń',
  'uplink.malformed-part': 'to, co wysłał, nie ma postaci uplinku ({part})',
  'uplink.devices': 'dom może wysłać najwyżej 500 urządzeń',
  'uplink.devices-without-end': 'przyniósł już {most, number} nowych urządzeń: pojawiają się i znikają bez końca',
  'uplink.name': 'należy podać nazwę domu',
  'uplink.many': 'jest ich już {most, number}',
  'uplink.no-address': 'należy napisać to jako wss://host:8000',
  'uplink.plain': 'ws:// wysyła sekret bez szyfrowania: jest dla adresów własnej sieci; należy użyć wss://',
  'uplink.account': 'id klienta i sekret nie należą do adresu',
  'uplink.no-secret': 'nie podano jeszcze sekretu',
  'uplink.no-client-id': 'brakuje id klienta',
  'uplink.prefix': 'może zawierać litery, cyfry, kropki, myślniki, podkreślenia i ukośniki',
  'uplink.no-certificate': 'to nie jest certyfikat w PEM',
  'uplink.set-elsewhere': 'ustawia się to opcjami, w środowisku lub w pliku i tam zmienia',
  'uplink.secret-written':
    'sekretu nie zapisuje się w tym pliku: należy napisać nazwę zmiennej środowiskowej, jak w dokumentach, lub podać secret_file',
  'uplink.twice': 'uplink podano już w {flag}: należy wziąć jedno z dwóch',
  'uplink.no-folder':
    'uplink zachowuje to, czego druga strona jeszcze nie zapisała: należy podać folder w --data lub STATE_DIRECTORY z systemd',
  'uplink.none': 'ta instalacja nie ma uplinku',
  'uplink.not-own-form':
    'to, co tam odpowiada, nie jest Solsteadem; jeśli przyjmuje udokumentowaną postać SolarAutopilot, należy ją wybrać',
  'uplink.certificate':
    'jego certyfikat nie jest zaufany ({said}); jeśli jest własnej roboty, należy podać certyfikat tego, kto go podpisał',
  'uplink.no-tls': 'nie odpowiada TLS; czy to nie ws:// zamiast wss:// lub inny port?',
  'help.uplink-away': 'Należy sprawdzić adres i to, czy druga strona działa; potem testować ponownie.',
  'uplink.answered':
    'odpowiedź {status} zamiast otwarcia WebSocketu; na głównym porcie Solstead przyjmuje domy pod /api/v1/uplink',
};
