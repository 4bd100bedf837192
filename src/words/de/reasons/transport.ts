// German: why a device, a broker or a server cannot be reached.
import type { transportReasons as english } from '#core/reasons/transport.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const transportReasons: Texts<typeof english> = {
  'mqtt.lost': 'die Verbindung zum Broker ging verloren',
  'mqtt.hung-up': 'der Broker hat aufgelegt',
  'link.was-closed': 'sie wurde geschlossen',
  'tcp.silent': 'der Host antwortete nicht innerhalb von {seconds} s',
  'link.hung-up': 'die Gegenseite hat die Verbindung geschlossen',
  'mqtt.full': '{count, plural, one {# Nachricht wartet} other {# Nachrichten warten}} auf den Broker',
  'mqtt.not-taken': 'der Broker nahm eine Nachricht auf {topic} nicht innerhalb von {seconds} s an',
  'link.no-broker': 'dieser Befehl hat keinen Broker; eine Leitung über MQTT erreicht nur ein laufendes Zuhause',
  'link.examples':
    'test: steht für Beispielantworten, die kein Zuhause aufbewahrt: die Adresse des Geräts angeben, oder `solstead demo` ansehen',
  'link.no-examples': 'von {protocol} gibt es keine Beispielantworten',
  'link.examples-told': 'test: antwortet mit Beispielen von {protocol}: nichts davon wurde gemessen',
  'link.is-broker':
    'ein Broker trägt Nachrichten, keine Bytes; die Adresse eines seriellen Ports, eines HID-Geräts oder eines Hosts angeben',
  'charger.came-speaking':
    'von {from} kam einer mit seiner ID und bietet {said}; hier wird OCPP 1.6 (JSON) gesprochen: darauf einstellen',
  'charger.came-without-password':
    'von {from} kam einer mit seiner ID und ohne sein Passwort: dort das hier gezeigte eingeben oder ein neues erstellen',
  'charger.came-with-other-password':
    'von {from} kam einer mit seiner ID und einem anderen Passwort: dort das hier gezeigte eingeben oder ein neues erstellen',
  'charger.comes-often':
    'von {from} kam immer wieder einer mit seiner ID: zwei Ladepunkte haben diese ID, oder ein Netzwerk trennt seine Verbindungen',
  'charger.comes-twice':
    'von {from} kam immer wieder einer mit seiner ID, während er verbunden ist: zwei Ladepunkte haben diese ID; einem davon eine andere geben',
  'link.comes-itself': 'ein Ladepunkt kommt von selbst: nichts wird geöffnet',
  'port.taken': 'ein anderes Programm belegt Port {port}',
  'port.taken-by': '{name} (Prozess {pid}) belegt Port {port}',
  'port.forbidden': 'dieser Benutzer darf Port {port} nicht öffnen',
  'help.other-port': 'Halten Sie das andere Programm oder die andere Anbindung an, oder wählen Sie einen anderen Port.',
  'help.low-port':
    'Ports unter 1024 brauchen ein Recht. Mit systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE in der Unit; in einem Container: --cap-add NET_BIND_SERVICE; sonst sysctl net.ipv4.ip_unprivileged_port_start={port}.',
  'help.own-address': 'Wählen Sie eine Adresse dieses Computers, oder 0.0.0.0 für alle.',
  'mdns.no-network': 'dieser Computer hat in keinem Netzwerk eine Adresse',
  'port.no-address': '{host} ist keine Adresse dieses Computers',
  'link.flooded': 'das Gerät sendet ohne Ende; eine halbe Minute lang wird ihm nicht zugehört',
  'link.not-open': 'sie ist nicht offen',
  'link.vanished': 'das Gerät ist verschwunden',
  'link.not-sent': 'die Anfrage konnte nicht gesendet werden',
  'serial.not-opened': 'er lässt sich nicht öffnen, vielleicht weil ein anderes Programm ihn benutzt ({said})',
  'serial.not-serial': 'das ist kein serieller Port',
  'link.not-there': 'das Gerät ist nicht da',
  'answer.none': 'in {ms} ms kam nichts',
  'answer.echo': 'in {ms} ms kam nur das Echo der Anfrage',
  'answer.checksum': 'die Prüfsumme stimmt nicht: {bytes}',
  'answer.foreign': 'in {ms} ms kamen nur Frames, die nicht die Antwort sind ({count})',
  'answer.to-which':
    'was kam, kann ebenso gut die späte Antwort auf {before} sein, was zuvor gefragt und aufgegeben wurde: es wurde nicht angenommen',
  'answer.endless': 'es sandte {count, number} Bytes ohne eine Antwort darunter: {bytes}',
  'answer.broken':
    '{count, plural, one {# Byte kam, das keine ganze Antwort ist} other {# Bytes kamen, die keine ganze Antwort sind}}: {bytes}',
  'port.missing': 'einen solchen Port gibt es nicht; ist das Gerät eingesteckt?',
  'port.gone': 'das Gerät hinter dem Port ist weg; neu einstecken',
  'port.broken': 'das Gerät hinter dem Port funktioniert nicht',
  'port.busy': 'ein anderes Programm benutzt ihn',
  'port.no-port': 'das ist kein Port eines Geräts',
  'help.metadata': 'Nennen Sie die Adresse des Geräts selbst, im Netzwerk des Zuhauses.',
  'host.metadata': 'diese Adresse gehört dem Rechenzentrum und ist kein Gerät',
  'http.address': 'die Adresse als http://host:8086 oder https://host schreiben',
  'http.secret': 'es hat Zeichen, die sich nicht senden lassen, etwa einen Zeilenumbruch',
  'http.no-http': 'was dort antwortet, spricht kein HTTP',
  'mongo.message': 'er sandte eine Nachricht von mehr als {most} Bytes, oder eine, die keine Antwort ist',
  'nats.protocol': 'er sandte eine Zeile von mehr als {most, number} Bytes, oder eine, die kein NATS-Server sendet',
  'nats.wants-tls': 'er nimmt nur Verbindungen über TLS an: die Adresse als tls:// schreiben',
  'nats.no-credentials':
    'das ist keine Credentials-Datei von NATS: die enthält ein JWT und einen Seed, je zwischen zwei Zeilen aus Strichen',
  'nats.no-seed': 'das ist kein Seed eines NKey eines Benutzers: der ist eine Zeile von 58 Zeichen und beginnt mit SU',
  'nats.no-stream': 'kein Stream nimmt an, was dorthin gesendet wird',
  'nats.not-confirmed': 'kein Stream hat es innerhalb von {seconds, number} s bestätigt',
  'nats.no-answer': 'er hat Streams und hat innerhalb von {seconds, number} s nicht gesagt, welche',
  'nats.small': 'er nimmt Nachrichten von höchstens {most, number} Bytes an, das ist zu wenig',
  'nats.long': 'eine Nachricht von {bytes, number} Bytes ist länger als die {most, number}, die er annimmt',
  'nats.denied': 'das Konto darf das dort nicht: {said}',
  'nats.not-let-in': 'er lässt dieses Konto nicht ein: {said}',
  'nats.kept': 'JetStream bewahrt es auf: {streams}',
  'nats.not-kept': 'kein Stream bewahrt es auf: wer in dem Augenblick nicht zuhört, bekommt es nicht',
  'help.nats-account': 'Prüfen Sie, womit es sich anmeldet: Benutzer und Passwort, Token, Credentials oder Seed.',
  'help.nats-denied':
    'Erlauben Sie dem Konto, an die Subjects dieses Ausgangs zu senden und, wo ein Stream bestätigen soll, _INBOX.> zu abonnieren.',
  'help.nats-streams':
    'Erlauben Sie dem Konto, an $JS.API.STREAM.NAMES und $JS.API.STREAM.INFO.* zu senden und _INBOX.> zu abonnieren, damit zu sehen ist, welche Streams es gibt; oder wählen Sie selbst, was als zugestellt gilt.',
  'help.nats-stream':
    'Legen Sie einen Stream an, dessen Subjects die dieses Ausgangs umfassen: was wartet, geht dann dorthin.',
  'http.no-tls': 'er spricht kein TLS; gehört die Adresse zu http:// ?',
  'http.certificate': 'seinem Zertifikat wird nicht vertraut: {said}',
  'help.http-away': 'Prüfen Sie die Adresse und ob der Server läuft; testen Sie dann erneut.',
  'port.folder': 'das ist ein Ordner, kein Port',
  'port.no-access': 'dieser Benutzer darf ihn nicht lesen und schreiben',
  'port.not-in-container': '{path} ist nicht in diesem Container',
  'port.no-permission': 'dieser Benutzer oder Container darf ihn nicht benutzen',
  'port.read-only': 'er ist hier schreibgeschützt',
  'host.refused': 'der Host ist da, aber an diesem Port antwortet nichts',
  'host.hung-up': 'der Host hat aufgelegt; vielleicht hält ein anderes Programm seine einzige Verbindung',
  'host.wants-certificate': 'er verlangt ein Zertifikat dieser Seite: eines mit seinem Schlüssel angeben',
  'host.other-certificate':
    'er nimmt das Zertifikat dieser Seite oder seinen Namen nicht an; prüfen, wer es signiert hat und bis wann es gilt',
  'host.no-handshake':
    'TLS kam nicht zustande: er verlangt ein Zertifikat dieser Seite, das nicht angegeben wurde, oder kennt keine TLS-Version ab 1.2',
  'host.other-server': 'es antwortet nicht wie {protocol}; ist es der richtige Port?',
  'host.no-tls': 'er antwortet nicht mit TLS; ist es der Port für Verbindungen ohne?',
  'host.untrusted':
    'seinem Zertifikat wird nicht vertraut ({said}); ist es selbst erstellt, das Zertifikat derer angeben, die es signiert haben',
  'host.other-name': 'sein Zertifikat gilt für einen anderen Namen ({said}): einen der Namen darin verwenden',
  'host.silent': 'der Host antwortet nicht; ist er eingeschaltet und in diesem Netzwerk?',
  'host.no-route': 'von hier führt kein Weg in sein Netzwerk',
  'host.unknown': 'nichts in diesem Netzwerk hat diesen Namen',
  'host.no-lookup': 'der Name ließ sich nicht nachschlagen; läuft das Netzwerk?',
  'hid.none': 'kein USB-HID-Gerät {usb} ist eingesteckt',
  'hid.several':
    '{count, plural, one {# USB-HID-Gerät {usb} ist} other {# USB-HID-Geräte {usb} sind}} eingesteckt, und die Adresse sagt nicht, welches gemeint ist; diese sind {addresses}',
  'ble.no-bus':
    'dieser Computer hat keinen Systembus (D-Bus), den dieses Programm erreicht, und BlueZ wird darüber gefragt',
  'ble.no-bluez': 'BlueZ, das unter Linux Bluetooth spricht, läuft nicht',
  'ble.no-permission': 'dieser Benutzer darf Bluetooth nicht benutzen',
  'ble.no-adapter': 'dieser Computer hat keinen Bluetooth-Adapter',
  'ble.other-adapter': 'dieser Computer hat keinen Bluetooth-Adapter {wanted}',
  'ble.adapter-off': 'der Bluetooth-Adapter ist ausgeschaltet',
  'ble.silent': 'BlueZ antwortete nicht rechtzeitig',
  'ble.too-much': 'was BlueZ sagt, ist kein D-Bus, oder mehr als 2 MiB auf einmal',
  'ble.refused': 'BlueZ hat es abgelehnt: {said}',
  'ble.not-heard': 'das Gerät wurde in {seconds} s nicht gehört',
  'ble.not-connected': 'das Gerät wurde gehört, lässt sich aber nicht verbinden ({said})',
  'ble.no-services': 'das Gerät nannte seine Dienste nicht innerhalb von {seconds} s',
  'ble.no-characteristic': 'das Gerät hat keine Characteristic {uuid}, ist also von anderer Art',
  'ble.no-profile': 'welche Characteristics es benutzt, ist erst mit der Art des Geräts bekannt',
  'ble.no-key': 'was es sagt, ist verschlüsselt, und sein Schlüssel ist nicht bekannt',
  'ble.wrong-key': 'was es sagt, ist mit einem anderen Schlüssel verschlüsselt',
  'ble.stopped': 'BlueZ endete, oder der Adapter wurde ausgeschaltet',
  'ble.hung-up': 'die Bluetooth-Verbindung brach ab',
  'help.ble-bus': 'Installieren Sie D-Bus und BlueZ; in einem Container hängen Sie /run/dbus/system_bus_socket ein.',
  'help.ble-bluez': 'Installieren Sie BlueZ (apt install bluez) und starten Sie es (systemctl enable --now bluetooth).',
  'help.ble-permission':
    'Nehmen Sie den Benutzer, der Solstead ausführt, in die Gruppe bluetooth auf und melden Sie sich neu an.',
  'help.ble-adapter':
    'Stecken Sie einen Bluetooth-Adapter mit LE ein, oder nennen Sie den richtigen mit ?adapter=hci1.',
  'help.ble-power':
    'Schalten Sie ihn ein (bluetoothctl power on); wird das abgelehnt, heben Sie die Sperre auf (rfkill unblock bluetooth).',
  'help.ble-range':
    'Bringen Sie den Adapter näher an das Gerät, prüfen Sie, ob es eingeschaltet ist, und schließen Sie jede App, die damit verbunden ist: Die meisten Geräte nehmen eine Verbindung an und sind dann für niemanden sonst zu hören.',
  'help.ble-key':
    'Öffnen Sie in VictronConnect die Einstellungen des Geräts, Product info, Instant readout via Bluetooth, lassen Sie den Verschlüsselungsschlüssel anzeigen, und geben Sie ihn als Passwort des Geräts an.',
  'esphome.no-key': 'der Knoten versiegelt, was er sagt, und sein Schlüssel ist nicht bekannt',
  'esphome.wrong-key': 'der Knoten hat einen anderen Schlüssel',
  'esphome.not-sealed': 'der Knoten hat keinen Schlüssel: was er sagt, ist nicht versiegelt',
  'esphome.no-password': 'der Knoten verlangt ein Passwort',
  'esphome.wrong-password': 'der Knoten hat ein anderes Passwort',
  'esphome.no-node': 'was dort antwortet, spricht nicht die native API von ESPHome',
  'esphome.version': 'der Knoten spricht Version {major} der nativen API, die nicht bekannt ist',
  'esphome.silent': 'der Knoten antwortete nicht innerhalb von {seconds} s',
  'esphome.too-long': 'er sandte eine Nachricht von mehr als {most, number} Bytes',
  'esphome.changed': 'eine versiegelte Nachricht wurde unterwegs geändert oder fehlt',
  'esphome.refused': 'der Knoten hat die Verbindung beendet: {said}',
  'esphome.goodbye': 'der Knoten hat sich verabschiedet, wie vor einem Neustart oder Schlaf',
  'help.esphome-key':
    'Geben Sie den Schlüssel des Knotens als sein Passwort an: in seinem YAML unter api:, encryption:, key: (44 Zeichen, die auf = enden).',
  'help.esphome-not-sealed':
    'Richten Sie ihn ohne Schlüssel ein, oder geben Sie dem Knoten einen: in seinem YAML unter api:, encryption:, key:, und installieren Sie ihn neu.',
  'help.esphome-password':
    'Geben Sie das Passwort des Knotens an, in seinem YAML unter api:, password: – oder besser einen Schlüssel: encryption:, key:, den neuere ESPHome verlangen.',
  'help.esphome-away':
    'Prüfen Sie die Adresse, ob der Knoten wach ist und ob sein YAML api: hat (Port 6053). Ein Knoten ohne das kann über MQTT kommen.',
  'unit.no-channel': 'die Unit lässt ihre Werte nicht mithören: {said}',
  'unit.silent': 'die Unit antwortete nicht innerhalb von {seconds} s',
  'unit.left': 'die Unit hat den Kanal ihrer Werte beendet',
  'unit.refused':
    'die Unit nahm das dafür bekannte Passwort nicht an; {minutes} Minuten lang wird es nicht erneut versucht',
  'unit.no-password': 'die Unit verlangt ihr Passwort, und keines ist bekannt',
  'unit.no-socket': 'was dort antwortet, hat keinen WebSocket für Werte ({status})',
  'help.unit-password':
    'Geben Sie das Passwort ihrer Webseite als ihr Passwort an: Es wird an der Unit unter Configuration, System gesetzt (Local password). Ihre API ist zu, solange sie keines hat.',
  'help.unit-old':
    'Solar-Assistant hat das seit seiner Version vom 24. März 2026: Aktualisieren Sie die Unit, oder richten Sie sie als „Solar-Assistant over HTTP“ oder über MQTT ein.',
  'link.vanished-by': 'das Gerät ist verschwunden ({said})',
};
