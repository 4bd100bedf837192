// Dutch: why a counter or a balance is doubted.
import type { suspicionReasons as english } from '#core/reasons/suspicion.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const suspicionReasons: Texts<typeof english> = {
  'counter.jump-against-power':
    'De teller sprong {kwh, number, three} kWh terwijl zijn vermogen samen {powerKwh, number, three} kWh gaf; het vermogen is geboekt.',
  'counter.stood-still':
    'De teller stond stil terwijl zijn vermogen samen {powerKwh, number, three} kWh gaf; het vermogen wordt geboekt tot de teller zich heeft bewezen.',
  'counter.too-fast':
    'De teller telde {kwh, number, three} kWh terwijl zijn vermogen samen {powerKwh, number, three} kWh gaf; het vermogen wordt geboekt tot de teller zich heeft bewezen.',
  'counter.too-slow':
    'De teller telde maar {kwh, number, three} kWh terwijl zijn vermogen samen {powerKwh, number, three} kWh gaf; het vermogen wordt geboekt tot de teller zich heeft bewezen.',
  'counter.proved':
    'De teller klopt weer met zijn vermogen en wordt vanaf hier geloofd; intussen is {kwh, number, three} kWh uit het vermogen geboekt.',
  'counter.caught-up':
    'De teller haalde zijn vermogen in en wordt weer geloofd; intussen is {kwh, number, three} kWh uit het vermogen geboekt.',
  'counter.began-again-power':
    'De teller viel van {fromKwh, number, three} kWh naar {toKwh, number, three} kWh en telt van daaraf verder; intussen is zijn vermogen geboekt.',
  'counter.spike':
    'De teller stond een tijd {kwh, number, three} kWh te hoog en kwam terug; wat ervoor was geboekt, is er weer af.',
  'counter.new-day-filled':
    'Een nieuwe dag: de teller begon opnieuw op {atMs, date, moment}; {kwh, number, three} kWh van de minuten ervoor komt uit zijn vermogen.',
  'balance.off':
    'Wat binnenkwam en wat eruit ging, verschilt {kwh, number, three} kWh: de meters van het huis spreken elkaar tegen.',
  'balance.sign':
    'Wat binnenkwam en wat eruit ging, verschilt {kwh, number, three} kWh: {side} en de andere meters spreken elkaar tegen, alsof het teken is omgedraaid.',
  'balance.mirrored':
    'Wat binnenkwam en wat eruit ging, verschilt {kwh, number, three} kWh: twee netmeters tonen hetzelfde met omgekeerde tekens en heffen elkaar op. Zeg van degene die verkeerd om zit dat hij een kopie van de andere is met het omgekeerde teken.',
  'balance.duplicate':
    'Wat binnenkwam en wat eruit ging, verschilt {kwh, number, three} kWh: {side} en de andere meters spreken elkaar tegen, alsof het dubbel telt.',
  'balance.phase':
    'Wat binnenkwam en wat eruit ging, verschilt {kwh, number, three} kWh: {side} en de andere meters spreken elkaar tegen, alsof één fase voor drie stond, drie voor één, of het teken van een ervan is omgedraaid.',
  'balance.scale':
    'Wat binnenkwam en wat eruit ging, verschilt {kwh, number, three} kWh: {side} en de andere meters spreken elkaar tegen, alsof de eenheid verkeerd is.',
  'balance.circuits':
    'De groepen verbruikten {kwh, number, three} kWh meer dan het hele huis: een ervan zit niet in het huis, of telt dubbel.',
  'balance.charge':
    'De batterij leverde terwijl haar laadniveau steeg, of laadde terwijl het daalde: vermogen en lading verschillen {kwh, number, three} kWh, alsof het teken van het vermogen is omgedraaid.',
};
