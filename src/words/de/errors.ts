// German: titles and repairs of errors.
import type { Language } from '../language.ts';

/** German, by code. */
export const errors: Language['errors'] = {
  'input.hex': { title: 'Keine hexadezimalen Bytes', repair: 'Geben Sie Paare aus 0–9 und a–f an, etwa 28 41 43 4b.' },
  'input.usage': {
    title: 'Falsche Argumente',
    repair: 'Berichtigen Sie das Genannte.',
    cli: 'Siehe `solstead --help`.',
  },
  'input.invalid': { title: 'Die Anfrage ist nicht gültig', repair: 'Berichtigen Sie das genannte Feld.' },
  'input.not-json': {
    title: 'Der Body der Anfrage ist kein JSON',
    repair: 'Senden Sie den Body als JSON mit dem Header content-type: application/json.',
  },
  'input.too-large': {
    title: 'Der Body der Anfrage ist zu groß',
    repair: 'Senden Sie höchstens 1 MiB auf einmal; was kein Konto braucht, darf 8 KiB haben.',
  },
  'input.too-long': {
    title: 'Die Adresse der Anfrage ist zu lang',
    repair: 'Kürzen Sie den Teil der Adresse, der zu lang ist.',
  },
  'path.unknown': { title: 'Unter diesem Pfad gibt es nichts', repair: 'Prüfen Sie die Adresse.' },
  'path.method': {
    title: 'Dieser Pfad kennt diese Methode nicht',
    repair: 'Verwenden Sie eine der Methoden, die der Header Allow nennt.',
  },
  internal: {
    title: 'In Solstead ist etwas schiefgegangen',
    repair: 'Versuchen Sie es noch einmal; bleibt es so, suchen Sie die Anfrage im Log und melden Sie sie.',
  },
  'address.invalid': {
    title: 'Keine Adresse einer Verbindung',
    repair:
      'Verwenden Sie serial:///dev/ttyUSB0?baud=2400, hid:///dev/hidraw0, tcp://host:port, udp://host:port, http://host, esphome://host, solar-assistant://host, ocpp://id oder mqtt://host:port.',
  },
  'protocol.unknown': {
    title: 'Unbekanntes Protokoll',
    repair: 'Wählen Sie eines aus der Liste der Protokolle.',
    cli: 'Siehe `solstead list protocols`.',
  },
  'command.unknown': {
    title: 'Unbekannter Befehl',
    repair: 'Wählen Sie einen der Befehle und Einstellungen dieses Geräts.',
    cli: 'Siehe `solstead list commands {id}` oder `solstead list settings {id}`.',
  },
  'command.refused': {
    title: 'Das Gerät hat den Befehl abgelehnt',
    repair: 'Prüfen Sie, ob dieses Modell in seinem jetzigen Modus den Befehl kennt.',
  },
  'command.unconfirmed': {
    title: 'Das Gerät hat den Befehl nicht bestätigt',
    repair:
      'Sehen Sie nach dem Gerät: Es hat vielleicht gehandelt, vielleicht nicht. Senden Sie den Befehl erneut, wenn es wieder da ist.',
  },
  'command.differs': {
    title: 'Das Gerät hat den Befehl angenommen und zeigt einen anderen Wert',
    repair:
      'Sehen Sie nach dem Gerät: Sein Modus, sein Modell oder eine andere Einstellung erlaubt diesen Wert vielleicht nicht.',
  },
  'command.not-armed': {
    title: 'Der Befehl wurde von keiner Person bestätigt',
    repair: 'Lesen Sie, was er bewirkt, und bestätigen Sie ihn; eine Bestätigung gilt 60 Sekunden und für einen Wert.',
  },
  'command.limits': {
    title: 'Der Befehl liegt außerhalb seiner Grenzen',
    repair: 'Geben Sie einen Wert innerhalb der genannten Grenzen an.',
  },
  'command.expired': {
    title: 'Der Befehl lief ab, bevor er gesendet wurde',
    repair: 'Prüfen Sie, warum das Gerät beschäftigt oder weg war, und senden Sie den Befehl erneut mit mehr Zeit.',
  },
  'command.gone': {
    title: 'Kein solcher Befehl',
    repair: 'Siehe die Liste der Befehle; die ältesten werden vergessen.',
  },
  'command.key-reused': {
    title: 'Der Idempotenzschlüssel gehört zu einer anderen Anfrage',
    repair: 'Verwenden Sie für jeden Befehl einen neuen Schlüssel, denselben nur, um dieselbe Anfrage zu wiederholen.',
  },
  'command.too-often': {
    title: 'Der Befehl würde das Gerät abnutzen',
    repair:
      'Das Gerät legt jedes Schreiben in Speicher mit begrenzter Zahl von Schreibvorgängen ab: Lassen Sie das Programm seltener schreiben.',
  },
  'link.unavailable': {
    title: 'Die Verbindung lässt sich nicht öffnen',
    repair:
      'Prüfen Sie die Adresse, ob die Gegenseite eingesteckt und eingeschaltet ist und ob kein anderes Programm sie benutzt.',
  },
  'link.forbidden': {
    title: 'Keine Berechtigung für die Verbindung',
    repair:
      'Lassen Sie den Benutzer, der Solstead ausführt, den Port benutzen: Nehmen Sie ihn für serielle Ports in die Gruppe `dialout` auf und melden Sie sich neu an.',
  },
  'link.closed': {
    title: 'Die Verbindung wurde geschlossen',
    repair: 'Sie wird automatisch wieder geöffnet; prüfen Sie das Kabel, wenn das oft geschieht.',
  },
  'device.offline': {
    title: 'Das Gerät ist offline',
    repair: 'Prüfen Sie seinen Strom und sein Netzwerk, und senden Sie den Befehl erneut, wenn es wieder da ist.',
  },
  'link.timeout': {
    title: 'Keine Antwort rechtzeitig',
    repair:
      'Prüfen Sie Kabel, Baudrate und Protokoll; manche Geräte brauchen nach dem Einschalten bis zu einer Minute.',
  },
  'frame.checksum': {
    title: 'Die Prüfsumme stimmt nicht',
    repair: 'Prüfen Sie das Kabel und seine Länge; ein einzelner Fehler ist harmlos.',
  },
  'frame.malformed': {
    title: 'Die Bytes sind keine Antwort dieses Protokolls',
    repair: 'Prüfen Sie Protokoll und Baudrate.',
  },
  'broker.refused': {
    title: 'Der MQTT-Broker hat das Konto abgelehnt',
    repair: 'Prüfen Sie Benutzername und Passwort des Brokers.',
  },
  'port.taken': {
    title: 'Der Port ist belegt',
    repair: 'Halten Sie das andere Programm an, oder wählen Sie einen anderen Port.',
  },
  'folder.unwritable': {
    title: 'Der Datenordner ist nicht beschreibbar',
    repair: 'Machen Sie den Ordner beschreibbar, oder wählen Sie einen anderen.',
    cli: 'Wählen Sie mit --data einen anderen Ordner, oder machen Sie diesen beschreibbar.',
  },
  'folder.missing': { title: 'Einen solchen Ordner gibt es nicht', repair: 'Nennen Sie einen Ordner, der existiert.' },
  'folder.locked': {
    title: 'Der Datenordner wird benutzt',
    repair: 'Ein anderes Solstead benutzt diesen Ordner: Halten Sie es an, oder wählen Sie einen anderen Ordner.',
    cli: 'Ein anderes Solstead benutzt diesen Ordner: Halten Sie es an, oder wählen Sie mit --data einen anderen Ordner.',
  },
  'store.failed': {
    title: 'Der Speicher konnte nicht schreiben',
    repair:
      'Prüfen Sie den freien Platz und den Zustand des Datenträgers; ein Server, der Verlauf oder Stammdaten hält, muss laufen.',
  },
  'store.fenced': {
    title: 'Ein anderer Prozess führt dieses Zuhause jetzt',
    repair: 'Nichts ist zu tun: Bisheriges bleibt erhalten, und der andere Prozess führt das Zuhause weiter.',
  },
  'store.corrupt': {
    title: 'Eine Datei des Speichers ist beschädigt',
    repair: 'Stellen Sie die genannte Datei aus einer Sicherung wieder her.',
    cli: 'Stellen Sie die genannte Datei aus einer Sicherung wieder her, oder prüfen Sie, was `solstead repair` retten kann.',
  },
  'store.newer': {
    title: 'Eine Datei des Speichers wurde von einem neueren Solstead geschrieben',
    repair:
      'Starten Sie wieder jene Version, oder stellen Sie die genannte Datei aus einer Sicherung von vor dem Update wieder her.',
  },
  'store.uncopied': {
    title: 'Der Verlauf einer früheren Version ließ sich vor dem Aktualisieren nicht kopieren',
    repair:
      'Schaffen Sie Platz, wo der Verlauf liegt, oder räumen Sie weg, was im Weg ist, und starten Sie erneut. Um ohne Kopie weiterzumachen, starten Sie mit SOLSTEAD_WITHOUT_HISTORY_COPY=1 in der Umgebung.',
  },
  'tariff.invalid': {
    title: 'Der Tarif ist nicht gültig',
    repair: 'Berichtigen Sie die genannte Zeile; docs/tariffs.md zeigt jede Art von Tarif.',
  },
  'automation.invalid': {
    title: 'Die Automatik ist nicht gültig',
    repair: 'Berichtigen Sie die genannte Zeile; docs/automation.md zeigt Regeln, Grenzen und Szenen.',
  },
  'alert.unknown': {
    title: 'Eine solche Meldung gibt es nicht',
    repair: 'Rufen Sie die Liste der Meldungen neu ab; eine, die vorbei ist, lässt sich nicht quittieren.',
  },
  'alert.no-channel': { title: 'Einen solchen Kanal gibt es nicht', repair: 'Rufen Sie die Liste der Kanäle neu ab.' },
  'alert.not-sent': {
    title: 'Die Nachricht wurde nicht angenommen',
    repair: 'Berichtigen Sie, was der Grund nennt; der Test des Kanals zeigt sofort, ob er funktioniert.',
  },
  'readings.invalid': {
    title: 'Die Datei mit Messwerten ist nicht verwendbar',
    repair: 'Berichtigen Sie die genannte Stelle; docs/energy.md zeigt, wie eine solche Datei aussieht.',
  },
  'series.invalid': {
    title: 'Die Reihe der Preise oder Emissionen ist nicht lesbar',
    repair: 'Prüfen Sie, ob die ganze Antwort oder Datei genommen wurde und ob sie das genannte Format hat.',
  },
  'device.unknown': { title: 'Kein solches Gerät', repair: 'Siehe die Liste der Geräte.' },
  'device.exists': { title: 'Das Gerät gibt es schon', repair: 'Wählen Sie einen anderen Namen.' },
  'site.held': {
    title: 'Ein anderer Prozess führt dieses Zuhause',
    repair: 'Fragen Sie jenen Prozess, oder halten Sie ihn an.',
  },
  'site.unknown': { title: 'Kein solches Zuhause', repair: 'Siehe die Liste der Zuhause.' },
  'invitation.unknown': { title: 'Keine solche Einladung', repair: 'Siehe die Liste der Einladungen.' },
  'anomaly.unknown': { title: 'Kein solcher Befund', repair: 'Siehe die Liste der Befunde.' },
  'access.signed-out': { title: 'Nicht angemeldet', repair: 'Melden Sie sich an.' },
  'access.denied': { title: 'Nicht erlaubt', repair: 'Fragen Sie den Eigentümer des Zuhauses.' },
  'access.credentials': {
    title: 'Name oder Passwort falsch',
    repair: 'Prüfen Sie beides und versuchen Sie es noch einmal.',
  },
  'access.second-factor': {
    title: 'Ein zweiter Faktor ist nötig',
    repair:
      'Geben Sie den Code der App, die sie erzeugt, einen Wiederherstellungscode oder einen Passkey an, zusammen mit Name und Passwort.',
  },
  'access.refresh': { title: 'Dieses Refresh-Token gilt nicht mehr', repair: 'Melden Sie sich neu an.' },
  'access.step-up': {
    title: 'Dafür muss feststehen, dass Sie es wirklich sind',
    repair:
      'Bestätigen Sie es mit Ihrem Passkey, Ihrer PIN oder Ihrem Passwort (und einem Code, wenn Ihr Konto Codes verlangt), und fragen Sie noch einmal; das gilt fünf Minuten.',
  },
  'access.throttled': {
    title: 'Zu viele Versuche',
    repair: 'Warten Sie eine Minute und versuchen Sie es noch einmal.',
  },
  'access.plain': {
    title: 'Dieser Port spricht kein TLS',
    repair:
      'Fragen Sie mit https. Ein Passwort oder Token, das hierher gesendet wurde, kann unterwegs mitgelesen worden sein: Ersetzen Sie es.',
  },
  'server.not-ready': { title: 'Solstead ist nicht bereit', repair: 'Fragen Sie in einigen Sekunden noch einmal.' },
  'automation.busy': {
    title: 'Eine Automatik wird schon erprobt',
    repair: 'Warten Sie, bis jener Probelauf zu Ende ist, und fragen Sie noch einmal.',
  },
  'import.busy': {
    title: 'Ein Import läuft schon',
    repair: 'Warten Sie, bis er zu Ende ist, oder beenden Sie ihn, und fragen Sie noch einmal.',
  },
  'export.busy': {
    title: 'Zu viele Exporte auf einmal',
    repair: 'Warten Sie, bis einer zu Ende ist, und fragen Sie noch einmal.',
  },
  'request.too-many': {
    title: 'Zu viele Anfragen',
    repair: 'Warten Sie so lange, wie Retry-After sagt, und fragen Sie seltener.',
  },
  'request.outdated': {
    title: 'Inzwischen hat es jemand anderes geändert',
    repair: 'Lesen Sie es neu, und senden Sie die Änderung mit dem ETag des Gelesenen.',
  },
  'uplink.failed': {
    title: 'Der Uplink funktioniert nicht',
    repair: 'Prüfen Sie Adresse, Client-ID und Geheimnis und ob die Gegenstelle läuft; testen Sie dann erneut.',
  },
  'uplink.unknown': { title: 'Kein solches Zuhause', repair: 'Siehe die Liste der Zuhause, die hierher senden.' },
  'output.failed': {
    title: 'Die Anbindung funktioniert nicht',
    repair: 'Prüfen Sie die Adresse, das Konto und sein Passwort und ob der Server läuft; testen Sie dann erneut.',
  },
  'output.unfit': {
    title: 'Der Server wird diese Werte nie annehmen',
    repair: 'Sehen Sie, was der Server dazu sagt; was er annimmt, geht weiter.',
  },
  'output.refused': {
    title: 'Der Server lehnt ab, was ihm gesendet wird',
    repair: 'Prüfen Sie die Adresse und was der Server sagt; testen Sie dann erneut.',
  },
  'output.unknown': { title: 'Keine solche Anbindung', repair: 'Siehe die Liste der Anbindungen.' },
  'plugin.unknown': {
    title: 'Kein solches Plug-in, oder keines, das um etwas bittet',
    repair: 'Siehe die Liste der Plug-ins.',
  },
  'plugin.failed': {
    title: 'Das Plug-in ist ausgefallen',
    repair:
      'Sehen Sie, was es sagt; nach einer Pause wird es neu gestartet. Nur wer den Computer betreibt, kann es ändern.',
  },
  'backup.damaged': {
    title: 'Die Sicherung ist nicht verwendbar',
    repair: 'Nehmen Sie eine andere Sicherung; nichts wurde geändert.',
  },
  'backup.passphrase': {
    title: 'Die Passphrase öffnet die Sicherung nicht',
    repair: 'Prüfen Sie die Passphrase; nichts wurde geändert.',
  },
  'backup.newer': {
    title: 'Die Sicherung wurde von einem neueren Solstead erstellt',
    repair: 'Aktualisieren Sie Solstead und stellen Sie dann wieder her; nichts wurde geändert.',
  },
  'backup.refused': {
    title: 'Das Wiederherstellen wurde abgelehnt',
    repair:
      'Stellen Sie in einen leeren Ordner wieder her, oder sagen Sie, dass das Zuhause dort ersetzt werden soll; es bleibt neben dem neuen erhalten.',
    cli: 'Stellen Sie in einen leeren Ordner wieder her, oder fügen Sie --replace hinzu: Das Zuhause dort bleibt neben dem neuen erhalten.',
  },
  'backup.failed': {
    title: 'Die Sicherung konnte nicht erstellt werden',
    repair: 'Berichtigen Sie das Genannte, und erstellen Sie sie erneut.',
  },
  'backup.unknown': { title: 'Keine solche Sicherung', repair: 'Siehe die Liste der Sicherungen.' },
  'backup.no-upload': {
    title: 'Kein solcher Upload',
    repair:
      'Beginnen Sie einen neuen Upload: Der vorige wurde vielleicht verworfen, oder Solstead wurde neu gestartet.',
  },
  'backup.busy': { title: 'Ein Sichern oder Wiederherstellen läuft schon', repair: 'Warten Sie, bis es zu Ende ist.' },
  'backup.place': {
    title: 'Der Ort der Sicherungen ist nicht verwendbar',
    repair: 'Prüfen Sie Adresse, Konto und Platz; es wird erneut versucht.',
    cli: 'Prüfen Sie Adresse, Konto und Platz.',
  },
  'access.owned': {
    title: 'Dieses Zuhause hat schon einen Eigentümer',
    repair: 'Melden Sie sich an, oder bitten Sie den Eigentümer um ein Konto.',
  },
};
