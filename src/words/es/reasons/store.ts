// Spanish: why files, records and history cannot be used.
import type { storeReasons as english } from '#core/reasons/store.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const storeReasons: Texts<typeof english> = {
  'secret.key': 'no es una clave: {bytes} bytes en base64 o en cifras hexadecimales',
  'secret.no-key': 'no existe ese archivo',
  'secret.changed': 'se modificó, o no es un secreto de esta instalación',
  'secret.other-key': 'se selló con otra clave: indique la clave que la instalación tenía entonces',
  'secret.key-lost':
    '{file} no se puede usar: {why}. Lo sellado con ella (contraseñas de dispositivos y lugares, segundos factores) no se puede abrir, y no se sella nada nuevo. Recupérela de una copia de seguridad, o empiece una clave nueva con `solstead repair --adopt --yes` e indique de nuevo las contraseñas',
  'secret.unopened':
    '{count, plural, one {{file} no se puede abrir} many {# de secretos, el primero de ellos {file}, no se pueden abrir} other {# secretos, el primero de ellos {file}, no se pueden abrir}}: {why}. Indique la contraseña de nuevo donde se usa, o recupere el archivo de una copia de seguridad',
  'secret.not-latest':
    '{count, plural, one {{file} falta o es más antiguo} many {# de secretos, el primero de ellos {file}, faltan o son más antiguos} other {# secretos, el primero de ellos {file}, faltan o son más antiguos}} de lo último que se escribió: puede usarse una contraseña antigua. Recupere la copia más reciente, o indique la contraseña de nuevo donde se usa; `solstead repair --yes` acepta lo que hay',
  'store.other-writer': 'otro Solstead está escribiendo este historial',
  'store.version': 'su versión es {version}; este Solstead conoce {known}',
  'store.kind': 'el tipo {kind} es desconocido',
  'store.no-list': 'no es una lista de textos',
  'store.role': 'el rol {role} es desconocido',
  'store.no-grant': 'no concede nada',
  'store.actions': 'una de las acciones {actions} es desconocida',
  'folder.not-made': 'allí no se puede crear ninguna carpeta',
  'store.grants': 'sus permisos no se pueden leer',
  'store.no-file-journal': 'falta el archivo, pero su diario está',
  'store.foreign': 'no es un archivo de Solstead',
  'store.short': 'tiene {size} de {bytes} bytes',
  'store.empty': 'el archivo está vacío',
  'store.not-arrived':
    'solo llegaron {arrived} de {count} puntos de {name} desde {when}; ¿conserva el lugar nuevo valores tan antiguos?',
  'server.said': 'respondió: {said}',
  'server.status': 'respondió {status}: {said}',
  'store.closed': 'está cerrado',
  'server.no-url': 'su dirección no es una URL http:// o https://',
  'server.silent': 'sin respuesta en {seconds} s',
  'server.too-old': 'no guarda nada anterior al 2 de enero de 1970, y {at} ms es antes',
  'server.too-new': 'no guarda nada a más de dos días vista, y {at} ms es después',
  'server.prefix': 'un prefijo solo puede tener letras y cifras',
  'store.change': 'su cambio {change} es desconocido aquí',
  'store.checksum': 'la suma de comprobación de sus notas no coincide',
  'store.blocks': 'tiene {found} de {known} bloques',
  'store.worker': 'su proceso auxiliar falló: {said}',
  'store.rows-lost': 'faltan las filas {from} a {to}',
  'store.unknown-series': 'tiene valores de series que el historial no conoce',
  'store.other-home': 'pertenece a otra casa',
  'store.sibling-missing': '{file} falta, pero esta casa lo tenía',
  'store.owner-missing': 'faltan sus cuentas, pero esta casa tenía propietario',
  'store.older':
    'sus registros son más antiguos de lo que eran: faltan {count} líneas del log de auditoría (advertido {when}). Cuentas, contraseñas, tokens y dispositivos pueden estar como antes; se cerraron todas las sesiones. Recupere la copia más reciente de records.db, o revíselos y acéptelos con `solstead repair --yes`',
  'home.renewed':
    'home.json faltaba y se escribió de nuevo a partir de los registros. No se puede saber si estos son los más recientes: revise cuentas, tokens y dispositivos, o recupere la copia más reciente de la carpeta',
  'home.set-aside':
    'home.json estaba dañado: se escribió de nuevo a partir de los registros, y se conserva como {aside}. No se puede saber si los registros son los más recientes: revise cuentas, tokens y dispositivos',
  'home.file-lost':
    '{file} falta aunque esta casa lo tenía; se empezó de nuevo. Lo que contenía se ha perdido: mensajes que esperaban a clientes del broker, y lo retenido, que los dispositivos vuelven a decir',
  'journal.empty':
    '{file} estaba vacío: se han perdido los mensajes que esperaban a clientes del broker y lo retenido; los dispositivos vuelven a decir lo que retienen. Revise el disco',
  'journal.gaps':
    '{file} está dañado en {count, plural, one {un lugar} many {# de lugares} other {# lugares}}; se usó lo que está íntegro. Pueden haberse perdido mensajes que esperaban a clientes del broker o estaban retenidos: los dispositivos vuelven a decir lo que retienen. Revise el disco',
  'journal.short':
    '{file} termina antes de lo que se escribió en él: se cortó, o es una copia anterior. Se han perdido los mensajes que esperaban a clientes del broker o se retuvieron desde entonces: los dispositivos vuelven a decir lo que retienen. Revise el disco',
  'journal.set-aside':
    '{file} no se puede usar: {why}. Se conserva como {aside}, y se empezó uno nuevo: se han perdido los mensajes que esperaban a clientes del broker y lo retenido; los dispositivos vuelven a decir lo que retienen',
  'journal.none':
    '{file} no se puede usar: {why}. Lo que el broker guarda para sus clientes termina con este proceso: permita escribir en la carpeta e inicie de nuevo',
  'waiting.damaged':
    '{count, plural, one {una línea} many {# de líneas} other {# líneas}} de {file} con daños: se ha perdido el mismo número de lecturas que esperaban un reloj. El archivo se conserva como {aside}. Revise el disco',
  'waiting.short':
    '{file} falta, se cortó o es una copia anterior: las lecturas que esperaban en él un reloj no están en el historial. Recupere su copia más reciente, si la hay, e inicie de nuevo',
  'waiting.set-aside':
    '{file} no se puede usar: {why}. Se conserva como {aside}; las lecturas que esperaban en él un reloj no están en el historial',
  'waiting.unusable':
    '{file} no se puede leer: {why}. Las lecturas que esperaban en él un reloj no están en el historial: permita leerlo e inicie de nuevo',
  'waiting.unwritten':
    'las lecturas que esperan un reloj no se pueden escribir en {file}: {why}. Se guardan en la memoria, y se pierden si el proceso termina antes de que se conozca la hora',
  'eras.unusable':
    '{file} no se puede usar: {why} (se conserva como {aside}). Si el reloj de este equipo era incorrecto antes de este inicio, la casa no puede decir por sí sola qué valores tienen una fecha incorrecta',
  'bits.mended':
    'en {count, plural, one {una página} many {# de páginas} other {# páginas}} de {file} se había invertido un bit; se corrigió, y no se ha perdido nada. Revise la memoria y el disco de este equipo',
  'pages.changed':
    '{count, plural, one {una página de {file} (la primera es la página {page}) no está} many {# de páginas de {file} (la primera es la página {page}) no están} other {# páginas de {file} (la primera es la página {page}) no están}} como se escribió: se puso en su lugar una copia anterior, otro programa escribió en él o el disco está dañado. Recupere la copia más reciente, o revise lo que contiene y acéptelo con `solstead repair --yes`',
  'journal.cut':
    '{file} está dañado, y se ha perdido lo que se confirmó detrás de ese punto. Se conserva como {aside}. Revise el disco',
  'store.journal': 'su diario (-wal) está dañado',
  'store.other-user': 'otro Solstead usa estos registros',
  'journal.large':
    'tiene más de {most, number} MB, que este programa nunca escribe: muévalo a otro lugar, y lo que guarda el broker empieza de nuevo',
  'store.no-file': 'no es un archivo: una carpeta, una tubería, un socket o un dispositivo tiene su nombre',
  'store.damaged': 'está dañado',
  'store.full': 'el disco está lleno',
  'store.copy-room': 'en {folder} hacen falta {needed, number} MB, y hay {free, number} MB libres',
  'store.copy-differs': '{file} no contiene lo que se escribió en él: compruebe el disco',
  'store.series': 'tiene {found} de {known} dispositivos y series',
  'store.no-file-log': 'falta el archivo, pero su log está',
  'store.address': 'la dirección no se puede leer',
  'help.database':
    'Compruebe que el servidor de bases de datos está en marcha, y el host, el puerto y la base de datos de su dirección.',
  'help.database-account':
    'Compruebe el nombre y la contraseña; la contraseña viene del entorno (SOLSTEAD_RECORDS_PASSWORD, SOLSTEAD_HISTORY_PASSWORD).',
  'server.unreachable': 'no se alcanza el servidor',
  'server.wants-password': 'el servidor pide una contraseña, y no se dio ninguna',
  'document.version': 'tiene la versión {version}; este Solstead conoce hasta la {known}',
  'document.broken': 'no tiene la forma esperada',
  'connection.used': 'a {name} se llega a través de ella',
  'secret.name': 'el nombre de un secreto solo puede tener minúsculas, cifras, puntos y guiones',
  'secret.open': 'otros pueden leer este secreto: haga que solo su propietario pueda leerlo (modo 0600)',
  'secret.length': 'debe tener de 1 a {most, number} caracteres',
};
