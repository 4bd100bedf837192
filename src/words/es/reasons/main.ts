// Spanish: why something cannot be started, reached or kept.
import type { mainReasons as english } from '#core/reasons/main.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const mainReasons: Texts<typeof english> = {
  'plugin.too-large': 'tiene {bytes, number} bytes, un complemento como máximo {most, number}',
  'plugin.busy': 'demasiadas preguntas lo esperan',
  'plugin.ended': 'terminó por sí solo',
  'plugin.slow': 'no respondió en {seconds, number} s, y se le puso fin',
  'plugin.memory': 'ocupó más de {most, number} MiB de memoria, y se le puso fin',
  'plugin.too-much': 'dijo más de {most, number} bytes de una vez, y se le puso fin',
  'plugin.work': 'trabajó más de {seconds, number} s en una respuesta, y se le puso fin',
  'plugin.restless': 'trabajó más de {seconds, number} s aunque no se le preguntó nada, y se le puso fin',
  'plugin.question': 'lo que se le daría tiene más de {most, number} bytes',
  'plugin.at': 'línea {line, number}: {reason}',
  'plugin.name': 'el nombre {name} significa otra cosa; elija otro',
  'plugin.default': 'aquello con lo que empieza {name} no es un valor suyo',
  'plugin.no-function': 'no tiene ninguna función {name}',
  'plugin.network': 'quiere abrir conexiones, y nadie lo ha aceptado desde que cambió su archivo',
  'plugin.gone': 'no hay ninguna salida de un complemento llamada {id}: falta su archivo, o se omite',
  'plugin.usage': 'no admite nada, o `allow` o `deny` y el nombre de un archivo',
  'plugin.param': 'lo que se le indica como {name} falta, sobra o no es un valor suyo',
  'help.plugin-network':
    'Lea su archivo. Si confía en él, acéptelo en la página Complementos, o con `solstead plugins allow {file}`.',
  'plugin.loading': 'todavía se está cargando',
  'plugin.shape': 'lo que exporta no es un complemento de esta versión: {said}',
  'plugin.word': '{where}: {word} no es uno de {known}',
  'plugin.no-request': 'no da bytes para la consulta {question}, o da más de 256',
  'plugin.unit': 'el campo {field} no está en la unidad de su métrica: {unit}',
  'emulate.no-broker': 'un dispositivo MQTT necesita un broker, como mqtt://name@localhost:1883',
  'emulate.plain-only': 'el emulador solo habla mqtt:// sin cifrar',
  'folder.no-site': 'aún no contiene ninguna casa',
  'help.no-site': 'Configure antes una casa en la app web (`solstead serve`), o nombre la carpeta de otra con --data.',
  'folder.several-sites': 'hay varias casas; elija una con --site: {known}',
  'folder.sites': 'se conocen {known}',
  'folder.no-data': 'esta no es una carpeta de datos de Solstead; nómbrela con --data',
  'folder.in-use': 'un Solstead en marcha usa esta carpeta',
  'help.running': '{instead}',
  'move.same-place': 'ambos lugares son el mismo',
  'records.address':
    'admite una dirección como postgres://name@host/database; sin ella, los registros se guardan en la carpeta de datos',
  'place.address': 'el resto de la dirección no se puede leer',
  'help.high-mqtt-port': 'Elija un puerto por encima de 1023 con --mqtt-port.',
  'help.mqtt-port': 'Detenga el otro programa, o elija otro puerto con --mqtt-port.',
  'broker.address': 'admite una dirección como mqtt://name@host:1883',
  'port.in-use': 'el puerto está en uso',
  'place.option': 'la opción {option} es desconocida; se conocen {known}',
  'place.influx': 'admite ?database= (InfluxDB 1) o ?org= y &bucket= (InfluxDB 2)',
  'place.empty': 'el lugar está vacío',
  'place.no-host': 'falta el host',
  'place.kind': 'es una carpeta, postgres://, victoria+http:// o influx+http://',
  'place.no-history': 'no hay historial en esta carpeta',
  'folder.none': 'no existe esa carpeta',
  'emulate.tcp-port': 'elija otro con --tcp-port',
  'emulate.faults': 'los fallos son {known}',
  'devices.left-out': '{file} se omite: {problem}',
  'tls.no-cert': 'no es un certificado en PEM',
  'tls.no-key': 'no es una clave privada en PEM, o es una con frase de contraseña',
  'tls.pair': 'el certificado y la clave no se pueden usar juntos ({said})',
  'addon.options': 'las opciones de la app son incorrectas: {all}',
  'addon.both': 'necesita también {other}',
  'addon.secret-text': 'no es un texto; escríbalo entre comillas',
  'addon.answer': 'el Supervisor de Home Assistant dijo algo que no es su respuesta',
  'addon.status': 'el Supervisor de Home Assistant respondió con {status, number}',
  'ingress.no-address': 'a nadie se le cree sobre ellas: indique --ingress-from, la dirección del Supervisor',
  'ingress.is-proxy':
    'un proxy en esta dirección transmite lo que cualquiera diga de sí mismo: indique en --trusted-proxies otra que en --ingress-from',
  'tls.redirect':
    'no hay ningún puerto con TLS al que enviar los navegadores: indique --tls-cert y --tls-key, o --tls-self-signed',
  'tls.both': 'un certificado necesita su clave, y una clave su certificado: indique --tls-cert y --tls-key',
  'help.mqtts-port': 'Detenga el otro programa, o elija otro puerto con --mqtts-port.',
  'disk.low':
    'al disco de {at} le quedan {left, number} MB; cuando se agoten, se pierden las lecturas nuevas. Haga espacio, o pase los datos a un disco mayor',
  'disk.full':
    'el disco de {at} está lleno: quedan {left, number} MB. Haga espacio ahora: las lecturas nuevas esperan en la memoria, y se pierden cuando también se llene',
  'disk.few-entries':
    'el sistema de archivos de {at} admite {left, number} archivos más; borre algunos que nadie necesite',
  'disk.no-entries':
    'el sistema de archivos de {at} no admite más archivos (quedan {left, number}): borre algunos ahora, o no se podrá guardar nada más',
  'disk.unwritable':
    'no se puede escribir nada en {at} ({said}): las lecturas nuevas esperan en la memoria, y se pierden cuando se llene',
  'bridge.file': 'no es YAML con una dirección (to) y topics',
  'bridge.filter': 'admite un filtro MQTT como roof/# o +/power',
  'bridge.prefix': 'admite el comienzo de un tema, como home/, sin comodines',
  'bridge.away':
    'el puente no alcanza {host} ({why}); {count, plural, one {# mensaje espera} many {# de mensajes esperan} other {# mensajes esperan}}',
  'bridge.disk': 'lo que el puente guarda para el otro broker no se puede escribir: {said}',
  'bridge.loop':
    'los mensajes de {topic} dan vueltas entre brokers y no se copian durante un minuto: copie cada tema en una sola dirección',
  'emulate.none': 'este protocolo no tiene emulador',
  'update.newer': 'hay Solstead {version}; este es {own}',
  'update.current': 'este es Solstead {own}, y no hay ninguno más nuevo',
  'update.unreadable': '{at} no nombra ninguna versión',
  'help.update-newer':
    'Haga una copia de seguridad y después actualice como se instaló Solstead; CHANGELOG.md dice qué hay de nuevo.',
  'help.update-address': 'Vea si la dirección de --update-check es correcta y se alcanza. Nada más depende de ella.',
};
