// Spanish: what dashboards outside of the app can watch.
import type { Texts } from '../language.ts';
import type { monitoringWords as english } from '../en/monitoring.ts';

/** Spanish, by code. */
export const monitoringWords: Texts<typeof english> = {
  'monitoring.title': 'Para paneles propios',
  'monitoring.text':
    'Nada sale de su casa por sí solo. Los programas a los que dio un token pueden observarla en /ws/monitoring/{system}; sin token, esto no le concierne.',
  'monitoring.on':
    'Está listo para ellos. {count, plural, =0 {Nadie observa ahora.} one {# programa observa ahora.} many {# de programas observan ahora.} other {# programas observan ahora.}}',
  'monitoring.on-until':
    'Está listo para ellos hasta {when}. {count, plural, =0 {Nadie observa ahora.} one {# programa observa ahora.} many {# de programas observan ahora.} other {# programas observan ahora.}}',
  'monitoring.off': 'Terminó el {when}: los programas no reciben datos.',
  'monitoring.maintenance': 'Los clientes ven que está en mantenimiento: {text}',
  'monitoring.end': 'Desactivar',
  'monitoring.renew': 'Volver a activar',
  'monitoring.factors': 'Factores',
  'monitoring.money': 'Dinero que ahorra un kWh',
  'monitoring.co2': 'CO₂ que evita un kWh, kg',
  'monitoring.tree': 'CO₂ que absorbe un árbol en un año, kg',
  'monitoring.usual': 'Vacío: según la tarifa de la casa.',
  'monitoring.wrong': 'Un número igual o mayor que 0, como 0.85.',
  'monitoring.save': 'Guardar factores',
  'monitoring.announce': 'Anuncio',
  'monitoring.status': 'Estado',
  'monitoring.status-of.online': 'En línea',
  'monitoring.status-of.offline': 'Sin conexión',
  'monitoring.status-of.maintenance': 'Mantenimiento',
  'monitoring.message': 'Mensaje a quienes observan',
  'monitoring.send': 'Anunciar',
  'monitoring.all': 'Aviso a todas las casas',
  'monitoring.all-text':
    'Informa de un mantenimiento previsto a todos los que observan cualquier casa de esta instalación.',
  'monitoring.all-message': 'Qué se hará',
  'monitoring.all-start': 'Empieza a las (su hora)',
  'monitoring.all-minutes': 'Minutos que dura',
  'monitoring.all-minutes-wrong': 'Un número entero de 1 a 100.000.',
  'monitoring.all-start-wrong': 'Elija un día y una hora.',
  'monitoring.all-send': 'Avisar a todas las casas',
  'monitoring.sent': 'Se ha avisado a todos los que observan.',
};
