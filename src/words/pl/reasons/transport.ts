// Polish: why a device, a broker or a server cannot be reached.
import type { transportReasons as english } from '#core/reasons/transport.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const transportReasons: Texts<typeof english> = {
  'mqtt.lost': 'utracono połączenie z brokerem',
  'mqtt.hung-up': 'broker się rozłączył',
  'link.was-closed': 'zostało zamknięte',
  'tcp.silent': 'host nie odpowiedział w ciągu {seconds} s',
  'link.hung-up': 'druga strona zamknęła połączenie',
  'mqtt.full':
    '{count, plural, one {# wiadomość czeka} few {# wiadomości czekają} many {# wiadomości czeka} other {# wiadomości czeka}} na brokera',
  'mqtt.not-taken': 'broker nie przyjął wiadomości na {topic} w ciągu {seconds} s',
  'link.no-broker': 'to polecenie nie ma brokera; linię przez MQTT osiąga działający dom',
  'link.examples':
    'test: oznacza przykładowe odpowiedzi, których żaden dom nie zachowuje: należy podać adres urządzenia lub zajrzeć do `solstead demo`',
  'link.no-examples': 'nie ma przykładowych odpowiedzi {protocol}',
  'link.examples-told': 'test: odpowiada przykładami {protocol}: nic z tego nie zmierzono',
  'link.is-broker':
    'broker przenosi wiadomości, nie bajty; należy podać adres portu szeregowego, urządzenia HID lub hosta',
  'charger.came-speaking':
    'z {from} połączył się punkt z jego id i oferuje {said}; tutaj mówi się OCPP 1.6 (JSON): należy go na to ustawić',
  'charger.came-without-password':
    'z {from} połączył się punkt z jego id i bez jego hasła: należy wpisać w nim hasło pokazane tutaj albo utworzyć nowe',
  'charger.came-with-other-password':
    'z {from} połączył się punkt z jego id i innym hasłem: należy wpisać w nim hasło pokazane tutaj albo utworzyć nowe',
  'charger.comes-often':
    'z {from} wciąż na nowo łączy się punkt z jego id: dwa punkty ładowania mają to id albo sieć zrywa jego połączenia',
  'charger.comes-twice':
    'z {from} wciąż na nowo łączy się punkt z jego id, choć ten jest połączony: dwa punkty ładowania mają to id; jednemu z nich należy dać inne',
  'link.comes-itself': 'punkt ładowania łączy się sam: nic nie jest otwierane',
  'port.taken': 'na porcie {port} nasłuchuje inny program',
  'port.taken-by': 'na porcie {port} nasłuchuje {name} (proces {pid})',
  'port.forbidden': 'ten użytkownik nie może nasłuchiwać na porcie {port}',
  'help.other-port': 'Należy zatrzymać drugi program lub drugie wyjście albo wybrać inny port.',
  'help.low-port':
    'Porty poniżej 1024 wymagają uprawnienia. Z systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE w unicie; w kontenerze: --cap-add NET_BIND_SERVICE; inaczej sysctl net.ipv4.ip_unprivileged_port_start={port}.',
  'help.own-address': 'Należy wybrać adres tego komputera lub 0.0.0.0 dla wszystkich.',
  'mdns.no-network': 'ten komputer nie ma adresu w żadnej sieci',
  'port.no-address': '{host} nie jest adresem tego komputera',
  'link.flooded': 'urządzenie wysyła bez końca i przez pół minuty nie jest słuchane',
  'link.not-open': 'nie jest otwarte',
  'link.vanished': 'urządzenie zniknęło',
  'link.not-sent': 'nie udało się wysłać zapytania',
  'serial.not-opened': 'nie można tego otworzyć, być może używa tego inny program ({said})',
  'serial.not-serial': 'to nie jest port szeregowy',
  'link.not-there': 'nie ma tego urządzenia',
  'answer.none': 'w ciągu {ms} ms nic nie przyszło',
  'answer.echo': 'w ciągu {ms} ms przyszło tylko echo zapytania',
  'answer.checksum': 'suma kontrolna się nie zgadza: {bytes}',
  'answer.foreign': 'w ciągu {ms} ms przyszły tylko ramki, które nie są odpowiedzią ({count})',
  'answer.to-which':
    'to, co przyszło, może być też spóźnioną odpowiedzią na {before}, o co pytano wcześniej i z czego zrezygnowano: nie przyjęto tego',
  'answer.endless': 'wysłało {count, number} bajtów bez odpowiedzi wśród nich: {bytes}',
  'answer.broken':
    '{count, plural, one {przyszedł # bajt} few {przyszły # bajty} many {przyszło # bajtów} other {przyszło # bajta}}, bez całej odpowiedzi: {bytes}',
  'port.missing': 'nie ma takiego portu; czy urządzenie jest podłączone?',
  'port.gone': 'urządzenia za portem już nie ma; należy podłączyć je ponownie',
  'port.broken': 'urządzenie za portem nie działa',
  'port.busy': 'używa tego inny program',
  'port.no-port': 'to nie jest port urządzenia',
  'help.metadata': 'Należy podać adres samego urządzenia, w sieci domu.',
  'host.metadata': 'ten adres należy do centrum danych i nie jest urządzeniem',
  'http.address': 'adres należy napisać jako http://host:8086 lub https://host',
  'http.secret': 'ma znaki, których nie można wysłać, takie jak podział wiersza',
  'http.no-http': 'to, co tam nasłuchuje, nie mówi HTTP',
  'mongo.message': 'wysłał wiadomość dłuższą niż {most} bajtów lub taką, która nie jest odpowiedzią',
  'nats.protocol': 'wysłał wiersz dłuższy niż {most, number} bajtów albo taki, jakiego nie wysyła żaden serwer NATS',
  'nats.wants-tls': 'przyjmuje tylko połączenia przez TLS: adres należy zapisać jako tls://',
  'nats.no-credentials':
    'to nie jest plik poświadczeń NATS: taki zawiera JWT i ziarno, każde między dwoma wierszami kresek',
  'nats.no-seed': 'to nie jest ziarno NKey użytkownika: jest nim jeden wiersz 58 znaków, który zaczyna się od SU',
  'nats.no-stream': 'żaden strumień nie przyjmuje tego, co jest tam wysyłane',
  'nats.not-confirmed': 'żaden strumień nie potwierdził tego w ciągu {seconds, number} s',
  'nats.no-answer': 'ma strumienie i nie powiedział w ciągu {seconds, number} s, jakie',
  'nats.small': 'przyjmuje wiadomości najwyżej po {most, number} bajtów, a to za mało',
  'nats.long': 'wiadomość o długości {bytes, number} bajtów jest dłuższa niż {most, number}, które przyjmuje',
  'nats.denied': 'konto nie może tego tam robić: {said}',
  'nats.not-let-in': 'nie wpuszcza tego konta: {said}',
  'nats.kept': 'JetStream to przechowuje: {streams}',
  'nats.not-kept': 'żaden strumień tego nie przechowuje: kto w tej chwili nie słucha, ten tego nie dostanie',
  'help.nats-account': 'Należy sprawdzić, czym się loguje: użytkownik i hasło, token, poświadczenia lub ziarno.',
  'help.nats-denied':
    'Należy pozwolić kontu publikować do subjectów tego wyjścia, a gdzie ma potwierdzać strumień, subskrybować _INBOX.>.',
  'help.nats-streams':
    'Należy pozwolić kontu publikować do $JS.API.STREAM.NAMES i $JS.API.STREAM.INFO.* oraz subskrybować _INBOX.>, aby było widać, jakie są strumienie; albo samemu wybrać, co liczy się jako dostarczone.',
  'help.nats-stream':
    'Należy utworzyć strumień, którego subjecty obejmują subjecty tego wyjścia: to, co czeka, trafi wtedy tam.',
  'http.no-tls': 'nie mówi TLS; czy adres nie powinien być http:// ?',
  'http.certificate': 'jego certyfikat nie jest zaufany: {said}',
  'help.http-away': 'Należy sprawdzić adres i to, czy serwer działa; potem testować ponownie.',
  'port.folder': 'to folder, a nie port',
  'port.no-access': 'ten użytkownik nie może tego czytać i zapisywać',
  'port.not-in-container': '{path} nie ma w tym kontenerze',
  'port.no-permission': 'ten użytkownik lub kontener nie może tego używać',
  'port.read-only': 'tutaj jest tylko do odczytu',
  'host.refused': 'host jest, ale na tym porcie nic nie nasłuchuje',
  'host.hung-up': 'host się rozłączył; być może jego jedyne połączenie trzyma inny program',
  'host.wants-certificate': 'pyta o certyfikat tej strony: należy podać go z kluczem',
  'host.other-certificate':
    'nie przyjmuje certyfikatu tej strony lub jego nazwy; należy sprawdzić, kto go podpisał i do kiedy jest ważny',
  'host.no-handshake': 'nie doszło do TLS: pyta o niepodany certyfikat tej strony lub nie zna TLS od wersji 1.2',
  'host.other-server': 'nie odpowiada jak {protocol}; czy to właściwy port?',
  'host.no-tls': 'nie odpowiada TLS; czy to nie port połączeń bez niego?',
  'host.untrusted':
    'jego certyfikat nie jest zaufany ({said}); jeśli jest własnej roboty, należy podać certyfikat tego, kto go podpisał',
  'host.other-name': 'jego certyfikat jest na inną nazwę ({said}): należy użyć jednej z nazw, które w nim są',
  'host.silent': 'host nie odpowiada; czy jest włączony i w tej sieci?',
  'host.no-route': 'nie ma stąd drogi do jego sieci',
  'host.unknown': 'nic w tej sieci nie ma tej nazwy',
  'host.no-lookup': 'nie dało się sprawdzić nazwy; czy sieć działa?',
  'hid.none': 'nie jest podłączone żadne urządzenie USB HID {usb}',
  'hid.several':
    '{count, plural, one {podłączone jest # urządzenie USB HID} few {podłączone są # urządzenia USB HID} many {podłączonych jest # urządzeń USB HID} other {podłączone jest # urządzenia USB HID}} {usb}, a adres nie mówi, o które chodzi; są to {addresses}',
  'ble.no-bus':
    'ten komputer nie ma magistrali systemowej (D-Bus) osiągalnej dla tego programu, a przez nią pyta się BlueZ',
  'ble.no-bluez': 'nie działa BlueZ, który na Linuksie mówi Bluetooth',
  'ble.no-permission': 'ten użytkownik nie może używać Bluetooth',
  'ble.no-adapter': 'ten komputer nie ma adaptera Bluetooth',
  'ble.other-adapter': 'ten komputer nie ma adaptera Bluetooth {wanted}',
  'ble.adapter-off': 'adapter Bluetooth jest wyłączony',
  'ble.silent': 'BlueZ nie odpowiedział na czas',
  'ble.too-much': 'to, co mówi BlueZ, nie jest D-Bus lub ma naraz ponad 2 MiB',
  'ble.refused': 'BlueZ odmówił: {said}',
  'ble.not-heard': 'urządzenia nie słyszano w ciągu {seconds} s',
  'ble.not-connected': 'urządzenie słyszano, ale nie daje się połączyć ({said})',
  'ble.no-services': 'urządzenie nie podało swoich usług w ciągu {seconds} s',
  'ble.no-characteristic': 'urządzenie nie ma charakterystyki {uuid}, więc jest innego rodzaju',
  'ble.no-profile': 'których charakterystyk używa, wiadomo dopiero z rodzajem urządzenia',
  'ble.no-key': 'to, co mówi, jest zaszyfrowane, a jego klucz nie jest znany',
  'ble.wrong-key': 'to, co mówi, jest zaszyfrowane innym kluczem',
  'ble.stopped': 'BlueZ się zakończył lub adapter został wyłączony',
  'ble.hung-up': 'połączenie Bluetooth się zerwało',
  'help.ble-bus': 'Należy zainstalować D-Bus i BlueZ; w kontenerze zamontować w nim /run/dbus/system_bus_socket.',
  'help.ble-bluez': 'Należy zainstalować BlueZ (apt install bluez) i uruchomić go (systemctl enable --now bluetooth).',
  'help.ble-permission':
    'Użytkownika, który uruchamia Solstead, należy dodać do grupy bluetooth i zalogować się ponownie.',
  'help.ble-adapter': 'Należy podłączyć adapter Bluetooth z LE lub podać właściwy jako ?adapter=hci1.',
  'help.ble-power':
    'Należy go włączyć (bluetoothctl power on); jeśli to się nie uda, odblokować (rfkill unblock bluetooth).',
  'help.ble-range':
    'Należy zbliżyć adapter do urządzenia, sprawdzić, czy jest włączone, i zamknąć każdą aplikację, która jest z nim połączona: większość urządzeń przyjmuje jedno połączenie i wtedy nikt inny ich nie słyszy.',
  'help.ble-key':
    'W VictronConnect należy otworzyć ustawienia urządzenia, Product info, Instant readout via Bluetooth, pokazać klucz szyfrowania i podać go jako hasło urządzenia.',
  'esphome.no-key': 'węzeł pieczętuje to, co mówi, a jego klucz nie jest znany',
  'esphome.wrong-key': 'węzeł ma inny klucz',
  'esphome.not-sealed': 'węzeł nie ma klucza: to, co mówi, nie jest pieczętowane',
  'esphome.no-password': 'węzeł chce hasła',
  'esphome.wrong-password': 'węzeł ma inne hasło',
  'esphome.no-node': 'to, co tam nasłuchuje, nie mówi natywnym API ESPHome',
  'esphome.version': 'węzeł mówi wersją {major} natywnego API, która nie jest znana',
  'esphome.silent': 'węzeł nie odpowiedział w ciągu {seconds} s',
  'esphome.too-long': 'wysłał wiadomość dłuższą niż {most, number} bajtów',
  'esphome.changed': 'zapieczętowana wiadomość została po drodze zmieniona lub jej brakuje',
  'esphome.refused': 'węzeł zakończył połączenie: {said}',
  'esphome.goodbye': 'węzeł się pożegnał, jak przed ponownym uruchomieniem lub uśpieniem',
  'help.esphome-key':
    'Klucz węzła należy podać jako jego hasło: w jego YAML-u pod api:, encryption:, key: (44 znaki zakończone =).',
  'help.esphome-not-sealed':
    'Należy skonfigurować go bez klucza lub dać węzłowi klucz: w jego YAML-u pod api:, encryption:, key:, i zainstalować go na nowo.',
  'help.esphome-password':
    'Należy podać hasło węzła, w jego YAML-u pod api:, password: – lub lepiej klucz: encryption:, key:, którego chce nowsze ESPHome.',
  'help.esphome-away':
    'Należy sprawdzić adres oraz czy węzeł nie śpi i jego YAML ma api: (port 6053). Węzeł bez niego może łączyć się przez MQTT.',
  'unit.no-channel': 'jednostka nie pozwala słuchać swoich wartości: {said}',
  'unit.silent': 'jednostka nie odpowiedziała w ciągu {seconds} s',
  'unit.left': 'jednostka zakończyła kanał swoich wartości',
  'unit.refused':
    'jednostka nie przyjęła znanego dla niej hasła; przez {minutes} min nie będzie ono ponownie próbowane',
  'unit.no-password': 'jednostka chce swojego hasła, a żadne nie jest dla niej znane',
  'unit.no-socket': 'to, co tam nasłuchuje, nie ma WebSocketu dla wartości ({status})',
  'help.unit-password':
    'Jako hasło należy podać hasło jej strony WWW: ustawia się je w jednostce pod Configuration, System (local password). Dopóki go nie ma, jej API jest zamknięte.',
  'help.unit-old':
    'Solar-Assistant ma to od wersji z 24 marca 2026: należy zaktualizować jednostkę albo skonfigurować ją jako „Solar-Assistant over HTTP” lub przez MQTT.',
  'link.vanished-by': 'urządzenie zniknęło ({said})',
};
