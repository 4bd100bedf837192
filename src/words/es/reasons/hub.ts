// Spanish: why homes, accounts and devices are not changed as asked.
import type { hubReasons as english } from '#core/reasons/hub.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const hubReasons: Texts<typeof english> = {
  'charger.no-desk': 'aquí no se guardan recargas',
  'charger.unknown': 'no se gobierna ningún cargador con este nombre: véase chargers en la automatización',
  'charger.no-key': 'aquí solo tiene contraseña un punto de recarga que llega por OCPP',
  'command.needs-arm': 'puede cortar la energía de la casa: delo como un comando que se confirma antes',
  'command.key-used': 'esta clave se usó para otra petición: tome una nueva para cada una',
  'command.ended': 'Solstead se detuvo antes de que el dispositivo respondiera; no se sabe si actuó',
  'command.too-late': 'su turno no llegó a tiempo',
  'command.no-relays': 'no hay ningún relé que usted pueda conmutar junto con otros',
  'command.arm-over': 'la confirmación es demasiado antigua, ya se usó o se dio para otra cosa',
  'metric.unknown': 'la métrica {metric} no está en el catálogo',
  'metric.none-begins': 'ninguna métrica del catálogo empieza como {pattern}',
  'chart.from-to': 'el final debe ser posterior al comienzo',
  'chart.step': 'un paso es un número entero de milisegundos',
  'chart.steps': 'más de {most, number} pasos; elija un paso más largo o un periodo más corto',
  'device.name': 'el dispositivo necesita un nombre',
  'device.topic': '{title} necesita el prefijo de tema del dispositivo',
  'device.not-removed': '{id} no es un dispositivo que se eliminara de esta casa',
  'device.no-picks':
    'un dispositivo que informa por MQTT no se consulta: créelo a partir de sus temas, y diga allí qué mide cada uno',
  'device.asked-often': 'se le hacen como máximo {most, number} consultas por minuto',
  'device.many': 'ya hay {most, number} dispositivos: elimine uno antes',
  'broker.no-fingerprint':
    'esto no es un certificado ni la huella SHA-256 de uno: indique las 64 cifras hexadecimales que muestra «openssl x509 -in client.pem -noout -fingerprint -sha256», o el archivo tal cual',
  'broker.many': 'ya hay {most, number} cuentas del broker: elimine una antes',
  'help.twin': 'Use el que ya está, o indique otra dirección.',
  'device.twin': '«{name}» ya está configurado allí',
  'name.taken': '{name} está ocupado; elija otro nombre',
  'records.silent': 'no responden',
  'name.unknown': 'no hay {name}',
  'account.name': 'la cuenta necesita un nombre',
  'account.name-hidden': 'un nombre no puede tener caracteres de control ni invisibles',
  'account.name-alike': 'se parece a {name}, que ya está aquí; elija otro nombre',
  'account.password':
    'la contraseña necesita al menos {least, plural, one {# carácter} many {# de caracteres} other {# caracteres}}',
  'account.password-guessed':
    'esta contraseña es fácil de adivinar: está hecha de palabras comunes, nombres, filas de teclas, años o repeticiones',
  'account.unknown': 'no existe esa cuenta',
  'account.none': 'aún no hay ninguna cuenta: la crea el primer visitante',
  'account.names': 'no existe esa cuenta; se conocen {known}',
  'account.last-owner': 'una casa necesita un propietario: haga antes propietaria a otra cuenta',
  'grant.device': '{device} no es un dispositivo de {site}',
  'grant.devices': 'se pueden dar dispositivos sueltos para una casa, no para todas',
  'grant.beyond': 'nadie da más de lo que puede hacer: {actions}',
  'passkey.taken': 'esta llave de acceso ya se conoce',
  'factor.needed': 'esta cuenta pide además un código, un código de recuperación o una llave de acceso',
  'factor.wrong': 'el código es incorrecto, demasiado antiguo o ya se usó',
  'factor.throttled':
    'demasiados códigos incorrectos; espere {minutes, plural, one {# minuto} many {# de minutos} other {# minutos}}, o use una llave de acceso o un código de recuperación',
  'totp.on': 'el segundo factor ya está activado: desactívelo antes',
  'totp.begin': 'empiece de nuevo: no hay ningún secreto que espere su primer código',
  'pin.digits': 'un PIN tiene de 6 a 12 cifras, y no todas iguales ni seguidas',
  'pin.none': 'esta cuenta no tiene PIN',
  'pin.wrong': 'el PIN es incorrecto',
  'pin.throttled':
    'demasiados PIN incorrectos; espere {minutes, plural, one {# minuto} many {# de minutos} other {# minutos}}, o use una llave de acceso o la contraseña',
  'recovery.wrong': 'el nombre y el código de recuperación no van juntos, o el código ya se usó',
  'passkey.many': 'una cuenta tiene como máximo {most, number} llaves de acceso: elimine una antes',
  'passkey.name': 'la llave de acceso necesita un nombre',
  'passkey.unknown': 'no existe esa llave de acceso',
  'passkey.place':
    'las llaves de acceso necesitan un nombre con https, o localhost: {host} es una dirección o habla HTTP sin cifrar',
  'passkey.refused': 'la llave de acceso no se aceptó: no se conoce, pertenece a otro lugar o tardó demasiado',
  'step-up.empty': 'indique una contraseña, un PIN o una llave de acceso',
  'step-up.password': 'la contraseña es incorrecta',
  'step-up.now':
    '{minutes, plural, one {ha pasado más de # minuto} many {han pasado más de # de minutos} other {han pasado más de # minutos}} desde que lo confirmó por última vez',
  'refresh.over': 'ha caducado, o su sesión ha terminado',
  'refresh.reused': 'ya se usó antes: sea quien sea quien lo copió, la sesión ha terminado',
  'token.many': 'ya hay {most, number} tokens: elimine uno antes',
  'token.name': 'el token necesita un nombre',
  'token.unknown': 'no existe ese token',
  'token.expiry': 'un token caduca en el futuro, y dentro de diez años',
  'token.may':
    'indique un rol ({roles}), o acciones separadas por comas ({actions}); los dispositivos van con viewer o con acciones',
  'token.account': 'no existe esa cuenta: un token personal necesita una',
  'account.person-only': 'solo puede hacerlo una persona que haya iniciado sesión',
  'session.outside': 'la sesión la inició Home Assistant: ciérrela allí',
  'session.unknown': 'no existe esa sesión',
  'invitation.over': 'esta invitación se usó, se retiró o es demasiado antigua: pida otra',
  'kiosk.over': 'este enlace ya se abrió, se retiró o es demasiado antiguo: pida otro',
  'kiosk.name': 'una tableta necesita un nombre',
  'kiosk.many': 'esta casa tiene {most, number} tabletas y enlaces, el máximo permitido: quite una que no se use',
  'kiosk.unknown': 'esta casa no tiene esa tableta',
  'clock.waiting':
    'el reloj de este equipo se ajustó, o va por detrás de los valores: {count, plural, one {una lectura espera} many {# de lecturas esperan} other {# lecturas esperan}} hasta que se sepa que es correcto. Póngalo en hora, o diga en la página del reloj que es correcto',
  'clock.doubt':
    'el reloj de este equipo se ajustó en {minutes, number} minutos, y aún nada dice si con razón. Diga en la página del reloj si es correcto',
  'clock.ahead':
    'el reloj va {hours, plural, one {# hora} many {# de horas} other {# horas}} por delante del tiempo transcurrido; no se borra nada por ello hasta que se haya confirmado durante un día',
  'history.damage':
    '{count, plural, one {una parte del historial no se puede} many {# de partes del historial no se pueden} other {# partes del historial no se pueden}} leer; {at}: {reason}',
  'history.lost':
    '{count, plural, one {se perdió # valor} many {se perdieron # de valores} other {se perdieron # valores}} porque no se pudo escribir el historial',
  'consumer.trouble': '{name}: {said}',
  'site.half-place': 'la latitud y la longitud van juntas',
  'site.many': 'ya hay {most, number} casas',
  'site.name': 'la casa necesita un nombre',
  'site.time-zone': '{zone} no es una zona horaria; escríbala como Europe/Berlin',
  'account.throttled': 'demasiados intentos; espere {seconds} s',
  'retention.order':
    '{coarser} debe durar al menos tanto como {finer} ({days, plural, one {# día} many {# de días} other {# días}})',
  'retention.own': 'el historial está en un motor que tiene sus propios ajustes de conservación: cámbielos allí',
};
