// Dutch: what was booked, and why.
import type { ledgerReasons as english } from '#core/reasons/ledger.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const ledgerReasons: Texts<typeof english> = {
  'reading.left-out': 'Een meting is weggelaten: {why}.',
  'power.left-out': 'Een vermogen is weggelaten: {why}.',
  'value.no-number': 'het is geen getal',
  'counter.no-reading': '{wh} Wh is geen tellerstand',
  'counter.unknowing': '{wh} Wh is wat apparaten melden als ze geen waarde hebben',
  'power.unknowing': '{watts} is wat apparaten melden als ze geen waarde hebben',
  'power.too-much': '{watts} W is meer dan mogelijk is',
  'meter.exchanged':
    'De meter is gewisseld; {oldKwh, number, three} kWh van de oude is bijgeteld en de nieuwe telt vanaf {newKwh} kWh.',
  'counter.glitch': 'De teller stond even op {kwh, number, three} kWh en kwam terug; daarvoor is niets geboekt.',
  'counter.gap':
    'Er was {minutes} min geen bruikbare meting; de {kwh, number, three} kWh die in die tijd zijn geteld, zijn erover verdeeld.',
  'power.gap': 'Er is {seconds} s niets gelezen; voorbij de hiaatgrens is niets geboekt.',
  'power.gap-stood-in':
    'Er is {seconds} s niets gelezen; voorbij de hiaatgrens is een vervangende bron geboekt, waar die bekend was.',
  'role.alike':
    '{device} toont hetzelfde als {other}: het telt één keer, en valt in als {other} zwijgt. Wat het meet, is te kiezen.',
  'role.same-serial': '{device} heeft het serienummer van {other}: het telt één keer, en valt in als {other} zwijgt.',
  'role.sums-phases':
    'De tellers van {device} tellen op wat elke fase telt, en kunnen het saldo niet zeggen: de vermogens worden geboekt, en de tellers vallen in. Zegt iemand wat het meet, dan worden de tellers geboekt voor zover ze met het vermogen kloppen.',
  'role.itself': 'een apparaat kan geen kopie van zichzelf zijn',
  'role.unknown': '{device} is geen apparaat van dit huis',
  'role.ring': '{device} is er zelf een kopie van',
  'side.silent':
    '{side, select, pv {De zon} grid {Het net} battery {De batterij} load {Het verbruik van het huis} other {De generator}} wordt niet meer gemeten: {devices} zei sindsdien niets, en geen andere bron valt in. Er wordt niets geboekt; komt er een meting, dan zegt een teller wat er intussen is gebruikt.',
  'source.stood-in': '{source} zweeg; {instead} is in plaats daarvan geboekt, als schatting.',
  'counter.jump-booked':
    'De teller ging in één keer {kwh, number, three} kWh vooruit; {readings} metingen stemden overeen, dus het is geboekt.',
  'counter.other':
    'Het apparaat ging verder met een ander protocol of andere topics, en zijn teller, eerder op {fromKwh, number, three} kWh, toonde {toKwh, number, three} kWh: hij geldt als een andere teller, die van daaraf verder telt.',
  'counter.jump-left-out':
    'De teller sprong {kwh, number, three} kWh, meer dan er kon stromen; hij telt van daaraf verder, en er is niets geboekt.',
  'counter.fall-believed':
    'De teller viel van {fromKwh, number, three} kWh naar {toKwh, number, three} kWh; iemand heeft dit bevestigd, en hij telt van daaraf verder.',
  'counter.no-new-day':
    'De teller viel rond middernacht; iemand zegt dat er geen nieuwe dag begon, en er wordt niets voor geboekt.',
  'counter.not-trusted':
    'De teller klopte weer met zijn vermogen; iemand gelooft hem niet, en het vermogen wordt geboekt.',
  'counter.came-back':
    'De teller kwam terug op {kwh, number, three} kWh nadat hij opnieuw was begonnen; {missingKwh, number, three} kWh ontbrak en is geboekt.',
  'counter.rolled-over': 'De teller kwam aan zijn eind en begon opnieuw; {kwh, number, three} kWh is geboekt.',
  'counter.began-again':
    'De teller begon opnieuw: hij viel van {fromKwh, number, three} kWh naar {toKwh, number, three} kWh en groeide; wat hij toont, is geboekt.',
  'counter.fell-back':
    'De teller viel van {fromKwh, number, three} kWh terug naar {toKwh, number, three} kWh; alleen wat hij sindsdien telde, is geboekt.',
  'counter.new-day': 'Een nieuwe dag: de teller begon opnieuw op {atMs, date, moment}; gisteren blijft zoals het was.',
  'clock.set':
    'De klok is {seconds} s verzet; {batches, plural, one {# pakket wachtte en kreeg zijn} other {# pakketten wachtten en kregen hun}} juiste tijd.',
  'clock.unknown':
    'De klok was nog niet bekend; {batches, plural, one {# pakket wachtte en kreeg zijn} other {# pakketten wachtten en kregen hun}} juiste tijd.',
};
