// German: why an output does not work, or its settings cannot stand.
import type { outputReasons as english } from '#core/reasons/outputs.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const outputReasons: Texts<typeof english> = {
  'output.none': 'hier gibt es keine Anbindungen',
  'output.row': 'der Eintrag enthält keine Einstellungen einer Anbindung',
  'output.settings': 'die Einstellungen sind nicht die dieser Version: {said}',
  'output.setting': '{field}: {said}',
  'output.kind': 'eine solche Art von Anbindung gibt es nicht; bekannt sind {known}',
  'output.many': 'ein Zuhause hat höchstens {most, number} Anbindungen',
  'output.server':
    'die Adresse als mqtt://host:1883 oder mqtts://host:8883 schreiben, oder leer lassen für den Broker dieses Zuhauses',
  'secret.again':
    'das hinterlegte Passwort gehört zum bisherigen Server, Konto und Zertifikat; das für diesen eingeben',
  'output.password':
    'das Passwort nicht in die Adresse schreiben: es hat ein eigenes Feld und wird getrennt aufbewahrt',
  'output.own-prefix':
    'am Broker dieses Zuhauses ist es solstead/{home}, oder es beginnt damit und einem Schrägstrich: kein Gerät und kein anderes Zuhause hat das',
  'output.prefix': 'möglich sind Wörter aus Buchstaben, Ziffern, Punkten, Strichen und Unterstrichen mit / dazwischen',
  'output.ca': 'das ist kein Zertifikat in PEM: es beginnt mit -----BEGIN CERTIFICATE-----',
  'output.filter': 'möglich sind IDs von Messgrößen, oder der Anfang einer solchen, gefolgt von *',
  'output.place-taken':
    'die Anbindung {name} hat diesen Ort schon, und was eine von beiden dort hinterlässt, verschwindet mit ihr: dieser einen anderen geben',
  'output.place-elsewhere':
    'eine Anbindung eines anderen Zuhauses hat diesen Ort schon, und was eine von beiden dort hinterlässt, verschwindet mit ihr: dieser einen anderen geben',
  'output.filter-idle': 'es zählt nur mit changesOnly, und das ist nicht gesetzt',
  'output.nothing-waits':
    'es zählt nur, wo alles Wartende auf dem Datenträger bleibt; diese Anbindung behält von jedem Wert den neuesten, oder nichts',
  'output.name':
    '{name} kann dort kein Name sein: möglich sind Buchstaben, Ziffern und _, bei Geräten auch -, bei Messgrößen auch Punkte',
  'output.name-star': '{from} und {to} enden beide auf *, oder keines',
  'output.name-twice': '{one} und {other} hätten dort denselben Namen',
  'output.no-names': 'diese Art hat ihre eigenen Namen: dort werden sie nicht geändert',
  'output.not-now': 'sie würde jetzt nicht senden: {reason}',
  'output.not-back':
    'der Broker hat die Testnachricht bestätigt und nicht zurückgegeben: vielleicht lässt er dieses Konto unter {prefix} nicht schreiben oder lesen',
  'output.silent': 'es kam keine Antwort innerhalb von {seconds, number} s',
  'output.nothing-yet': 'kein Gerät des Zuhauses hat bisher einen Wert geliefert, den diese Anbindung senden würde',
  'output.away': 'die Anbindung {name} erreicht ihren Server nicht: {reason}',
  'output.lost':
    'die Anbindung {name} hat {count, number} Pakete von Messwerten verloren, da ihr Server zu lange nicht erreichbar war',
  'output.unfit':
    'der Server der Anbindung {name} lehnt manche Werte endgültig ab, bisher {count, number}; zuletzt: {reason}',
  'output.refused-value': '{metric} von {device}: {reason}',
  'output.file': 'einen Namen wie home.prom oder node/home.prom schreiben',
  'output.file-link': 'ein Ordner auf dem Weg dorthin ist ein Link oder kein Ordner; hindurch wird nichts geschrieben',
  'output.file-taken': 'etwas anderes als eine Datei hat diesen Namen',
  'output.needed': 'es ist hier nötig',
  'output.header': 'das ist ein Header, der sagt, was gesendet wird, und nicht, wer sendet',
  'output.labels':
    'Namen und Werte als house=cabin, owner=anna schreiben; Namen bestehen aus Buchstaben, Ziffern und Unterstrichen, und keiner darf einer sein, den Messwerte selbst haben',
  'output.status': 'der Server antwortete mit dem Status {status}: {said}',
  'output.status-only': 'der Server antwortete mit dem Status {status}',
  'output.leftovers': 'was sie am Server hinterlassen hat, ließ sich nicht entfernen: {reason}',
  'output.not-taken': 'dieser Text wird nicht angenommen',
  'output.too-many-commands': 'zu viele Befehle sind unterwegs',
  'output.dangerous': 'Gefährliches wartet auf eine Person auf der Seite',
  'output.domoticz-line':
    'eine Zeile ist der idx eines Geräts von Domoticz, ein Gerät dieses Zuhauses und Messgrößen, etwa 12 roof pv.power pv.energy; das ist keine: {line}',
  'output.domoticz-lines': 'möglich sind eine oder mehr Zeilen, höchstens {most, number}',
  'output.former-line':
    'diese Zeile ist kein Gerät mit seinem Tag von mpp-solar wie roof = mpp, und kein Gerät allein: {line}',
  'output.header-line':
    'eine Zeile ist ein Name und ein Wert wie X-House: cabin, von keinem Header der Anfrage selbst; das ist keine: {line}',
  'output.template': 'es ist kein JSON, wenn seine Lücken null enthalten',
  'output.template-gap': 'eine Lücke enthält site, device, time oder eine Messgröße; {gap} ist nichts davon',
  'output.udp': 'die Adresse als udp://host:port schreiben',
  'output.unheard': 'sie wurden gesendet; niemand sagt, ob sie gehört werden',
  'output.of-device': 'ein Gerät dieses Zuhauses und eine Messgröße schreiben, etwa roof grid.voltage',
  'output.rate': 'der Server nimmt {minutes, plural, one {# Minute} other {# Minuten}} lang keine Anfragen mehr an',
  'output.mongodb': 'die Adresse als mongodb://account@host:27017/database schreiben, mit einem Host',
  'output.mysql': 'die Adresse als mysql://account@host:3306/database schreiben',
  'output.nats':
    'die Adresse als nats://host:4222 schreiben, oder tls://host:4222 mit TLS; bis zu zehn Server eines Clusters mit Kommas dazwischen, alle mit TLS oder keiner',
  'output.nats-user': 'das Konto nicht in die Adresse schreiben: die Anmeldung hat eigene Felder',
  'output.subject': 'ein Subject sind Wörter mit Punkten dazwischen, ohne Leerzeichen, * und >, etwa {example}',
  'output.subject-gap': 'eine Lücke eines Subjects enthält site, device oder metric; {gap} ist keines davon',
  'output.subject-needs': 'jeder Wert ist eine eigene Nachricht, die sonst nichts sagt: ihr Subject braucht {gap}',
  'output.subject-not': 'eine Nachricht hat alle Werte eines Geräts: {gap} kann nicht in ihrem Subject stehen',
  'output.subject-server': 'Subjects, die mit {word} beginnen, gehören dem Server',
  'output.postgres': 'die Adresse als postgres://account@host:5432/database schreiben',
  'output.ca-unused': 'ein Zertifikat einer Stelle ist für TLS: einschalten, oder das Zertifikat weglassen',
  'output.table-foreign': 'es gibt eine Tabelle readings, die nicht von diesem Programm ist: ein anderes Schema wählen',
  'output.table-newer': 'die Tabelle readings hat Version {version, number}, neuer als dieses Programm',
  'help.output-account': 'Prüfen Sie das Konto in der Adresse und sein Passwort.',
  'help.output-database': 'Prüfen Sie, ob die Datenbank existiert und das Konto das dort darf.',
  'output.silent-meter': 'der Zähler {name} schweigt: {reason}',
  'meter.not-open': '{reason}. {help}',
  'meter.no-grid': 'das Zuhause hat keinen Wert seines Netzanschlusses',
  'meter.no-power': '{device} liefert keine Leistung des Netzes, oder nur alte Werte',
  'meter.estimated': 'nichts misst den Netzanschluss: seine Leistung ist nur geschätzt, und dem sollte nichts folgen',
  'meter.old': 'der neueste Wert ist {age, number} s alt und darf höchstens {most, number} s alt sein',
  'meter.silent-now': 'er würde jetzt schweigen: {reason}',
  'meter.address': 'eine IP-Adresse dieses Computers schreiben, oder 0.0.0.0 für alle',
  'meter.own-ipv4': 'eine IPv4-Adresse dieses Computers schreiben, etwa 192.168.1.5',
  'meter.udp-ports': 'höchstens {most, number} Portnummern mit Kommas dazwischen schreiben, etwa 1010, 2220',
  'output.not-connected': 'es bestand keine Verbindung',
  'answers.regex': 'das ist kein regulärer Ausdruck, der sich in linearer Zeit suchen lässt: {said}',
  'answers.mongodb': 'die Adresse als mongodb://account@host:27017 schreiben, mit einem Host',
  'answers.unknown': 'eine solche Ausgabe gibt es nicht; bekannt sind {known}',
  'answers.to': 'keine der Ausgaben geht an {to}',
  'answers.long': 'es ist länger als die {most, number} Bytes, die ein Datagramm trägt',
  'answers.late': 'es wurde nicht innerhalb von {seconds, number} s angenommen',
};
