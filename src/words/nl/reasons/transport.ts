// Dutch: why a device, a broker or a server cannot be reached.
import type { transportReasons as english } from '#core/reasons/transport.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const transportReasons: Texts<typeof english> = {
  'mqtt.lost': 'de verbinding met de broker ging verloren',
  'mqtt.hung-up': 'de broker hing op',
  'link.was-closed': 'het is gesloten',
  'tcp.silent': 'de host antwoordde niet binnen {seconds} s',
  'link.hung-up': 'de andere kant sloot de verbinding',
  'mqtt.full': '{count, plural, one {# bericht wacht} other {# berichten wachten}} op de broker',
  'mqtt.not-taken': 'de broker nam een bericht op {topic} niet binnen {seconds} s aan',
  'link.no-broker': 'deze opdracht heeft geen broker; een lijn via MQTT wordt bereikt door een huis dat draait',
  'link.examples':
    'test: staat voor voorbeeldantwoorden, die geen huis bewaart: geef het adres van het apparaat, of bekijk `solstead demo`',
  'link.no-examples': 'er zijn geen voorbeeldantwoorden van {protocol}',
  'link.examples-told': 'test: antwoordt met voorbeelden van {protocol}: niets hiervan is gemeten',
  'link.is-broker':
    'een broker draagt berichten, geen bytes; geef het adres van een seriële poort, een HID-apparaat of een host',
  'charger.came-speaking':
    'er kwam er een van {from} met zijn id en die biedt {said} aan; hier wordt OCPP 1.6 (JSON) gesproken: stel het daarop in',
  'charger.came-without-password':
    'er kwam er een van {from} met zijn id en zonder zijn wachtwoord: vul daar het wachtwoord in dat hier is getoond, of maak een nieuw',
  'charger.came-with-other-password':
    'er kwam er een van {from} met zijn id en een ander wachtwoord: vul daar het wachtwoord in dat hier is getoond, of maak een nieuw',
  'charger.comes-often':
    'er kwam er telkens weer een van {from} met zijn id: twee laadpunten hebben deze id, of een netwerk verbreekt zijn verbindingen',
  'charger.comes-twice':
    'er kwam er telkens weer een van {from} met zijn id terwijl het verbonden is: twee laadpunten hebben deze id; geef een ervan een andere',
  'link.comes-itself': 'een laadpunt komt vanzelf: er wordt niets geopend',
  'port.taken': 'een ander programma luistert op poort {port}',
  'port.taken-by': '{name} (proces {pid}) luistert op poort {port}',
  'port.forbidden': 'deze gebruiker mag niet luisteren op poort {port}',
  'help.other-port': 'Stop het andere programma of de andere koppeling, of kies een andere poort.',
  'help.low-port':
    'Poorten onder 1024 vragen een recht. Met systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE in de unit; in een container: --cap-add NET_BIND_SERVICE; anders sysctl net.ipv4.ip_unprivileged_port_start={port}.',
  'help.own-address': 'Kies een adres van deze computer, of 0.0.0.0 voor alle.',
  'mdns.no-network': 'deze computer heeft geen adres in een netwerk',
  'port.no-address': '{host} is geen adres van deze computer',
  'link.flooded': 'het apparaat stuurt zonder einde, en er wordt een halve minuut niet naar geluisterd',
  'link.not-open': 'het is niet open',
  'link.vanished': 'het apparaat is verdwenen',
  'link.not-sent': 'het verzoek kon niet worden verzonden',
  'serial.not-opened': 'het kan niet worden geopend, misschien omdat een ander programma het gebruikt ({said})',
  'serial.not-serial': 'het is geen seriële poort',
  'link.not-there': 'het apparaat is er niet',
  'answer.none': 'er kwam niets binnen {ms} ms',
  'answer.echo': 'alleen de echo van het verzoek kwam binnen {ms} ms',
  'answer.checksum': 'de controlesom klopt niet: {bytes}',
  'answer.foreign': 'binnen {ms} ms kwamen alleen frames die niet het antwoord zijn ({count})',
  'answer.to-which':
    'wat kwam, kan ook het late antwoord zijn op {before}, dat eerder is gevraagd en opgegeven: het is niet aangenomen',
  'answer.endless': 'het stuurde {count, number} bytes zonder een antwoord erin: {bytes}',
  'answer.broken': 'er {count, plural, one {kwam # byte} other {kwamen # bytes}}, geen heel antwoord: {bytes}',
  'port.missing': 'die poort bestaat niet; is het apparaat aangesloten?',
  'port.gone': 'het apparaat achter de poort is weg; sluit het weer aan',
  'port.broken': 'het apparaat achter de poort werkt niet',
  'port.busy': 'een ander programma gebruikt het',
  'port.no-port': 'het is geen poort van een apparaat',
  'help.metadata': 'Noem het adres van het apparaat zelf, in het netwerk van het huis.',
  'host.metadata': 'dit adres hoort bij het datacenter en is geen apparaat',
  'http.address': 'schrijf het adres als http://host:8086 of https://host',
  'http.secret': 'het heeft tekens die niet kunnen worden verzonden, zoals een regeleinde',
  'http.no-http': 'wat daar luistert, spreekt geen HTTP',
  'mongo.message': 'het stuurde een bericht van meer dan {most} bytes, of een dat geen antwoord is',
  'http.no-tls': 'het spreekt geen TLS; is het adres er een met http:// ?',
  'http.certificate': 'het certificaat wordt niet vertrouwd: {said}',
  'help.http-away': 'Controleer het adres en of de server draait; test dan opnieuw.',
  'port.folder': 'het is een map, geen poort',
  'port.no-access': 'deze gebruiker mag er niet lezen en schrijven',
  'port.not-in-container': '{path} is niet in deze container',
  'port.no-permission': 'deze gebruiker of container mag het niet gebruiken',
  'port.read-only': 'het is hier alleen-lezen',
  'host.refused': 'de host is er, maar niets luistert op deze poort',
  'host.hung-up': 'de host hing op; misschien houdt een ander programma zijn enige verbinding bezet',
  'host.wants-certificate': 'het vraagt een certificaat van deze kant: geef er een met zijn sleutel',
  'host.other-certificate':
    'het neemt het certificaat van deze kant, of de naam ervan, niet aan; kijk wie het ondertekende en tot wanneer het geldt',
  'host.no-handshake':
    'er kwam geen TLS tot stand: het vraagt een certificaat van deze kant dat niet is gegeven, of kent geen versie van TLS vanaf 1.2',
  'host.other-server': 'het antwoordt niet zoals {protocol}; is het de juiste poort?',
  'host.no-tls': 'het antwoordt niet met TLS; is het de poort voor verbindingen zonder?',
  'host.untrusted':
    'het certificaat wordt niet vertrouwd ({said}); is het zelfgemaakt, geef dan het certificaat van wie het ondertekende',
  'host.other-name': 'het certificaat is voor een andere naam ({said}): gebruik een van de namen die erin staan',
  'host.silent': 'de host antwoordt niet; staat hij aan en zit hij in dit netwerk?',
  'host.no-route': 'van hieruit is er geen route naar zijn netwerk',
  'host.unknown': 'niets in dit netwerk heeft deze naam',
  'host.no-lookup': 'de naam kon niet worden opgezocht; werkt het netwerk?',
  'hid.none': 'er is geen USB-HID-apparaat {usb} aangesloten',
  'hid.several':
    'er {count, plural, one {is # USB-HID-apparaat} other {zijn # USB-HID-apparaten}} {usb} aangesloten, en het adres zegt niet welk is bedoeld; het zijn {addresses}',
  'ble.no-bus':
    'deze computer heeft geen systeembus (D-Bus) die dit programma bereikt, en daarover wordt BlueZ gevraagd',
  'ble.no-bluez': 'BlueZ, dat op Linux bluetooth spreekt, draait niet',
  'ble.no-permission': 'deze gebruiker mag bluetooth niet gebruiken',
  'ble.no-adapter': 'deze computer heeft geen bluetoothadapter',
  'ble.other-adapter': 'deze computer heeft geen bluetoothadapter {wanted}',
  'ble.adapter-off': 'de bluetoothadapter is uitgeschakeld',
  'ble.silent': 'BlueZ antwoordde niet op tijd',
  'ble.too-much': 'wat BlueZ zegt is geen D-Bus, of meer dan 2 MiB in één keer',
  'ble.refused': 'BlueZ weigerde het: {said}',
  'ble.not-heard': 'het apparaat is niet binnen {seconds} s gehoord',
  'ble.not-connected': 'het apparaat is gehoord, maar laat zich niet verbinden ({said})',
  'ble.no-services': 'het apparaat noemde zijn diensten niet binnen {seconds} s',
  'ble.no-characteristic': 'het apparaat heeft geen kenmerk {uuid}, en is dus van een andere soort',
  'ble.no-profile': 'welke kenmerken het gebruikt, is pas met het soort apparaat bekend',
  'ble.no-key': 'wat het zegt is versleuteld, en de sleutel is niet bekend',
  'ble.wrong-key': 'wat het zegt is met een andere sleutel versleuteld',
  'ble.stopped': 'BlueZ eindigde, of de adapter is uitgeschakeld',
  'ble.hung-up': 'de bluetoothverbinding brak af',
  'help.ble-bus': 'Installeer D-Bus en BlueZ; koppel in een container /run/dbus/system_bus_socket erin.',
  'help.ble-bluez': 'Installeer BlueZ (apt install bluez) en start het (systemctl enable --now bluetooth).',
  'help.ble-permission': 'Voeg de gebruiker waaronder Solstead draait toe aan de groep bluetooth en log opnieuw in.',
  'help.ble-adapter': 'Sluit een bluetoothadapter met LE aan, of noem de juiste met ?adapter=hci1.',
  'help.ble-power':
    'Schakel hem in (bluetoothctl power on); wordt dat geweigerd, hef dan de blokkade op (rfkill unblock bluetooth).',
  'help.ble-range':
    'Breng de adapter dichter bij het apparaat, ga na of het aanstaat, en sluit elke app die ermee is verbonden: de meeste apparaten nemen één verbinding aan en worden dan door niemand anders meer gehoord.',
  'help.ble-key':
    'Open in VictronConnect de instellingen van het apparaat, Productinfo, Instant readout via Bluetooth, toon de versleutelingssleutel, en geef die als wachtwoord van het apparaat.',
  'esphome.no-key': 'de node verzegelt wat hij zegt, en de sleutel ervan is niet bekend',
  'esphome.wrong-key': 'de node heeft een andere sleutel',
  'esphome.not-sealed': 'de node heeft geen sleutel: wat hij zegt, is niet verzegeld',
  'esphome.no-password': 'de node wil een wachtwoord',
  'esphome.wrong-password': 'de node heeft een ander wachtwoord',
  'esphome.no-node': 'wat daar luistert, spreekt niet de native API van ESPHome',
  'esphome.version': 'de node spreekt versie {major} van de native API, die niet bekend is',
  'esphome.silent': 'de node antwoordde niet binnen {seconds} s',
  'esphome.too-long': 'hij stuurde een bericht van meer dan {most, number} bytes',
  'esphome.changed': 'een verzegeld bericht is onderweg gewijzigd, of ontbreekt',
  'esphome.refused': 'de node beëindigde de verbinding: {said}',
  'esphome.goodbye': 'de node nam afscheid, zoals hij doet voordat hij herstart of slaapt',
  'help.esphome-key':
    'Geef de sleutel van de node als zijn wachtwoord: in zijn YAML onder api:, encryption:, key: (44 tekens die op = eindigen).',
  'help.esphome-not-sealed':
    'Richt hem zonder sleutel in, of geef de node er een: in zijn YAML onder api:, encryption:, key:, en installeer hem opnieuw.',
  'help.esphome-password':
    'Geef het wachtwoord van de node, in zijn YAML onder api:, password: – of liever een sleutel: encryption:, key:, die nieuwere ESPHome wil.',
  'help.esphome-away':
    'Controleer het adres, en of de node wakker is en zijn YAML api: heeft (poort 6053). Een node zonder kan via MQTT komen.',
  'unit.no-channel': 'de unit laat niet naar zijn waarden luisteren: {said}',
  'unit.silent': 'de unit antwoordde niet binnen {seconds} s',
  'unit.left': 'de unit beëindigde het kanaal van zijn waarden',
  'unit.refused': 'de unit nam het bekende wachtwoord niet aan; dat wordt {minutes} minuten niet opnieuw geprobeerd',
  'unit.no-password': 'de unit wil zijn wachtwoord, en er is geen bekend',
  'unit.no-socket': 'wat daar luistert, heeft geen WebSocket voor waarden ({status})',
  'help.unit-password':
    'Geef het wachtwoord van zijn webpagina als zijn wachtwoord: het wordt op de unit ingesteld onder Configuration, System (local password). Zijn API is dicht zolang er geen is.',
  'help.unit-old':
    'Solar-Assistant heeft het sinds de versie van 24 maart 2026: werk de unit bij, of richt hem in als “Solar-Assistant over HTTP”, of via MQTT.',
  'link.vanished-by': 'het apparaat is verdwenen ({said})',
};
