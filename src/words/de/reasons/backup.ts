// German: why a backup cannot be made or used.
import type { backupReasons as english } from '#core/reasons/backup.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const backupReasons: Texts<typeof english> = {
  'backup.not-one': 'das ist keine Sicherung von Solstead',
  'backup.cut': 'die Datei endet zu früh: ein Teil davon fehlt',
  'backup.passphrase': 'die Passphrase ist falsch, oder der Kopf der Datei ist beschädigt',
  'backup.needs-passphrase': 'sie ist verschlüsselt: die Passphrase angeben',
  'backup.sealed-otherwise': 'sie ist mit einem Schlüssel verschlüsselt, nicht mit einer Passphrase',
  'backup.work-factor': 'das Öffnen würde mehr Speicher brauchen als erlaubt (Arbeitsfaktor {found}; höchstens {most})',
  'backup.part': 'der Teil {part} ist beschädigt',
  'backup.changed': 'die Bytes ab etwa {at, number} sind nicht die, die geschrieben wurden',
  'backup.version': 'sie hat die Version {version}; dieses Solstead kennt {known}',
  'backup.form': 'sie enthält {part} in der Form {form}, die dieses Solstead nicht kennt',
  'backup.name': 'sie enthält einen Teil mit dem Namen {name}, den keine Sicherung hat',
  'backup.order': 'der Teil {part} ist nicht dort, wo er hingehört',
  'backup.too-large': 'der Teil {part} hat {bytes, number} Bytes; höchstens {most, number} sind erlaubt',
  'backup.swells': 'sie schwillt auf mehr als das {ratio, number}-Fache ihrer Größe an: das ist keine Sicherung',
  'backup.too-many': 'sie hat mehr als {most, number} Teile einer Art',
  'backup.counts': 'sie sollte {known} von {part} enthalten und enthält {found}',
  'backup.room': 'sie braucht {needed, number} Bytes, und {free, number} sind frei',
  'backup.has-data': 'das Zuhause dort hat schon Daten',
  'backup.short-passphrase': 'eine Passphrase braucht mindestens {least} Zeichen',
  'backup.no-passphrase':
    'keine Passphrase angegeben: --passphrase-file oder SOLSTEAD_BACKUP_PASSPHRASE verwenden, oder in einem Terminal ausführen, wo danach gefragt wird',
  'backup.not-arrived': 'was ankam, ist nicht, was gesendet wurde ({sent, number} Bytes)',
  'backup.place-answer': 'der Ort antwortete {status} auf {method}',
  'backup.place-metadata': 'diese Adresse gehört dem Rechenzentrum und nimmt keine Sicherungen an',
  'help.place-metadata': 'Geben Sie die Adresse des Servers an, der die Sicherungen aufbewahrt.',
  'backup.place-said': 'der Ort antwortete {status} auf {method}: {said}',
  'backup.host-key': 'der Schlüssel des Hosts ist {found}; zuvor war er {known}',
  'backup.absolute': 'der Pfad des Ordners muss vollständig sein, von der Wurzel an',
  'backup.no-folder':
    'einen solchen Ordner gibt es nicht: anlegen, oder den Datenträger oder die Freigabe einhängen, auf der er liegt',
  'backup.not-mounted':
    'das ist nicht der Ordner, der zuvor benutzt wurde, da {file} darin fehlt: den Datenträger oder die Freigabe einhängen; ist es jetzt ein anderer, den Ort entfernen, speichern und wieder hinzufügen',
  'backup.host-key-new':
    'der Host zeigt den Schlüssel {found}, den niemand genannt hat: mit dem des Hosts selbst vergleichen und mit --host-key angeben',
  'backup.place-address':
    'einen Ort schreibt man als {forms}; Passwörter und Schlüssel kommen aus --secret-file oder SOLSTEAD_BACKUP_SECRET',
  'backup.last-failed': 'die letzte Sicherung ist fehlgeschlagen: {reason}',
  'backup.see-page': 'sie kam nicht an jedem Ort an; die Seite „Sicherungen“ sagt, warum',
  'backup.exists': 'eine Datei dieses Namens gibt es schon; sie bleibt, wie sie ist',
  'backup.running': 'eine läuft gerade',
  'backup.no-such': 'es gibt kein {name}',
  'backup.set-passphrase': 'eine Passphrase für Sicherungen wurde noch nicht gesetzt',
  'backup.place-field': '{field} fehlt oder ist falsch',
  'backup.no-desk': 'dieses Zuhause wird nicht gesichert: es ist ein simuliertes',
  'backup.no-upload': 'unter diesem Namen wurde nichts gesendet',
  'backup.uploading':
    'jemand anderes sendet gerade eine Sicherung; kommt nichts mehr, kann in {minutes, plural, one {# Minute} other {# Minuten}} eine andere gesendet werden',
  'backup.upload-offset': 'das nächste Byte gehört an {at, number}',
  'backup.history-folder': 'ein wiederhergestellter Verlauf kommt in den Datenordner selbst oder auf einen Server',
  'backup.servers':
    'eine Wiederherstellung ist noch abzuschließen: zuerst mit denselben Adressen für Stammdaten und Verlauf starten wie zuvor',
};
