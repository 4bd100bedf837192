// German: what is wrong with stored files, secrets and servers.
import type { storeReasons as english } from '#core/reasons/store.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const storeReasons: Texts<typeof english> = {
  'secret.key': 'das ist kein Schlüssel: {bytes} Bytes als base64 oder als Hex-Ziffern',
  'secret.no-key': 'eine solche Datei gibt es nicht',
  'secret.changed': 'es wurde geändert oder ist kein Geheimnis dieser Installation',
  'secret.other-key':
    'es wurde mit einem anderen Schlüssel versiegelt: den Schlüssel angeben, den die Installation damals hatte',
  'secret.key-lost':
    '{file} ist nicht verwendbar: {why}. Was damit versiegelt wurde (Passwörter von Geräten und Orten, zweite Faktoren), lässt sich nicht öffnen, und Neues wird nicht versiegelt. Holen Sie die Datei aus einer Sicherung zurück, oder beginnen Sie mit `solstead repair --adopt --yes` einen neuen Schlüssel und geben Sie die Passwörter erneut ein',
  'secret.unopened':
    '{count, plural, one {{file} lässt sich} other {# Geheimnisse, das erste davon {file}, lassen sich}} nicht öffnen: {why}. Geben Sie das Passwort dort erneut ein, wo es benutzt wird, oder holen Sie die Datei aus einer Sicherung zurück',
  'secret.not-latest':
    '{count, plural, one {{file} fehlt oder ist} other {# Geheimnisse, das erste davon {file}, fehlen oder sind}} älter als zuletzt geschrieben: vielleicht wird ein altes Passwort benutzt. Holen Sie die neueste Kopie zurück, oder geben Sie das Passwort dort erneut ein, wo es benutzt wird; `solstead repair --yes` nimmt an, was da ist',
  'store.other-writer': 'ein anderes Solstead schreibt diesen Verlauf',
  'store.version': 'seine Version ist {version}; dieses Solstead kennt {known}',
  'store.kind': 'die Art {kind} ist unbekannt',
  'store.no-list': 'das ist keine Liste von Texten',
  'store.role': 'die Rolle {role} ist unbekannt',
  'store.no-grant': 'es gewährt nichts',
  'store.actions': 'eine der Aktionen {actions} ist unbekannt',
  'folder.not-made': 'dort lässt sich kein Ordner anlegen',
  'store.grants': 'die Rechte darin sind nicht lesbar',
  'store.no-file-journal': 'die Datei fehlt, aber ihr Journal ist da',
  'store.foreign': 'das ist keine Datei von Solstead',
  'store.short': 'sie hat {size} von {bytes} Bytes',
  'store.empty': 'die Datei ist leer',
  'store.not-arrived':
    'nur {arrived} von {count} Punkten von {name} ab {when} kamen an; behält der neue Ort so alte Werte?',
  'server.said': 'der Server antwortete: {said}',
  'server.status': 'der Server antwortete {status}: {said}',
  'store.closed': 'er ist geschlossen',
  'server.no-url': 'seine Adresse ist keine http://- oder https://-URL',
  'server.silent': 'keine Antwort innerhalb von {seconds} s',
  'server.too-old': 'er behält nichts vor dem 2. Januar 1970, und {at} ms liegt früher',
  'server.too-new': 'er behält nichts, was mehr als zwei Tage voraus liegt, und {at} ms liegt später',
  'server.prefix': 'ein Präfix darf nur Buchstaben und Ziffern haben',
  'store.change': 'die Änderung {change} darin ist hier unbekannt',
  'store.checksum': 'die Prüfsumme der Notizen darin stimmt nicht',
  'store.blocks': 'es hat {found} von {known} Blöcken',
  'store.worker': 'sein Worker ist ausgefallen: {said}',
  'store.rows-lost': 'die Zeilen {from} bis {to} fehlen',
  'store.unknown-series': 'es hat Werte von Reihen, die der Verlauf nicht kennt',
  'store.other-home': 'es gehört zu einem anderen Zuhause',
  'store.sibling-missing': '{file} fehlt, aber dieses Zuhause hatte es',
  'store.owner-missing': 'die Konten fehlen, aber dieses Zuhause hatte einen Eigentümer',
  'store.older':
    'die Stammdaten sind älter, als sie waren: {count} Zeilen des Logbuchs fehlen (bemerkt {when}). Konten, Passwörter, Token und Geräte können auf früherem Stand sein; alle wurden abgemeldet. Holen Sie die neueste Kopie von records.db zurück, oder sehen Sie sie durch und nehmen Sie sie mit `solstead repair --yes` an',
  'home.renewed':
    'home.json fehlte und wurde aus den Stammdaten neu geschrieben. Ob sie die neuesten sind, lässt sich nicht sagen: sehen Sie Konten, Token und Geräte durch, oder holen Sie die neueste Kopie des Ordners zurück',
  'home.set-aside':
    'home.json war beschädigt: es wurde aus den Stammdaten neu geschrieben und ist als {aside} aufbewahrt. Ob die Stammdaten die neuesten sind, lässt sich nicht sagen: sehen Sie Konten, Token und Geräte durch',
  'home.file-lost':
    '{file} fehlt, obwohl dieses Zuhause es hatte; es wurde neu begonnen. Was darin war, ist verloren: Nachrichten, die auf Clients des Brokers warteten, und Aufbewahrtes (retained), das Geräte neu sagen',
  'journal.empty':
    '{file} war leer: Nachrichten, die auf Clients des Brokers warteten, und Aufbewahrtes (retained) sind verloren; Geräte sagen Letzteres neu. Sehen Sie nach dem Datenträger',
  'journal.gaps':
    '{file} ist an {count, plural, one {einer Stelle} other {# Stellen}} beschädigt; das Heile wurde verwendet. Nachrichten, die auf Clients des Brokers warteten oder aufbewahrt waren (retained), sind vielleicht verloren: Geräte sagen Letztere neu. Sehen Sie nach dem Datenträger',
  'journal.short':
    '{file} endet vor dem, was hineingeschrieben wurde: es wurde abgeschnitten oder ist eine ältere Kopie. Nachrichten, die auf Clients des Brokers warteten oder seither aufbewahrt wurden (retained), sind verloren: Geräte sagen Letztere neu. Sehen Sie nach dem Datenträger',
  'journal.set-aside':
    '{file} ist nicht verwendbar: {why}. Es ist als {aside} aufbewahrt, und ein neues wurde begonnen: Nachrichten, die auf Clients des Brokers warteten, und Aufbewahrtes (retained) sind verloren; Geräte sagen Letzteres neu',
  'journal.none':
    '{file} ist nicht verwendbar: {why}. Was der Broker für seine Clients aufbewahrt, endet mit diesem Prozess: machen Sie den Ordner beschreibbar und starten Sie neu',
  'waiting.damaged':
    '{count, plural, one {eine Zeile von {file} war} other {# Zeilen von {file} waren}} beschädigt: ebenso viele Messwerte, die auf eine Uhr warteten, sind verloren. Die Datei ist als {aside} aufbewahrt. Sehen Sie nach dem Datenträger',
  'waiting.short':
    '{file} fehlt, wurde abgeschnitten oder ist eine ältere Kopie: Messwerte, die darin auf eine Uhr warteten, sind nicht im Verlauf. Holen Sie die neueste Kopie zurück und starten Sie neu, falls es eine gibt',
  'waiting.set-aside':
    '{file} ist nicht verwendbar: {why}. Es ist als {aside} aufbewahrt; Messwerte, die darin auf eine Uhr warteten, sind nicht im Verlauf',
  'waiting.unusable':
    '{file} ist nicht lesbar: {why}. Messwerte, die darin auf eine Uhr warteten, sind nicht im Verlauf: machen Sie es lesbar und starten Sie neu',
  'waiting.unwritten':
    'Messwerte, die auf eine Uhr warten, lassen sich nicht nach {file} schreiben: {why}. Sie liegen im Arbeitsspeicher und gehen verloren, wenn der Prozess endet, bevor die Uhr bekannt ist',
  'eras.unusable':
    '{file} ist nicht verwendbar: {why} (aufbewahrt als {aside}). Ging die Uhr dieses Computers vor diesem Start falsch, kann das Zuhause nicht von selbst sagen, welche Werte falsch datiert sind',
  'bits.mended':
    'auf {count, plural, one {einer Seite} other {# Seiten}} von {file} war ein Bit gekippt; es wurde berichtigt, und nichts ist verloren. Sehen Sie nach dem Arbeitsspeicher und dem Datenträger dieses Computers',
  'pages.changed':
    '{count, plural, one {eine Seite von {file} (die erste ist Seite {page}) ist} other {# Seiten von {file} (die erste ist Seite {page}) sind}} nicht wie geschrieben: eine ältere Kopie trat an ihre Stelle, ein anderes Programm schrieb hinein, oder der Datenträger ist beschädigt. Holen Sie die neueste Kopie zurück, oder sehen Sie den Inhalt durch und nehmen Sie ihn mit `solstead repair --yes` an',
  'journal.cut':
    '{file} ist beschädigt, und was dahinter festgeschrieben war, ist verloren. Es ist als {aside} aufbewahrt. Sehen Sie nach dem Datenträger',
  'store.journal': 'sein Journal (-wal) ist beschädigt',
  'store.other-user': 'ein anderes Solstead benutzt diese Stammdaten',
  'journal.large':
    'es hat mehr als {most, number} MB, was dieses Programm nie schreibt: wegräumen, dann beginnt neu, was der Broker aufbewahrt',
  'store.no-file': 'das ist keine Datei: ein Ordner, eine Pipe, ein Socket oder ein Gerät hat ihren Namen',
  'store.damaged': 'es ist beschädigt',
  'store.full': 'der Datenträger ist voll',
  'store.copy-room': 'in {folder} werden {needed, number} MB gebraucht, frei sind {free, number} MB',
  'store.copy-differs': '{file} enthält nicht, was hineingeschrieben wurde: Prüfen Sie den Datenträger',
  'store.series': 'es hat {found} von {known} Geräten und Reihen',
  'store.no-file-log': 'die Datei fehlt, aber ihr Log ist da',
  'store.address': 'die Adresse ist nicht lesbar',
  'help.database': 'Prüfen Sie, ob der Datenbankserver läuft, und Host, Port und Datenbank seiner Adresse.',
  'help.database-account':
    'Prüfen Sie Name und Passwort; das Passwort kommt aus der Umgebung (SOLSTEAD_RECORDS_PASSWORD, SOLSTEAD_HISTORY_PASSWORD).',
  'server.unreachable': 'der Server ist nicht erreichbar',
  'server.wants-password': 'der Server verlangt ein Passwort, und keines wurde angegeben',
  'document.version': 'es hat Version {version}; dieses Solstead kennt bis {known}',
  'document.broken': 'es hat nicht die erwartete Form',
  'connection.used': '{name} wird darüber erreicht',
  'secret.name': 'der Name eines Geheimnisses darf nur Kleinbuchstaben, Ziffern, Punkte und Striche haben',
  'secret.open': 'andere können dieses Geheimnis lesen: nur für seinen Eigentümer lesbar machen (Modus 0600)',
  'secret.length': 'es muss 1 bis {most, number} Zeichen haben',
};
