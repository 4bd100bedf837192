// Spanish: why an output cannot be set up, or does not send.
import type { outputReasons as english } from '#core/reasons/outputs.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const outputReasons: Texts<typeof english> = {
  'output.none': 'aquí no hay salidas',
  'output.row': 'no contiene ajustes de una salida',
  'output.settings': 'sus ajustes no son los de esta versión: {said}',
  'output.setting': '{field}: {said}',
  'output.kind': 'no existe ese tipo de salida; se conocen {known}',
  'output.many': 'una casa tiene como máximo {most, number} salidas',
  'output.server':
    'escriba la dirección como mqtt://host:1883 o mqtts://host:8883, o déjela vacía para el broker de esta casa',
  'secret.again':
    'la contraseña guardada pertenece al servidor, la cuenta y el certificado anteriores; introduzca la de este',
  'output.password': 'quite la contraseña de la dirección: tiene un campo propio y se guarda aparte',
  'output.own-prefix':
    'en el broker de esta casa es solstead/{home}, o empieza por eso y una barra: no lo tiene ningún dispositivo ni ninguna otra casa',
  'output.prefix': 'admite palabras de letras, cifras, puntos, guiones y guiones bajos, con / entre ellas',
  'output.ca': 'no es un certificado en PEM: empieza por -----BEGIN CERTIFICATE-----',
  'output.filter': 'admite ids de métricas, o el comienzo de uno seguido de *',
  'output.place-taken':
    'la salida {name} ya tiene este lugar, y lo que una de ellas deja allí desaparece con ella: dé otro a esta',
  'output.place-elsewhere':
    'una salida de otra casa ya tiene este lugar, y lo que una de ellas deja allí desaparece con ella: dé otro a esta',
  'output.filter-idle': 'solo cuenta con changesOnly, que no está fijado',
  'output.nothing-waits':
    'solo cuenta donde todo lo que espera se guarda en el disco; esta salida guarda lo más reciente de cada valor, o nada',
  'output.name':
    '{name} no puede ser un nombre allí: admite letras, cifras y _, los dispositivos también -, las métricas también puntos',
  'output.name-star': '{from} y {to} terminan ambos en *, o ninguno',
  'output.name-twice': '{one} y {other} tendrían allí el mismo nombre',
  'output.no-names': 'este tipo tiene sus propios nombres: allí no se cambian',
  'output.not-now': 'ahora no enviaría: {reason}',
  'output.not-back':
    'el broker confirmó el mensaje de prueba y no lo devolvió: puede que no permita a esta cuenta escribir o leer bajo {prefix}',
  'output.silent': 'no hubo respuesta en {seconds, number} s',
  'output.nothing-yet': 'ningún dispositivo de la casa ha dado aún un valor que esta salida enviaría',
  'output.away': 'la salida {name} no alcanza su servidor: {reason}',
  'output.lost':
    'la salida {name} perdió {count, number} lotes de lecturas, pues su servidor estuvo ausente demasiado tiempo',
  'output.unfit':
    'el servidor de la salida {name} rechaza algunos valores para siempre, {count, number} hasta ahora; el último: {reason}',
  'output.refused-value': '{metric} de {device}: {reason}',
  'output.file': 'escriba un nombre como home.prom o node/home.prom',
  'output.file-link': 'una carpeta en el camino es un enlace o no es una carpeta; no se escribe nada a través de ella',
  'output.file-taken': 'algo que no es un archivo tiene este nombre',
  'output.needed': 'se necesita aquí',
  'output.header': 'es una cabecera que dice qué se envía, y no quién lo envía',
  'output.labels':
    'escriba nombres y valores como house=cabin, owner=anna; los nombres admiten letras, cifras y guiones bajos, y ninguno que tengan ya las lecturas',
  'output.status': 'respondió con el estado {status}: {said}',
  'output.status-only': 'respondió con el estado {status}',
  'output.leftovers': 'lo que dejó en el servidor no se pudo retirar: {reason}',
  'output.not-taken': 'no admite este texto',
  'output.too-many-commands': 'hay demasiados comandos en curso',
  'output.dangerous': 'lo que es peligroso espera a una persona en la página',
  'output.domoticz-line':
    'una línea es el idx de un dispositivo de Domoticz, un dispositivo de esta casa y métricas, como 12 roof pv.power pv.energy; esta no lo es: {line}',
  'output.domoticz-lines': 'admite una línea o más, como máximo {most, number}',
  'output.former-line':
    'esta línea no es un dispositivo con su etiqueta de mpp-solar, como roof = mpp, ni un dispositivo solo: {line}',
  'output.header-line':
    'una línea es un nombre y un valor, como X-House: cabin, de ninguna cabecera de la propia petición; esta no lo es: {line}',
  'output.template': 'no es JSON cuando sus huecos contienen null',
  'output.template-gap': 'un hueco contiene site, device, time o una métrica; {gap} no es nada de eso',
  'output.udp': 'escriba la dirección como udp://host:port',
  'output.unheard': 'se enviaron; nadie dice si se oyen',
  'output.of-device': 'escriba un dispositivo de esta casa y una métrica, como roof grid.voltage',
  'output.rate':
    'no acepta más peticiones durante {minutes, plural, one {# minuto} many {# de minutos} other {# minutos}}',
  'output.mongodb': 'escriba la dirección como mongodb://account@host:27017/database, con un solo host',
  'output.mysql': 'escriba la dirección como mysql://account@host:3306/database',
  'output.nats':
    'escriba la dirección como nats://host:4222, o tls://host:4222 con TLS; hasta diez servidores de un clúster separados por comas, todos con TLS o ninguno',
  'output.nats-user': 'quite la cuenta de la dirección: la identificación tiene campos propios',
  'output.subject': 'un subject son palabras separadas por puntos, sin espacios, * ni >, como {example}',
  'output.subject-gap': 'un hueco de un subject contiene site, device o metric; {gap} no es ninguno de ellos',
  'output.subject-needs': 'cada valor es un mensaje propio que no dice nada más: su subject necesita {gap}',
  'output.subject-not': 'un mensaje tiene todos los valores de un dispositivo: {gap} no puede estar en su subject',
  'output.subject-server': 'los subjects que empiezan por {word} son del servidor',
  'output.postgres': 'escriba la dirección como postgres://account@host:5432/database',
  'output.ca-unused': 'un certificado de una autoridad es para TLS: actívelo, o quite el certificado',
  'output.table-foreign': 'hay una tabla readings que no es de este programa: elija otro esquema',
  'output.table-newer': 'la tabla readings tiene la versión {version, number}, que es más nueva que este programa',
  'help.output-account': 'Compruebe la cuenta de la dirección y su contraseña.',
  'help.output-database': 'Compruebe que la base de datos existe y que la cuenta puede hacer eso allí.',
  'output.silent-meter': 'el medidor {name} calla: {reason}',
  'meter.not-open': '{reason}. {help}',
  'meter.no-grid': 'la casa no tiene ningún valor de su conexión a la red',
  'meter.no-power': '{device} no da potencia de la red, o solo valores antiguos',
  'meter.estimated': 'nada mide la conexión a la red: su potencia solo se estima, y nada debería seguirla',
  'meter.old': 'el valor más reciente tiene {age, number} s, y puede tener como máximo {most, number} s',
  'meter.silent-now': 'ahora callaría: {reason}',
  'meter.address': 'escriba una dirección IP de este equipo, o 0.0.0.0 para todas',
  'meter.own-ipv4': 'escriba una dirección IPv4 de este equipo, como 192.168.1.5',
  'meter.udp-ports': 'escriba como máximo {most, number} números de puerto separados por comas, como 1010, 2220',
  'output.not-connected': 'no hubo conexión',
  'answers.regex': 'no es una expresión regular que se pueda buscar en tiempo lineal: {said}',
  'answers.mongodb': 'escriba la dirección como mongodb://account@host:27017, con un solo host',
  'answers.unknown': 'no existe esa salida; se conocen {known}',
  'answers.to': 'ninguna de las salidas va a {to}',
  'answers.long': 'tiene más de los {most, number} bytes que lleva un datagrama',
  'answers.late': 'no se aceptó en {seconds, number} s',
};
