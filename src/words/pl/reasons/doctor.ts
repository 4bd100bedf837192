// Polish: what a look at the installation finds.
import type { doctorReasons as english } from '#core/reasons/doctor.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const doctorReasons: Texts<typeof english> = {
  'doctor.program': 'Solstead {version} na Node {node}, {system}',
  'doctor.late': 'brak odpowiedzi w ciągu {seconds, number} s',
  'doctor.ended': 'przegląd zakończył się przed końcem',
  'doctor.no-folder': 'w {at} nie ma jeszcze folderu danych: powstaje przy pierwszym uruchomieniu',
  'doctor.folder': '{at} można czytać i zapisywać',
  'doctor.in-use': '{at} jest używane przez działający Solstead',
  'doctor.in-use-by': '{at} jest używane przez działający Solstead (proces {pid})',
  'doctor.folder-other':
    '{at} należy do innego użytkownika (numer {owner}), który może zmieniać i usuwać jego zawartość',
  'help.doctor-owner': 'Należy przekazać go użytkownikowi, który uruchamia Solstead: chown -R.',
  'doctor.open':
    'inni mogą czytać {count, plural, one {# jego plik} few {# jego pliki} many {# jego plików} other {# jego pliku}}, na przykład {at}',
  'help.doctor-open': 'Powinien móc je czytać tylko właściciel: chmod -R go= {at}',
  'help.doctor-folder':
    'Użytkownik, który uruchamia Solstead, musi móc go czytać i zapisywać: chown -R i chmod u+rwX; albo należy podać inny folder w --data.',
  'help.doctor-repair':
    'Należy zatrzymać Solstead i uruchomić `solstead repair --data {at}`: powie, co można uratować.',
  'help.doctor-newer': 'Należy znów uruchomić tamtą wersję Solsteada lub przywrócić kopię sprzed aktualizacji.',
  'doctor.home': 'home.json jest cały',
  'doctor.file': '{file} się otwiera, {size, number} MB',
  'doctor.no-file': 'nie ma jeszcze {file}',
  'doctor.sums': '{file}: wszystkie strony ({pages, number}) są takie, jak zapisano',
  'doctor.sums-none': '{file} nie ma jeszcze sum kontrolnych swoich stron: powstaną przy następnym uruchomieniu',
  'doctor.sums-changed':
    '{file}: {count, plural, one {# strona nie jest taka} few {# strony nie są takie} many {# stron nie jest takich} other {# strony nie jest takich}}, jak zapisano, pierwsza to strona {page}',
  'doctor.sums-running':
    'działający Solstead sam porównuje swoje pliki z ich sumami kontrolnymi; zob. obszar Serwer WWW',
  'doctor.older': '{file} jest z wcześniejszej wersji: zostanie dostosowany przy następnym uruchomieniu',
  'help.doctor-older': 'Przed pierwszym uruchomieniem tej wersji należy utworzyć kopię: `solstead backup`.',
  'doctor.server': '{what, select, history {historia jest} other {dom jest}} na {at}, gdzie przyjmowane są połączenia',
  'doctor.server-away':
    '{what, select, history {historia jest} other {dom jest}} na {at}, gdzie nie są przyjmowane połączenia: {reason}',
  'doctor.history-folder': 'historia jest w {at}',
  'help.doctor-server': 'Należy sprawdzić adres oraz czy serwer działa i jest stąd osiągalny.',
  'doctor.room': 'w {at} wolne jest {left, number} MB',
  'help.doctor-room': 'Należy zwolnić miejsce lub przenieść dane na większy dysk.',
  'doctor.unwritable': 'w {at} nic nie można zapisać: {reason}',
  'help.doctor-unwritable':
    'Zawodząca karta lub dysk staje się tylko do odczytu: należy zajrzeć do `dmesg`, zabezpieczyć to, co na nim jest, i go wymienić.',
  'doctor.sync': 'zapis jest bezpieczny na dysku po {ms, number} ms',
  'doctor.sync-slow': 'zapis jest bezpieczny na dysku dopiero po {ms, number} ms: dysk jest wolny lub zużyty',
  'help.doctor-sync': 'Należy przenieść dane na dysk lub SSD: tanie karty zwalniają, zanim zawiodą.',
  'doctor.clock': 'zegar jest utrzymywany przez NTP; strefa czasowa {zone}',
  'doctor.clock-free': 'zegar nie jest utrzymywany przez NTP; strefa czasowa {zone}',
  'help.doctor-clock':
    'Należy to włączyć: `timedatectl set-ntp true`. Odczyty czekają, aż będzie wiadomo, że czas jest dobry.',
  'doctor.clock-unknown': 'system nie mówi, czy utrzymuje zegar przez NTP; strefa czasowa {zone}',
  'doctor.clock-early':
    'zegar pokazuje {now, date, moment}, czyli przed ostatnim tutejszym zapisem ({last, date, moment})',
  'help.doctor-clock-early':
    'Należy ustawić zegar lub dać komputerowi sieć przy starcie: wartości dostałyby błędne daty.',
  'doctor.no-ports': 'nie ma portów szeregowych ani HID',
  'doctor.port': '{path} ({title}) można użyć',
  'doctor.port-own': '{path} ({title}) odczytuje Solstead (proces {pid})',
  'doctor.port-held': '{path} ({title}) trzyma {name} (proces {pid})',
  'help.doctor-port-held':
    'Port może czytać tylko jeden program naraz: należy zatrzymać tamten, na przykład `systemctl stop mpp-solar` lub `systemctl disable --now ModemManager`.',
  'doctor.port-barred': '{path} ({title}): {reason}',
  'help.doctor-serial':
    'Użytkownika, który uruchamia Solstead, należy dodać do grupy portu: `sudo usermod -aG dialout $USER`, i zalogować się ponownie.',
  'help.doctor-hid':
    'Użytkownik, który uruchamia Solstead, musi móc go używać dzięki regule: echo \'KERNEL=="hidraw*", MODE="0660", GROUP="dialout"\' | sudo tee /etc/udev/rules.d/60-hidraw.rules, potem należy podłączyć go ponownie.',
  'doctor.not-linux': 'porty są wypisywane tylko na Linuksie; należy nazwać je ręcznie, na przykład serial:///COM3',
  'doctor.bluetooth': 'adapter Bluetooth {adapter} jest włączony',
  'doctor.broker-free': 'port {port} jest wolny dla wbudowanego brokera MQTT',
  'doctor.broker-own': 'wbudowany broker MQTT odpowiada na porcie {port}',
  'doctor.broker-silent':
    'Solstead działa, ale na porcie {port}, gdzie powinien być jego broker MQTT, nic nie odpowiada',
  'help.doctor-broker-silent': 'Jeśli uruchomiono go z innym portem, należy go podać także tutaj: --mqtt-port.',
  'doctor.port-taken': 'port {port} zajmuje inny program',
  'doctor.port-taken-by': 'port {port} zajmuje {name} (proces {pid})',
  'help.doctor-broker-taken':
    'Należy zatrzymać tamten program, wybrać inny port w --mqtt-port lub pozwolić Solsteadowi używać tamtego brokera: --mqtt-broker mqtt://localhost:{port}.',
  'doctor.broker': 'broker {at} przyjmuje to konto',
  'doctor.web-free': 'port {port} jest wolny dla aplikacji WWW',
  'doctor.web': 'Solstead {version} odpowiada na porcie {port}: wszystko w porządku',
  'doctor.web-waiting': 'Solstead na porcie {port} otwiera swój dom lub go zamyka',
  'doctor.web-trouble': 'Solstead {version} odpowiada na porcie {port} i nie działa dobrze: {parts}',
  'help.doctor-web-trouble': 'Właściciel widzi przyczynę na górze strony oraz pod /health/ready z tokenem.',
  'doctor.web-silent': 'na tym folderze działa Solstead, ale na porcie {port} nic nie odpowiada',
  'help.doctor-web-silent': 'Jeśli uruchomiono go z innym portem, należy go podać także tutaj: --port.',
  'help.doctor-web-taken': 'Należy zatrzymać tamten program lub wybrać inny port w --port.',
  'doctor.mdns':
    'można pytać o nazwy w sieci lokalnej; {count, plural, =0 {nie znaleziono żadnego Solsteada} one {znaleziono jednego Solsteada} few {znaleziono # Solsteady} many {znaleziono # Solsteadów} other {znaleziono # Solsteada}}',
  'doctor.mdns-none': 'nie można pytać o nazwy w sieci lokalnej: {reason}',
  'help.doctor-mdns': 'Urządzenia i tak dodaje się po adresach. W kontenerze należy użyć sieci hosta.',
  'doctor.file-good': '{file} jest dobry',
  'help.doctor-file': 'Należy poprawić wymienione miejsce i sprawdzić poleceniem `solstead check`.',
  'doctor.devices-good': 'we własnych urządzeniach nic nie jest błędne',
  'doctor.no-outputs': 'nie ma wyjść',
  'doctor.outputs-of-wrong-file': 'wyjść z {file} nie sprawdzono: plik jest błędny',
  'doctor.output': '{name}: jego serwer przyjmuje to, co dostaje',
  'doctor.output-reached': '{name}: jego serwer przyjmuje połączenia',
  'doctor.output-bad': '{name}: {reason}',
  'doctor.output-off': '{name} jest wyłączone',
  'doctor.output-screen': '{name} nie potrzebuje serwera',
  'doctor.output-meter': '{name} to odgrywany licznik: nie jest próbowany obok domu',
  'doctor.output-own': '{name} używa brokera MQTT domu: próbuje się go na stronie wyjść',
  'doctor.outputs-elsewhere': 'dom jest na serwerze: jego wyjścia należy próbować na ich stronie',
};
