// German: what a look at the installation finds.
import type { doctorReasons as english } from '#core/reasons/doctor.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const doctorReasons: Texts<typeof english> = {
  'doctor.program': 'Solstead {version} auf Node {node}, {system}',
  'doctor.late': 'keine Antwort innerhalb von {seconds, number} s',
  'doctor.ended': 'die Prüfung endete, bevor sie fertig war',
  'doctor.no-folder': 'unter {at} gibt es noch keinen Datenordner: er entsteht beim ersten Start',
  'doctor.folder': '{at} ist lesbar und beschreibbar',
  'doctor.in-use': '{at} wird von einem laufenden Solstead benutzt',
  'doctor.in-use-by': '{at} wird von einem laufenden Solstead benutzt (Prozess {pid})',
  'doctor.folder-other': '{at} gehört einem anderen Benutzer (Nummer {owner}), der den Inhalt ändern und löschen kann',
  'help.doctor-owner': 'Geben Sie ihn dem Benutzer, der Solstead ausführt: chown -R.',
  'doctor.open': '{count, plural, one {# Datei} other {# Dateien}} darin können andere lesen, etwa {at}',
  'help.doctor-open': 'Machen Sie sie nur für den Eigentümer lesbar: chmod -R go= {at}',
  'help.doctor-folder':
    'Lassen Sie den Benutzer, der Solstead ausführt, ihn lesen und beschreiben: chown -R und chmod u+rwX; oder nennen Sie mit --data einen anderen Ordner.',
  'help.doctor-repair':
    'Halten Sie Solstead an und führen Sie `solstead repair --data {at}` aus: Es sagt, was zu retten ist.',
  'help.doctor-newer':
    'Starten Sie wieder jene Version von Solstead, oder stellen Sie eine Sicherung von vor dem Update wieder her.',
  'doctor.home': 'home.json ist in Ordnung',
  'doctor.file': '{file} lässt sich öffnen, {size, number} MB',
  'doctor.no-file': 'es gibt noch kein {file}',
  'doctor.sums': '{file}: alle {pages, number} Seiten sind so, wie sie geschrieben wurden',
  'doctor.sums-none': '{file} hat noch keine Prüfsummen seiner Seiten: sie werden beim nächsten Start begonnen',
  'doctor.sums-changed':
    '{file}: {count, plural, one {# Seite ist} other {# Seiten sind}} nicht wie geschrieben, die erste ist Seite {page}',
  'doctor.sums-running':
    'das laufende Solstead vergleicht seine Dateien selbst mit ihren Prüfsummen; siehe den Bereich Webserver',
  'doctor.older': '{file} ist von einer früheren Version: es wird beim nächsten Start auf den neuen Stand gebracht',
  'help.doctor-older': 'Erstellen Sie vor dem ersten Start dieser Version eine Sicherung: `solstead backup`.',
  'doctor.server':
    '{what, select, history {der Verlauf liegt} other {das Zuhause liegt}} bei {at}, das Verbindungen annimmt',
  'doctor.server-away':
    '{what, select, history {der Verlauf liegt} other {das Zuhause liegt}} bei {at}, das keine Verbindung annimmt: {reason}',
  'doctor.history-folder': 'der Verlauf liegt in {at}',
  'help.doctor-server': 'Prüfen Sie die Adresse und ob der Server läuft und von hier erreichbar ist.',
  'doctor.room': '{left, number} MB sind bei {at} frei',
  'help.doctor-room': 'Schaffen Sie Platz, oder verschieben Sie die Daten auf einen größeren Datenträger.',
  'doctor.unwritable': 'nach {at} lässt sich nichts schreiben: {reason}',
  'help.doctor-unwritable':
    'Eine Karte oder ein Datenträger, der ausfällt, wird schreibgeschützt: Sehen Sie in `dmesg` nach, retten Sie, was darauf ist, und ersetzen Sie ihn.',
  'doctor.sync': 'Geschriebenes ist nach {ms, number} ms sicher auf dem Datenträger',
  'doctor.sync-slow':
    'Geschriebenes ist erst nach {ms, number} ms sicher auf dem Datenträger: er ist langsam oder abgenutzt',
  'help.doctor-sync':
    'Verschieben Sie die Daten auf eine Festplatte oder SSD: Billige Karten werden langsamer, bevor sie ausfallen.',
  'doctor.clock': 'die Uhr wird per NTP gestellt; Zeitzone {zone}',
  'doctor.clock-free': 'die Uhr wird nicht per NTP gestellt; Zeitzone {zone}',
  'help.doctor-clock':
    'Schalten Sie es ein: `timedatectl set-ntp true`. Messwerte warten, bis die Zeit als richtig bekannt ist.',
  'doctor.clock-unknown': 'das System sagt nicht, ob es seine Uhr per NTP stellt; Zeitzone {zone}',
  'doctor.clock-early':
    'die Uhr zeigt {now, date, moment}, das liegt vor dem letzten Schreiben hier ({last, date, moment})',
  'help.doctor-clock-early':
    'Stellen Sie die Uhr, oder geben Sie dem Computer beim Start ein Netzwerk: Werte bekämen sonst ein falsches Datum.',
  'doctor.no-ports': 'es gibt keine seriellen oder HID-Ports',
  'doctor.port': '{path} ({title}) ist benutzbar',
  'doctor.port-own': '{path} ({title}) wird von Solstead gelesen (Prozess {pid})',
  'doctor.port-held': '{path} ({title}) wird von {name} belegt (Prozess {pid})',
  'help.doctor-port-held':
    'Nur ein Programm zugleich kann einen Port lesen: Halten Sie jenes an, etwa mit `systemctl stop mpp-solar` oder `systemctl disable --now ModemManager`.',
  'doctor.port-barred': '{path} ({title}): {reason}',
  'help.doctor-serial':
    'Nehmen Sie den Benutzer, der Solstead ausführt, in die Gruppe des Ports auf: `sudo usermod -aG dialout $USER`, und melden Sie sich neu an.',
  'help.doctor-hid': `Erlauben Sie es dem Benutzer, der Solstead ausführt, mit einer Regel: echo 'KERNEL=="hidraw*", MODE="0660", GROUP="dialout"' | sudo tee /etc/udev/rules.d/60-hidraw.rules, und stecken Sie es dann neu ein.`,
  'doctor.not-linux': 'Ports werden nur unter Linux aufgelistet; von Hand nennen, etwa serial:///COM3',
  'doctor.bluetooth': 'der Bluetooth-Adapter {adapter} ist eingeschaltet',
  'doctor.broker-free': 'Port {port} ist frei für den eingebauten MQTT-Broker',
  'doctor.broker-own': 'der eingebaute MQTT-Broker antwortet an Port {port}',
  'doctor.broker-silent': 'ein Solstead läuft, aber an Port {port}, wo sein MQTT-Broker sein sollte, antwortet nichts',
  'help.doctor-broker-silent': 'Wurde es mit einem anderen Port gestartet, geben Sie ihn auch hier an: --mqtt-port.',
  'doctor.port-taken': 'Port {port} ist von einem anderen Programm belegt',
  'doctor.port-taken-by': 'Port {port} ist von {name} belegt (Prozess {pid})',
  'help.doctor-broker-taken':
    'Halten Sie jenes Programm an, wählen Sie mit --mqtt-port einen anderen Port, oder lassen Sie Solstead jenen Broker benutzen: --mqtt-broker mqtt://localhost:{port}.',
  'doctor.broker': 'der Broker {at} nimmt dieses Konto an',
  'doctor.web-free': 'Port {port} ist frei für die Web-App',
  'doctor.web': 'Solstead {version} antwortet an Port {port}: alles ist in Ordnung',
  'doctor.web-waiting': 'Solstead an Port {port} öffnet gerade sein Zuhause oder schließt es',
  'doctor.web-trouble': 'Solstead {version} antwortet an Port {port} und hat ein Problem: {parts}',
  'help.doctor-web-trouble':
    'Der Eigentümer sieht den Grund oben auf der Seite, und mit einem Token unter /health/ready.',
  'doctor.web-silent': 'ein Solstead läuft auf diesem Ordner, aber an Port {port} antwortet nichts',
  'help.doctor-web-silent': 'Wurde es mit einem anderen Port gestartet, geben Sie ihn auch hier an: --port.',
  'help.doctor-web-taken': 'Halten Sie jenes Programm an, oder wählen Sie mit --port einen anderen Port.',
  'doctor.mdns':
    'nach Namen im lokalen Netzwerk kann gefragt werden; {count, plural, =0 {kein Solstead wurde} one {ein Solstead wurde} other {# Solsteads wurden}} gefunden',
  'doctor.mdns-none': 'nach Namen im lokalen Netzwerk kann nicht gefragt werden: {reason}',
  'help.doctor-mdns':
    'Geräte lassen sich trotzdem über ihre Adressen hinzufügen. In einem Container verwenden Sie das Netzwerk des Hosts.',
  'doctor.file-good': '{file} stimmt',
  'help.doctor-file': 'Berichtigen Sie die genannte Stelle und prüfen Sie mit `solstead check`.',
  'doctor.devices-good': 'mit eigenen Geräten ist alles in Ordnung',
  'doctor.no-outputs': 'es gibt keine Anbindungen',
  'doctor.outputs-of-wrong-file': 'die Anbindungen in {file} werden nicht getestet, solange die Datei falsch ist',
  'doctor.output': '{name}: der Server nimmt an, was ihm gesendet wird',
  'doctor.output-reached': '{name}: der Server nimmt Verbindungen an',
  'doctor.output-bad': '{name}: {reason}',
  'doctor.output-off': '{name} ist ausgeschaltet',
  'doctor.output-screen': '{name} braucht keinen Server',
  'doctor.output-meter': '{name} ist ein nachgebildeter Zähler: er wird nicht neben dem Zuhause getestet',
  'doctor.output-own': '{name} benutzt den MQTT-Broker des Zuhauses: der Test läuft auf der Seite der Anbindungen',
  'doctor.outputs-elsewhere': 'das Zuhause liegt auf einem Server: Anbindungen auf ihrer Seite testen',
};
