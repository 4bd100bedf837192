// Spanish: why a backup cannot be made, kept or restored.
import type { backupReasons as english } from '#core/reasons/backup.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const backupReasons: Texts<typeof english> = {
  'backup.not-one': 'no es una copia de seguridad de Solstead',
  'backup.cut': 'el archivo termina demasiado pronto: falta una parte',
  'backup.passphrase': 'la frase de contraseña es incorrecta, o el comienzo del archivo está dañado',
  'backup.needs-passphrase': 'está cifrada: indique su frase de contraseña',
  'backup.sealed-otherwise': 'está cifrada con una clave, no con una frase de contraseña',
  'backup.work-factor':
    'abrirla necesitaría más memoria de la permitida (factor de trabajo {found}; como máximo {most})',
  'backup.part': 'la parte {part} está dañada',
  'backup.changed': 'los bytes a partir de {at, number} aproximadamente no son los que se escribieron',
  'backup.version': 'es de la versión {version}; este Solstead conoce {known}',
  'backup.form': 'contiene {part} en el formato {form}, que este Solstead no conoce',
  'backup.name': 'contiene una parte con el nombre {name}, que ninguna copia tiene',
  'backup.order': 'la parte {part} no está en su lugar',
  'backup.too-large': 'la parte {part} tiene {bytes, number} bytes; se permiten como máximo {most, number}',
  'backup.swells': 'se hincha a más de {ratio, number} veces su tamaño: no es una copia de seguridad',
  'backup.too-many': 'tiene más de {most, number} partes de un tipo',
  'backup.counts': 'debería contener {known} de {part}, y contiene {found}',
  'backup.room': 'necesita {needed, number} bytes, y hay {free, number} libres',
  'backup.has-data': 'la casa de allí ya tiene datos',
  'backup.short-passphrase': 'una frase de contraseña necesita al menos {least} caracteres',
  'backup.no-passphrase':
    'no se indicó frase de contraseña: use --passphrase-file o SOLSTEAD_BACKUP_PASSPHRASE, o ejecútelo en un terminal, donde se pregunta',
  'backup.not-arrived': 'lo que llegó no es lo que se envió ({sent, number} bytes)',
  'backup.place-answer': 'respondió {status} a {method}',
  'backup.place-metadata': 'esta dirección pertenece al centro de datos y no acepta copias',
  'help.place-metadata': 'Nombre la dirección del servidor que guarda las copias.',
  'backup.place-said': 'respondió {status} a {method}: {said}',
  'backup.host-key': 'la clave del host es {found}; antes era {known}',
  'backup.absolute': 'la ruta de la carpeta debe estar completa, desde la raíz',
  'backup.no-folder': 'no existe esa carpeta: créela, o monte el disco o recurso compartido en que está',
  'backup.not-mounted':
    'no es la carpeta que se usaba antes, pues {file} no está en ella: monte el disco o recurso compartido; si ahora es otra, quite el lugar, guarde y añádalo de nuevo',
  'backup.host-key-new':
    'el host muestra la clave {found}, que nadie ha nombrado: compárela con la del propio host y nómbrela con --host-key',
  'backup.place-address':
    'escriba un lugar como {forms}; las contraseñas y claves vienen de --secret-file o SOLSTEAD_BACKUP_SECRET',
  'backup.last-failed': 'la última copia falló: {reason}',
  'backup.see-page': 'no llegó a todos los lugares; su página Copias de seguridad dice por qué',
  'backup.exists': 'ya hay un archivo con este nombre; se deja como está',
  'backup.running': 'hay una en marcha',
  'backup.no-such': 'no hay {name}',
  'backup.set-passphrase': 'aún no se ha fijado una frase de contraseña para las copias',
  'backup.place-field': '{field} falta o es incorrecto',
  'backup.no-desk': 'de esta casa no se hacen copias: es simulada',
  'backup.no-upload': 'no se envió nada con este nombre',
  'backup.uploading':
    'otra persona está enviando una copia; si no llega nada más, se puede enviar otra en {minutes, plural, one {# minuto} many {# de minutos} other {# minutos}}',
  'backup.upload-offset': 'el siguiente byte va en {at, number}',
  'backup.history-folder': 'un historial restaurado va a la propia carpeta de datos o a un servidor',
  'backup.servers':
    'primero hay que terminar una restauración: inicie con las mismas direcciones de registros e historial que tenía',
};
