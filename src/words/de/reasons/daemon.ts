// German: what the file of a daemon says that cannot stand, or is taken differently.
import type { daemonReasons as english } from '#core/reasons/daemon.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const daemonReasons: Texts<typeof english> = {
  'daemon.at': '[{section}] {key}: {reason}',
  'daemon.in': '[{section}] {reason}',
  'daemon.section-twice': 'den Abschnitt [{section}] gibt es schon, in Zeile {line}',
  'daemon.many-sections': 'eine Datei hat höchstens {most, number} Abschnitte',
  'daemon.many-keys': 'ein Abschnitt hat höchstens {most, number} Schlüssel',
  'daemon.no-section': 'zuerst muss ein Abschnitt wie [SETUP] kommen',
  'daemon.key-twice': 'den Schlüssel {key} gibt es schon, in Zeile {line}',
  'daemon.indented':
    'die Zeile ist eingerückt und gehört damit zum Wert von {key} darüber: dort beginnen, wo jene beginnt',
  'daemon.long-line': 'die Zeile oder der Wert, den sie fortsetzt, ist länger als {most, number} Zeichen',
  'daemon.no-key': 'das ist weder ein Abschnitt wie [inverter] noch ein Schlüssel mit seinem Wert wie pause = 60',
  'daemon.no-setup': 'der Abschnitt [SETUP] fehlt',
  'daemon.no-devices': 'es nennt kein Gerät',
  'daemon.note': 'Hinweis: {reason}',
  'daemon.ignored-key': 'dieser Schlüssel ist unbekannt und wird wie in mpp-solar übergangen',
  'daemon.earlier-key': 'dieser Schlüssel wird übergangen, wie in mpp-solar seit 0.16; {instead} verwenden',
  'daemon.no-port': 'ohne Port ist es {port}, wie in mpp-solar',
  'daemon.commas': 'Befehle werden seit mpp-solar 0.16 durch # getrennt; diese gelten als {right}',
  'daemon.screen-broker': 'nichts wird gesendet: was an einen Broker ginge, wird ausgegeben, wie in mpp-solar',
  'daemon.tag-none': 'ohne Tag nannte mpp-solar diese Entitäten mpp_None_…; mit tag = None gehen sie weiter',
  'daemon.missing': 'dieser Schlüssel fehlt',
  'daemon.number': '{value} ist keine Zahl von {min} bis {max}',
  'daemon.word': '{value} ist keines von {known}',
  'daemon.comment':
    'was auf {sign} folgt, gilt als Kommentar; mpp-solar zählt es zum Wert: besser in eine eigene Zeile',
  'daemon.commands-comment': '# trennt hier Befehle: ein Kommentar steht in einer eigenen Zeile',
  'daemon.protocol': 'es gibt kein Protokoll {value}',
  'daemon.port-test': 'es antwortet mit Beispielen: nichts davon ist gemessen',
  'daemon.port-mqtt':
    'Geräte hinter MQTT werden über keinen Port gefragt: in einer YAML-Datei ein Protokoll angeben, das über MQTT meldet, und sein Topic',
  'daemon.port-esp': 'Pins eines ESP32 sind kein Port dieses Computers',
  'daemon.port-rfc2217':
    'RFC 2217 wird nicht gesprochen: die Brücke reine Bytes durchreichen lassen und tcp://host:port angeben',
  'daemon.port': '{value} ist kein Port: einen Pfad wie /dev/ttyUSB0 oder /dev/hidraw0 angeben, oder host:port',
  'daemon.port-socket': '{value} ist kein Host mit Port wie 192.168.1.5:8899',
  'daemon.port-mac': '{value} ist keine Bluetooth-Adresse wie C8:47:8C:E4:5D:11',
  'daemon.port-placeholder':
    'das steht für eine Bluetooth-Adresse: das Gerät wird nicht gelesen, bis sie angegeben ist',
  'daemon.port-guessed': 'es gilt als {address}',
  'daemon.port-type-old': 'porttype {value} ist nicht nötig: das Protokoll weiß, wie sein Port gelesen wird',
  'daemon.port-not': '{title} ist nicht über {scheme}:// erreichbar, nur über {links}',
  'daemon.line-twice':
    'der Abschnitt [{other}] liest denselben Port mit {baud} Baud: ein Port hat eine Geschwindigkeit',
  'daemon.line-other': 'der Abschnitt [{other}] liest denselben Port mit anderen Einstellungen der Leitung',
  'daemon.no-password': 'was an {scheme} ist, nimmt kein Passwort: weglassen',
  'daemon.no-units': '{title} hat keine Adresse an einer Leitung: unit weglassen und jedem einen eigenen Port geben',
  'daemon.command': '{title} hat keinen Befehl {value}',
  'daemon.setter':
    '{value} setzt etwas, und eine Abfrage liest nur: mit mqtt_allowed_cmds über MQTT kommen lassen, oder `solstead set` verwenden',
  'daemon.no-default': 'ohne Befehl wird {name} gefragt, wie in mpp-solar; nennen, was gewünscht ist',
  'daemon.asks-status': 'ohne Befehl werden die Live-Werte gefragt: {asks}',
  'daemon.special': '{value} listet auf, was es gibt: `solstead list commands {protocol}` verwenden',
  'daemon.secret-environment': 'die Umgebungsvariable {name} ist nicht gesetzt',
  'daemon.secret-file': 'die Datei ist nicht lesbar: {reason}',
  'daemon.secret-both': '{key} oder {key}_file angeben, nicht beides',
  'daemon.own-broker':
    'mpp-solar beachtete diesen Schlüssel in einem Abschnitt nicht; hier hat der Abschnitt diesen Broker',
  'daemon.log-file': 'das Log geht auf die Standardfehlerausgabe, damit systemd oder wer es startet, es aufbewahrt',
  'daemon.last-counts': 'fehlt hier; wie bei mpp-solar zählt der von [{other}]',
  'daemon.pause': 'eine Pause von 0 würde ohne Ende fragen: es ist 1 s',
  'daemon.regex': 'das ist kein regulärer Ausdruck: {said}',
  'daemon.allowed-any':
    '{pattern} muss hier auf einen ganzen Befehl passen, während mpp-solar alles nahm, was so beginnt; {wide} lässt das durch',
  'daemon.allowed-broker': 'Befehle über MQTT brauchen einen Broker: mqtt_broker',
  'daemon.output': 'es gibt keine Ausgabe {value}',
  'daemon.output-answers': '{value} ist eine Ausgabe von Antworten: bei einem Gerät unter answers nennen',
  'daemon.answers-name':
    'möglich ist der Name einer Ausgabe, oder eine mit ihren Einstellungen: ein Schlüssel mit Einstellungen darunter',
  'daemon.no-folder':
    'die Ausgabe {name} bewahrt auf, was ihr Server noch nicht genommen hat: mit --data einen Ordner nennen, oder STATE_DIRECTORY von systemd',
  'daemon.world-readable': 'alle an diesem Computer können diese Datei lesen, und ein Passwort steht darin: {how}',
  'daemon.json': 'es gehört zu --check: was ein Daemon im Betrieb sagt, ist sein Log, als JSON mit --log-format json',
  'daemon.wrong': '{count, plural, one {ein Punkt an der Datei ist} other {# Punkte an der Datei sind}} falsch',
  'daemon.output-broker': 'sie braucht einen Broker: hier server angeben, oder mqtt für die ganze Datei',
  'daemon.topic': 'ein Gerät über MQTT braucht das Topic, auf dem es meldet',
  'daemon.no-broker': 'ein Gerät über MQTT braucht mqtt mit server',
  'daemon.not-over-mqtt': '{title} meldet, was es hat: es wird nicht gefragt und nimmt hier keine Befehle an',
  'daemon.not-allowed': 'dieser Befehl gehört nicht zu denen, die über MQTT kommen dürfen',
  'daemon.dangerous': 'das kann dem Haus den Strom nehmen oder einen Schutz aufheben: von Hand setzen',
  'daemon.too-many': 'zu viele Befehle sind unterwegs',
  'daemon.no-such': 'dieses Gerät hat keinen solchen Befehl',
  'daemon.once-waiting':
    '{count, plural, one {eine Antwort hat} other {# Antworten haben}} einen Server nicht erreicht, den die Zeilen davor nennen',
  'daemon.once-refused': '{devices} antwortete und lehnte einen Befehl der Datei ab',
  'daemon.once-silent': '{devices} beantwortete nicht alles, was gefragt wurde',
  'daemon.unsteady':
    'die Messwerte eines Zuhauses haben hier keinen Verlauf: energy weglassen, oder `solstead serve` ausführen',
  'daemon.pid-taken': 'ein Prozess mit dieser Nummer läuft: {pid}',
};
