// Spanish: why a device gives nothing, or a command is not done.
import type { driversReasons as english } from '#core/reasons/drivers.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const driversReasons: Texts<typeof english> = {
  'device.silent': 'no se recibió nada en {seconds} s',
  'device.damaged': 'un informe llegó dañado',
  'command.no-answer': 'se envió pero no se confirmó (sin respuesta a tiempo)',
  'broker.no-connection': 'no hay conexión con el broker',
  'broker.left': 'el dispositivo dejó el broker',
  'device.offline': 'él o el broker lo ha dicho, antes de que esto se iniciara; no se envió nada',
  'device.offline-since': 'desde el {since, date, moment}, según él o el broker; no se envió nada',
  'device.not-askable': 'no se puede consultar, y desde entonces no ha dicho nada',
  'device.repeats':
    'nada de lo que dice ha cambiado en {seconds} s: repite valores antiguos, quizá porque el cable que lleva detrás está desenchufado',
  'device.another': 'en su dirección responde otro dispositivo',
  'device.fallback-rests': 'tampoco responde por HTTP, y se deja en paz un rato',
  'device.no-web-address': 'aún no ha dicho en qué dirección de la casa está',
  'device.nothing': 'no se recibió nada del dispositivo',
  'device.kept-only': 'el broker guardó valores suyos y nada dice de cuándo son; se mostrará en cuanto diga algo',
  'device.nothing-and-refused': '{nothing}; y, consultado por HTTP en su lugar, lo rechazó: {reason}',
  'device.stopped': 'ya no se lee',
  'device.not-discovered':
    'aún no ha informado de lo que admite desde que se conectó; inténtelo de nuevo en un momento',
  'wear.too-soon': 'se escribió hace {seconds} s; los programas esperan {least} s',
  'wear.too-often':
    'se escribió {count, plural, one {una vez} many {# de veces} other {# veces}} en las últimas 24 h, tantas como pueden los programas',
  'command.confirm': '«{title}» puede cortar la energía o anular una protección: añada --confirm {name} para hacerlo',
  'answer.unreadable': '{bytes} no es una respuesta a esta consulta',
  'command.state-unknown':
    'aún no se han leído los ajustes actuales del dispositivo, que deciden qué se escribe; inténtelo de nuevo en un momento',
  'command.no-timer': 'el propio dispositivo no puede mantenerlo tanto tiempo',
  'command.unreachable': 'no se puede alcanzar desde el estado actual del dispositivo',
  'command.register-shared':
    'otros ajustes comparten su registro, y ahora no se pudo leer qué contiene: no se envió nada',
  'command.not-read-back': 'el dispositivo lo confirmó, pero no se le pudo preguntar si está fijado',
  'command.shows': 'el dispositivo confirmó {value} y muestra {shown}',
  'device.no-scheme': 'ningún protocolo se consulta por {scheme}://',
  'device.not-found': 'nada respondió a {titles}; elija otro dispositivo por su nombre',
  'device.endless':
    'su mapa no termina tras {most, plural, one {# consulta} many {# de consultas} other {# consultas}}',
  'device.not-asked': 'este dispositivo informa por sí solo y no admite consultas',
  'device.nothing-to-set': 'en este dispositivo no se puede fijar nada',
  'device.refused-all': 'rechazó todas las consultas de {title}; la última porque: {reason}',
  'charger.no-central': 'los puntos de recarga no pueden llegar aquí a este programa',
  'charger.not-come': 'aún no ha llegado: dele ws:// con la dirección de este equipo, su puerto y {path}',
  'charger.knocks': 'ha llegado, y se le deja entrar cuando esté configurado y tenga su contraseña',
  'charger.speaks': 'llegó y ofrece {said}, y aquí se habla OCPP 1.6 (JSON): ajústelo a eso y haga que llegue de nuevo',
  'charger.gave-way': 'se preguntó, y un comando se adelantó',
  'charger.no-transaction': 'no hay ninguna carga en curso',
  'device.no-value': 'respondió, pero con ninguno de los valores de {title}',
  'line.no-target': '{title} no tiene {targets} que elegir',
  'command.no-acknowledgement': 'se envió pero no se confirmó ({reason})',
  'answer.not-in-time': 'sin respuesta a tiempo',
  'line.other-settings': 'otro dispositivo usa este puerto con otros ajustes: {settings}',
  'device.reports-only': '{title} informa automáticamente; no se puede fijar nada en él',
  'device.unheard': 'no se recibió nada de {title} en {ms} ms',
  'device.said-nothing': '{title} no envió nada',
  'device.links': 'a {title} se llega por {links}',
  'device.over-mqtt': 'a {title} se llega por MQTT, y no se puede consultar por un puerto',
  'broker.not-here': 'esta casa no tiene broker MQTT',
  'help.closed-once':
    'Inténtelo de nuevo. Compruebe el cable, y que ningún otro programa usa el dispositivo: muchos adaptadores admiten una sola conexión.',
  'test.plausible':
    '{count, plural, one {# valor leído, dentro} many {# de valores leídos, todos dentro} other {# valores leídos, todos dentro}} de lo verosímil.',
  'test.unread':
    '{count, plural, one {# valor leído} many {# de valores leídos} other {# valores leídos}}; {problems, plural, one {# valor no se pudo leer} many {# de valores no se pudieron leer} other {# valores no se pudieron leer}} y {problems, plural, one {se omite} many {se omiten} other {se omiten}}.',
  'test.implausible':
    '{strange} de {count, plural, one {# valor} many {# de valores} other {# valores}} {strange, plural, one {está} many {están} other {están}} fuera de lo verosímil ({names}): puede que el protocolo no sea este.',
  'device.no-topic': 'falta el prefijo de tema del dispositivo',
};
