// German: why readings do not reach another Solstead.
import type { uplinkReasons as english } from '#core/reasons/uplink.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const uplinkReasons: Texts<typeof english> = {
  'uplink.refused': 'die Gegenstelle nimmt diese Client-ID mit diesem Geheimnis nicht an',
  'uplink.replaced': 'ein anderes Programm ist mit derselben Client-ID verbunden',
  'uplink.away': 'die Messwerte dieses Zuhauses werden nicht an die Gegenstelle gesendet: {reason}',
  'uplink.busy': 'die Gegenstelle kann gerade nichts speichern',
  'uplink.too-much': 'die Gegenstelle hat zu viele Verbindungen oder bekam zu viel gesendet',
  'uplink.malformed':
    'die Gegenstelle verstand nicht, was ihr gesendet wurde: eine der beiden ist älter als die andere',
  'uplink.not-understood': 'was die Gegenstelle sagte, hat nicht die Form eines Uplinks',
  'uplink.closed': 'die Verbindung wurde geschlossen ({code})',
  'uplink.silent': 'die Gegenstelle antwortet nicht',
  'uplink.clock':
    'die Uhr dieses Zuhauses geht der der Gegenstelle {seconds, number} s voraus: nichts wird gesendet, bis sie übereinstimmen',
  'uplink.home-clock':
    'die Uhr jenes Zuhauses geht unserer {seconds, number} s voraus: es sendet nichts, bis sie übereinstimmen',
  'uplink.home-away': 'sein Zuhause ist nicht verbunden',
  'uplink.no-result': 'sein Zuhause hat nicht gesagt, was daraus wurde',
  'uplink.set-points-only': 'aus der Ferne lässt sich nur setzen, was der Katalog nennt',
  'uplink.no-commands': 'sein Zuhause erlaubt das nicht aus der Ferne',
  'uplink.dangerous':
    'das braucht jemanden in jenem Zuhause, da es ihm den Strom nehmen oder einen Schutz aufheben kann',
  'uplink.late': 'es kam zu spät',
  'uplink.documented-no-commands': 'sein Zuhause spricht eine Form, die keine Befehle hat',
  'uplink.malformed-part': 'was es sandte, hat nicht die Form eines Uplinks ({part})',
  'uplink.devices': 'ein Zuhause darf höchstens 500 Geräte senden',
  'uplink.devices-without-end': 'es brachte schon {most, number} neue Geräte: sie kommen und gehen ohne Ende',
  'uplink.name': 'dem Zuhause einen Namen geben',
  'uplink.many': 'es gibt schon {most, number}',
  'uplink.no-address': 'als wss://host:8000 schreiben',
  'uplink.plain':
    'ws:// sendet das Geheimnis unverschlüsselt: es ist für Adressen des eigenen Netzwerks; wss:// verwenden',
  'uplink.account': 'Client-ID und Geheimnis gehören nicht in die Adresse',
  'uplink.no-secret': 'noch wurde kein Geheimnis angegeben',
  'uplink.no-client-id': 'die Client-ID fehlt',
  'uplink.prefix': 'möglich sind Buchstaben, Ziffern, Punkte, Striche, Unterstriche und Schrägstriche',
  'uplink.no-certificate': 'das ist kein Zertifikat in PEM',
  'uplink.set-elsewhere': 'er ist durch Optionen, die Umgebung oder eine Datei festgelegt und wird dort geändert',
  'uplink.secret-written':
    'ein Geheimnis steht nicht in dieser Datei: den Namen einer Umgebungsvariablen schreiben, wie in der Dokumentation, oder secret_file angeben',
  'uplink.twice': 'der Uplink ist schon durch {flag} angegeben: eines von beiden nehmen',
  'uplink.no-folder':
    'der Uplink bewahrt auf, was die Gegenstelle noch nicht gespeichert hat: mit --data einen Ordner nennen, oder STATE_DIRECTORY von systemd',
  'uplink.none': 'diese Installation hat keinen Uplink',
  'uplink.not-own-form':
    'was dort antwortet, ist kein Solstead; nimmt es die dokumentierte Form von SolarAutopilot, diese wählen',
  'uplink.certificate':
    'ihrem Zertifikat wird nicht vertraut ({said}); ist es selbst erstellt, das Zertifikat derer angeben, die es signiert haben',
  'uplink.no-tls': 'sie antwortet nicht mit TLS; ist es ws:// statt wss://, oder ein anderer Port?',
  'help.uplink-away': 'Prüfen Sie die Adresse und ob die Gegenstelle läuft; testen Sie dann erneut.',
  'uplink.answered':
    'sie antwortete {status}, statt einen WebSocket zu öffnen; an seinem Hauptport nimmt ein Solstead Zuhause unter /api/v1/uplink an',
};
