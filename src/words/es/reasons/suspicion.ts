// Spanish: what the meters of a home disagree about.
import type { suspicionReasons as english } from '#core/reasons/suspicion.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const suspicionReasons: Texts<typeof english> = {
  'counter.jump-against-power':
    'El contador saltó {kwh, number, three} kWh mientras su potencia sumó {powerKwh, number, three} kWh; se contabilizó la potencia.',
  'counter.stood-still':
    'El contador se quedó parado mientras su potencia sumó {powerKwh, number, three} kWh; se contabiliza la potencia hasta que el contador haya demostrado que es fiable.',
  'counter.too-fast':
    'El contador contó {kwh, number, three} kWh mientras su potencia sumó {powerKwh, number, three} kWh; se contabiliza la potencia hasta que el contador haya demostrado que es fiable.',
  'counter.too-slow':
    'El contador contó solo {kwh, number, three} kWh mientras su potencia sumó {powerKwh, number, three} kWh; se contabiliza la potencia hasta que el contador haya demostrado que es fiable.',
  'counter.proved':
    'El contador vuelve a concordar con su potencia y desde aquí se le cree; entretanto se contabilizaron {kwh, number, three} kWh de la potencia.',
  'counter.caught-up':
    'El contador alcanzó a su potencia y se le vuelve a creer; entretanto se contabilizaron {kwh, number, three} kWh de la potencia.',
  'counter.began-again-power':
    'El contador bajó de {fromKwh, number, three} kWh a {toKwh, number, three} kWh y sigue contando desde ahí; entretanto se contabilizó su potencia.',
  'counter.spike':
    'El contador mostró un rato {kwh, number, three} kWh de más y volvió; lo contabilizado por ello se retiró.',
  'counter.new-day-filled':
    'Un día nuevo: el contador empezó de nuevo el {atMs, date, moment}; {kwh, number, three} kWh de los minutos anteriores vienen de su potencia.',
  'balance.off':
    'Lo que entró y lo que salió difieren en {kwh, number, three} kWh: los medidores de la casa no concuerdan.',
  'balance.sign':
    'Lo que entró y lo que salió difieren en {kwh, number, three} kWh: {side} y los demás medidores no concuerdan, como si su signo estuviera invertido.',
  'balance.mirrored':
    'Lo que entró y lo que salió difieren en {kwh, number, three} kWh: dos medidores de la red muestran lo mismo con signos opuestos y se anulan. Diga del que está al revés que es una copia del otro con el signo opuesto.',
  'balance.duplicate':
    'Lo que entró y lo que salió difieren en {kwh, number, three} kWh: {side} y los demás medidores no concuerdan, como si se contara dos veces.',
  'balance.phase':
    'Lo que entró y lo que salió difieren en {kwh, number, three} kWh: {side} y los demás medidores no concuerdan, como si una fase valiera por tres, tres por una, o una de ellas tuviera el signo invertido.',
  'balance.scale':
    'Lo que entró y lo que salió difieren en {kwh, number, three} kWh: {side} y los demás medidores no concuerdan, como si su unidad fuera incorrecta.',
  'balance.circuits':
    'Los circuitos consumieron {kwh, number, three} kWh más que toda la casa: uno de ellos no está dentro, o se cuenta dos veces.',
  'balance.charge':
    'La batería dio mientras su estado de carga subía, o tomó mientras bajaba: potencia y carga difieren en {kwh, number, three} kWh, como si el signo de la potencia estuviera invertido.',
};
