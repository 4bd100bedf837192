// Polish: the errors, what each is called and what to do.
import type { Language } from '../language.ts';

/** Polish, by code. */
export const errors: Language['errors'] = {
  'input.hex': {
    title: 'To nie są bajty szesnastkowe',
    repair: 'Proszę podać pary 0–9 i a–f, na przykład 28 41 43 4b.',
  },
  'input.usage': {
    title: 'Błędne argumenty',
    repair: 'Należy poprawić to, co wymieniono.',
    cli: 'Zob. `solstead --help`.',
  },
  'input.invalid': { title: 'Żądanie jest nieprawidłowe', repair: 'Należy poprawić wymienione pole.' },
  'input.not-json': {
    title: 'Treść żądania to nie JSON',
    repair: 'Treść należy wysłać jako JSON z nagłówkiem content-type: application/json.',
  },
  'input.too-large': {
    title: 'Treść żądania jest za duża',
    repair: 'Naraz można wysłać najwyżej 1 MiB; to, co nie wymaga konta, może mieć 8 KiB.',
  },
  'input.too-long': {
    title: 'Adres żądania jest za długi',
    repair: 'Należy skrócić tę część adresu, która jest za długa.',
  },
  'path.unknown': { title: 'Pod tą ścieżką nic nie ma', repair: 'Należy sprawdzić adres.' },
  'path.method': {
    title: 'Ta ścieżka nie przyjmuje tej metody',
    repair: 'Należy użyć jednej z metod, które wymienia nagłówek Allow.',
  },
  internal: {
    title: 'W Solsteadzie coś poszło nie tak',
    repair: 'Proszę spróbować ponownie; jeśli to się powtarza, należy znaleźć żądanie w dzienniku i je zgłosić.',
  },
  'address.invalid': {
    title: 'To nie jest adres łącza',
    repair:
      'Możliwe są serial:///dev/ttyUSB0?baud=2400, hid:///dev/hidraw0, tcp://host:port, udp://host:port, http://host, esphome://host, solar-assistant://host, ocpp://id lub mqtt://host:port.',
  },
  'protocol.unknown': {
    title: 'Nieznany protokół',
    repair: 'Należy wybrać jeden z listy protokołów.',
    cli: 'Zob. `solstead list protocols`.',
  },
  'command.unknown': {
    title: 'Nieznane polecenie',
    repair: 'Należy wybrać jedno z poleceń i ustawień tego urządzenia.',
    cli: 'Zob. `solstead list commands {id}` lub `solstead list settings {id}`.',
  },
  'command.refused': {
    title: 'Urządzenie odrzuciło polecenie',
    repair: 'Należy sprawdzić, czy ten model w obecnym trybie zna to polecenie.',
  },
  'command.unconfirmed': {
    title: 'Urządzenie nie potwierdziło polecenia',
    repair: 'Należy zajrzeć do urządzenia: mogło zadziałać lub nie. Polecenie wysłać ponownie, gdy urządzenie wróci.',
  },
  'command.differs': {
    title: 'Urządzenie przyjęło polecenie i pokazuje inną wartość',
    repair: 'Należy zajrzeć do urządzenia: jego tryb, model lub inne ustawienie może nie pozwalać na tę wartość.',
  },
  'command.not-armed': {
    title: 'Polecenia nie potwierdziła osoba',
    repair: 'Należy przeczytać, co robi, i je potwierdzić; potwierdzenie obowiązuje 60 sekund i dla jednej wartości.',
  },
  'command.limits': {
    title: 'Polecenie jest poza granicami',
    repair: 'Należy podać wartość w wymienionych granicach.',
  },
  'command.expired': {
    title: 'Polecenie wygasło przed wysłaniem',
    repair:
      'Należy sprawdzić, dlaczego urządzenie było zajęte lub nieobecne, i wysłać polecenie ponownie z dłuższym czasem.',
  },
  'command.gone': {
    title: 'Nie ma takiego polecenia',
    repair: 'Zob. listę poleceń; najstarsze są zapominane.',
  },
  'command.key-reused': {
    title: 'Klucz idempotencji należy do innego żądania',
    repair: 'Dla każdego polecenia należy użyć nowego klucza, a tego samego tylko do powtórzenia tego samego żądania.',
  },
  'command.too-often': {
    title: 'Polecenie zużyłoby urządzenie',
    repair:
      'Urządzenie trzyma każdy zapis w pamięci o ograniczonej liczbie zapisów: program powinien zapisywać rzadziej.',
  },
  'link.unavailable': {
    title: 'Łącza nie można otworzyć',
    repair: 'Należy sprawdzić adres, czy druga strona jest podłączona i włączona i czy nie używa go inny program.',
  },
  'link.forbidden': {
    title: 'Brak uprawnień do łącza',
    repair:
      'Użytkownik, który uruchamia Solstead, musi móc używać portu: dla portów szeregowych należy dodać go do grupy `dialout` i zalogować się ponownie.',
  },
  'link.closed': {
    title: 'Łącze zostało zamknięte',
    repair: 'Zostanie automatycznie otwarte ponownie; jeśli dzieje się to często, należy sprawdzić kabel.',
  },
  'device.offline': {
    title: 'Urządzenie jest offline',
    repair: 'Należy sprawdzić jego zasilanie i sieć i wysłać polecenie ponownie, gdy wróci.',
  },
  'link.timeout': {
    title: 'Brak odpowiedzi na czas',
    repair: 'Należy sprawdzić kabel, prędkość i protokół; niektóre urządzenia potrzebują po włączeniu nawet minuty.',
  },
  'frame.checksum': {
    title: 'Suma kontrolna się nie zgadza',
    repair: 'Należy sprawdzić kabel i jego długość; pojedynczy błąd jest nieszkodliwy.',
  },
  'frame.malformed': {
    title: 'Te bajty nie są odpowiedzią tego protokołu',
    repair: 'Należy sprawdzić protokół i prędkość.',
  },
  'broker.refused': {
    title: 'Broker MQTT odrzucił konto',
    repair: 'Należy sprawdzić nazwę użytkownika i hasło brokera.',
  },
  'port.taken': { title: 'Port jest zajęty', repair: 'Należy zatrzymać drugi program lub wybrać inny port.' },
  'folder.unwritable': {
    title: 'Do folderu danych nie można zapisywać',
    repair: 'Należy umożliwić zapis do folderu lub wybrać inny.',
    cli: 'Należy wybrać inny folder opcją --data lub umożliwić zapis do tego.',
  },
  'folder.missing': { title: 'Nie ma takiego folderu', repair: 'Należy podać istniejący folder.' },
  'folder.locked': {
    title: 'Folder danych jest w użyciu',
    repair: 'Tego folderu używa inny Solstead: należy go zatrzymać lub wybrać inny folder.',
    cli: 'Tego folderu używa inny Solstead: należy go zatrzymać lub wybrać inny folder opcją --data.',
  },
  'store.failed': {
    title: 'Zapis się nie udał',
    repair: 'Należy sprawdzić wolne miejsce i stan dysku; serwer, który trzyma historię lub rekordy, musi działać.',
  },
  'store.fenced': {
    title: 'Ten dom prowadzi teraz inny proces',
    repair: 'Nic nie trzeba robić: to, co było, jest zachowane, a inny proces prowadzi dom dalej.',
  },
  'store.corrupt': {
    title: 'Plik danych jest uszkodzony',
    repair: 'Należy przywrócić wymieniony plik z kopii zapasowej.',
    cli: 'Należy przywrócić wymieniony plik z kopii zapasowej lub sprawdzić, co może uratować `solstead repair`.',
  },
  'store.newer': {
    title: 'Plik danych zapisał nowszy Solstead',
    repair: 'Należy znów uruchomić tamtą wersję lub przywrócić wymieniony plik z kopii zapasowej sprzed aktualizacji.',
  },
  'store.uncopied': {
    title: 'Nie udało się skopiować historii z wcześniejszej wersji przed jej aktualizacją',
    repair:
      'Należy zwolnić miejsce tam, gdzie jest historia, lub przenieść to, co przeszkadza, i uruchomić ponownie. Aby kontynuować bez kopii, należy uruchomić z SOLSTEAD_WITHOUT_HISTORY_COPY=1 w środowisku.',
  },
  'tariff.invalid': {
    title: 'Taryfa jest nieprawidłowa',
    repair: 'Należy poprawić wymieniony wiersz; docs/tariffs.md pokazuje każdy rodzaj taryfy.',
  },
  'automation.invalid': {
    title: 'Automatyka jest nieprawidłowa',
    repair: 'Należy poprawić wymieniony wiersz; docs/automation.md pokazuje reguły, limity i sceny.',
  },
  'alert.unknown': {
    title: 'Nie ma takiego alertu',
    repair: 'Należy ponownie pobrać listę alertów; minionego nie można potwierdzić.',
  },
  'alert.no-channel': { title: 'Nie ma takiego kanału', repair: 'Należy ponownie pobrać listę kanałów.' },
  'alert.not-sent': {
    title: 'Wiadomość nie została przyjęta',
    repair: 'Należy poprawić to, co wymienia przyczyna; test kanału od razu pokazuje, czy działa.',
  },
  'readings.invalid': {
    title: 'Pliku z odczytami nie można użyć',
    repair: 'Należy poprawić wymienione miejsce; docs/energy.md pokazuje, jak taki plik wygląda.',
  },
  'series.invalid': {
    title: 'Szeregu cen lub emisji nie można odczytać',
    repair: 'Należy sprawdzić, czy wzięto całą odpowiedź lub plik i czy jest w podanym formacie.',
  },
  'device.unknown': { title: 'Nie ma takiego urządzenia', repair: 'Zob. listę urządzeń.' },
  'device.exists': { title: 'Urządzenie już istnieje', repair: 'Należy wybrać inną nazwę.' },
  'site.held': { title: 'Ten dom prowadzi inny proces', repair: 'Należy pytać tamten proces lub go zatrzymać.' },
  'site.unknown': { title: 'Nie ma takiego domu', repair: 'Zob. listę domów.' },
  'invitation.unknown': { title: 'Nie ma takiego zaproszenia', repair: 'Zob. listę zaproszeń.' },
  'anomaly.unknown': { title: 'Nie ma takiego spostrzeżenia', repair: 'Zob. listę spostrzeżeń.' },
  'access.signed-out': { title: 'Brak zalogowania', repair: 'Należy się zalogować.' },
  'access.denied': { title: 'Niedozwolone', repair: 'Należy zapytać właściciela domu.' },
  'access.credentials': {
    title: 'Zła nazwa lub hasło',
    repair: 'Należy sprawdzić jedno i drugie i spróbować ponownie.',
  },
  'access.second-factor': {
    title: 'Potrzebny jest drugi składnik',
    repair: 'Wraz z nazwą i hasłem należy podać kod z aplikacji, która je tworzy, kod odzyskiwania lub klucz dostępu.',
  },
  'access.refresh': { title: 'Ten token odświeżania jest nieważny', repair: 'Należy zalogować się ponownie.' },
  'access.step-up': {
    title: 'To wymaga pewności co do osoby',
    repair:
      'Należy to potwierdzić kluczem dostępu, PIN-em lub hasłem (i kodem, jeśli konto o nie pyta) i spróbować ponownie; wystarcza to na pięć minut.',
  },
  'access.throttled': { title: 'Za wiele prób', repair: 'Należy odczekać minutę i spróbować ponownie.' },
  'access.plain': {
    title: 'Ten port nie obsługuje TLS',
    repair:
      'Należy pytać przez https. Hasło lub token wysłany tutaj mógł zostać po drodze odczytany: należy je wymienić.',
  },
  'server.not-ready': { title: 'Solstead nie jest gotowy', repair: 'Należy zapytać ponownie za kilka sekund.' },
  'automation.busy': {
    title: 'Automatyka jest już wypróbowywana',
    repair: 'Należy poczekać, aż ta próba się skończy, i zapytać ponownie.',
  },
  'import.busy': {
    title: 'Import już trwa',
    repair: 'Należy poczekać, aż się skończy, lub go zakończyć, i zapytać ponownie.',
  },
  'export.busy': {
    title: 'Za wiele eksportów naraz',
    repair: 'Należy poczekać, aż jeden z nich się skończy, i zapytać ponownie.',
  },
  'request.too-many': {
    title: 'Za wiele żądań',
    repair: 'Należy odczekać tyle, ile mówi Retry-After, i pytać rzadziej.',
  },
  'request.outdated': {
    title: 'W międzyczasie zmienił to ktoś inny',
    repair: 'Należy odczytać to ponownie i wysłać zmianę z ETag tego, co odczytano.',
  },
  'uplink.failed': {
    title: 'Uplink nie działa',
    repair: 'Należy sprawdzić adres, id klienta i sekret oraz czy druga strona działa; potem testować ponownie.',
  },
  'uplink.unknown': { title: 'Nie ma takiego domu', repair: 'Zob. listę domów, które przesyłają tutaj.' },
  'output.failed': {
    title: 'Wyjście nie działa',
    repair: 'Należy sprawdzić adres, konto i jego hasło oraz czy serwer działa; potem testować ponownie.',
  },
  'output.unfit': {
    title: 'Serwer nigdy nie przyjmie tych wartości',
    repair: 'Należy sprawdzić, co serwer o nich mówi; to, co przyjmuje, idzie dalej.',
  },
  'output.refused': {
    title: 'Serwer odrzuca to, co dostaje',
    repair: 'Należy sprawdzić adres i to, co mówi serwer; potem testować ponownie.',
  },
  'output.unknown': { title: 'Nie ma takiego wyjścia', repair: 'Zob. listę wyjść.' },
  'plugin.unknown': { title: 'Nie ma takiej wtyczki lub żadna o nic nie pyta', repair: 'Zob. listę wtyczek.' },
  'plugin.failed': {
    title: 'Wtyczka zawiodła',
    repair:
      'Należy sprawdzić, co mówi; po przerwie zostanie uruchomiona ponownie. Zmienić ją może tylko właściciel komputera.',
  },
  'backup.damaged': {
    title: 'Kopii zapasowej nie można użyć',
    repair: 'Należy wziąć inną kopię; nic nie zostało zmienione.',
  },
  'backup.passphrase': {
    title: 'Hasło szyfrujące nie otwiera kopii',
    repair: 'Należy sprawdzić hasło szyfrujące; nic nie zostało zmienione.',
  },
  'backup.newer': {
    title: 'Kopię utworzył nowszy Solstead',
    repair: 'Należy zaktualizować Solstead, potem przywrócić; nic nie zostało zmienione.',
  },
  'backup.refused': {
    title: 'Odmówiono przywrócenia',
    repair:
      'Należy przywrócić do pustego folderu lub powiedzieć, że tamtejszy dom ma zostać zastąpiony; zostanie zachowany obok nowego.',
    cli: 'Należy przywrócić do pustego folderu lub dodać --replace: tamtejszy dom zostanie zachowany obok nowego.',
  },
  'backup.failed': {
    title: 'Nie udało się utworzyć kopii',
    repair: 'Należy poprawić to, co wymieniono, i utworzyć ją ponownie.',
  },
  'backup.unknown': { title: 'Nie ma takiej kopii', repair: 'Zob. listę kopii zapasowych.' },
  'backup.no-upload': {
    title: 'Nie ma takiego przesyłania',
    repair:
      'Należy zacząć przesyłanie od nowa: poprzednie mogło zostać porzucone lub Solstead został uruchomiony ponownie.',
  },
  'backup.busy': {
    title: 'Tworzenie kopii lub przywracanie już trwa',
    repair: 'Należy poczekać, aż się skończy.',
  },
  'backup.place': {
    title: 'Miejsca kopii nie można użyć',
    repair: 'Należy sprawdzić jego adres, konto i wolne miejsce; kolejne próby trwają.',
    cli: 'Należy sprawdzić jego adres, konto i wolne miejsce.',
  },
  'access.owned': {
    title: 'Ten dom ma już właściciela',
    repair: 'Należy się zalogować lub poprosić właściciela o konto.',
  },
};
