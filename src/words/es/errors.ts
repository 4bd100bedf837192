// Spanish: titles of errors and what helps.
import type { Language } from '../language.ts';

/** Titles and repairs by code. */
export const errors: Language['errors'] = {
  'input.hex': { title: 'No son bytes hexadecimales', repair: 'Indique pares de 0–9 y a–f, como 28 41 43 4b.' },
  'input.usage': {
    title: 'Argumentos incorrectos',
    repair: 'Corrija lo que se nombra.',
    cli: 'Véase `solstead --help`.',
  },
  'input.invalid': { title: 'La petición no es válida', repair: 'Corrija el campo que se nombra.' },
  'input.not-json': {
    title: 'El cuerpo de la petición no es JSON',
    repair: 'Envíe el cuerpo como JSON con la cabecera content-type: application/json.',
  },
  'input.too-large': {
    title: 'El cuerpo de la petición es demasiado grande',
    repair: 'Envíe como máximo 1 MiB de una vez; lo que no necesita cuenta admite 8 KiB.',
  },
  'input.too-long': {
    title: 'La dirección de la petición es demasiado larga',
    repair: 'Acorte la parte de la dirección que es demasiado larga.',
  },
  'path.unknown': { title: 'No hay nada en esta ruta', repair: 'Compruebe la dirección.' },
  'path.method': {
    title: 'Esta ruta no admite este método',
    repair: 'Use uno de los métodos que nombra la cabecera Allow.',
  },
  internal: {
    title: 'Algo falló dentro de Solstead',
    repair: 'Inténtelo de nuevo; si persiste, busque la petición en el log y comuníquelo.',
  },
  'address.invalid': {
    title: 'No es una dirección de conexión',
    repair:
      'Use serial:///dev/ttyUSB0?baud=2400, hid:///dev/hidraw0, tcp://host:port, udp://host:port, http://host, esphome://host, solar-assistant://host, ocpp://id o mqtt://host:port.',
  },
  'protocol.unknown': {
    title: 'Protocolo desconocido',
    repair: 'Elija uno de la lista de protocolos.',
    cli: 'Véase `solstead list protocols`.',
  },
  'command.unknown': {
    title: 'Comando desconocido',
    repair: 'Elija uno de los comandos y ajustes de este dispositivo.',
    cli: 'Véase `solstead list commands {id}` o `solstead list settings {id}`.',
  },
  'command.refused': {
    title: 'El dispositivo rechazó el comando',
    repair: 'Compruebe que este modelo y su modo actual conocen el comando.',
  },
  'command.unconfirmed': {
    title: 'El dispositivo no confirmó el comando',
    repair: 'Mire el dispositivo: puede haber actuado o no. Envíe el comando de nuevo cuando vuelva.',
  },
  'command.differs': {
    title: 'El dispositivo aceptó el comando y muestra otro valor',
    repair: 'Mire el dispositivo: su modo, su modelo u otro ajuste puede no permitir este valor.',
  },
  'command.not-armed': {
    title: 'El comando no lo confirmó una persona',
    repair: 'Lea qué hace y confírmelo; una confirmación vale 60 segundos y para un solo valor.',
  },
  'command.limits': {
    title: 'El comando está fuera de sus límites',
    repair: 'Indique un valor dentro de los límites que se nombran.',
  },
  'command.expired': {
    title: 'El comando caducó antes de enviarse',
    repair: 'Vea por qué el dispositivo estaba ocupado o ausente, y envíe el comando de nuevo con más tiempo.',
  },
  'command.gone': {
    title: 'No existe ese comando',
    repair: 'Vea la lista de comandos; los más antiguos se olvidan.',
  },
  'command.key-reused': {
    title: 'La clave de idempotencia pertenece a otra petición',
    repair: 'Use una clave nueva para cada comando, y la misma solo para repetir la misma petición.',
  },
  'command.too-often': {
    title: 'El comando desgastaría el dispositivo',
    repair:
      'El dispositivo guarda cada escritura en una memoria con un número limitado de escrituras: haga que el programa escriba menos a menudo.',
  },
  'link.unavailable': {
    title: 'No se puede abrir la conexión',
    repair:
      'Compruebe la dirección, que el otro extremo está enchufado y encendido, y que ningún otro programa la usa.',
  },
  'link.forbidden': {
    title: 'Sin permiso para la conexión',
    repair:
      'Permita al usuario que ejecuta Solstead usar el puerto: para puertos serie, añádalo al grupo `dialout` e inicie sesión de nuevo.',
  },
  'link.closed': {
    title: 'La conexión se cerró',
    repair: 'Se vuelve a abrir automáticamente; compruebe el cable si ocurre a menudo.',
  },
  'device.offline': {
    title: 'El dispositivo está desconectado',
    repair: 'Mire su alimentación y su red, y envíe el comando de nuevo cuando vuelva.',
  },
  'link.timeout': {
    title: 'Sin respuesta a tiempo',
    repair:
      'Compruebe el cable, la velocidad y el protocolo; algunos dispositivos necesitan hasta un minuto tras encenderse.',
  },
  'frame.checksum': {
    title: 'La suma de comprobación no coincide',
    repair: 'Compruebe el cable y su longitud; un solo fallo es inofensivo.',
  },
  'frame.malformed': {
    title: 'Los bytes no son una respuesta de este protocolo',
    repair: 'Compruebe el protocolo y la velocidad.',
  },
  'broker.refused': {
    title: 'El broker MQTT rechazó la cuenta',
    repair: 'Compruebe el usuario y la contraseña del broker.',
  },
  'port.taken': { title: 'El puerto está en uso', repair: 'Detenga el otro programa o elija otro puerto.' },
  'folder.unwritable': {
    title: 'No se puede escribir en la carpeta de datos',
    repair: 'Permita escribir en la carpeta o elija otra.',
    cli: 'Elija otra carpeta con --data o permita escribir en esta.',
  },
  'folder.missing': { title: 'No existe esa carpeta', repair: 'Nombre una carpeta que exista.' },
  'folder.locked': {
    title: 'La carpeta de datos está en uso',
    repair: 'Otro Solstead usa esta carpeta: deténgalo o elija otra carpeta.',
    cli: 'Otro Solstead usa esta carpeta: deténgalo o elija otra carpeta con --data.',
  },
  'store.failed': {
    title: 'El almacén no pudo escribir',
    repair:
      'Compruebe el espacio libre y la salud del disco; un servidor que guarda el historial o los registros debe estar en marcha.',
  },
  'store.fenced': {
    title: 'Otro proceso se ocupa ahora de esta casa',
    repair: 'No hay que hacer nada: lo anterior está guardado, y el otro proceso sigue con la casa.',
  },
  'store.corrupt': {
    title: 'Un archivo del almacén está dañado',
    repair: 'Restaure el archivo que se nombra desde una copia de seguridad.',
    cli: 'Restaure el archivo que se nombra desde una copia de seguridad, o vea qué puede salvar `solstead repair`.',
  },
  'store.newer': {
    title: 'Un Solstead más nuevo escribió un archivo del almacén',
    repair:
      'Vuelva a iniciar esa versión, o restaure el archivo que se nombra desde una copia anterior a la actualización.',
  },
  'store.uncopied': {
    title: 'No se pudo copiar el historial de una versión anterior antes de actualizarlo',
    repair:
      'Libere espacio donde está el historial, o mueva lo que estorba, y vuelva a iniciar. Para seguir sin copia, inicie con SOLSTEAD_WITHOUT_HISTORY_COPY=1 en el entorno.',
  },
  'tariff.invalid': {
    title: 'La tarifa no es válida',
    repair: 'Corrija la línea que se nombra; docs/tariffs.md muestra todo tipo de tarifas.',
  },
  'automation.invalid': {
    title: 'La automatización no es válida',
    repair: 'Corrija la línea que se nombra; docs/automation.md muestra reglas, límites y escenas.',
  },
  'alert.unknown': {
    title: 'No existe esa alerta',
    repair: 'Pida de nuevo la lista de alertas; una ya terminada no se puede reconocer.',
  },
  'alert.no-channel': { title: 'No existe ese canal', repair: 'Pida de nuevo la lista de canales.' },
  'alert.not-sent': {
    title: 'El mensaje no se aceptó',
    repair: 'Corrija lo que nombra el motivo; la prueba del canal muestra al momento si funciona.',
  },
  'readings.invalid': {
    title: 'El archivo de lecturas no se puede usar',
    repair: 'Corrija el lugar que se nombra; docs/energy.md muestra cómo es un archivo así.',
  },
  'series.invalid': {
    title: 'No se puede leer la serie de precios o emisiones',
    repair: 'Compruebe que se usó la respuesta o el archivo entero, y que es del formato indicado.',
  },
  'device.unknown': { title: 'No existe ese dispositivo', repair: 'Vea la lista de dispositivos.' },
  'device.exists': { title: 'El dispositivo ya existe', repair: 'Elija otro nombre.' },
  'site.held': {
    title: 'Otro proceso se ocupa de esta casa',
    repair: 'Pregunte a ese proceso o deténgalo.',
  },
  'site.unknown': { title: 'No existe esa casa', repair: 'Vea la lista de casas.' },
  'invitation.unknown': { title: 'No existe esa invitación', repair: 'Vea la lista de invitaciones.' },
  'anomaly.unknown': { title: 'No existe ese hallazgo', repair: 'Vea la lista de hallazgos.' },
  'access.signed-out': { title: 'Sesión no iniciada', repair: 'Inicie sesión.' },
  'access.denied': { title: 'No permitido', repair: 'Pregunte al propietario de la casa.' },
  'access.credentials': {
    title: 'Nombre o contraseña incorrectos',
    repair: 'Compruebe ambos e inténtelo de nuevo.',
  },
  'access.second-factor': {
    title: 'Se necesita un segundo factor',
    repair:
      'Indique el código de la app que los genera, un código de recuperación o una llave de acceso, junto con nombre y contraseña.',
  },
  'access.refresh': { title: 'Este token de renovación ya no vale nada', repair: 'Inicie sesión de nuevo.' },
  'access.step-up': {
    title: 'Esto necesita saber que realmente es usted',
    repair:
      'Confírmelo con su llave de acceso, su PIN o su contraseña (y un código, si su cuenta los pide) y pida de nuevo; vale cinco minutos.',
  },
  'access.throttled': { title: 'Demasiados intentos', repair: 'Espere un minuto e inténtelo de nuevo.' },
  'access.plain': {
    title: 'Este puerto no habla TLS',
    repair: 'Use https. Una contraseña o un token enviado aquí puede haberse leído por el camino: sustitúyalo.',
  },
  'server.not-ready': {
    title: 'Solstead no está listo',
    repair: 'Inténtelo de nuevo en unos segundos.',
  },
  'automation.busy': {
    title: 'Ya se está probando una automatización',
    repair: 'Espere a que termine esa prueba y pida de nuevo.',
  },
  'import.busy': {
    title: 'Ya hay una importación en marcha',
    repair: 'Espere a que termine, o deténgala, y pida de nuevo.',
  },
  'export.busy': {
    title: 'Demasiadas exportaciones a la vez',
    repair: 'Espere a que termine una de ellas y pida de nuevo.',
  },
  'request.too-many': {
    title: 'Demasiadas peticiones',
    repair: 'Espere lo que indica Retry-After y pida con menos frecuencia.',
  },
  'request.outdated': {
    title: 'Otra persona lo cambió entretanto',
    repair: 'Léalo de nuevo y envíe el cambio con el ETag de lo leído.',
  },
  'uplink.failed': {
    title: 'El uplink no funciona',
    repair: 'Compruebe dirección, id de cliente y secreto, y que el otro lado está en marcha; después pruebe de nuevo.',
  },
  'uplink.unknown': { title: 'No existe esa casa', repair: 'Vea la lista de casas que envían aquí.' },
  'output.failed': {
    title: 'La salida no funciona',
    repair:
      'Compruebe la dirección, la cuenta y su contraseña, y que el servidor está en marcha; después pruebe de nuevo.',
  },
  'output.unfit': {
    title: 'El servidor nunca aceptará estos valores',
    repair: 'Vea qué dice de ellos el servidor; lo que acepta continúa.',
  },
  'output.refused': {
    title: 'El servidor rechaza lo que se le envía',
    repair: 'Compruebe la dirección y lo que dice el servidor; después pruebe de nuevo.',
  },
  'output.unknown': { title: 'No existe esa salida', repair: 'Vea la lista de salidas.' },
  'plugin.unknown': {
    title: 'No existe ese complemento, o ninguno que pida algo',
    repair: 'Vea la lista de complementos.',
  },
  'plugin.failed': {
    title: 'El complemento falló',
    repair: 'Mire qué dice; se reinicia tras una pausa. Solo el dueño de la máquina puede cambiarlo.',
  },
  'backup.damaged': {
    title: 'La copia de seguridad no se puede usar',
    repair: 'Use otra copia; no se cambió nada.',
  },
  'backup.passphrase': {
    title: 'La frase de contraseña no abre la copia',
    repair: 'Compruebe la frase de contraseña; no se cambió nada.',
  },
  'backup.newer': {
    title: 'La copia la hizo un Solstead más nuevo',
    repair: 'Actualice Solstead y después restaure; no se cambió nada.',
  },
  'backup.refused': {
    title: 'La restauración se rechazó',
    repair: 'Restaure en una carpeta vacía, o diga que la casa de allí debe sustituirse; se conserva junto a la nueva.',
    cli: 'Restaure en una carpeta vacía, o añada --replace: la casa de allí se conserva junto a la nueva.',
  },
  'backup.failed': {
    title: 'No se pudo hacer la copia de seguridad',
    repair: 'Corrija lo que se nombra y hágala de nuevo.',
  },
  'backup.unknown': { title: 'No existe esa copia de seguridad', repair: 'Vea la lista de copias.' },
  'backup.no-upload': {
    title: 'No existe esa subida',
    repair: 'Empiece otra subida: la anterior puede haberse descartado, o Solstead se reinició.',
  },
  'backup.busy': {
    title: 'Ya hay una copia o una restauración en marcha',
    repair: 'Espere a que termine.',
  },
  'backup.place': {
    title: 'El lugar de las copias no se puede usar',
    repair: 'Compruebe su dirección, su cuenta y su espacio; se reintenta.',
    cli: 'Compruebe su dirección, su cuenta y su espacio.',
  },
  'access.owned': {
    title: 'Esta casa ya tiene propietario',
    repair: 'Inicie sesión o pida una cuenta al propietario.',
  },
};
