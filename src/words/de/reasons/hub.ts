// German: what a home does not let be done.
import type { hubReasons as english } from '#core/reasons/hub.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const hubReasons: Texts<typeof english> = {
  'charger.no-desk': 'Ladevorgänge werden hier nicht aufbewahrt',
  'charger.unknown': 'keine Ladestation dieses Namens wird gesteuert: siehe chargers in der Automatik',
  'charger.no-key': 'nur ein Ladepunkt, der über OCPP kommt, hat hier ein Passwort',
  'command.needs-arm': 'er kann dem Zuhause den Strom nehmen: als Befehl geben, der zuerst bestätigt wird',
  'command.key-used': 'dieser Schlüssel wurde für eine andere Anfrage benutzt: für jede einen neuen nehmen',
  'command.ended': 'Solstead endete, bevor das Gerät geantwortet hatte; ob es gehandelt hat, ist nicht bekannt',
  'command.too-late': 'er kam nicht rechtzeitig an die Reihe',
  'command.no-relays': 'kein Relais ist da, das Sie zusammen mit anderen schalten dürfen',
  'command.arm-over': 'die Bestätigung ist zu alt, wurde schon benutzt oder galt etwas anderem',
  'metric.unknown': 'die Messgröße {metric} ist nicht im Katalog',
  'metric.none-begins': 'keine Messgröße des Katalogs beginnt wie {pattern}',
  'chart.from-to': 'das Ende muss nach dem Beginn kommen',
  'chart.step': 'ein Schritt ist eine ganze Zahl von Millisekunden',
  'chart.steps': 'mehr als {most, number} Schritte; einen längeren Schritt oder einen kürzeren Zeitraum wählen',
  'device.name': 'das Gerät braucht einen Namen',
  'device.topic': '{title} braucht das Topic-Präfix des Geräts',
  'device.not-removed': '{id} ist kein Gerät, das aus diesem Zuhause entfernt wurde',
  'device.no-picks':
    'ein Gerät, das über MQTT meldet, wird nicht abgefragt: aus seinen Topics zusammenstellen und dort sagen, was jedes misst',
  'device.asked-often': 'ihm werden höchstens {most, number} Fragen pro Minute gestellt',
  'device.many': 'es gibt schon {most, number} Geräte: zuerst eines entfernen',
  'broker.no-fingerprint':
    'das ist kein Zertifikat und kein SHA-256-Fingerabdruck eines solchen: die 64 Hex-Ziffern angeben, die „openssl x509 -in client.pem -noout -fingerprint -sha256“ ausgibt, oder die Datei, wie sie ist',
  'broker.many': 'es gibt schon {most, number} Konten des Brokers: zuerst eines entfernen',
  'help.twin': 'Verwenden Sie das vorhandene, oder geben Sie eine andere Adresse an.',
  'device.twin': '„{name}“ ist dort schon eingerichtet',
  'name.taken': '{name} ist vergeben; einen anderen Namen wählen',
  'records.silent': 'sie antworten nicht',
  'name.unknown': '{name} gibt es nicht',
  'account.name': 'das Konto braucht einen Namen',
  'account.name-hidden': 'ein Name darf keine Steuerzeichen und keine unsichtbaren Zeichen haben',
  'account.name-alike': 'er sieht aus wie {name}, den es hier schon gibt; einen anderen Namen wählen',
  'account.password': 'das Passwort braucht mindestens {least, plural, one {# Zeichen} other {# Zeichen}}',
  'account.password-guessed':
    'dieses Passwort ist leicht zu erraten: es besteht aus gängigen Wörtern, Namen, Tastenreihen, Jahreszahlen oder Wiederholungen',
  'account.unknown': 'ein solches Konto gibt es nicht',
  'account.none': 'es gibt noch kein Konto: der erste Besucher legt es an',
  'account.names': 'ein solches Konto gibt es nicht; bekannt sind {known}',
  'account.last-owner': 'ein Zuhause braucht einen Eigentümer: zuerst ein anderes Konto zum Eigentümer machen',
  'grant.device': '{device} ist kein Gerät von {site}',
  'grant.devices': 'einzelne Geräte lassen sich für ein Zuhause geben, nicht für alle',
  'grant.beyond': 'niemand gibt mehr, als er selbst darf: {actions}',
  'passkey.taken': 'dieser Passkey ist schon bekannt',
  'factor.needed': 'dieses Konto verlangt auch einen Code, einen Wiederherstellungscode oder einen Passkey',
  'factor.wrong': 'der Code ist falsch, zu alt oder wurde schon benutzt',
  'factor.throttled':
    'zu viele falsche Codes; {minutes, plural, one {# Minute} other {# Minuten}} warten, oder einen Passkey oder Wiederherstellungscode verwenden',
  'totp.on': 'der zweite Faktor ist schon eingeschaltet: zuerst ausschalten',
  'totp.begin': 'von vorn beginnen: kein Geheimnis wartet auf seinen ersten Code',
  'pin.digits': 'eine PIN hat 6 bis 12 Ziffern, nicht lauter gleiche und keine Reihe',
  'pin.none': 'dieses Konto hat keine PIN',
  'pin.wrong': 'die PIN ist falsch',
  'pin.throttled':
    'zu viele falsche PINs; {minutes, plural, one {# Minute} other {# Minuten}} warten, oder einen Passkey oder das Passwort verwenden',
  'recovery.wrong': 'Name und Wiederherstellungscode gehören nicht zusammen, oder der Code wurde schon benutzt',
  'passkey.many': 'ein Konto hat höchstens {most, number} Passkeys: zuerst einen entfernen',
  'passkey.name': 'der Passkey braucht einen Namen',
  'passkey.unknown': 'einen solchen Passkey gibt es nicht',
  'passkey.place':
    'Passkeys brauchen einen Namen mit https, oder localhost: {host} ist eine Adresse oder spricht einfaches HTTP',
  'passkey.refused':
    'der Passkey wurde nicht angenommen: er ist nicht bekannt, gehört woanders hin oder brauchte zu lange',
  'step-up.empty': 'ein Passwort, eine PIN oder einen Passkey angeben',
  'step-up.password': 'das Passwort ist falsch',
  'step-up.now':
    'mehr als {minutes, plural, one {# Minute ist} other {# Minuten sind}} seit Ihrer letzten Bestätigung vergangen',
  'refresh.over': 'es ist abgelaufen, oder seine Sitzung ist beendet',
  'refresh.reused': 'es wurde schon benutzt: wer immer es kopiert hat, die Sitzung ist beendet',
  'token.many': 'es gibt schon {most, number} Token: zuerst eines entfernen',
  'token.name': 'das Token braucht einen Namen',
  'token.unknown': 'ein solches Token gibt es nicht',
  'token.expiry': 'ein Token läuft in der Zukunft ab, innerhalb von zehn Jahren',
  'token.may':
    'eine Rolle angeben ({roles}), oder Aktionen mit Kommas dazwischen ({actions}); Geräte gehören zu viewer oder zu Aktionen',
  'token.account': 'ein solches Konto gibt es nicht: ein persönliches Token braucht eines',
  'account.person-only': 'das darf nur eine Person, die sich angemeldet hat',
  'session.outside': 'Home Assistant hat Sie angemeldet: dort abmelden',
  'session.unknown': 'eine solche Sitzung gibt es nicht',
  'invitation.over': 'diese Einladung wurde benutzt, zurückgezogen oder ist zu alt: um eine neue bitten',
  'kiosk.over': 'dieser Link wurde schon geöffnet, zurückgezogen oder ist zu alt: um einen neuen bitten',
  'kiosk.name': 'ein Tablet braucht einen Namen',
  'kiosk.many':
    'dieses Zuhause hat {most, number} Tablets und Links, so viele wie erlaubt: eines entfernen, das nicht benutzt wird',
  'kiosk.unknown': 'dieses Zuhause hat kein solches Tablet',
  'clock.waiting':
    'die Uhr dieses Computers wurde gestellt oder liegt hinter den Werten: {count, plural, one {ein Messwert wartet} other {# Messwerte warten}}, bis sie als richtig bekannt ist. Stellen Sie sie, oder sagen Sie auf der Seite der Uhr, dass sie richtig geht',
  'clock.doubt':
    'die Uhr dieses Computers wurde um {minutes, number} Minuten verstellt, und noch sagt nichts, ob zu Recht. Sagen Sie auf der Seite der Uhr, ob sie richtig geht',
  'clock.ahead':
    'die Uhr geht der vergangenen Zeit {hours, plural, one {# Stunde} other {# Stunden}} voraus; ihretwegen wird nichts gelöscht, bis sie einen Tag lang bestätigt ist',
  'history.damage': '{count, plural, one {ein Teil} other {# Teile}} des Verlaufs nicht lesbar; {at}: {reason}',
  'history.lost':
    '{count, plural, one {# Wert ging} other {# Werte gingen}} verloren, weil der Verlauf nicht geschrieben werden konnte',
  'consumer.trouble': '{name}: {said}',
  'site.half-place': 'Breite und Länge gehören zusammen',
  'site.many': 'es gibt schon {most, number} Zuhause',
  'site.name': 'das Zuhause braucht einen Namen',
  'site.time-zone': '{zone} ist keine Zeitzone; wie Europe/Berlin schreiben',
  'account.throttled': 'zu viele Versuche; {seconds} s warten',
  'retention.order': '{coarser} muss mindestens so lang sein wie {finer} ({days, plural, one {# Tag} other {# Tage}})',
  'retention.own': 'der Verlauf liegt in einer Engine mit eigenen Einstellungen zur Aufbewahrung: dort ändern',
};
