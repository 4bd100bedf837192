// Polish: what is wrong with stored files, secrets and servers.
import type { storeReasons as english } from '#core/reasons/store.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const storeReasons: Texts<typeof english> = {
  'secret.key': 'to nie jest klucz: {bytes} bajtów jako base64 lub jako cyfry szesnastkowe',
  'secret.no-key': 'nie ma takiego pliku',
  'secret.changed': 'został zmieniony lub nie jest sekretem tej instalacji',
  'secret.other-key': 'zapieczętowano go innym kluczem: należy podać klucz, który instalacja wtedy miała',
  'secret.key-lost':
    '{file} nie można użyć: {why}. Tego, co nim zapieczętowano (hasła urządzeń i miejsc, drugie składniki), nie można otworzyć, i nic nowego nie jest pieczętowane. Należy przywrócić go z kopii lub zacząć nowy klucz poleceniem `solstead repair --adopt --yes` i podać hasła ponownie',
  'secret.unopened':
    '{count, plural, one {nie można otworzyć {file}} few {nie można otworzyć # sekretów, z których pierwszy to {file}} many {nie można otworzyć # sekretów, z których pierwszy to {file}} other {nie można otworzyć # sekretu, z których pierwszy to {file}}}: {why}. Należy podać hasło ponownie tam, gdzie jest używane, lub przywrócić plik z kopii',
  'secret.not-latest':
    '{count, plural, one {brakuje {file} lub jest on starszy} few {brakuje # sekretów, z których pierwszy to {file}, lub są starsze} many {brakuje # sekretów, z których pierwszy to {file}, lub są starsze} other {brakuje # sekretu, z których pierwszy to {file}, lub są starsze}} niż to, co zapisano ostatnio: mogło zostać użyte stare hasło. Należy przywrócić najnowszą kopię lub podać hasło ponownie tam, gdzie jest używane; `solstead repair --yes` przyjmuje to, co jest',
  'store.other-writer': 'tę historię zapisuje inny Solstead',
  'store.version': 'jego wersja to {version}; ten Solstead zna {known}',
  'store.kind': 'rodzaj {kind} jest nieznany',
  'store.no-list': 'to nie jest lista tekstów',
  'store.role': 'rola {role} jest nieznana',
  'store.no-grant': 'niczego nie nadaje',
  'store.actions': 'jedno z działań {actions} jest nieznane',
  'folder.not-made': 'nie można tam utworzyć folderu',
  'store.grants': 'jego uprawnień nie można odczytać',
  'store.no-file-journal': 'pliku brakuje, ale jego dziennik (journal) jest',
  'store.foreign': 'to nie jest plik Solsteada',
  'store.short': 'ma {size} z {bytes} bajtów',
  'store.empty': 'plik jest pusty',
  'store.not-arrived':
    'z {count} punktów {name} od {when} dotarło tylko {arrived}; czy nowe miejsce przechowuje tak stare wartości?',
  'server.said': 'odpowiedź: {said}',
  'server.status': 'odpowiedź {status}: {said}',
  'store.closed': 'jest zamknięte',
  'server.no-url': 'jego adres nie jest adresem http:// ani https://',
  'server.silent': 'brak odpowiedzi w ciągu {seconds} s',
  'server.too-old': 'nie przechowuje niczego sprzed 2 stycznia 1970, a {at} ms jest wcześniejsze',
  'server.too-new': 'nie przechowuje niczego ponad dwa dni naprzód, a {at} ms jest późniejsze',
  'server.prefix': 'prefiks może mieć tylko litery i cyfry',
  'store.change': 'jego zmiana {change} nie jest tu znana',
  'store.checksum': 'suma kontrolna jego notatek się nie zgadza',
  'store.blocks': 'ma {found} z {known} bloków',
  'store.worker': 'jego proces roboczy zawiódł: {said}',
  'store.rows-lost': 'brakuje wierszy od {from} do {to}',
  'store.unknown-series': 'ma wartości szeregów, których historia nie zna',
  'store.other-home': 'należy do innego domu',
  'store.sibling-missing': 'brakuje {file}, choć ten dom go miał',
  'store.owner-missing': 'brakuje jego kont, choć ten dom miał właściciela',
  'store.older':
    'jego rekordy są starsze, niż były: brakuje {count} wierszy dziennika audytu (zauważono {when}). Konta, hasła, tokeny i urządzenia mogą być takie jak wcześniej; wszyscy zostali wylogowani. Należy przywrócić najnowszą kopię records.db lub je przejrzeć i przyjąć poleceniem `solstead repair --yes`',
  'home.renewed':
    'home.json brakowało; zapisano go na nowo z rekordów. Nie da się powiedzieć, czy są najnowsze: należy przejrzeć konta, tokeny i urządzenia lub przywrócić najnowszą kopię folderu',
  'home.set-aside':
    'home.json był uszkodzony: zapisano go na nowo z rekordów, a dawny zachowano jako {aside}. Nie da się powiedzieć, czy rekordy są najnowsze: należy przejrzeć konta, tokeny i urządzenia',
  'home.file-lost':
    'brakuje {file}, choć ten dom go miał; zaczęto go od nowa. To, co zawierał, przepadło: wiadomości, które czekały na klientów brokera, i to, co zachowano (retained), co urządzenia powiedzą na nowo',
  'journal.empty':
    '{file} był pusty: wiadomości, które czekały na klientów brokera, i to, co zachowano (retained), przepadły; urządzenia mówią na nowo to, co zachowują. Należy sprawdzić dysk',
  'journal.gaps':
    '{file} jest uszkodzony w {count, plural, one {jednym miejscu} few {# miejscach} many {# miejscach} other {# miejsca}}; użyto tego, co całe. Wiadomości, które czekały na klientów brokera lub były zachowane (retained), mogły przepaść: urządzenia mówią na nowo to, co zachowują. Należy sprawdzić dysk',
  'journal.short':
    '{file} kończy się przed tym, co w nim zapisano: został ucięty lub jest starszą kopią. Wiadomości, które czekały na klientów brokera lub były od tego czasu zachowane (retained), przepadły: urządzenia mówią na nowo to, co zachowują. Należy sprawdzić dysk',
  'journal.set-aside':
    '{file} nie można użyć: {why}. Zachowano go jako {aside} i zaczęto nowy: wiadomości, które czekały na klientów brokera, i to, co zachowano (retained), przepadły; urządzenia mówią na nowo to, co zachowują',
  'journal.none':
    '{file} nie można użyć: {why}. To, co broker zachowuje dla klientów, kończy się z tym procesem: należy umożliwić zapis do folderu i uruchomić ponownie',
  'waiting.damaged':
    '{count, plural, one {jeden wiersz} few {# wiersze} many {# wierszy} other {# wiersza}} z {file} {count, plural, one {był uszkodzony} few {były uszkodzone} many {było uszkodzonych} other {było uszkodzone}}: tyle odczytów, które czekały na zegar, przepadło. Plik zachowano jako {aside}. Należy sprawdzić dysk',
  'waiting.short':
    '{file} brakuje, został ucięty lub jest starszą kopią: odczytów, które czekały w nim na zegar, nie ma w historii. Jeśli jest najnowsza kopia, należy ją przywrócić i uruchomić ponownie',
  'waiting.set-aside':
    '{file} nie można użyć: {why}. Zachowano go jako {aside}; odczytów, które czekały w nim na zegar, nie ma w historii',
  'waiting.unusable':
    '{file} nie można odczytać: {why}. Odczytów, które czekały w nim na zegar, nie ma w historii: należy umożliwić odczyt i uruchomić ponownie',
  'waiting.unwritten':
    'odczytów, które czekają na zegar, nie można zapisać do {file}: {why}. Są w pamięci i przepadną, jeśli proces zakończy się, zanim zegar będzie znany',
  'eras.unusable':
    '{file} nie można użyć: {why} (zachowano jako {aside}). Jeśli zegar tego komputera był zły przed tym uruchomieniem, dom nie może sam powiedzieć, które wartości mają błędną datę',
  'bits.mended':
    'w {file} na {count, plural, one {jednej stronie} few {# stronach} many {# stronach} other {# strony}} przestawiony był jeden bit; naprawiono to i nic nie przepadło. Należy sprawdzić pamięć i dysk tego komputera',
  'pages.changed':
    'w {file} {count, plural, one {jedna strona} few {# strony} many {# stron} other {# strony}} (pierwsza to strona {page}) {count, plural, one {nie jest taka, jak ją zapisano} few {nie są takie, jak je zapisano} many {nie jest takich, jak je zapisano} other {nie jest takich, jak je zapisano}}: podłożono starszą kopię, zapisał do niego inny program lub dysk jest uszkodzony. Należy przywrócić najnowszą kopię lub przejrzeć zawartość i przyjąć ją poleceniem `solstead repair --yes`',
  'journal.cut':
    '{file} jest uszkodzony, a to, co zatwierdzono dalej, przepadło. Zachowano go jako {aside}. Należy sprawdzić dysk',
  'store.journal': 'jego dziennik (-wal) jest uszkodzony',
  'store.other-user': 'tych rekordów używa inny Solstead',
  'journal.large':
    'ma więcej niż {most, number} MB, czego ten program nigdy nie zapisuje: należy go przenieść, a to, co broker zachowuje, zacznie się od nowa',
  'store.no-file': 'to nie jest plik: jego nazwę ma folder, potok, gniazdo lub urządzenie',
  'store.damaged': 'jest uszkodzony',
  'store.full': 'dysk jest pełny',
  'store.copy-room': 'w {folder} potrzeba {needed, number} MB, a wolne jest {free, number} MB',
  'store.copy-differs': '{file} nie zawiera tego, co w nim zapisano: należy sprawdzić dysk',
  'store.series': 'ma {found} z {known} urządzeń i szeregów',
  'store.no-file-log': 'pliku brakuje, ale jego dziennik (log) jest',
  'store.address': 'adresu nie można odczytać',
  'help.database': 'Należy sprawdzić, czy serwer bazy danych działa, oraz host, port i bazę danych w adresie.',
  'help.database-account':
    'Należy sprawdzić nazwę i hasło; hasło pochodzi ze środowiska (SOLSTEAD_RECORDS_PASSWORD, SOLSTEAD_HISTORY_PASSWORD).',
  'server.unreachable': 'serwer jest nieosiągalny',
  'server.wants-password': 'serwer pyta o hasło, a nie podano żadnego',
  'document.version': 'ma wersję {version}; ten Solstead zna do {known}',
  'document.broken': 'nie ma oczekiwanej postaci',
  'connection.used': 'przez to osiągalne jest {name}',
  'secret.name': 'nazwa sekretu może mieć tylko małe litery, cyfry, kropki i myślniki',
  'secret.open': 'inni mogą czytać ten sekret: powinien móc go czytać tylko właściciel (mode 0600)',
  'secret.length': 'musi mieć od 1 do {most, number} znaków',
};
