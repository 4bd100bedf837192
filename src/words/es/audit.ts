// Spanish: the audit log.
import type { Texts } from '../language.ts';
import type { auditWords as english } from '../en/audit.ts';

/** Spanish, by code. */
export const auditWords: Texts<typeof english> = {
  'audit.text': 'Quién hizo qué, cuándo, y en qué acabó.',
  'audit.who': 'Persona o programa',
  'audit.action': 'Acción',
  'audit.filter': 'Mostrar',
  'audit.clear': 'Mostrar todo',
  'audit.none': 'El registro no tiene ninguna línea así.',
  'audit.more': 'Cargar más',
  'audit.export': 'Exportar',
  'audit.checking': 'Leyendo el registro para ver si está íntegro…',
  'audit.whole': 'El registro está íntegro: no falta ni se ha cambiado ninguna línea.',
  'audit.broken':
    'El registro no está íntegro: en {chain, select, changes {los cambios} commands {los comandos} entries {los inicios de sesión} other {los rechazos}}, la línea {line, number} falta o se ha cambiado.',
  'audit.denied.message': 'No puede leer el registro de auditoría.',
  'audit.denied.repair': 'Pregunte al propietario de esta casa.',
};
