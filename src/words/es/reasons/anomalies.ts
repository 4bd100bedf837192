// Spanish: what looks unusual, and what to do about it.
import type { anomalyReasons as english } from '#core/reasons/anomalies.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const anomalyReasons: Texts<typeof english> = {
  'anomaly.string-behind':
    '{metric} da un {loss, number, percent} menos que antes, comparado con los otros strings bajo el mismo sol.',
  'anomaly.under-production':
    'Incluso las horas más claras de {days, plural, one {# día despejado} many {# de días despejados} other {# días despejados}} dieron un {loss, number, percent} menos de potencia solar que antes con el mismo sol.',
  'anomaly.no-production':
    'El sol lleva {hours, plural, one {# hora} many {# de horas} other {# horas}} alto y los paneles dan {value}; su mejor valor fue {peak}.',
  'anomaly.jump': '{metric} pasó de {was} a {is} más rápido de lo posible.',
  'anomaly.spikes':
    '{metric} saltó y volvió {count, plural, one {# vez} many {# de veces} other {# veces}} en un día, la última de {was} a {is}.',
  'anomaly.stuck':
    '{metric} muestra exactamente {value} desde hace {hours, plural, one {# hora} many {# de horas} other {# horas}}.',
  'anomaly.drift':
    '{metric} ya no concuerda con los demás medidores: el balance de energía de la casa se ha desplazado en un {share, number, percent} de este valor.',
  'anomaly.unusual':
    '{metric} está muy por {side, select, above {encima} other {debajo}} de lo habitual a esta hora del día desde hace {hours, plural, one {# hora} many {# de horas} other {# horas}}: {observed} en lugar de unos {expected}.',
  'anomaly.cell-spread':
    'Las celdas difieren en {observed}, más de los {most} que permite este estado de carga; {metric} es la más baja.',
  'anomaly.cell-weak':
    '{metric} es la celda más {place, select, low {baja} other {alta}} desde hace {days, plural, one {# día} many {# de días} other {# días}}, a unos {by} de la celda mediana.',
  'anomaly.cell-growing':
    'Las celdas se separan desde hace {weeks, plural, one {# semana} many {# de semanas} other {# semanas}}, {growth} por semana, y ahora difieren en {value}.',
  'advice.string': 'Busque sombra o suciedad en este string, un fusible fundido o un conector suelto.',
  'advice.panels': 'Busque suciedad, hojas, nieve o sombra nueva en los paneles, y un string que esté desconectado.',
  'advice.inverter':
    'Mire el inversor: ¿está encendido, muestra un fallo, está cerrado el interruptor de CC, hay nieve en los paneles?',
  'advice.wiring':
    'Compruebe los conectores y cables del sensor; si salta un estado de carga, cargue la batería del todo una vez para corregirlo.',
  'advice.sensor': 'Compruebe el sensor y su cable; reinicie el dispositivo si sus otros valores tampoco cambian.',
  'advice.clamp':
    'Compruebe que la pinza está cerrada y en el cable correcto, y compare con el contador de la distribuidora.',
  'advice.fans': 'Compruebe que los ventiladores giran y que el aire circula libremente.',
  'advice.consumers':
    'Puede que alguien esté en casa o fuera, o que algo haya quedado encendido: compruebe qué está encendido.',
  'advice.balance':
    'Cargue hasta arriba y deje que la batería equilibre unas horas; compruebe los tornillos de esa celda.',
  'advice.weak-cell':
    'Deje que la batería equilibre arriba; si no ayuda, la celda o su conexión envejece más rápido que las demás.',
  'advice.charge-weekly':
    'Cargue hasta arriba una vez por semana, el tiempo suficiente para equilibrar, y observe qué celda va en cabeza.',
};
