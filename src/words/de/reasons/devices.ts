// German: what a device has not, and what a value may be.
import type { devicesReasons as english } from '#core/reasons/devices.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const devicesReasons: Texts<typeof english> = {
  'device.no-reason': 'es hat keinen Grund genannt',
  'word.near': '{reason}; war {near} gemeint?',
  'word.known': '{reason}; vorhanden ist {known}',
  'device.no-setting': '{id} hat keine solche Einstellung',
  'device.query-sets':
    '{id} hat {setting} als Einstellung, und eine Abfrage setzt nichts: `solstead set {setting}` verwenden',
  'device.no-query': '{id} hat keine solche Abfrage',
  'device.no-set-point': '{id} hat keinen solchen Sollwert',
  'device.no-set-points': 'an {id} lässt sich kein Sollwert des Katalogs setzen',
  'device.no-command': '{id} hat keinen solchen Befehl oder Bericht',
  'device.no-report': '{id} hat keinen solchen Bericht',
  'protocol.none': 'kein solches Protokoll',
  'protocol.broken':
    'seine Datei hat Fehler: {problem}{more, plural, =0 {} one { (und ein weiterer)} other { (und # weitere)}}',
  'value.missing': '„{title}“ nimmt {limits}, und kein Wert wurde angegeben',
  'value.not-taken': '„{title}“ nimmt {limits}, nicht {given}',
  'value.between': '„{title}“ nimmt {limits}, nicht {given}; nicht jeder Wert dazwischen ist erlaubt',
  'value.text': '„{title}“ nimmt eine Zahl, {limits}; „{given}“ ist ein Text',
  'value.comma': '{reason}; Dezimalstellen mit Punkt schreiben: {example}',
  'limits.switch': '1 für ein, 0 für aus',
  'limits.choices': 'eines von {choices}',
  'limits.number': '{min} bis {max}{unit, select, none {} other { {unit}}} in Schritten von {step}',
  'limits.ranges': '{ranges}{unit, select, none {} other { {unit}}} in Schritten von {step}',
  'limits.values': '{values}{unit, select, none {} other { {unit}}}',
  'limits.text': 'einen Text wie {example}',
  'limits.action': 'keinen Wert: es ist eine Aktion',
  'own.below': 'ein Teil aller Topics wird ohne + und # genannt',
  'own.none': 'dieses Zuhause führt keine eigenen Geräte',
  'own.unknown': 'kein hier zusammengestelltes Gerät heißt {id}',
  'own.in-use': '{name} ist eines davon: zuerst dieses Gerät entfernen',
  'own.many': 'es gibt schon {most, number} davon: zuerst eines entfernen',
  'own.not-heard': 'auf diesem Topic wurde noch nichts gehört',
  'own.no-value': 'die letzte Nachricht hat keinen solchen Wert',
};
