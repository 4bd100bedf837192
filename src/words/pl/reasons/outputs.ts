// Polish: why an output does not work, or its settings cannot stand.
import type { outputReasons as english } from '#core/reasons/outputs.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const outputReasons: Texts<typeof english> = {
  'output.none': 'tutaj nie ma wyjść',
  'output.row': 'nie zawiera ustawień wyjścia',
  'output.settings': 'jego ustawienia nie są z tej wersji: {said}',
  'output.setting': '{field}: {said}',
  'output.kind': 'nie ma takiego rodzaju wyjścia; znane są {known}',
  'output.many': 'dom ma najwyżej {most, number} wyjść',
  'output.server':
    'adres należy napisać jako mqtt://host:1883 lub mqtts://host:8883 albo zostawić pusty dla brokera tego domu',
  'secret.again': 'zachowane hasło należy do poprzedniego serwera, konta i certyfikatu; należy wpisać hasło tego',
  'output.password': 'hasło należy usunąć z adresu: ma własne pole i jest trzymane osobno',
  'output.own-prefix':
    'na brokerze tego domu jest to solstead/{home} lub zaczyna się od tego i ukośnika: nie ma tego żadne urządzenie ani inny dom',
  'output.prefix': 'przyjmuje słowa z liter, cyfr, kropek, myślników i podkreśleń z / pomiędzy',
  'output.ca': 'to nie jest certyfikat w PEM: ten zaczyna się od -----BEGIN CERTIFICATE-----',
  'output.filter': 'przyjmuje id wielkości lub początek któregoś, a po nim *',
  'output.place-taken':
    'wyjście {name} ma już to miejsce, a to, co jedno z nich tam zostawia, znika razem z nim: temu należy dać inne',
  'output.place-elsewhere':
    'wyjście innego domu ma już to miejsce, a to, co jedno z nich tam zostawia, znika razem z nim: temu należy dać inne',
  'output.filter-idle': 'liczy się tylko z changesOnly, a to nie jest ustawione',
  'output.nothing-waits':
    'liczy się tylko tam, gdzie wszystko, co czeka, jest zachowywane na dysku; to wyjście zachowuje najnowszą z każdej wartości lub nic',
  'output.name':
    '{name} nie może tam być nazwą: przyjmowane są litery, cyfry i _, w urządzeniach także -, w wielkościach także kropki',
  'output.name-star': '{from} i {to} kończą się na * oba albo żadne',
  'output.name-twice': '{one} i {other} miałyby tam jedną nazwę',
  'output.no-names': 'ten rodzaj ma własne nazwy: tam się ich nie zmienia',
  'output.not-now': 'teraz by nie wysłało: {reason}',
  'output.not-back':
    'broker potwierdził wiadomość testową, ale jej nie oddał: być może nie pozwala temu kontu pisać lub czytać pod {prefix}',
  'output.silent': 'w ciągu {seconds, number} s nie było odpowiedzi',
  'output.nothing-yet': 'żadne urządzenie domu nie podało jeszcze wartości, którą to wyjście by wysłało',
  'output.away': 'wyjście {name} nie dociera do swojego serwera: {reason}',
  'output.lost': 'wyjście {name} straciło paczki odczytów ({count, number}), bo jego serwera zbyt długo nie było',
  'output.unfit': 'serwer wyjścia {name} trwale odrzuca niektóre wartości, dotąd {count, number}; ostatnia: {reason}',
  'output.refused-value': '{metric} z {device}: {reason}',
  'output.file': 'należy napisać nazwę taką jak home.prom lub node/home.prom',
  'output.file-link': 'folder po drodze jest łączem lub nie jest folderem; przez niego nic nie jest zapisywane',
  'output.file-taken': 'tę nazwę ma coś innego niż plik',
  'output.needed': 'jest tu potrzebne',
  'output.header': 'to nagłówek, który mówi, co jest wysyłane, a nie kto wysyła',
  'output.labels':
    'nazwy i wartości należy pisać jako house=cabin, owner=anna; nazwy przyjmują litery, cyfry i podkreślenia, bez tych, które mają same odczyty',
  'output.status': 'odpowiedział statusem {status}: {said}',
  'output.status-only': 'odpowiedział statusem {status}',
  'output.leftovers': 'tego, co zostawiło na serwerze, nie udało się zabrać: {reason}',
  'output.not-taken': 'nie przyjmuje tego tekstu',
  'output.too-many-commands': 'w toku jest za wiele poleceń',
  'output.dangerous': 'to, co niebezpieczne, czeka na osobę na stronie',
  'output.domoticz-line':
    'wiersz to idx urządzenia Domoticza, urządzenie tego domu i wielkości, na przykład 12 roof pv.power pv.energy; ten nie jest taki: {line}',
  'output.domoticz-lines': 'przyjmuje co najmniej jeden wiersz, najwyżej {most, number}',
  'output.former-line':
    'ten wiersz nie jest urządzeniem z tagiem mpp-solar, takim jak roof = mpp, ani samym urządzeniem: {line}',
  'output.header-line':
    'wiersz to nazwa i wartość, takie jak X-House: cabin, nie z nagłówków samego żądania; ten nie jest taki: {line}',
  'output.template': 'nie jest JSON-em, gdy w lukach jest null',
  'output.template-gap': 'luka zawiera site, device, time lub wielkość; {gap} nie jest żadnym z nich',
  'output.udp': 'adres należy napisać jako udp://host:port',
  'output.unheard': 'zostały wysłane; nikt nie mówi, czy je słychać',
  'output.of-device': 'należy napisać urządzenie tego domu i wielkość, na przykład roof grid.voltage',
  'output.rate':
    'przez {minutes, plural, one {# minutę} few {# minuty} many {# minut} other {# minuty}} nie przyjmuje więcej żądań',
  'output.mongodb': 'adres należy napisać jako mongodb://account@host:27017/database, z jednym hostem',
  'output.mysql': 'adres należy napisać jako mysql://account@host:3306/database',
  'output.nats':
    'adres należy zapisać jako nats://host:4222 albo tls://host:4222 z TLS; do dziesięciu serwerów jednego klastra rozdzielonych przecinkami, wszystkie z TLS albo żaden',
  'output.nats-user': 'konto należy usunąć z adresu: logowanie ma własne pola',
  'output.subject': 'subject to słowa rozdzielone kropkami, bez spacji, * i >, na przykład {example}',
  'output.subject-gap': 'luka w subjekcie zawiera site, device lub metric; {gap} nie jest żadnym z nich',
  'output.subject-needs':
    'każda wartość jest osobną wiadomością, która nie mówi nic więcej: jej subject musi zawierać {gap}',
  'output.subject-not': 'wiadomość ma wszystkie wartości urządzenia: w jej subjekcie nie może być {gap}',
  'output.subject-server': 'subjecty, które zaczynają się od {word}, należą do serwera',
  'output.postgres': 'adres należy napisać jako postgres://account@host:5432/database',
  'output.ca-unused': 'certyfikat urzędu jest dla TLS: należy to włączyć lub pominąć certyfikat',
  'output.table-foreign': 'jest tabela readings, która nie jest z tego programu: należy wybrać inny schemat',
  'output.table-newer': 'tabela readings ma wersję {version, number}, nowszą niż ten program',
  'help.output-account': 'Należy sprawdzić konto w adresie i jego hasło.',
  'help.output-database': 'Należy sprawdzić, czy baza danych istnieje i czy konto może tam to robić.',
  'output.silent-meter': 'licznik {name} milczy: {reason}',
  'meter.not-open': '{reason}. {help}',
  'meter.no-grid': 'dom nie ma wartości swojego przyłącza do sieci',
  'meter.no-power': '{device} nie daje mocy sieci lub tylko stare wartości',
  'meter.estimated':
    'nic nie mierzy przyłącza do sieci: jego moc jest tylko szacowana i nic nie powinno za nią podążać',
  'meter.old': 'najnowsza wartość ma {age, number} s, a może mieć najwyżej {most, number} s',
  'meter.silent-now': 'teraz by milczał: {reason}',
  'meter.address': 'należy napisać adres IP tego komputera lub 0.0.0.0 dla wszystkich',
  'meter.own-ipv4': 'należy napisać adres IPv4 tego komputera, na przykład 192.168.1.5',
  'meter.udp-ports':
    'należy napisać najwyżej {most, number} numerów portów oddzielonych przecinkami, na przykład 1010, 2220',
  'output.not-connected': 'nie było połączenia',
  'answers.regex': 'to nie jest wyrażenie regularne, które można przeszukać w czasie liniowym: {said}',
  'answers.mongodb': 'adres należy napisać jako mongodb://account@host:27017, z jednym hostem',
  'answers.unknown': 'nie ma takiego wyjścia; znane są {known}',
  'answers.to': 'żadne z wyjść nie prowadzi do {to}',
  'answers.long': 'jest dłuższe niż {most, number} bajtów, które mieści datagram',
  'answers.late': 'nie przyjęto tego w ciągu {seconds, number} s',
};
