// Polish: what a home does not let be done.
import type { hubReasons as english } from '#core/reasons/hub.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const hubReasons: Texts<typeof english> = {
  'charger.no-desk': 'ładowania nie są tu przechowywane',
  'charger.unknown': 'żadna ładowarka o tej nazwie nie jest sterowana: zob. chargers w automatyce',
  'charger.no-key': 'hasło ma tu tylko punkt ładowania, który łączy się przez OCPP',
  'command.needs-arm': 'może to odciąć zasilanie domu: należy wydać to jako polecenie, które najpierw się potwierdza',
  'command.key-used': 'tego klucza użyto do innego żądania: dla każdego należy wziąć nowy',
  'command.ended': 'Solstead zakończył się, zanim urządzenie odpowiedziało; nie wiadomo, czy zadziałało',
  'command.too-late': 'jego kolej nie nadeszła na czas',
  'command.no-relays': 'nie ma przekaźnika, który wolno przełączać razem z innymi',
  'command.arm-over': 'potwierdzenie jest za stare, już użyte lub wydane na coś innego',
  'metric.unknown': 'wielkości {metric} nie ma w katalogu',
  'metric.none-begins': 'żadna wielkość z katalogu nie zaczyna się jak {pattern}',
  'chart.from-to': 'koniec musi być po początku',
  'chart.step': 'krok to całkowita liczba milisekund',
  'chart.steps': 'więcej niż {most, number} kroków; należy wybrać dłuższy krok lub krótszy okres',
  'device.name': 'urządzenie wymaga nazwy',
  'device.topic': '{title} wymaga prefiksu tematu urządzenia',
  'device.not-removed': '{id} nie jest urządzeniem usuniętym z tego domu',
  'device.no-picks':
    'urządzenia, które zgłasza przez MQTT, się nie odpytuje: należy złożyć je z jego tematów i tam powiedzieć, co każdy mierzy',
  'device.asked-often': 'zadaje się mu najwyżej {most, number} pytań na minutę',
  'device.many': 'jest już {most, number} urządzeń: najpierw należy jedno usunąć',
  'broker.no-fingerprint':
    'to nie jest certyfikat ani jego odcisk SHA-256: należy podać 64 cyfry szesnastkowe, które wypisuje „openssl x509 -in client.pem -noout -fingerprint -sha256”, lub plik taki, jaki jest',
  'broker.many': 'jest już {most, number} kont brokera: najpierw należy jedno usunąć',
  'help.twin': 'Należy użyć tego, które jest, lub podać inny adres.',
  'device.twin': '„{name}” jest tam już skonfigurowane',
  'name.taken': '{name} jest zajęte; należy wybrać inną nazwę',
  'records.silent': 'nie odpowiadają',
  'name.unknown': 'nie ma {name}',
  'account.name': 'konto wymaga nazwy',
  'account.name-hidden': 'nazwa nie może mieć znaków sterujących ani niewidocznych',
  'account.name-alike': 'wygląda jak {name}, kto już tu jest; należy wybrać inną nazwę',
  'account.password':
    'hasło wymaga co najmniej {least, plural, one {# znaku} few {# znaków} many {# znaków} other {# znaku}}',
  'account.password-guessed':
    'to hasło łatwo odgadnąć: składa się z częstych słów, imion, rzędów klawiszy, lat lub powtórzeń',
  'account.unknown': 'nie ma takiego konta',
  'account.none': 'nie ma jeszcze konta: tworzy je pierwszy odwiedzający',
  'account.names': 'nie ma takiego konta; znane są {known}',
  'account.last-owner': 'dom wymaga właściciela: najpierw należy uczynić nim inne konto',
  'grant.device': '{device} nie jest urządzeniem domu {site}',
  'grant.devices': 'pojedyncze urządzenia można nadać dla jednego domu, nie dla wszystkich',
  'grant.beyond': 'nikt nie nadaje więcej, niż sam może: {actions}',
  'passkey.taken': 'ten klucz dostępu jest już znany',
  'factor.needed': 'to konto pyta też o kod, kod odzyskiwania lub klucz dostępu',
  'factor.wrong': 'kod jest błędny, za stary lub był już użyty',
  'factor.throttled':
    'za wiele błędnych kodów; należy odczekać {minutes, plural, one {# minutę} few {# minuty} many {# minut} other {# minuty}} lub użyć klucza dostępu albo kodu odzyskiwania',
  'totp.on': 'drugi składnik jest już włączony: najpierw należy go wyłączyć',
  'totp.begin': 'należy zacząć od nowa: nie ma sekretu, który czeka na swój pierwszy kod',
  'pin.digits': 'PIN ma od 6 do 12 cyfr, nie jednakowych i nie po kolei',
  'pin.none': 'to konto nie ma PIN-u',
  'pin.wrong': 'PIN jest błędny',
  'pin.throttled':
    'za wiele błędnych PIN-ów; należy odczekać {minutes, plural, one {# minutę} few {# minuty} many {# minut} other {# minuty}} lub użyć klucza dostępu albo hasła',
  'recovery.wrong': 'nazwa i kod odzyskiwania nie pasują do siebie lub kod był już użyty',
  'passkey.many': 'konto ma najwyżej {most, number} kluczy dostępu: najpierw należy jeden usunąć',
  'passkey.name': 'klucz dostępu wymaga nazwy',
  'passkey.unknown': 'nie ma takiego klucza dostępu',
  'passkey.place': 'klucze dostępu wymagają nazwy z https lub localhost: {host} jest adresem lub mówi zwykłym HTTP',
  'passkey.refused': 'klucz dostępu nie został przyjęty: nie jest znany, należy gdzie indziej lub trwało to zbyt długo',
  'step-up.empty': 'należy podać hasło, PIN lub klucz dostępu',
  'step-up.password': 'hasło jest błędne',
  'step-up.now':
    'od ostatniego potwierdzenia minęło więcej niż {minutes, plural, one {# minuta} few {# minuty} many {# minut} other {# minuty}}',
  'refresh.over': 'wygasł lub jego sesja się skończyła',
  'refresh.reused': 'był już użyty: ktokolwiek go skopiował, sesja się skończyła',
  'token.many': 'jest już {most, number} tokenów: najpierw należy jeden usunąć',
  'token.name': 'token wymaga nazwy',
  'token.unknown': 'nie ma takiego tokena',
  'token.expiry': 'token wygasa w przyszłości, w ciągu dziesięciu lat',
  'token.may':
    'należy podać rolę ({roles}) lub działania oddzielone przecinkami ({actions}); urządzenia idą z viewer lub z działaniami',
  'token.account': 'nie ma takiego konta: token osobisty go wymaga',
  'account.person-only': 'wolno to tylko osobie, która się zalogowała',
  'session.outside': 'zalogował Home Assistant: wylogować się należy tam',
  'session.unknown': 'nie ma takiej sesji',
  'invitation.over': 'to zaproszenie zostało użyte, wycofane lub jest za stare: należy poprosić o inne',
  'kiosk.over': 'ten link został już otwarty, wycofany lub jest za stary: należy poprosić o inny',
  'kiosk.name': 'tablet musi mieć nazwę',
  'kiosk.many': 'ten dom ma już tyle tabletów i linków, ile wolno ({most, number}): należy usunąć nieużywany',
  'kiosk.unknown': 'ten dom nie ma takiego tabletu',
  'clock.waiting':
    'zegar tego komputera został przestawiony lub jest za wartościami: {count, plural, one {jeden odczyt czeka} few {# odczyty czekają} many {# odczytów czeka} other {# odczytu czeka}}, aż będzie wiadomo, że jest dobry. Należy go ustawić lub powiedzieć na stronie zegara, że jest dobry',
  'clock.doubt':
    'zegar tego komputera został przestawiony o {minutes, number} min i nic jeszcze nie mówi, czy słusznie. Na stronie zegara należy powiedzieć, czy jest dobry',
  'clock.ahead':
    'zegar wyprzedza miniony czas o {hours, plural, one {# godzinę} few {# godziny} many {# godzin} other {# godziny}}; nic nie jest z tego powodu usuwane, aż będzie potwierdzony przez jeden dzień',
  'history.damage':
    '{count, plural, one {jednej części} few {# części} many {# części} other {# części}} historii nie można odczytać; {at}: {reason}',
  'history.lost':
    '{count, plural, one {# wartość przepadła} few {# wartości przepadły} many {# wartości przepadło} other {# wartości przepadło}}, bo nie dało się zapisać historii',
  'consumer.trouble': '{name}: {said}',
  'site.half-place': 'szerokość i długość geograficzna należą do siebie',
  'site.many': 'jest już {most, number} domów',
  'site.name': 'dom wymaga nazwy',
  'site.time-zone': '{zone} nie jest strefą czasową; pisze się ją jak Europe/Berlin',
  'account.throttled': 'za wiele prób; należy odczekać {seconds} s',
  'retention.order':
    '{coarser} musi być co najmniej tak długie jak {finer} ({days, plural, one {# dzień} few {# dni} many {# dni} other {# dnia}})',
  'retention.own': 'historia jest w silniku, który ma własne ustawienia przechowywania: należy zmienić je tam',
};
