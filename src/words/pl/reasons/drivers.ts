// Polish: why a device is not read, or a command not done.
import type { driversReasons as english } from '#core/reasons/drivers.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const driversReasons: Texts<typeof english> = {
  'device.silent': 'przez {seconds} s nic nie odebrano',
  'device.damaged': 'zgłoszenie było uszkodzone',
  'command.no-answer': 'zostało wysłane, ale nie potwierdzone (brak odpowiedzi na czas)',
  'broker.no-connection': 'nie ma połączenia z brokerem',
  'broker.left': 'urządzenie opuściło brokera',
  'device.offline': 'powiedziało tak ono samo lub broker, zanim to uruchomiono; nic nie wysłano',
  'device.offline-since': 'od {since, date, moment}, jak powiedziało ono samo lub broker; nic nie wysłano',
  'device.not-askable': 'nie można go pytać, a od tego czasu nic nie powiedziało',
  'device.repeats':
    'od {seconds} s nic, co mówi, się nie zmieniło: powtarza stare wartości, być może dlatego, że kabel za nim jest odłączony',
  'device.another': 'pod jego adresem odpowiada inne urządzenie',
  'device.fallback-rests': 'przez HTTP też nie odpowiada i na chwilę zostaje w spokoju',
  'device.no-web-address': 'nie powiedziało jeszcze, pod jakim adresem domu jest',
  'device.nothing': 'od urządzenia nic nie odebrano',
  'device.kept-only': 'broker przechował jego wartości, ale nie wiadomo, z kiedy są; pojawią się, gdy tylko coś nada',
  'device.nothing-and-refused': '{nothing}; a zapytane zamiast tego przez HTTP odmówiło: {reason}',
  'device.stopped': 'nie jest już odczytywane',
  'device.not-discovered': 'od podłączenia nie podało jeszcze, co obsługuje; należy spróbować za chwilę',
  'wear.too-soon': 'zapisano to {seconds} s temu; programy czekają {least} s',
  'wear.too-often':
    'w ostatnich 24 h zapisano to {count, plural, one {raz} few {# razy} many {# razy} other {# razy}}, tyle, ile wolno programom',
  'command.confirm':
    '„{title}” może odciąć zasilanie lub znieść zabezpieczenie: aby to zrobić, należy dodać --confirm {name}',
  'answer.unreadable': '{bytes} nie jest odpowiedzią na to zapytanie',
  'command.state-unknown':
    'obecnych ustawień urządzenia, które decydują o tym, co jest zapisywane, jeszcze nie odczytano; należy spróbować za chwilę',
  'command.no-timer': 'samo urządzenie nie może trzymać tego tak długo',
  'command.unreachable': 'z obecnego stanu urządzenia nie da się tego osiągnąć',
  'command.register-shared':
    'jego rejestr dzielą inne ustawienia, a jego zawartości nie udało się teraz odczytać: nic nie wysłano',
  'command.not-read-back': 'urządzenie to potwierdziło, ale nie dało się zapytać, czy jest nastawione',
  'command.shows': 'urządzenie potwierdziło {value} i podaje {shown}',
  'device.no-scheme': 'żadnego protokołu nie pyta się przez {scheme}://',
  'device.not-found': 'nic nie odpowiedziało na {titles}; inne urządzenie należy wybrać po nazwie',
  'device.endless':
    'jego mapa nie kończy się po {most, plural, one {# pytaniu} few {# pytaniach} many {# pytaniach} other {# pytania}}',
  'device.not-asked': 'to urządzenie zgłasza samo i nie przyjmuje pytań',
  'device.nothing-to-set': 'na tym urządzeniu nic nie można nastawić',
  'device.refused-all': 'odmówiło wszystkich zapytań {title}; ostatniego dlatego: {reason}',
  'charger.no-central': 'punkty ładowania nie mogą tu łączyć się z tym programem',
  'charger.not-come': 'jeszcze się nie połączył: należy podać mu ws:// z adresem tego komputera, jego portem i {path}',
  'charger.knocks': 'połączył się i zostanie wpuszczony, gdy będzie skonfigurowany i będzie miał hasło',
  'charger.speaks':
    'połączył się i oferuje {said}, a tutaj mówi się OCPP 1.6 (JSON): należy go na to ustawić i pozwolić mu połączyć się ponownie',
  'charger.gave-way': 'zapytano go, a pierwsze było polecenie',
  'charger.no-transaction': 'nie trwa żadne ładowanie',
  'device.no-value': 'odpowiedziało, ale bez żadnej z wartości {title}',
  'line.no-target': '{title} nie ma {targets} do wyboru',
  'command.no-acknowledgement': 'zostało wysłane, ale nie potwierdzone ({reason})',
  'answer.not-in-time': 'brak odpowiedzi na czas',
  'line.other-settings': 'inne urządzenie używa tego portu z innymi ustawieniami: {settings}',
  'device.reports-only': '{title} zgłasza automatycznie; nic nie można na nim nastawić',
  'device.unheard': 'w ciągu {ms} ms nic nie odebrano od {title}',
  'device.said-nothing': '{title} nic nie wysłało',
  'device.links': '{title} jest osiągalne przez {links}',
  'device.over-mqtt': '{title} jest osiągalne przez MQTT i nie można go pytać przez port',
  'broker.not-here': 'ten dom nie ma brokera MQTT',
  'help.closed-once':
    'Należy spróbować ponownie. Sprawdzić kabel i to, czy urządzenia nie używa inny program: wiele adapterów przyjmuje tylko jedno połączenie.',
  'test.plausible':
    'Odczytano {count, plural, one {# wartość} few {# wartości} many {# wartości} other {# wartości}}, bez niczego nieprawdopodobnego.',
  'test.unread':
    'Odczytano {count, plural, one {# wartość} few {# wartości} many {# wartości} other {# wartości}}; {problems, plural, one {# wartości} few {# wartości} many {# wartości} other {# wartości}} nie dało się odczytać i {problems, plural, one {została pominięta} few {zostały pominięte} many {zostało pominiętych} other {zostało pominięte}}.',
  'test.implausible':
    '{strange} z {count, plural, one {# wartości} few {# wartości} many {# wartości} other {# wartości}} {strange, plural, one {jest} few {są} many {jest} other {jest}} poza tym, co prawdopodobne ({names}): to może być zły protokół.',
  'device.no-topic': 'brakuje prefiksu tematu urządzenia',
};
