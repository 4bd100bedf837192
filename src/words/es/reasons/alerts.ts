// Spanish: what alerts say, and why one was not sent.
import type { alertReasons as english } from '#core/reasons/alerts.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const alertReasons: Texts<typeof english> = {
  'alert.offline': '{device} no responde',
  'alert.offline-why': '{device} no responde: {reason}',
  'alert.gap': '{device} no da valores nuevos',
  'alert.errors': 'el {share} de las consultas a {device} falla',
  'alert.implausible': '{device} dio en una hora {count, number} valores que no pueden ser ciertos',
  'alert.battery-low': 'la batería está al {soc}, por debajo del {limit}',
  'alert.cell-drift': 'las celdas de {device} difieren en {spread}, más de {limit}',
  'alert.no-production': 'sin potencia solar desde hace {hours, number, one} horas, aunque hay sol',
  'alert.under-production':
    'el mejor de los últimos {days, number} días dio el {share} de lo que da aquí un día despejado (±\u00a0{uncertainty})',
  'alert.budget': 'se ha usado el {used} del presupuesto {name}',
  'alert.refused': 'en una hora se rechazaron {count, number} intentos de iniciar sesión en el broker',
  'alert.rule': '{title}',
  'alert.rule-text': '{title}: {text}',
  'alert.unusual': '{device}: {reason}',
  'alert.test': 'esto es una prueba: los mensajes de {home} llegan aquí',
  'alert.over': 'terminó antes de que se pudiera avisar',
  'alert.old': 'no se pudo entregar durante un día',
  'alert.many': 'demasiados mensajes esperaban para el mismo lugar',
  'alert.gone': 'su canal ya no existe o está desactivado',
  'alert.may-not': 'la persona a quien va dirigido ya no puede ver esta casa',
  'alert.no-secret': 'necesita un secreto y no hay ninguno guardado',
  'alert.answered': 'respondió {status}: {said}',
  'alert.mail-said': 'el servidor de correo dijo: {said}',
  'alert.push-host': 'no es un servicio push que usen los navegadores',
  'alert.push-key': 'las claves de la suscripción no son correctas',
  'alert.push-gone': 'el navegador ya no acepta mensajes: suscríbase de nuevo allí',
  'alert.topic': 'su tema debe estar bajo {prefix}, sin comodines',
  'alert.address': 'no es una dirección de correo, como name@example.org',
  'alert.own-push': 'los canales propios que no son un navegador necesitan el permiso de cambiar alertas',
  'alert.reports-mail': 'los informes van solo por correo',
  'alert.many-channels': 'ya hay {most, number} canales',
  'alert.range': 'debe estar entre {least} y {most}',
  'alert.no-threshold': 'este tipo no tiene umbral',
  'alert.no-language': 'no existe ese idioma: hay {known}',
  'alert.template-word': 'aquí nada se llama {word}, en la columna {column, number}, que se pueda rellenar',
  'alert.template-brace':
    'la llave de la columna {column, number} está sola: un nombre entre dos se rellena, y dos seguidas son una llave del texto',
  'alert.template-twice': 'ya hay textos para este tipo en este idioma',
  'alert.no-day': 'no es un día, como 2026-06-30',
  'mail.code': 'el servidor de correo respondió {code}',
  'mail.no-server': 'lo que responde allí no es un servidor de correo',
  'mail.address':
    'no es la dirección de un servidor de correo: smtps://host:465, smtp://host:587, o smtp+plain://host:25 sin TLS',
  'alert.row': 'su fila no se puede leer',
  'alert.none': 'aquí no hay alertas',
};
