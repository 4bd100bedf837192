// Polish: why a request cannot be answered.
import type { serverReasons as english } from '#core/reasons/server.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const serverReasons: Texts<typeof english> = {
  'prices.stretch': 'ceny są podawane najwyżej na {days, number} dni naraz',
  'request.two-targets': 'żądanie musi wskazywać jeden host, a swój cel jako ścieżkę',
  'request.which-site': 'jest kilka domów: należy podać jeden z {known}',
  'request.no-precondition': 'If-Match nie jest tu uwzględniane: należy je pominąć',
  'request.cursor': 'to nie jest next strony tych odczytów',
  'request.key': 'klucz ma od 1 do 200 drukowalnych znaków ASCII',
  'request.missing': 'brakuje {field}',
  'request.unknown': '{field} nie jest polem tego żądania; znane są {known}',
  'request.unknown-near': '{field} nie jest polem tego żądania; czy chodziło o {near}?',
  'request.not-known': '{field} nie jest polem tego żądania; nie przyjmuje ono żadnych',
  'request.characters': '{field} ma znaki, których nie widać, takie jak znak sterujący lub spacja o zerowej szerokości',
  'request.broken-json': 'treść nie jest poprawnym JSON-em ({said})',
  'request.broken-path': 'ścieżki nie można rozkodować: % należy pisać jako %25',
  'request.framework': 'żądania nie można odczytać ({said})',
  'request.no-method': '{method} nie jest tu możliwe; możliwe są {known}',
  'server.bug': 'w Solsteadzie coś poszło nie tak (żądanie {request})',
  'server.not-ready': 'uruchamia się lub kończy',
  'access.plain': 'odsyła przeglądarki do portu, który to robi, i nic innego nie odpowiada',
  'request.one-of': '{field} musi być jednym z {choices}',
  'request.type': '{field} musi być typu {type}',
  'request.least':
    '{field} musi mieć co najmniej {least, plural, one {# znak} few {# znaki} many {# znaków} other {# znaku}}',
  'request.most':
    '{field} może mieć najwyżej {most, plural, one {# znak} few {# znaki} many {# znaków} other {# znaku}}',
  'request.minimum': '{field} musi wynosić co najmniej {limit}',
  'request.maximum': '{field} może wynosić najwyżej {limit}',
  'request.above': '{field} musi być większe niż {limit}',
  'request.few':
    '{field} musi mieć co najmniej {limit, plural, one {# wpis} few {# wpisy} many {# wpisów} other {# wpisu}}',
  'request.many':
    '{field} może mieć najwyżej {limit, plural, one {# wpis} few {# wpisy} many {# wpisów} other {# wpisu}}',
  'request.form': '{field} nie ma oczekiwanej postaci',
  'request.other': '{field} {said}',
  'request.described': '{reason} ({description})',
  'demo.owner-only': 'demo może uruchomić tylko właściciel',
  'demo.not-running': 'demo nie działa',
  'demo.no-switch': 'ten serwer nie może przełączyć dema',
  'demo.leave-first': 'najpierw należy opuścić demo',
  'request.no-socket': 'ten adres należy otworzyć jako WebSocket',
  'access.no-owner-yet': 'ten dom nie ma jeszcze właściciela',
  'access.sign-in-first': 'najpierw należy się zalogować',
  'demo.no-set-up': 'dema nie można skonfigurować',
  'help.demo': 'Należy to zrobić we własnym domu: `solstead serve` zaczyna taki, z posiadanymi urządzeniami.',
  'set-point.unknown': '{setPoint} nie jest nastawą z katalogu',
  'command.no-target': 'polecenie wymienia setPoint lub setting',
  'command.two-targets': 'polecenie wymienia setPoint lub setting, nie oba',
  'access.name-not-accepted':
    'ta nazwa nie jest przyjmowana, zanim dom ma właściciela: należy użyć adresu IP, localhost lub nazwy .local',
  'access.name-unknown':
    'Solstead nie nosi tej nazwy: należy użyć jego adresu IP, localhost lub nazwy .local albo podać ją w --name',
  'access.other-site': 'żądanie pochodzi z innej strony WWW',
  'request.no-json': 'należy wysłać to jako application/json',
  'request.from-to': 'from musi być przed to',
  'listen.taken': 'portu {port} używa inny program',
  'listen.own': 'Solstead sam nasłuchuje na porcie {port} lub będzie przy następnym uruchomieniu',
  'listen.forbidden': 'ten użytkownik nie może nasłuchiwać na porcie {port}',
  'listen.no-address': 'ten komputer nie ma takiego adresu',
  'help.ocpp-port': 'Należy zatrzymać drugi program lub wybrać inny port w --ocpp-port.',
  'help.uplink-port': 'Należy zatrzymać drugi program lub wybrać inny port w --uplink-port.',
  'help.monitoring-port': 'Należy zatrzymać drugi program lub wybrać inny port w --monitoring-port.',
  'help.redirect-port': 'Należy zatrzymać drugi program lub wybrać inny port w --redirect-port.',
  'help.port': 'Należy zatrzymać drugi program lub wybrać inny port w --port.',
  'help.high-port': 'Należy wybrać port powyżej 1023 w --port.',
  'help.host': 'Należy wybrać adres tego komputera w --host, na przykład 127.0.0.1, lub 0.0.0.0 dla wszystkich.',
  'request.left': 'klienta już nie ma',
  'broker.off': 'wbudowany broker jest wyłączony',
  'server.hub-silent': 'domy nie mówią, jak się mają',
  'stream.busy':
    '{count, plural, one {# strumień jest już otwarty} few {# strumienie są już otwarte} many {# strumieni jest już otwartych} other {# strumienia jest już otwarte}}',
  'refresh.too-soon': 'urządzenia pytano przed chwilą',
  'older.which-device': 'jest kilka urządzeń: należy podać jedno',
  'older.no-home': 'nie ma jeszcze domu',
  'socket.binary': 'wiadomości są tekstami',
  'socket.no-json': 'wiadomość nie jest JSON-em',
  'socket.many-homes':
    'jedno gniazdo śledzi najwyżej {most, plural, one {# dom} few {# domy} many {# domów} other {# domu}}',
  'mqtt.outside': 'dom używa zewnętrznego brokera MQTT; pod tym adresem go nie ma',
  'request.too-many': 'więcej niż {count, number} żądań na sekundę',
  'request.no-socket-here': 'pod tym adresem nie ma WebSocketu',
  'request.steps':
    'stepMs daje {count, plural, one {# krok} few {# kroki} many {# kroków} other {# kroku}}; zwracanych jest najwyżej {most, number}',
  'request.metrics':
    'metric wymienia {count, plural, one {# wielkość} few {# wielkości} many {# wielkości} other {# wielkości}}; dozwolone jest najwyżej {most, number}',
  'request.time': '{field} musi być czasem takim jak 2026-06-21T12:00:00Z lub milisekundami epoch',
  'claim.throttled':
    'za wiele błędnych kodów; należy odczekać {minutes, plural, one {# minutę} few {# minuty} many {# minut} other {# minuty}}',
  'claim.code': 'to nie jest kod, który Solstead pokazuje na konsoli i w dzienniku',
};
