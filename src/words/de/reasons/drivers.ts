// German: why a device is not read, or a command not done.
import type { driversReasons as english } from '#core/reasons/drivers.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const driversReasons: Texts<typeof english> = {
  'device.silent': 'seit {seconds} s wurde nichts empfangen',
  'device.damaged': 'eine Meldung des Geräts war beschädigt',
  'command.no-answer': 'er wurde gesendet, aber nicht bestätigt (keine Antwort rechtzeitig)',
  'broker.no-connection': 'es besteht keine Verbindung zum Broker',
  'broker.left': 'das Gerät hat den Broker verlassen',
  'device.offline': 'das hat es selbst oder der Broker gesagt, bevor dies begann; nichts wurde gesendet',
  'device.offline-since': 'seit {since, date, moment}, wie es selbst oder der Broker gesagt hat; nichts wurde gesendet',
  'device.not-askable': 'es lässt sich nicht fragen und hat seither nichts gesagt',
  'device.repeats':
    'seit {seconds} s hat sich nichts geändert, was es sagt: es wiederholt alte Werte, vielleicht weil das Kabel dahinter nicht steckt',
  'device.another': 'unter seiner Adresse antwortet ein anderes Gerät',
  'device.fallback-rests': 'es antwortet auch über HTTP nicht und wird eine Weile in Ruhe gelassen',
  'device.no-web-address': 'es hat noch nicht gesagt, unter welcher Adresse des Zuhauses es ist',
  'device.nothing': 'vom Gerät wurde nichts empfangen',
  'device.kept-only':
    'der Broker hat Werte von ihm aufbewahrt, und nichts sagt, wie alt sie sind; es wird gezeigt, sobald es etwas sagt',
  'device.nothing-and-refused': '{nothing}; stattdessen über HTTP gefragt, lehnte es ab: {reason}',
  'device.stopped': 'es wird nicht mehr gelesen',
  'device.not-discovered':
    'es hat seit dem Verbinden noch nicht gemeldet, was es unterstützt; gleich noch einmal versuchen',
  'wear.too-soon': 'es wurde vor {seconds} s geschrieben; Programme warten {least} s',
  'wear.too-often':
    'es wurde in den letzten 24 h {count, plural, one {einmal} other {#-mal}} geschrieben, so oft Programme dürfen',
  'command.confirm':
    '„{title}“ kann den Strom nehmen oder einen Schutz aufheben: --confirm {name} hinzufügen, um es zu tun',
  'answer.unreadable': '{bytes} ist keine Antwort auf diese Abfrage',
  'command.state-unknown':
    'die jetzigen Einstellungen des Geräts, die bestimmen, was geschrieben wird, sind noch nicht gelesen; gleich noch einmal versuchen',
  'command.no-timer': 'so lange kann das Gerät selbst es nicht halten',
  'command.unreachable': 'vom jetzigen Zustand des Geräts aus ist es nicht erreichbar',
  'command.register-shared':
    'andere Einstellungen teilen sich sein Register, und was darin steht, war gerade nicht lesbar: nichts wurde gesendet',
  'command.not-read-back': 'das Gerät hat es bestätigt, ließ sich aber nicht fragen, ob es gesetzt ist',
  'command.shows': 'das Gerät hat {value} bestätigt und meldet {shown}',
  'device.no-scheme': 'über {scheme}:// wird kein Protokoll gefragt',
  'device.not-found': 'nichts hat auf {titles} geantwortet; ein anderes Gerät beim Namen wählen',
  'device.endless': 'seine Karte endet nach {most, plural, one {# Frage} other {# Fragen}} nicht',
  'device.not-asked': 'dieses Gerät meldet von selbst und nimmt keine Fragen an',
  'device.nothing-to-set': 'an diesem Gerät lässt sich nichts setzen',
  'device.refused-all': 'es hat jede Abfrage von {title} abgelehnt; die letzte, weil: {reason}',
  'charger.no-central': 'zu diesem Programm können hier keine Ladepunkte kommen',
  'charger.not-come':
    'er ist noch nicht gekommen: ihm ws:// mit der Adresse dieses Computers, seinem Port und {path} geben',
  'charger.knocks': 'er ist gekommen und wird eingelassen, sobald er eingerichtet ist und sein Passwort hat',
  'charger.speaks':
    'er kam und bietet {said}, hier wird aber OCPP 1.6 (JSON) gesprochen: darauf einstellen und noch einmal kommen lassen',
  'charger.gave-way': 'er wurde gefragt, und ein Befehl kam zuvor',
  'charger.no-transaction': 'kein Ladevorgang läuft',
  'device.no-value': 'es hat geantwortet, aber mit keinem der Werte von {title}',
  'line.no-target': '{title} hat keine {targets} zur Wahl',
  'command.no-acknowledgement': 'er wurde gesendet, aber nicht bestätigt ({reason})',
  'answer.not-in-time': 'keine Antwort rechtzeitig',
  'line.other-settings': 'ein anderes Gerät benutzt diesen Port mit anderen Einstellungen: {settings}',
  'device.reports-only': '{title} meldet von selbst; daran lässt sich nichts setzen',
  'device.unheard': 'von {title} wurde in {ms} ms nichts empfangen',
  'device.said-nothing': '{title} hat nichts gesendet',
  'device.links': '{title} ist über {links} erreichbar',
  'device.over-mqtt': '{title} ist über MQTT erreichbar und lässt sich nicht über einen Port fragen',
  'broker.not-here': 'dieses Zuhause hat keinen MQTT-Broker',
  'help.closed-once':
    'Versuchen Sie es noch einmal. Prüfen Sie das Kabel und dass kein anderes Programm das Gerät benutzt: Viele Adapter nehmen nur eine Verbindung an.',
  'test.plausible': '{count, plural, one {# Wert} other {# Werte}} gelesen, alle plausibel.',
  'test.unread':
    '{count, plural, one {# Wert} other {# Werte}} gelesen; {problems, plural, one {# Wert} other {# Werte}} nicht lesbar und daher ausgelassen.',
  'test.implausible':
    '{strange} von {count, plural, one {# Wert} other {# Werten}} {strange, plural, one {ist} other {sind}} nicht plausibel ({names}): das kann das falsche Protokoll sein.',
  'device.no-topic': 'das Topic-Präfix des Geräts fehlt',
};
