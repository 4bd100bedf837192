// German: what alerts say, and why a message was not taken.
import type { alertReasons as english } from '#core/reasons/alerts.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const alertReasons: Texts<typeof english> = {
  'alert.offline': '{device} antwortet nicht',
  'alert.offline-why': '{device} antwortet nicht: {reason}',
  'alert.gap': '{device} liefert keine neuen Werte',
  'alert.errors': '{share} der Anfragen an {device} schlagen fehl',
  'alert.implausible': '{device} lieferte in einer Stunde {count, number} Werte, die nicht stimmen können',
  'alert.battery-low': 'die Batterie steht bei {soc}, unter {limit}',
  'alert.cell-drift': 'die Zellen von {device} liegen {spread} auseinander, mehr als {limit}',
  'alert.no-production': 'seit {hours, number, one} Stunden keine Leistung von der Sonne, obwohl sie am Himmel steht',
  'alert.under-production':
    'der beste der letzten {days, number} Tage lieferte {share} dessen, was ein klarer Tag hier liefert (± {uncertainty})',
  'alert.budget': '{used} des Budgets {name} sind verbraucht',
  'alert.refused': '{count, number} Anmeldeversuche am Broker wurden in einer Stunde abgewiesen',
  'alert.rule': '{title}',
  'alert.rule-text': '{title}: {text}',
  'alert.unusual': '{device}: {reason}',
  'alert.test': 'das ist ein Test: Nachrichten von {home} kommen hier an',
  'alert.over': 'es war vorbei, bevor es gemeldet werden konnte',
  'alert.old': 'es ließ sich einen Tag lang nicht zustellen',
  'alert.many': 'zu viele Nachrichten warteten auf dasselbe Ziel',
  'alert.gone': 'der Kanal ist weg oder ausgeschaltet',
  'alert.may-not': 'die Person, für die es ist, darf dieses Zuhause nicht mehr sehen',
  'alert.no-secret': 'es braucht ein Geheimnis, und keines ist hinterlegt',
  'alert.answered': 'die Antwort war {status}: {said}',
  'alert.mail-said': 'der Mailserver sagte: {said}',
  'alert.push-host': 'das ist kein Push-Dienst, den Browser benutzen',
  'alert.push-key': 'die Schlüssel des Abonnements stimmen nicht',
  'alert.push-gone': 'der Browser nimmt keine Nachrichten mehr an: dort erneut abonnieren',
  'alert.topic': 'das Topic muss unter {prefix} liegen, ohne Platzhalter',
  'alert.address': 'das ist keine Mailadresse wie name@example.org',
  'alert.own-push': 'eigene Kanäle, die kein Browser sind, brauchen das Recht, Meldungen zu ändern',
  'alert.reports-mail': 'Berichte gehen nur per E-Mail',
  'alert.many-channels': 'es gibt schon {most, number} Kanäle',
  'alert.range': 'der Wert muss zwischen {least} und {most} liegen',
  'alert.no-threshold': 'diese Art hat keine Schwelle',
  'alert.no-language': 'diese Sprache gibt es nicht: vorhanden sind {known}',
  'alert.template-word': 'nichts heißt hier {word}, in Spalte {column, number}, was sich einsetzen ließe',
  'alert.template-brace':
    'die geschweifte Klammer in Spalte {column, number} steht allein: ein Name zwischen zweien wird eingesetzt, und zwei nebeneinander sind eine Klammer des Textes',
  'alert.template-twice': 'für diese Art gibt es in dieser Sprache schon einen Text',
  'alert.no-day': 'das ist kein Tag wie 2026-06-30',
  'mail.code': 'der Mailserver antwortete {code}',
  'mail.no-server': 'was dort antwortet, ist kein Mailserver',
  'mail.address':
    'das ist keine Adresse eines Mailservers: smtps://host:465, smtp://host:587 oder smtp+plain://host:25 ohne TLS',
  'alert.row': 'der Eintrag ist nicht lesbar',
  'alert.none': 'hier gibt es keine Meldungen',
};
