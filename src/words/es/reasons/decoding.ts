// Spanish: why an answer or a part of it cannot be read.
import type { decodingReasons as english } from '#core/reasons/decoding.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const decodingReasons: Texts<typeof english> = {
  'decode.no-number': '«{said}» no es un número',
  'decode.no-whole': '«{said}» no es un número entero',
  'decode.no-bits': '«{said}» no es un número de bits',
  'decode.no-text': '«{said}» no es texto imprimible',
  'decode.empty': 'está vacío',
  'decode.form': '«{said}» no tiene la forma esperada',
  'decode.no-choice': '«{said}» no es una opción conocida',
  'decode.no-known': '{raw} no es una opción conocida',
  'decode.no-switch': '«{said}» no es ON ni OFF',
  'decode.no-flag': 'el carácter {place} de «{said}» no es 0 ni 1',
  'decode.no-flags': '«{said}» tiene caracteres distintos de 0 y 1',
  'decode.letters-form': '«{said}» no es de la forma E…D…',
  'decode.stray-letters': '«{strays}» en «{said}» no es un interruptor',
  'decode.letter-twice': '«{said}» nombra {letter} dos veces',
  'decode.no-binary': '{raw} no es 0 ni 1',
  'decode.not-finite': 'no es un número',
  'decode.outside': '{raw} está fuera de {min} a {max}',
  'decode.no-clock': '{raw} no es una hora del día',
  'decode.scale': 'su factor de escala {factor} está fuera de −10 a 10',
  'decode.cells':
    '{bytes, plural, one {# byte no es} many {# de bytes no son} other {# bytes no son}} un número entero de celdas',
  'decode.label-twice': 'aparece dos veces en el bloque',
  'decode.other-size':
    'tiene {bytes, plural, one {# byte} many {# de bytes} other {# bytes}}; una respuesta a esto tiene {expected, plural, one {# byte} many {# de bytes} other {# bytes}}',
  'decode.fields':
    'tiene {count, plural, one {# campo} many {# de campos} other {# campos}}, y una respuesta a esto tiene {expected}: puede ser la respuesta a otra consulta',
  'decode.few-fields':
    'tiene {count, plural, one {# campo} many {# de campos} other {# campos}}, y una respuesta a esto tiene al menos {least}: puede ser la respuesta a otra consulta',
  'decode.many-fields':
    'tiene {count, plural, one {# campo} many {# de campos} other {# campos}}, y una respuesta a esto tiene como máximo {most}: puede ser la respuesta a otra consulta',
  'decode.word-form': '«{said}» no parece una respuesta a esto: puede ser la respuesta a otra consulta',
  'decode.place-width':
    'el campo {place} es «{said}», donde una respuesta a esto tiene {width, plural, one {# carácter} many {# de caracteres} other {# caracteres}}: puede ser la respuesta a otra consulta',
  'decode.too-short':
    '{bytes, plural, one {llegó # byte} many {llegaron # de bytes} other {llegaron # bytes}}; {needed, plural, one {se necesita #} many {se necesitan #} other {se necesitan #}}',
  'decode.ends-before-count': 'la respuesta termina antes de un recuento',
  'decode.entries':
    '{count, plural, one {# entrada} many {# de entradas} other {# entradas}} de {bytes, plural, one {# byte} many {# de bytes} other {# bytes}} no caben en la respuesta',
  'decode.rest':
    '{bytes, plural, one {# byte sigue} many {# de bytes siguen} other {# bytes siguen}} a las partes contadas: demasiado pocos o demasiados',
  'decode.unknown-tag': 'la etiqueta {tag} es desconocida, y también su longitud: el resto no se lee',
  'decode.tag-cut': 'la etiqueta {tag} está cortada',
  'decode.tag-twice': 'la etiqueta {tag} aparece dos veces',
  'decode.no-protocol': 'falta la versión del protocolo (etiqueta {tag}), que dice cómo leerlo',
  'decode.no-alarms': 'la respuesta termina antes de sus alarmas',
  'decode.no-date': '{raw} no es una fecha',
  'decode.counts': 'sus recuentos no concuerdan con su longitud',
  'decode.packs': '{count, plural, one {# módulo} many {# de módulos} other {# módulos}} en una respuesta',
  'decode.pack-cut': 'la respuesta termina dentro del módulo {pack} de {count}',
  'decode.after-packs':
    '{bytes, plural, one {# byte sigue} many {# de bytes siguen} other {# bytes siguen}} a los módulos',
  'decode.no-name': '«{said}» no es un nombre imprimible: puede ser la respuesta a otra consulta',
  'decode.unprintable': 'no es texto imprimible',
  'decode.other-unit': '{path} no es {unit}',
  'decode.type-number': '{path} no es un número',
  'decode.type-boolean': '{path} no es verdadero ni falso',
  'decode.type-string': '{path} no es un texto',
  'decode.type-option': '{path} no es un número conocido',
  'decode.no-object': 'no es un objeto JSON',
  'decode.no-layout': 'las tensiones de las celdas no suman la tensión del módulo, tenga 24 o 32 celdas',
  'frame.bad-checksum': 'la suma de comprobación no coincide',
  'frame.not-of-protocol': 'los bytes no son una trama de este protocolo',
  'frame.no-truth': 'ni verdadero ni falso',
  'frame.no-presence': 'ni {online} ni {offline}',
  'json.too-long': '{bytes, plural, one {# byte es} many {# de bytes son} other {# bytes son}} más que {most}',
  'json.broken': 'no es JSON: {said}',
  'json.no-object': 'JSON, pero no un objeto',
  'rpc.no-sender': '{method} sin src',
  'rpc.no-params': '{method} sin params',
  'rpc.no-kind': 'ni un método ni un id que sea un número entero',
  'rpc.invalid': 'no admite este valor: {said}',
  'rpc.deadline': 'no terminó a tiempo y aún puede hacerlo: {said}',
  'rpc.not-found': 'no tiene esa parte: {said}',
  'rpc.exhausted': 'no le queda memoria o tiempo para ello: {said}',
  'rpc.precondition': 'su estado actual no lo permite: {said}',
  'rpc.unavailable': 'la parte no está disponible ahora: {said}',
  'rpc.unauthorized': 'quiere una contraseña: {said}',
  'rpc.no-handler': 'su firmware no conoce esto: {said}',
  'rpc.too-many': 'ha recibido demasiadas contraseñas incorrectas y espera: {said}',
  'rpc.no-result': 'ni un resultado ni un error',
};
