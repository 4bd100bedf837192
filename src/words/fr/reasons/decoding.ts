// French: why a value cannot be read from an answer.
import type { decodingReasons as english } from '#core/reasons/decoding.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const decodingReasons: Texts<typeof english> = {
  'decode.no-number': '« {said} » n’est pas un nombre',
  'decode.no-whole': '« {said} » n’est pas un nombre entier',
  'decode.no-bits': '« {said} » n’est pas un nombre de bits',
  'decode.no-text': '« {said} » n’est pas un texte imprimable',
  'decode.empty': 'vide',
  'decode.form': '« {said} » n’a pas la forme attendue',
  'decode.no-choice': '« {said} » n’est pas un choix connu',
  'decode.no-known': '{raw} n’est pas un choix connu',
  'decode.no-switch': '« {said} » n’est ni ON ni OFF',
  'decode.no-flag': 'le caractère {place} de « {said} » n’est pas 0 ou 1',
  'decode.no-flags': '« {said} » a d’autres caractères que 0 et 1',
  'decode.letters-form': '« {said} » n’est pas de la forme E…D…',
  'decode.stray-letters': '« {strays} » dans « {said} » n’est pas un interrupteur',
  'decode.letter-twice': '« {said} » nomme {letter} deux fois',
  'decode.no-binary': '{raw} n’est pas 0 ou 1',
  'decode.not-finite': 'ce n’est pas un nombre',
  'decode.outside': '{raw} est hors de {min} à {max}',
  'decode.no-clock': '{raw} n’est pas une heure du jour',
  'decode.scale': 'son facteur d’échelle {factor} est hors de −10 à 10',
  'decode.cells':
    '{bytes, plural, one {# octet n’est} many {# octets ne sont} other {# octets ne sont}} pas un nombre entier de cellules',
  'decode.label-twice': 'apparaît deux fois dans le bloc',
  'decode.other-size':
    'la longueur est de {bytes, plural, one {# octet} many {# octets} other {# octets}} ; une réponse à ceci en a {expected, plural, one {#} many {#} other {#}}',
  'decode.fields':
    'il y a {count, plural, one {# champ} many {# champs} other {# champs}}, et une réponse à ceci en a {expected} : c’est peut-être la réponse à une autre question',
  'decode.few-fields':
    'il y a {count, plural, one {# champ} many {# champs} other {# champs}}, et une réponse à ceci en a au moins {least} : c’est peut-être la réponse à une autre question',
  'decode.many-fields':
    'il y a {count, plural, one {# champ} many {# champs} other {# champs}}, et une réponse à ceci en a au plus {most} : c’est peut-être la réponse à une autre question',
  'decode.word-form':
    '« {said} » ne ressemble pas à une réponse à ceci : c’est peut-être la réponse à une autre question',
  'decode.place-width':
    'le champ {place} est « {said} », là où une réponse à ceci a {width, plural, one {# caractère} many {# caractères} other {# caractères}} : c’est peut-être la réponse à une autre question',
  'decode.too-short':
    '{bytes, plural, one {# octet est arrivé} many {# octets sont arrivés} other {# octets sont arrivés}} ; {needed, plural, one {# est nécessaire} many {# sont nécessaires} other {# sont nécessaires}}',
  'decode.ends-before-count': 'la réponse se termine avant un compte',
  'decode.entries':
    '{count, plural, one {# entrée} many {# entrées} other {# entrées}} de {bytes, plural, one {# octet} many {# octets} other {# octets}} ne tiennent pas dans la réponse',
  'decode.rest':
    '{bytes, plural, one {# octet suit} many {# octets suivent} other {# octets suivent}} les parties comptées : trop peu ou trop',
  'decode.unknown-tag': 'le tag {tag} est inconnu, sa longueur aussi : le reste n’est pas lu',
  'decode.tag-cut': 'le tag {tag} est coupé',
  'decode.tag-twice': 'le tag {tag} apparaît deux fois',
  'decode.no-protocol': 'la version du protocole (tag {tag}), qui dit comment le lire, manque',
  'decode.no-alarms': 'la réponse se termine avant ses alarmes',
  'decode.no-date': '{raw} n’est pas une date',
  'decode.counts': 'ses comptes ne correspondent pas à sa longueur',
  'decode.packs': '{count, plural, one {# pack} many {# packs} other {# packs}} dans une réponse',
  'decode.pack-cut': 'la réponse se termine dans le pack {pack} sur {count}',
  'decode.after-packs':
    '{bytes, plural, one {# octet suit} many {# octets suivent} other {# octets suivent}} les packs',
  'decode.no-name': '« {said} » n’est pas un nom imprimable : c’est peut-être la réponse à une autre question',
  'decode.unprintable': 'ce n’est pas un texte imprimable',
  'decode.other-unit': '{path} n’est pas {unit}',
  'decode.type-number': '{path} n’est pas un nombre',
  'decode.type-boolean': '{path} n’est ni vrai ni faux',
  'decode.type-string': '{path} n’est pas un texte',
  'decode.type-option': '{path} n’est pas un nombre connu',
  'decode.no-object': 'ce n’est pas un objet JSON',
  'decode.no-layout': 'les tensions des cellules ne donnent pas la tension du pack, qu’il ait 24 ou 32 cellules',
  'frame.bad-checksum': 'la somme de contrôle ne correspond pas',
  'frame.not-of-protocol': 'les octets ne sont pas une trame de ce protocole',
  'frame.no-truth': 'ni vrai ni faux',
  'frame.no-presence': 'ni {online} ni {offline}',
  'json.too-long': '{bytes, plural, one {# octet est} many {# octets sont} other {# octets sont}} plus que {most}',
  'json.broken': 'pas du JSON : {said}',
  'json.no-object': 'du JSON, mais pas un objet',
  'rpc.no-sender': '{method} sans src',
  'rpc.no-params': '{method} sans params',
  'rpc.no-kind': 'ni une méthode ni un id qui soit un nombre entier',
  'rpc.invalid': 'cette valeur n’est pas acceptée : {said}',
  'rpc.deadline': 'pas terminé à temps, et peut encore se faire : {said}',
  'rpc.not-found': 'cette partie n’y existe pas : {said}',
  'rpc.exhausted': 'plus de mémoire ou de temps pour cela : {said}',
  'rpc.precondition': 'son état actuel ne le permet pas : {said}',
  'rpc.unavailable': 'la partie n’est pas disponible maintenant : {said}',
  'rpc.unauthorized': 'un mot de passe est demandé : {said}',
  'rpc.no-handler': 'son firmware ne connaît pas cela : {said}',
  'rpc.too-many': 'trop de mots de passe faux, il attend : {said}',
  'rpc.no-result': 'ni un résultat ni une erreur',
};
