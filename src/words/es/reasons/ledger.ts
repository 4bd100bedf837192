// Spanish: what was booked, and why.
import type { ledgerReasons as english } from '#core/reasons/ledger.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const ledgerReasons: Texts<typeof english> = {
  'reading.left-out': 'Se omitió una lectura: {why}.',
  'power.left-out': 'Se omitió una potencia: {why}.',
  'value.no-number': 'no es un número',
  'counter.no-reading': '{wh} Wh no es una lectura de contador',
  'counter.unknowing': '{wh} Wh es lo que informan los dispositivos cuando no tienen valor',
  'power.unknowing': '{watts} es lo que informan los dispositivos cuando no tienen valor',
  'power.too-much': '{watts} W es más de lo posible',
  'meter.exchanged':
    'Se cambió el medidor; se sumaron {oldKwh, number, three} kWh del antiguo y el nuevo cuenta desde {newKwh} kWh.',
  'counter.glitch':
    'El contador mostró {kwh, number, three} kWh por un momento y volvió; no se contabilizó nada por ello.',
  'counter.gap':
    'No se pudo usar ninguna lectura durante {minutes} min; los {kwh, number, three} kWh contados en ese tiempo se repartieron en él.',
  'power.gap': 'No se leyó nada durante {seconds} s; no se contabilizó nada más allá del límite de hueco.',
  'power.gap-stood-in':
    'No se leyó nada durante {seconds} s; más allá del límite de hueco se contabilizó un sustituto, donde se conocía uno.',
  'role.alike':
    '{device} muestra lo mismo que {other}: se cuenta una vez, y lo sustituye mientras {other} calla. Se puede elegir qué mide.',
  'role.same-serial':
    '{device} tiene el número de serie de {other}: se cuenta una vez, y lo sustituye mientras {other} calla.',
  'role.sums-phases':
    'Los contadores de {device} suman lo que cuenta cada fase y no pueden decir el neto: se contabilizan sus potencias, y los contadores las sustituyen. Si una persona dice qué mide, sus contadores se contabilizan en la medida en que concuerden con su potencia.',
  'role.itself': 'un dispositivo no puede ser copia de sí mismo',
  'role.unknown': '{device} no es un dispositivo de esta casa',
  'role.ring': '{device} es a su vez una copia de él',
  'side.silent':
    '{side, select, pv {El sol ya no se mide} grid {La red ya no se mide} battery {La batería ya no se mide} load {El consumo de la casa ya no se mide} other {El generador ya no se mide}}: {devices} no ha dicho nada desde entonces, y ninguna otra fuente lo sustituye. No se contabiliza nada; cuando llegue una lectura, un contador dice qué se consumió entretanto.',
  'source.stood-in': '{source} callaba; se contabilizó {instead} en su lugar, como estimación.',
  'counter.jump-booked':
    'El contador avanzó {kwh, number, three} kWh de una vez; {readings} lecturas coincidieron, así que se contabilizó.',
  'counter.other':
    'El dispositivo siguió con otro protocolo u otros temas, y su contador, antes en {fromKwh, number, three} kWh, mostró {toKwh, number, three} kWh: se considera otro contador, que sigue contando desde ahí.',
  'counter.jump-left-out':
    'El contador saltó {kwh, number, three} kWh, más de lo que pudo fluir; sigue contando desde ahí, y no se contabilizó nada.',
  'counter.fall-believed':
    'El contador bajó de {fromKwh, number, three} kWh a {toKwh, number, three} kWh; una persona lo confirmó, y sigue contando desde ahí.',
  'counter.no-new-day':
    'El contador bajó hacia medianoche; una persona dice que no empezó ningún día nuevo, y no se contabiliza nada por ello.',
  'counter.not-trusted':
    'El contador volvió a concordar con su potencia; una persona no lo cree, y se contabiliza la potencia.',
  'counter.came-back':
    'El contador volvió a {kwh, number, three} kWh después de haber empezado de nuevo; faltaban {missingKwh, number, three} kWh y se contabilizaron.',
  'counter.rolled-over': 'El contador llegó a su final y empezó de nuevo; se contabilizaron {kwh, number, three} kWh.',
  'counter.began-again':
    'El contador empezó de nuevo: bajó de {fromKwh, number, three} kWh a {toKwh, number, three} kWh y creció; se contabilizó lo que muestra.',
  'counter.fell-back':
    'El contador retrocedió de {fromKwh, number, three} kWh a {toKwh, number, three} kWh; solo se contabilizó lo que ha contado desde entonces.',
  'counter.new-day': 'Un día nuevo: el contador empezó de nuevo el {atMs, date, moment}; ayer queda como estaba.',
  'clock.set':
    'El reloj se ajustó en {seconds} s; {batches, plural, one {# lote esperaba y recibió} many {# de lotes esperaban y recibieron} other {# lotes esperaban y recibieron}} su hora correcta.',
  'clock.unknown':
    'La hora aún no se conocía; {batches, plural, one {# lote esperaba y recibió} many {# de lotes esperaban y recibieron} other {# lotes esperaban y recibieron}} su hora correcta.',
};
