// German: what the program says at its start and while it runs.
import type { mainReasons as english } from '#core/reasons/main.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const mainReasons: Texts<typeof english> = {
  'plugin.too-large': 'es hat {bytes, number} Bytes, ein Plug-in höchstens {most, number}',
  'plugin.busy': 'zu viele Fragen warten darauf',
  'plugin.ended': 'es endete von selbst',
  'plugin.slow': 'es antwortete nicht innerhalb von {seconds, number} s und wurde beendet',
  'plugin.memory': 'es nahm mehr als {most, number} MiB Speicher und wurde beendet',
  'plugin.too-much': 'es sagte auf einmal mehr als {most, number} Bytes und wurde beendet',
  'plugin.work': 'es arbeitete länger als {seconds, number} s an einer Antwort und wurde beendet',
  'plugin.restless': 'es arbeitete länger als {seconds, number} s, obwohl es nichts gefragt wurde, und wurde beendet',
  'plugin.question': 'was es bekäme, ist länger als {most, number} Bytes',
  'plugin.at': 'Zeile {line, number}: {reason}',
  'plugin.name': 'der Name {name} bedeutet etwas anderes; einen anderen wählen',
  'plugin.default': 'womit {name} beginnt, ist kein Wert davon',
  'plugin.no-function': 'es hat keine Funktion {name}',
  'plugin.network':
    'es möchte Verbindungen öffnen, und niemand hat zugestimmt, seit sich seine Datei zuletzt geändert hat',
  'plugin.gone': 'es gibt keine Anbindung eines Plug-ins namens {id}: seine Datei fehlt oder ist ausgelassen',
  'plugin.usage': 'möglich ist nichts, oder `allow` oder `deny` und der Name einer Datei',
  'plugin.param': 'was als {name} mitgegeben wird, fehlt, ist zu viel oder kein Wert davon',
  'help.plugin-network':
    'Lesen Sie seine Datei. Wenn Sie ihr vertrauen, stimmen Sie auf der Seite „Plug-ins“ zu, oder mit `solstead plugins allow {file}`.',
  'plugin.loading': 'es wird noch geladen',
  'plugin.shape': 'was es exportiert, ist kein Plug-in dieser Version: {said}',
  'plugin.word': '{where}: {word} ist keines von {known}',
  'plugin.no-request': 'es liefert keine Bytes für die Frage {question}, oder mehr als 256',
  'plugin.unit': 'das Feld {field} ist nicht in der Einheit seiner Messgröße: {unit}',
  'emulate.no-broker': 'ein MQTT-Gerät braucht einen Broker, etwa mqtt://name@localhost:1883',
  'emulate.plain-only': 'der Emulator spricht nur einfaches mqtt://',
  'folder.no-site': 'er enthält noch kein Zuhause',
  'help.no-site':
    'Richten Sie zuerst ein Zuhause in der Web-App ein (`solstead serve`), oder nennen Sie mit --data den Ordner eines anderen.',
  'folder.several-sites': 'es gibt mehrere Zuhause; mit --site eines wählen: {known}',
  'folder.sites': 'bekannt sind {known}',
  'folder.no-data': 'das ist kein Datenordner von Solstead; mit --data nennen',
  'folder.in-use': 'ein laufendes Solstead benutzt diesen Ordner',
  'help.running': '{instead}',
  'move.same-place': 'beide Orte sind derselbe',
  'records.address':
    'möglich ist eine Adresse wie postgres://name@host/database; ohne sie liegen die Stammdaten im Datenordner',
  'place.address': 'der Rest der Adresse ist nicht lesbar',
  'help.high-mqtt-port': 'Wählen Sie mit --mqtt-port einen Port über 1023.',
  'help.mqtt-port': 'Halten Sie das andere Programm an, oder wählen Sie mit --mqtt-port einen anderen Port.',
  'broker.address': 'möglich ist eine Adresse wie mqtt://name@host:1883',
  'port.in-use': 'der Port ist belegt',
  'place.option': 'die Option {option} ist unbekannt; bekannt sind {known}',
  'place.influx': 'möglich ist ?database= (InfluxDB 1) oder ?org= und &bucket= (InfluxDB 2)',
  'place.empty': 'der Ort ist leer',
  'place.no-host': 'der Host fehlt',
  'place.kind': 'es ist ein Ordner, postgres://, victoria+http:// oder influx+http://',
  'place.no-history': 'in diesem Ordner gibt es keinen Verlauf',
  'folder.none': 'einen solchen Ordner gibt es nicht',
  'emulate.tcp-port': 'mit --tcp-port einen anderen wählen',
  'emulate.faults': 'die Fehler sind {known}',
  'devices.left-out': '{file} wird ausgelassen: {problem}',
  'tls.no-cert': 'das ist kein Zertifikat in PEM',
  'tls.no-key': 'das ist kein privater Schlüssel in PEM, oder einer mit Passphrase',
  'tls.pair': 'Zertifikat und Schlüssel passen nicht zusammen ({said})',
  'addon.options': 'die Optionen der App sind falsch: {all}',
  'addon.both': 'es braucht auch {other}',
  'addon.secret-text': 'das ist kein Text; in Anführungszeichen schreiben',
  'addon.answer': 'der Supervisor von Home Assistant sagte etwas, das nicht seine Antwort ist',
  'addon.status': 'der Supervisor von Home Assistant antwortete mit {status, number}',
  'ingress.no-address': 'niemandem wird darüber geglaubt: --ingress-from angeben, die Adresse des Supervisors',
  'ingress.is-proxy':
    'ein Proxy an dieser Adresse reicht weiter, was immer jemand von sich sagt: für --trusted-proxies einen anderen als --ingress-from angeben',
  'tls.redirect':
    'es gibt keinen Port mit TLS, an den Browser verwiesen werden könnten: --tls-cert und --tls-key angeben, oder --tls-self-signed',
  'tls.both':
    'ein Zertifikat braucht seinen Schlüssel und ein Schlüssel sein Zertifikat: --tls-cert und --tls-key angeben',
  'help.mqtts-port': 'Halten Sie das andere Programm an, oder wählen Sie mit --mqtts-port einen anderen Port.',
  'disk.low':
    'der Datenträger von {at} hat noch {left, number} MB frei; sind sie verbraucht, gehen neue Messwerte verloren. Schaffen Sie Platz, oder verschieben Sie die Daten auf einen größeren Datenträger',
  'disk.full':
    'der Datenträger von {at} ist voll: {left, number} MB sind frei. Schaffen Sie jetzt Platz: neue Messwerte warten im Arbeitsspeicher und gehen verloren, wenn auch er voll ist',
  'disk.few-entries':
    'das Dateisystem von {at} nimmt noch {left, number} Dateien an; löschen Sie einige, die niemand braucht',
  'disk.no-entries':
    'das Dateisystem von {at} nimmt keine Dateien mehr an ({left, number} sind übrig): löschen Sie jetzt einige, sonst kann nichts mehr aufbewahrt werden',
  'disk.unwritable':
    'nach {at} lässt sich nichts schreiben ({said}): neue Messwerte warten im Arbeitsspeicher und gehen verloren, wenn er voll ist',
  'bridge.file': 'das ist kein YAML mit einer Adresse (to) und topics',
  'bridge.filter': 'möglich ist ein MQTT-Filter wie roof/# oder +/power',
  'bridge.prefix': 'möglich ist der Anfang eines Topics wie home/, ohne Platzhalter',
  'bridge.away':
    'die Brücke erreicht {host} nicht ({why}); {count, plural, one {# Nachricht wartet} other {# Nachrichten warten}} darauf',
  'bridge.disk': 'was die Brücke für den anderen Broker aufbewahrt, lässt sich nicht schreiben: {said}',
  'bridge.loop':
    'Nachrichten von {topic} laufen zwischen Brokern im Kreis und werden eine Minute lang nicht kopiert: jedes Topic nur in einer Richtung kopieren',
  'emulate.none': 'dieses Protokoll hat keinen Emulator',
  'update.newer': 'es gibt Solstead {version}; dies ist {own}',
  'update.current': 'dies ist Solstead {own}, und es gibt kein neueres',
  'update.unreadable': '{at} nennt keine Version',
  'help.update-newer':
    'Erstellen Sie eine Sicherung und aktualisieren Sie dann auf dem Weg, auf dem Solstead installiert wurde; CHANGELOG.md sagt, was neu ist.',
  'help.update-address':
    'Prüfen Sie, ob die Adresse von --update-check stimmt und erreichbar ist. Sonst hängt nichts davon ab.',
};
