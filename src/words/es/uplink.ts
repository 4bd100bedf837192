// Spanish: the uplink.
import type { Texts } from '../language.ts';
import type { uplinkWords as english } from '../en/uplink.ts';

/** Spanish, by code. */
export const uplinkWords: Texts<typeof english> = {
  'uplink.title': 'Enviar lecturas a otro Solstead',
  'uplink.text':
    'Todo lo que mide esta casa, y los nombres de sus dispositivos, va también a otro Solstead: uno en el sótano, en casa de la familia, donde quien la cuida. Las personas, las contraseñas, el dinero y el log se quedan aquí. Mientras la conexión falla no se pierde nada: se envía cuando vuelve.',
  'uplink.address': 'Dirección',
  'uplink.address-hint':
    'Como wss://hub.example.com:8000, o wss://hub.example.com/api/v1/uplink en su puerto principal.',
  'uplink.client-id': 'Id de cliente',
  'uplink.client-id-hint': 'El otro Solstead lo muestra, con el secreto, cuando permite que esta casa envíe.',
  'uplink.secret': 'Secreto',
  'uplink.secret-kept': 'Hay un secreto guardado. Déjelo vacío para conservarlo.',
  'uplink.ca': 'Autoridad de certificación (PEM)',
  'uplink.ca-hint': 'Solo si el otro Solstead tiene un certificado hecho por él; si no, déjelo vacío.',
  'uplink.form': 'Formato de los mensajes',
  'uplink.form.solstead': 'Solstead',
  'uplink.form.documented': 'SolarAutopilot: sin acuses de recibo, sin comandos',
  'uplink.commands': 'Comandos desde allí',
  'uplink.commands.no': 'Ninguno',
  'uplink.commands.yes': 'Las personas de allí pueden fijar lo que aquí no es peligroso',
  'uplink.test': 'Probar',
  'uplink.testing': 'Probando…',
  'uplink.works': 'Funciona: {hub} respondió en {ms, number} ms. No se envió nada.',
  'uplink.works-clock': 'Su reloj y el de esta casa difieren en {seconds, number} s.',
  'uplink.save': 'Guardar y enviar',
  'uplink.saving': 'Guardando…',
  'uplink.end': 'Terminar el uplink',
  'uplink.given': 'Se fija donde se inicia Solstead, con opciones o con el entorno.',
  'uplink.state.connected': 'Conectado a {hub} desde {time}',
  'uplink.state.connecting': 'Sin conexión desde {time}; se reintenta',
  'uplink.state.refused': 'Rechazado desde {time}: compruebe el id de cliente y el secreto',
  'uplink.sent': '{sent, number} enviadas y guardadas allí, {waiting, number} en espera aquí',
  'uplink.dropped': '{count, number} se perdieron, pues tuvieron que esperar demasiadas',
  'uplink.not-taken': '{count, number} valores no se aceptaron allí',
  'uplink.trouble': '{time}: {reason}',
  'far-homes.title': 'Casas que envían aquí',
  'far-homes.text':
    'Otras casas envían aquí sus lecturas, cada una con cuenta propia; sus dispositivos aparecen en la casa a la que sirve la cuenta.',
  'far-homes.none': 'Ninguna casa envía aquí todavía.',
  'far-homes.add': 'Permitir que una casa envíe',
  'far-homes.name': 'Nombre de la casa',
  'far-homes.site': 'Recibe sus lecturas',
  'far-homes.make': 'Crear la cuenta',
  'far-homes.making': 'Creando la cuenta…',
  'far-homes.made':
    'Introduzca esto en la otra casa. La dirección es la que usa su navegador; el secreto solo se muestra esta vez.',
  'far-homes.connected': 'Conectada desde {time}, de {from}',
  'far-homes.away': 'Sin conexión',
  'far-homes.heard': 'Sin conexión; último contacto el {time}',
  'far-homes.counts':
    '{devices, plural, one {# dispositivo} many {# de dispositivos} other {# dispositivos}}, {taken, number} mensajes aceptados, {refused, number} valores rechazados',
  'far-homes.into': 'En {home}',
  'far-homes.renew': 'Secreto nuevo',
  'far-homes.renew-of': 'Secreto nuevo para {name}',
};
