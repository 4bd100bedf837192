// Polish: why a counter or a balance is doubted.
import type { suspicionReasons as english } from '#core/reasons/suspicion.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const suspicionReasons: Texts<typeof english> = {
  'counter.jump-against-power':
    'Licznik skoczył o {kwh, number, three} kWh, a jego moc zsumowała się do {powerKwh, number, three} kWh; zaksięgowano moc.',
  'counter.stood-still':
    'Licznik stał w miejscu, a jego moc zsumowała się do {powerKwh, number, three} kWh; księgowana jest moc, aż licznik się sprawdzi.',
  'counter.too-fast':
    'Licznik zliczył {kwh, number, three} kWh, a jego moc zsumowała się do {powerKwh, number, three} kWh; księgowana jest moc, aż licznik się sprawdzi.',
  'counter.too-slow':
    'Licznik zliczył tylko {kwh, number, three} kWh, a jego moc zsumowała się do {powerKwh, number, three} kWh; księgowana jest moc, aż licznik się sprawdzi.',
  'counter.proved':
    'Licznik znów zgadza się ze swoją mocą i odtąd jest wiarygodny; w tym czasie zaksięgowano z mocy {kwh, number, three} kWh.',
  'counter.caught-up':
    'Licznik dogonił swoją moc i znów jest wiarygodny; w tym czasie zaksięgowano z mocy {kwh, number, three} kWh.',
  'counter.began-again-power':
    'Licznik spadł z {fromKwh, number, three} kWh na {toKwh, number, three} kWh i liczy dalej od tego miejsca; w tym czasie zaksięgowano jego moc.',
  'counter.spike':
    'Licznik pokazywał przez jakiś czas o {kwh, number, three} kWh za dużo i wrócił; to, co za to zaksięgowano, wycofano.',
  'counter.new-day-filled':
    'Nowy dzień: licznik zaczął od nowa {atMs, date, moment}; {kwh, number, three} kWh z minut wcześniej pochodzi z jego mocy.',
  'balance.off':
    'To, co weszło, i to, co wyszło, różni się o {kwh, number, three} kWh: liczniki domu się nie zgadzają.',
  'balance.sign':
    'To, co weszło, i to, co wyszło, różni się o {kwh, number, three} kWh: {side} i inne liczniki się nie zgadzają, jakby jego znak był odwrotny.',
  'balance.mirrored':
    'To, co weszło, i to, co wyszło, różni się o {kwh, number, three} kWh: dwa liczniki sieci pokazują to samo z odwrotnymi znakami i się znoszą. O odwróconym należy powiedzieć, że jest kopią drugiego z odwrotnym znakiem.',
  'balance.duplicate':
    'To, co weszło, i to, co wyszło, różni się o {kwh, number, three} kWh: {side} i inne liczniki się nie zgadzają, jakby liczono go dwa razy.',
  'balance.phase':
    'To, co weszło, i to, co wyszło, różni się o {kwh, number, three} kWh: {side} i inne liczniki się nie zgadzają, jakby jedna faza stała za trzy, trzy za jedną lub jedna z nich miała odwrotny znak.',
  'balance.scale':
    'To, co weszło, i to, co wyszło, różni się o {kwh, number, three} kWh: {side} i inne liczniki się nie zgadzają, jakby jego jednostka była zła.',
  'balance.circuits':
    'Obwody zużyły o {kwh, number, three} kWh więcej niż cały dom: któryś z nich nie jest w jego wnętrzu albo jest liczony dwa razy.',
  'balance.charge':
    'Akumulator oddawał, gdy jego stan naładowania rósł, lub pobierał, gdy spadał: moc i ładunek nie zgadzają się o {kwh, number, three} kWh, jakby znak mocy był odwrotny.',
};
