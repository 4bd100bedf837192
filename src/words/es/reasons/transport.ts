// Spanish: why a link, a port or a host gives nothing.
import type { transportReasons as english } from '#core/reasons/transport.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const transportReasons: Texts<typeof english> = {
  'mqtt.lost': 'se perdió la conexión con el broker',
  'mqtt.hung-up': 'el broker colgó',
  'link.was-closed': 'se cerró',
  'tcp.silent': 'el host no respondió en {seconds} s',
  'link.hung-up': 'el otro extremo cerró la conexión',
  'mqtt.full':
    '{count, plural, one {# mensaje espera} many {# de mensajes esperan} other {# mensajes esperan}} al broker',
  'mqtt.not-taken': 'el broker no aceptó un mensaje en {topic} en {seconds} s',
  'link.no-broker': 'este comando no tiene broker; a una línea por MQTT llega una casa en marcha',
  'link.examples':
    'test: representa respuestas de ejemplo, que ninguna casa guarda: indique la dirección del dispositivo, o mire `solstead demo`',
  'link.no-examples': 'no hay respuestas de ejemplo de {protocol}',
  'link.examples-told': 'test: responde con ejemplos de {protocol}: nada de esto se midió',
  'link.is-broker':
    'un broker lleva mensajes, no bytes; indique la dirección de un puerto serie, un dispositivo HID o un host',
  'charger.came-speaking':
    'uno llegó desde {from} con su id y ofrece {said}; aquí se habla OCPP 1.6 (JSON): ajústelo a eso',
  'charger.came-without-password':
    'uno llegó desde {from} con su id y sin su contraseña: introduzca en él la que se mostró aquí, o cree una nueva',
  'charger.came-with-other-password':
    'uno llegó desde {from} con su id y otra contraseña: introduzca en él la que se mostró aquí, o cree una nueva',
  'charger.comes-often':
    'uno con su id llegó desde {from} una y otra vez: dos puntos de recarga tienen este id, o una red corta sus conexiones',
  'charger.comes-twice':
    'uno con su id llegó desde {from} una y otra vez mientras está conectado: dos puntos de recarga tienen este id; dé otro a uno de ellos',
  'link.comes-itself': 'un punto de recarga llega por sí solo: no se abre nada',
  'port.taken': 'otro programa escucha en el puerto {port}',
  'port.taken-by': '{name} (proceso {pid}) escucha en el puerto {port}',
  'port.forbidden': 'este usuario no puede escuchar en el puerto {port}',
  'help.other-port': 'Detenga el otro programa o la otra salida, o elija otro puerto.',
  'help.low-port':
    'Los puertos por debajo de 1024 necesitan un permiso. Con systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE en la unidad; en un contenedor: --cap-add NET_BIND_SERVICE; si no, sysctl net.ipv4.ip_unprivileged_port_start={port}.',
  'help.own-address': 'Elija una dirección de este equipo, o 0.0.0.0 para todas.',
  'mdns.no-network': 'este equipo no tiene dirección en ninguna red',
  'port.no-address': '{host} no es una dirección de este equipo',
  'link.flooded': 'el dispositivo envía sin fin, y no se le escucha durante medio minuto',
  'link.not-open': 'no está abierta',
  'link.vanished': 'el dispositivo desapareció',
  'link.not-sent': 'no se pudo enviar la consulta',
  'serial.not-opened': 'no se puede abrir, quizá porque la usa otro programa ({said})',
  'serial.not-serial': 'no es un puerto serie',
  'link.not-there': 'el dispositivo no está',
  'answer.none': 'no llegó nada en {ms} ms',
  'answer.echo': 'en {ms} ms solo llegó el eco de la consulta',
  'answer.checksum': 'la suma de comprobación no coincide: {bytes}',
  'answer.foreign': 'en {ms} ms solo llegaron tramas que no son la respuesta ({count})',
  'answer.to-which':
    'lo que llegó puede ser igualmente la respuesta tardía a {before}, que se preguntó antes y se abandonó: no se aceptó',
  'answer.endless': 'envió {count, number} bytes sin una respuesta entre ellos: {bytes}',
  'answer.broken':
    '{count, plural, one {llegó # byte que no es} many {llegaron # de bytes que no son} other {llegaron # bytes que no son}} una respuesta completa: {bytes}',
  'port.missing': 'no existe ese puerto; ¿está enchufado el dispositivo?',
  'port.gone': 'el dispositivo tras el puerto ya no está; vuelva a enchufarlo',
  'port.broken': 'el dispositivo tras el puerto no funciona',
  'port.busy': 'lo usa otro programa',
  'port.no-port': 'no es un puerto de un dispositivo',
  'help.metadata': 'Nombre la dirección del propio dispositivo, en la red de la casa.',
  'host.metadata': 'esta dirección pertenece al centro de datos y no es un dispositivo',
  'http.address': 'escriba la dirección como http://host:8086 o https://host',
  'http.secret': 'tiene caracteres que no se pueden enviar, como un salto de línea',
  'http.no-http': 'lo que escucha allí no habla HTTP',
  'mongo.message': 'envió un mensaje de más de {most} bytes, o uno que no es una respuesta',
  'nats.protocol': 'envió una línea de más de {most, number} bytes, o una que ningún servidor NATS envía',
  'nats.wants-tls': 'solo acepta conexiones con TLS: escriba su dirección como tls://',
  'nats.no-credentials':
    'no es un archivo de credenciales de NATS: ese contiene un JWT y una semilla, cada uno entre dos líneas de guiones',
  'nats.no-seed': 'no es la semilla de una NKey de usuario: es una línea de 58 caracteres que empieza por SU',
  'nats.no-stream': 'ningún stream acepta lo que se envía ahí',
  'nats.not-confirmed': 'ningún stream lo ha confirmado en {seconds, number} s',
  'nats.no-answer': 'tiene streams y no ha dicho cuáles en {seconds, number} s',
  'nats.small': 'acepta mensajes de {most, number} bytes como máximo, y es demasiado poco',
  'nats.long': 'un mensaje de {bytes, number} bytes es más largo que los {most, number} que acepta',
  'nats.denied': 'la cuenta no puede hacer eso ahí: {said}',
  'nats.not-let-in': 'no deja entrar a esta cuenta: {said}',
  'nats.kept': 'JetStream lo guarda: {streams}',
  'nats.not-kept': 'ningún stream lo guarda: quien no escucha en ese momento se lo pierde',
  'help.nats-account': 'Compruebe con qué se identifica: usuario y contraseña, token, credenciales o semilla.',
  'help.nats-denied':
    'Permita a la cuenta publicar en los subjects de esta salida y, donde deba confirmar un stream, suscribirse a _INBOX.>.',
  'help.nats-streams':
    'Permita a la cuenta publicar en $JS.API.STREAM.NAMES y $JS.API.STREAM.INFO.* y suscribirse a _INBOX.>, para que se vea qué streams hay; o elija usted qué cuenta como entregado.',
  'help.nats-stream': 'Cree un stream cuyos subjects abarquen los de esta salida: lo que espera irá entonces ahí.',
  'http.no-tls': 'no habla TLS; ¿es la dirección de las de http://?',
  'http.certificate': 'su certificado no es de confianza: {said}',
  'help.http-away': 'Compruebe la dirección y que el servidor está en marcha; después pruebe de nuevo.',
  'port.folder': 'es una carpeta, no un puerto',
  'port.no-access': 'este usuario no puede leerlo ni escribirlo',
  'port.not-in-container': '{path} no está en este contenedor',
  'port.no-permission': 'este usuario o contenedor no puede usarlo',
  'port.read-only': 'aquí es de solo lectura',
  'host.refused': 'el host está, pero nada escucha en este puerto',
  'host.hung-up': 'el host colgó; quizá otro programa ocupa su única conexión',
  'host.wants-certificate': 'pide un certificado de este lado: indique uno con su clave',
  'host.other-certificate':
    'no acepta el certificado de este lado, o su nombre; mire quién lo firmó y hasta cuándo es válido',
  'host.no-handshake':
    'no se llegó a establecer TLS: pide un certificado de este lado que no se dio, o no conoce ninguna versión de TLS a partir de 1.2',
  'host.other-server': 'no responde como {protocol}; ¿es el puerto correcto?',
  'host.no-tls': 'no responde con TLS; ¿es el puerto de las conexiones sin él?',
  'host.untrusted':
    'su certificado no es de confianza ({said}); si es de elaboración propia, indique el certificado de quien lo firmó',
  'host.other-name': 'su certificado es para otro nombre ({said}): use uno de los nombres que contiene',
  'host.silent': 'el host no responde; ¿está encendido y en esta red?',
  'host.no-route': 'desde aquí no hay ruta a su red',
  'host.unknown': 'nada en esta red tiene este nombre',
  'host.no-lookup': 'no se pudo resolver el nombre; ¿funciona la red?',
  'hid.none': 'no hay ningún dispositivo USB HID {usb} enchufado',
  'hid.several':
    '{count, plural, one {hay # dispositivo USB HID enchufado} many {hay # de dispositivos USB HID enchufados} other {hay # dispositivos USB HID enchufados}} {usb}, y la dirección no dice cuál se quiere; son {addresses}',
  'ble.no-bus':
    'este equipo no tiene un bus del sistema (D-Bus) al que llegue este programa, y a BlueZ se le pregunta por él',
  'ble.no-bluez': 'BlueZ, que habla Bluetooth en Linux, no está en marcha',
  'ble.no-permission': 'este usuario no puede usar Bluetooth',
  'ble.no-adapter': 'este equipo no tiene adaptador Bluetooth',
  'ble.other-adapter': 'este equipo no tiene ningún adaptador Bluetooth {wanted}',
  'ble.adapter-off': 'el adaptador Bluetooth está apagado',
  'ble.silent': 'BlueZ no respondió a tiempo',
  'ble.too-much': 'lo que dice BlueZ no es D-Bus, o son más de 2 MiB de una vez',
  'ble.refused': 'BlueZ lo rechazó: {said}',
  'ble.not-heard': 'no se oyó el dispositivo en {seconds} s',
  'ble.not-connected': 'se oyó el dispositivo, pero no se deja conectar ({said})',
  'ble.no-services': 'el dispositivo no dijo sus servicios en {seconds} s',
  'ble.no-characteristic': 'el dispositivo no tiene la característica {uuid}, así que es de otro tipo',
  'ble.no-profile': 'qué características usa solo se sabe con el tipo de dispositivo',
  'ble.no-key': 'lo que dice está cifrado, y no se conoce su clave',
  'ble.wrong-key': 'lo que dice está cifrado con otra clave',
  'ble.stopped': 'BlueZ terminó, o se apagó el adaptador',
  'ble.hung-up': 'se cortó la conexión Bluetooth',
  'help.ble-bus': 'Instale D-Bus y BlueZ; en un contenedor, monte en él /run/dbus/system_bus_socket.',
  'help.ble-bluez': 'Instale BlueZ (apt install bluez) e inícielo (systemctl enable --now bluetooth).',
  'help.ble-permission': 'Añada el usuario que ejecuta Solstead al grupo bluetooth e inicie sesión de nuevo.',
  'help.ble-adapter': 'Enchufe un adaptador Bluetooth con LE, o nombre el correcto con ?adapter=hci1.',
  'help.ble-power': 'Enciéndalo (bluetoothctl power on); si se rechaza, desbloquéelo (rfkill unblock bluetooth).',
  'help.ble-range':
    'Acerque el adaptador al dispositivo, compruebe que está encendido y cierre toda app conectada a él: la mayoría de los dispositivos admiten una conexión y después nadie más los oye.',
  'help.ble-key':
    'En VictronConnect abra los ajustes del dispositivo, Product info, Instant readout via Bluetooth, muestre la clave de cifrado e indíquela como contraseña del dispositivo.',
  'esphome.no-key': 'el nodo sella lo que dice, y no se conoce su clave',
  'esphome.wrong-key': 'el nodo tiene otra clave',
  'esphome.not-sealed': 'el nodo no tiene clave: lo que dice no está sellado',
  'esphome.no-password': 'el nodo quiere una contraseña',
  'esphome.wrong-password': 'el nodo tiene otra contraseña',
  'esphome.no-node': 'lo que escucha allí no habla la API nativa de ESPHome',
  'esphome.version': 'el nodo habla la versión {major} de la API nativa, que no se conoce',
  'esphome.silent': 'el nodo no respondió en {seconds} s',
  'esphome.too-long': 'envió un mensaje de más de {most, number} bytes',
  'esphome.changed': 'un mensaje sellado se modificó por el camino, o falta',
  'esphome.refused': 'el nodo terminó la conexión: {said}',
  'esphome.goodbye': 'el nodo se despidió, como hace antes de reiniciarse o dormir',
  'help.esphome-key':
    'Indique la clave del nodo como su contraseña: en su YAML bajo api:, encryption:, key: (44 caracteres que terminan en =).',
  'help.esphome-not-sealed':
    'Configúrelo sin clave, o dé una al nodo: en su YAML bajo api:, encryption:, key:, e instálelo de nuevo.',
  'help.esphome-password':
    'Indique la contraseña del nodo, en su YAML bajo api:, password:, o mejor una clave: encryption:, key:, que es lo que quiere un ESPHome más nuevo.',
  'help.esphome-away':
    'Compruebe la dirección, y que el nodo está despierto y su YAML tiene api: (puerto 6053). Un nodo sin ello puede llegar por MQTT.',
  'unit.no-channel': 'la unidad no deja escuchar sus valores: {said}',
  'unit.silent': 'la unidad no respondió en {seconds} s',
  'unit.left': 'la unidad terminó el canal de sus valores',
  'unit.refused':
    'la unidad no aceptó la contraseña que se conoce para ella; no se vuelve a intentar durante {minutes} minutos',
  'unit.no-password': 'la unidad quiere su contraseña, y no se conoce ninguna',
  'unit.no-socket': 'lo que escucha allí no tiene WebSocket para valores ({status})',
  'help.unit-password':
    'Indique como su contraseña la de su página web: se fija en la unidad en Configuration, System (contraseña local). Su API está cerrada mientras no tenga ninguna.',
  'help.unit-old':
    'Solar-Assistant lo tiene desde su versión del 24 de marzo de 2026: actualice la unidad, o configúrela como «Solar-Assistant por HTTP», o por MQTT.',
  'link.vanished-by': 'el dispositivo desapareció ({said})',
};
