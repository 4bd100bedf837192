// Spanish: what the doctor finds, and what helps.
import type { doctorReasons as english } from '#core/reasons/doctor.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const doctorReasons: Texts<typeof english> = {
  'doctor.program': 'Solstead {version} en Node {node}, {system}',
  'doctor.late': 'sin respuesta en {seconds, number} s',
  'doctor.ended': 'el examen terminó antes de completarse',
  'doctor.no-folder': 'aún no hay carpeta de datos en {at}: se crea en el primer inicio',
  'doctor.folder': '{at} se puede leer y escribir',
  'doctor.in-use': 'un Solstead en marcha usa {at}',
  'doctor.in-use-by': 'un Solstead en marcha (proceso {pid}) usa {at}',
  'doctor.folder-other': '{at} pertenece a otro usuario (número {owner}), que puede cambiar y borrar lo que contiene',
  'help.doctor-owner': 'Désela al usuario que ejecuta Solstead: chown -R.',
  'doctor.open':
    'otros pueden leer {count, plural, one {# archivo} many {# de archivos} other {# archivos}} de ella, como {at}',
  'help.doctor-open': 'Haga que solo su propietario pueda leerlos: chmod -R go= {at}',
  'help.doctor-folder':
    'Permita al usuario que ejecuta Solstead leerla y escribirla: chown -R y chmod u+rwX; o nombre otra carpeta con --data.',
  'help.doctor-repair': 'Detenga Solstead y ejecute `solstead repair --data {at}`: dice qué se puede salvar.',
  'help.doctor-newer': 'Vuelva a iniciar esa versión de Solstead, o restaure una copia anterior a la actualización.',
  'doctor.home': 'home.json está íntegro',
  'doctor.file': '{file} se abre, {size, number} MB',
  'doctor.no-file': 'aún no hay {file}',
  'doctor.sums': '{file}: las {pages, number} páginas están como se escribieron',
  'doctor.sums-none': '{file} aún no tiene sumas de sus páginas: se empiezan en el próximo inicio',
  'doctor.sums-changed':
    '{file}: {count, plural, one {# página no está} many {# de páginas no están} other {# páginas no están}} como se escribió, la primera es la página {page}',
  'doctor.sums-running': 'el Solstead en marcha compara él mismo sus archivos con sus sumas; véase el apartado web',
  'doctor.older': '{file} es de una versión anterior: se pone al día en el próximo inicio',
  'help.doctor-older': 'Haga una copia de seguridad antes del primer inicio de esta versión: `solstead backup`.',
  'doctor.server':
    '{what, select, history {el historial se guarda} other {la casa se guarda}} en {at}, que acepta conexiones',
  'doctor.server-away':
    '{what, select, history {el historial se guarda} other {la casa se guarda}} en {at}, que no acepta conexiones: {reason}',
  'doctor.history-folder': 'el historial se guarda en {at}',
  'help.doctor-server': 'Compruebe la dirección, y que el servidor está en marcha y se alcanza desde aquí.',
  'doctor.room': 'hay {left, number} MB libres en {at}',
  'help.doctor-room': 'Haga espacio, o pase los datos a un disco mayor.',
  'doctor.unwritable': 'no se puede escribir nada en {at}: {reason}',
  'help.doctor-unwritable':
    'Una tarjeta o un disco que falla pasa a ser de solo lectura: mire `dmesg`, salve lo que contiene y sustitúyalo.',
  'doctor.sync': 'una escritura está segura en el disco tras {ms, number} ms',
  'doctor.sync-slow':
    'una escritura no está segura en el disco hasta pasados {ms, number} ms: el disco es lento o está gastado',
  'help.doctor-sync': 'Pase los datos a un disco o un SSD: las tarjetas baratas se vuelven lentas antes de fallar.',
  'doctor.clock': 'NTP mantiene el reloj; zona horaria {zone}',
  'doctor.clock-free': 'NTP no mantiene el reloj; zona horaria {zone}',
  'help.doctor-clock':
    'Actívelo: `timedatectl set-ntp true`. Las lecturas esperan hasta que se sabe que la hora es correcta.',
  'doctor.clock-unknown': 'el sistema no dice si mantiene su reloj con NTP; zona horaria {zone}',
  'doctor.clock-early':
    'el reloj dice {now, date, moment}, antes de la última escritura de algo aquí ({last, date, moment})',
  'help.doctor-clock-early':
    'Ponga el reloj en hora, o dé una red al equipo al arrancar: los valores recibirían fechas incorrectas.',
  'doctor.no-ports': 'no hay puertos serie ni HID',
  'doctor.port': '{path} ({title}) se puede usar',
  'doctor.port-own': 'Solstead (proceso {pid}) lee {path} ({title})',
  'doctor.port-held': '{name} (proceso {pid}) ocupa {path} ({title})',
  'help.doctor-port-held':
    'Solo un programa a la vez puede leer un puerto: detenga aquel, por ejemplo con `systemctl stop mpp-solar` o `systemctl disable --now ModemManager`.',
  'doctor.port-barred': '{path} ({title}): {reason}',
  'help.doctor-serial':
    'Añada el usuario que ejecuta Solstead al grupo del puerto: `sudo usermod -aG dialout $USER`, e inicie sesión de nuevo.',
  'help.doctor-hid':
    'Permita con una regla que lo use el usuario que ejecuta Solstead: echo \'KERNEL=="hidraw*", MODE="0660", GROUP="dialout"\' | sudo tee /etc/udev/rules.d/60-hidraw.rules, y vuelva a enchufarlo.',
  'doctor.not-linux': 'los puertos solo se enumeran en Linux; nómbrelos a mano, como serial:///COM3',
  'doctor.bluetooth': 'el adaptador Bluetooth {adapter} está encendido',
  'doctor.broker-free': 'el puerto {port} está libre para el broker MQTT integrado',
  'doctor.broker-own': 'el broker MQTT integrado responde en el puerto {port}',
  'doctor.broker-silent':
    'hay un Solstead en marcha, pero nada responde en el puerto {port}, donde debería estar su broker MQTT',
  'help.doctor-broker-silent': 'Si se inició con otro puerto, indíquelo también aquí: --mqtt-port.',
  'doctor.port-taken': 'otro programa ocupa el puerto {port}',
  'doctor.port-taken-by': '{name} (proceso {pid}) ocupa el puerto {port}',
  'help.doctor-broker-taken':
    'Detenga ese programa, elija otro puerto con --mqtt-port, o haga que Solstead use ese broker: --mqtt-broker mqtt://localhost:{port}.',
  'doctor.broker': 'el broker {at} acepta esta cuenta',
  'doctor.web-free': 'el puerto {port} está libre para la app web',
  'doctor.web': 'Solstead {version} responde en el puerto {port}: todo va bien',
  'doctor.web-waiting': 'Solstead en el puerto {port} está abriendo o cerrando su casa',
  'doctor.web-trouble': 'Solstead {version} responde en el puerto {port} y no está bien: {parts}',
  'help.doctor-web-trouble': 'Su propietario ve el motivo arriba en la página, y en /health/ready con un token.',
  'doctor.web-silent': 'hay un Solstead en marcha con esta carpeta, pero nada responde en el puerto {port}',
  'help.doctor-web-silent': 'Si se inició con otro puerto, indíquelo también aquí: --port.',
  'help.doctor-web-taken': 'Detenga ese programa, o elija otro puerto con --port.',
  'doctor.mdns':
    'se puede preguntar por nombres de la red local; {count, plural, =0 {no se encontró ningún Solstead} one {se encontró un Solstead} many {se encontraron # de Solstead} other {se encontraron # Solstead}}',
  'doctor.mdns-none': 'no se puede preguntar por nombres de la red local: {reason}',
  'help.doctor-mdns':
    'Los dispositivos se añaden igualmente por sus direcciones. En un contenedor, use la red del host.',
  'doctor.file-good': '{file} es correcto',
  'help.doctor-file': 'Corrija el lugar que se nombra y mire con `solstead check`.',
  'doctor.devices-good': 'los dispositivos propios no tienen nada mal',
  'doctor.no-outputs': 'no hay salidas',
  'doctor.outputs-of-wrong-file': 'las salidas de {file} no se prueban mientras el archivo tenga errores',
  'doctor.output': '{name}: su servidor acepta lo que se le envía',
  'doctor.output-reached': '{name}: su servidor acepta conexiones',
  'doctor.output-bad': '{name}: {reason}',
  'doctor.output-off': '{name} está desactivada',
  'doctor.output-screen': '{name} no necesita servidor',
  'doctor.output-meter': '{name} es un medidor simulado: no se prueba junto a la casa',
  'doctor.output-own': '{name} usa el broker MQTT de la casa: se prueba en la página de las salidas',
  'doctor.outputs-elsewhere': 'la casa se guarda en un servidor: pruebe sus salidas en su página',
};
