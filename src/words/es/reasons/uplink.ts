// Spanish: why readings are not sent to, or taken from, another Solstead.
import type { uplinkReasons as english } from '#core/reasons/uplink.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const uplinkReasons: Texts<typeof english> = {
  'uplink.refused': 'el otro lado no acepta este id de cliente y este secreto',
  'uplink.replaced': 'otro programa está conectado con el mismo id de cliente',
  'uplink.away': 'las lecturas de esta casa no se envían al otro lado: {reason}',
  'uplink.busy': 'el otro lado no puede guardar nada ahora',
  'uplink.too-much': 'el otro lado tiene demasiadas conexiones, o se le envió demasiado',
  'uplink.malformed': 'el otro lado no entendió lo que se le envió: uno de los dos es más antiguo que el otro',
  'uplink.not-understood': 'lo que dijo el otro lado no tiene la forma de un uplink',
  'uplink.closed': 'la conexión se cerró ({code})',
  'uplink.silent': 'el otro lado no responde',
  'uplink.clock':
    'el reloj de esta casa va {seconds, number} s por delante del reloj del otro lado: no se envía nada hasta que coincidan',
  'uplink.home-clock':
    'el reloj de esa casa va {seconds, number} s por delante del nuestro: no envía nada hasta que coincidan',
  'uplink.home-away': 'su casa no está conectada',
  'uplink.no-result': 'su casa no dijo qué fue de ello',
  'uplink.set-points-only': 'desde lejos solo se puede fijar lo que nombra el catálogo',
  'uplink.no-commands': 'su casa no permite esto desde lejos',
  'uplink.dangerous': 'esto necesita a alguien en esa casa, pues puede cortar su energía o anular una protección',
  'uplink.late': 'llegó demasiado tarde',
  'uplink.documented-no-commands': 'su casa habla un formato que no tiene comandos',
  'uplink.malformed-part': 'lo que envió no tiene la forma de un uplink ({part})',
  'uplink.devices': 'una casa puede enviar como máximo 500 dispositivos',
  'uplink.devices-without-end': 'ya trajo {most, number} dispositivos nuevos: van y vienen sin fin',
  'uplink.name': 'dé un nombre a la casa',
  'uplink.many': 'ya hay {most, number}',
  'uplink.no-address': 'escríbala como wss://host:8000',
  'uplink.plain': 'ws:// envía el secreto sin cifrar: es para direcciones de su propia red; use wss://',
  'uplink.account': 'el id de cliente y el secreto no van en la dirección',
  'uplink.no-secret': 'aún no se ha dado ningún secreto',
  'uplink.no-client-id': 'falta el id de cliente',
  'uplink.prefix': 'puede contener letras, cifras, puntos, guiones, guiones bajos y barras',
  'uplink.no-certificate': 'no es un certificado en PEM',
  'uplink.set-elsewhere': 'se fija con opciones, el entorno o un archivo, y se cambia allí',
  'uplink.secret-written':
    'un secreto no va en este archivo: escriba el nombre de una variable de entorno como en la documentación, o indique secret_file',
  'uplink.twice': 'el uplink ya lo indica {flag}: tome uno de los dos',
  'uplink.no-folder':
    'el uplink guarda lo que el otro lado aún no ha guardado: nombre una carpeta con --data, o STATE_DIRECTORY de systemd',
  'uplink.none': 'esta instalación no tiene uplink',
  'uplink.not-own-form':
    'lo que responde allí no es un Solstead; si acepta el formato documentado de SolarAutopilot, elija ese',
  'uplink.certificate':
    'su certificado no es de confianza ({said}); si es de elaboración propia, indique el certificado de quien lo firmó',
  'uplink.no-tls': 'no responde con TLS; ¿es ws:// en lugar de wss://, u otro puerto?',
  'help.uplink-away': 'Compruebe la dirección y que el otro lado está en marcha; después pruebe de nuevo.',
  'uplink.answered':
    'respondió {status} en lugar de abrir un WebSocket; en su puerto principal, un Solstead recibe casas en /api/v1/uplink',
};
