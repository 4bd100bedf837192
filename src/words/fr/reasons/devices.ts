// French: what a device has not, and what a value may be.
import type { devicesReasons as english } from '#core/reasons/devices.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const devicesReasons: Texts<typeof english> = {
  'device.no-reason': 'aucune raison donnée',
  'word.near': '{reason} ; vouliez-vous dire {near} ?',
  'word.known': '{reason} ; il y a {known}',
  'device.no-setting': '{id} n’a pas ce réglage',
  'device.query-sets':
    '{id} a {setting} comme réglage, et une question ne règle rien : utilisez `solstead set {setting}`',
  'device.no-query': '{id} n’a pas cette question',
  'device.no-set-point': '{id} n’a pas cette consigne',
  'device.no-set-points': 'aucune consigne du catalogue ne peut être réglée sur {id}',
  'device.no-command': '{id} n’a pas cette commande ni ce rapport',
  'device.no-report': '{id} n’a pas ce rapport',
  'protocol.none': 'ce protocole n’existe pas',
  'protocol.broken':
    'son fichier a des problèmes : {problem}{more, plural, =0 {} one { (et un de plus)} many { (et # de plus)} other { (et # de plus)}}',
  'value.missing': '« {title} » demande {limits}, et aucune valeur n’a été donnée',
  'value.not-taken': '« {title} » demande {limits}, pas {given}',
  'value.between': '« {title} » demande {limits}, pas {given} ; toutes les valeurs entre elles ne sont pas permises',
  'value.text': '« {title} » demande un nombre, {limits} ; « {given} » est un texte',
  'value.comma': '{reason} ; écrivez les décimales avec un point : {example}',
  'limits.switch': '1 pour allumé, 0 pour éteint',
  'limits.choices': 'l’un de {choices}',
  'limits.number': '{min} à {max}{unit, select, none {} other { {unit}}} par pas de {step}',
  'limits.ranges': '{ranges}{unit, select, none {} other { {unit}}} par pas de {step}',
  'limits.values': '{values}{unit, select, none {} other { {unit}}}',
  'limits.text': 'un texte comme {example}',
  'limits.action': 'pas de valeur : c’est une action',
  'own.below': 'une partie de tous les topics est nommée sans + ni #',
  'own.none': 'cette maison ne garde pas d’appareils personnels',
  'own.unknown': 'aucun appareil composé ici ne s’appelle {id}',
  'own.in-use': '{name} en est un : supprimez d’abord cet appareil',
  'own.many': 'il y en a déjà {most, number} : supprimez-en d’abord un',
  'own.not-heard': 'rien n’a encore été entendu sur ce topic',
  'own.no-value': 'le dernier message n’a pas cette valeur',
};
