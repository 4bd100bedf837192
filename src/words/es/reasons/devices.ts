// Spanish: what a device does not have or take.
import type { devicesReasons as english } from '#core/reasons/devices.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const devicesReasons: Texts<typeof english> = {
  'device.no-reason': 'no dio ningún motivo',
  'word.near': '{reason}; ¿quiso decir {near}?',
  'word.known': '{reason}; tiene {known}',
  'device.no-setting': '{id} no tiene ese ajuste',
  'device.query-sets': '{id} tiene {setting} como ajuste, y una consulta no fija nada: use `solstead set {setting}`',
  'device.no-query': '{id} no tiene esa consulta',
  'device.no-set-point': '{id} no tiene esa consigna',
  'device.no-set-points': 'ninguna consigna del catálogo se puede fijar en {id}',
  'device.no-command': '{id} no tiene ese comando ni ese informe',
  'device.no-report': '{id} no tiene ese informe',
  'protocol.none': 'no existe ese protocolo',
  'protocol.broken':
    'su archivo tiene problemas: {problem}{more, plural, =0 {} one { (y uno más)} many { (y # de más)} other { (y # más)}}',
  'value.missing': '«{title}» admite {limits}, y no se dio ningún valor',
  'value.not-taken': '«{title}» admite {limits}, no {given}',
  'value.between': '«{title}» admite {limits}, no {given}; no todos los valores intermedios están permitidos',
  'value.text': '«{title}» admite un número, {limits}; «{given}» es un texto',
  'value.comma': '{reason}; escriba los decimales con punto: {example}',
  'limits.switch': '1 para encendido, 0 para apagado',
  'limits.choices': 'uno de {choices}',
  'limits.number': 'de {min} a {max}{unit, select, none {} other { {unit}}} en pasos de {step}',
  'limits.ranges': '{ranges}{unit, select, none {} other { {unit}}} en pasos de {step}',
  'limits.values': '{values}{unit, select, none {} other { {unit}}}',
  'limits.text': 'un texto como {example}',
  'limits.action': 'ningún valor: es una acción',
  'own.below': 'una parte de todos los temas se nombra sin + ni #',
  'own.none': 'esta casa no tiene dispositivos propios',
  'own.unknown': 'ningún dispositivo creado aquí se llama {id}',
  'own.in-use': '{name} es uno de estos: elimine antes ese dispositivo',
  'own.many': 'ya hay {most, number}: elimine uno antes',
  'own.not-heard': 'aún no se ha oído nada en este tema',
  'own.no-value': 'el último mensaje no tiene ese valor',
};
