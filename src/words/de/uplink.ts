// German: readings to and from another Solstead.
import type { Texts } from '../language.ts';
import type { uplinkWords as english } from '../en/uplink.ts';

/** German, by code. */
export const uplinkWords: Texts<typeof english> = {
  'uplink.title': 'Messwerte an ein anderes Solstead senden',
  'uplink.text':
    'Alles, was dieses Zuhause misst, und die Namen seiner Geräte gehen auch an ein anderes Solstead: eines im Keller, bei der Familie, bei denen, die sich um Ihres kümmern. Personen, Passwörter, Geld und das Logbuch bleiben hier. Ist die Leitung gestört, geht nichts verloren: Es wird gesendet, wenn sie wieder da ist.',
  'uplink.address': 'Adresse',
  'uplink.address-hint':
    'Etwa wss://hub.example.com:8000, oder wss://hub.example.com/api/v1/uplink für seinen Hauptport.',
  'uplink.client-id': 'Client-ID',
  'uplink.client-id-hint': 'Das andere Solstead zeigt sie mit dem Geheimnis, wenn es dieses Zuhause senden lässt.',
  'uplink.secret': 'Geheimnis',
  'uplink.secret-kept': 'Ein Geheimnis ist gespeichert. Leer lassen, um es zu behalten.',
  'uplink.ca': 'Zertifizierungsstelle (PEM)',
  'uplink.ca-hint': 'Nur wenn das andere Solstead ein selbst erstelltes Zertifikat hat; sonst leer lassen.',
  'uplink.form': 'Form der Nachrichten',
  'uplink.form.solstead': 'Solstead',
  'uplink.form.documented': 'SolarAutopilot: keine Bestätigungen, keine Befehle',
  'uplink.commands': 'Befehle von dort',
  'uplink.commands.no': 'Keine',
  'uplink.commands.yes': 'Personen dort dürfen hier setzen, was nicht gefährlich ist',
  'uplink.test': 'Testen',
  'uplink.testing': 'Wird getestet …',
  'uplink.works': 'Es funktioniert: {hub} hat in {ms, number} ms geantwortet. Nichts wurde gesendet.',
  'uplink.works-clock': 'Seine Uhr und die dieses Zuhauses weichen um {seconds, number} s voneinander ab.',
  'uplink.save': 'Speichern und senden',
  'uplink.saving': 'Wird gespeichert …',
  'uplink.end': 'Uplink beenden',
  'uplink.given': 'Er ist dort festgelegt, wo Solstead gestartet wird, durch Optionen oder die Umgebung.',
  'uplink.state.connected': 'Mit {hub} verbunden seit {time}',
  'uplink.state.connecting': 'Nicht verbunden seit {time}; neuer Versuch folgt',
  'uplink.state.refused': 'Nicht eingelassen seit {time}: Prüfen Sie Client-ID und Geheimnis',
  'uplink.sent': '{sent, number} gesendet und dort gespeichert, {waiting, number} warten hier',
  'uplink.dropped': '{count, number} gingen verloren, da zu viele warten mussten',
  'uplink.not-taken': '{count, number} Werte wurden dort nicht angenommen',
  'uplink.trouble': '{time}: {reason}',
  'far-homes.title': 'Zuhause, die hierher senden',
  'far-homes.text':
    'Andere Zuhause senden ihre Messwerte hierher, jedes mit eigenem Konto; ihre Geräte erscheinen in dem Zuhause, für das das Konto gilt.',
  'far-homes.none': 'Noch sendet kein Zuhause hierher.',
  'far-homes.add': 'Ein Zuhause hierher senden lassen',
  'far-homes.name': 'Name des Zuhauses',
  'far-homes.site': 'Nimmt seine Messwerte an',
  'far-homes.make': 'Konto erstellen',
  'far-homes.making': 'Konto wird erstellt …',
  'far-homes.made':
    'Tragen Sie dies im anderen Zuhause ein. Die Adresse ist die, die Ihr Browser benutzt; das Geheimnis wird nur dieses eine Mal angezeigt.',
  'far-homes.connected': 'Verbunden seit {time}, von {from}',
  'far-homes.away': 'Nicht verbunden',
  'far-homes.heard': 'Nicht verbunden; zuletzt gehört um {time}',
  'far-homes.counts':
    '{devices, plural, one {# Gerät} other {# Geräte}}, {taken, number} Nachrichten angenommen, {refused, number} Werte abgelehnt',
  'far-homes.into': 'In {home}',
  'far-homes.renew': 'Neues Geheimnis',
  'far-homes.renew-of': 'Neues Geheimnis für {name}',
};
