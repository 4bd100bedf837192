// Italian: what a device does not have or take.
import type { devicesReasons as english } from '#core/reasons/devices.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const devicesReasons: Texts<typeof english> = {
  'device.no-reason': 'non ha dato nessun motivo',
  'word.near': '{reason}; si intendeva {near}?',
  'word.known': '{reason}; ha {known}',
  'device.no-setting': '{id} non ha questa impostazione',
  'device.query-sets':
    '{id} ha {setting} come impostazione, e una domanda non imposta nulla: usare `solstead set {setting}`',
  'device.no-query': '{id} non ha questa interrogazione',
  'device.no-set-point': '{id} non ha questo setpoint',
  'device.no-set-points': 'su {id} non si può impostare nessun setpoint del catalogo',
  'device.no-command': '{id} non ha questo comando o rapporto',
  'device.no-report': '{id} non ha questo rapporto',
  'protocol.none': 'questo protocollo non esiste',
  'protocol.broken':
    'il suo file ha problemi: {problem}{more, plural, =0 {} one { (e un altro)} many { (e altri # di problemi)} other { (e altri #)}}',
  'value.missing': '«{title}» accetta {limits}, e non è stato dato nessun valore',
  'value.not-taken': '«{title}» accetta {limits}, non {given}',
  'value.between': '«{title}» accetta {limits}, non {given}; non ogni valore intermedio è ammesso',
  'value.text': '«{title}» accetta un numero, {limits}; «{given}» è un testo',
  'value.comma': '{reason}; scrivere i decimali con il punto: {example}',
  'limits.switch': '1 per acceso, 0 per spento',
  'limits.choices': 'uno di {choices}',
  'limits.number': 'da {min} a {max}{unit, select, none {} other { {unit}}} a passi di {step}',
  'limits.ranges': '{ranges}{unit, select, none {} other { {unit}}} a passi di {step}',
  'limits.values': '{values}{unit, select, none {} other { {unit}}}',
  'limits.text': 'un testo come {example}',
  'limits.action': 'nessun valore: è un’azione',
  'own.below': 'una parte di tutti i topic si nomina senza + e #',
  'own.none': 'questa casa non ha dispositivi propri',
  'own.unknown': 'nessun dispositivo composto qui si chiama {id}',
  'own.in-use': '{name} è uno di questi: rimuovere prima quel dispositivo',
  'own.many': 'ce ne sono già {most, number}: rimuoverne prima uno',
  'own.not-heard': 'su questo topic non si è ancora sentito nulla',
  'own.no-value': 'l’ultimo messaggio non ha questo valore',
};
