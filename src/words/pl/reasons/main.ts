// Polish: what the program says at its start and while it runs.
import type { mainReasons as english } from '#core/reasons/main.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const mainReasons: Texts<typeof english> = {
  'plugin.too-large': 'ma {bytes, number} bajtów, a wtyczka może mieć najwyżej {most, number}',
  'plugin.busy': 'czeka na nią za wiele pytań',
  'plugin.ended': 'zakończyła się sama',
  'plugin.slow': 'nie odpowiedziała w ciągu {seconds, number} s i została zakończona',
  'plugin.memory': 'zajęła więcej niż {most, number} MiB pamięci i została zakończona',
  'plugin.too-much': 'powiedziała naraz więcej niż {most, number} bajtów i została zakończona',
  'plugin.work': 'pracowała nad jedną odpowiedzią dłużej niż {seconds, number} s i została zakończona',
  'plugin.restless': 'pracowała dłużej niż {seconds, number} s, choć o nic jej nie pytano, i została zakończona',
  'plugin.question': 'to, co by dostała, jest dłuższe niż {most, number} bajtów',
  'plugin.at': 'wiersz {line, number}: {reason}',
  'plugin.name': 'nazwa {name} znaczy coś innego; należy wybrać inną',
  'plugin.default': 'to, od czego zaczyna się {name}, nie jest jego wartością',
  'plugin.no-function': 'nie ma funkcji {name}',
  'plugin.network': 'chce otwierać połączenia, a nikt się na to nie zgodził od ostatniej zmiany jej pliku',
  'plugin.gone': 'nie ma wyjścia wtyczki o nazwie {id}: brakuje jego pliku lub jest pominięty',
  'plugin.usage': 'nie przyjmuje nic albo `allow` lub `deny` i nazwę pliku',
  'plugin.param': 'tego, co przekazuje się jako {name}, brakuje, jest za dużo lub nie jest to jego wartość',
  'help.plugin-network':
    'Należy przeczytać jej plik. Przy zaufaniu można się zgodzić na stronie Wtyczki lub poleceniem `solstead plugins allow {file}`.',
  'plugin.loading': 'jest jeszcze wczytywana',
  'plugin.shape': 'to, co eksportuje, nie jest wtyczką tej wersji: {said}',
  'plugin.word': '{where}: {word} nie jest jednym z {known}',
  'plugin.no-request': 'nie daje bajtów na pytanie {question} lub daje więcej niż 256',
  'plugin.unit': 'pole {field} nie jest w jednostce swojej wielkości: {unit}',
  'emulate.no-broker': 'urządzenie MQTT wymaga brokera, na przykład mqtt://name@localhost:1883',
  'emulate.plain-only': 'emulator mówi tylko zwykłym mqtt://',
  'folder.no-site': 'nie zawiera jeszcze domu',
  'help.no-site':
    'Najpierw należy skonfigurować dom w aplikacji WWW (`solstead serve`) lub podać folder innego w --data.',
  'folder.several-sites': 'jest kilka domów; należy wybrać jeden w --site: {known}',
  'folder.sites': 'znane są {known}',
  'folder.no-data': 'to nie jest folder danych Solsteada; należy go podać w --data',
  'folder.in-use': 'tego folderu używa działający Solstead',
  'help.running': '{instead}',
  'move.same-place': 'oba miejsca są tym samym',
  'records.address': 'przyjmuje adres taki jak postgres://name@host/database; bez niego rekordy są w folderze danych',
  'place.address': 'reszty adresu nie można odczytać',
  'help.high-mqtt-port': 'Należy wybrać port powyżej 1023 w --mqtt-port.',
  'help.mqtt-port': 'Należy zatrzymać drugi program lub wybrać inny port w --mqtt-port.',
  'broker.address': 'przyjmuje adres taki jak mqtt://name@host:1883',
  'port.in-use': 'port jest w użyciu',
  'place.option': 'opcja {option} jest nieznana; znane są {known}',
  'place.influx': 'przyjmuje ?database= (InfluxDB 1) lub ?org= i &bucket= (InfluxDB 2)',
  'place.empty': 'miejsce jest puste',
  'place.no-host': 'brakuje hosta',
  'place.kind': 'to folder, postgres://, victoria+http:// lub influx+http://',
  'place.no-history': 'w tym folderze nie ma historii',
  'folder.none': 'nie ma takiego folderu',
  'emulate.tcp-port': 'należy wybrać inny w --tcp-port',
  'emulate.faults': 'usterki to {known}',
  'devices.left-out': '{file} jest pominięty: {problem}',
  'tls.no-cert': 'to nie jest certyfikat w PEM',
  'tls.no-key': 'to nie jest klucz prywatny w PEM lub jest chroniony hasłem',
  'tls.pair': 'certyfikatu i klucza nie można użyć razem ({said})',
  'addon.options': 'opcje aplikacji są błędne: {all}',
  'addon.both': 'wymaga także {other}',
  'addon.secret-text': 'to nie jest tekst; należy ująć to w cudzysłów',
  'addon.answer': 'Supervisor Home Assistant powiedział coś, co nie jest jego odpowiedzią',
  'addon.status': 'Supervisor Home Assistant odpowiedział {status, number}',
  'ingress.no-address': 'nikomu się w ich sprawie nie wierzy: należy podać --ingress-from, adres Supervisora',
  'ingress.is-proxy':
    'proxy pod tym adresem przekazuje, cokolwiek ktoś o sobie mówi: w --trusted-proxies należy podać inny niż w --ingress-from',
  'tls.redirect':
    'nie ma portu z TLS, do którego można by odsyłać przeglądarki: należy podać --tls-cert i --tls-key lub --tls-self-signed',
  'tls.both': 'certyfikat wymaga klucza, a klucz certyfikatu: należy podać --tls-cert i --tls-key',
  'help.mqtts-port': 'Należy zatrzymać drugi program lub wybrać inny port w --mqtts-port.',
  'disk.low':
    'na dysku {at} zostało {left, number} MB; gdy się skończą, nowe odczyty przepadną. Należy zwolnić miejsce lub przenieść dane na większy dysk',
  'disk.full':
    'dysk {at} jest pełny: zostało {left, number} MB. Należy teraz zwolnić miejsce: nowe odczyty czekają w pamięci i przepadną, gdy i ona będzie pełna',
  'disk.few-entries': 'system plików {at} przyjmie jeszcze {left, number} plików; należy usunąć niepotrzebne',
  'disk.no-entries':
    'system plików {at} nie przyjmuje już plików (zostało {left, number}): należy teraz usunąć niektóre, inaczej nic więcej nie da się zachować',
  'disk.unwritable':
    'w {at} nic nie można zapisać ({said}): nowe odczyty czekają w pamięci i przepadną, gdy będzie pełna',
  'bridge.file': 'to nie jest YAML z adresem (to) i topics',
  'bridge.filter': 'przyjmuje filtr MQTT taki jak roof/# lub +/power',
  'bridge.prefix': 'przyjmuje początek tematu, taki jak home/, bez symboli wieloznacznych',
  'bridge.away':
    'most nie dociera do {host} ({why}); {count, plural, one {czeka na to # wiadomość} few {czekają na to # wiadomości} many {czeka na to # wiadomości} other {czeka na to # wiadomości}}',
  'bridge.disk': 'tego, co most zachowuje dla drugiego brokera, nie można zapisać: {said}',
  'bridge.loop':
    'wiadomości {topic} krążą między brokerami i przez minutę nie są kopiowane: każdy temat należy kopiować tylko w jedną stronę',
  'emulate.none': 'ten protokół nie ma emulatora',
  'update.newer': 'jest Solstead {version}; ten to {own}',
  'update.current': 'to Solstead {own} i nie ma nowszego',
  'update.unreadable': '{at} nie podaje wersji',
  'help.update-newer':
    'Należy utworzyć kopię, potem zaktualizować tak, jak zainstalowano Solstead; CHANGELOG.md mówi, co nowego.',
  'help.update-address':
    'Należy sprawdzić, czy adres z --update-check jest dobry i osiągalny. Nic innego od niego nie zależy.',
};
