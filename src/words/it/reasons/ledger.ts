// Italian: what was booked, and why.
import type { ledgerReasons as english } from '#core/reasons/ledger.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const ledgerReasons: Texts<typeof english> = {
  'reading.left-out': 'Una lettura è stata esclusa: {why}.',
  'power.left-out': 'Una potenza è stata esclusa: {why}.',
  'value.no-number': 'non è un numero',
  'counter.no-reading': '{wh} Wh non è una lettura di contatore',
  'counter.unknowing': '{wh} Wh è ciò che i dispositivi riportano quando non hanno valore',
  'power.unknowing': '{watts} è ciò che i dispositivi riportano quando non hanno valore',
  'power.too-much': '{watts} W è più di quanto sia possibile',
  'meter.exchanged':
    'Il contatore è stato sostituito; {oldKwh, number, three} kWh di quello vecchio sono stati aggiunti e quello nuovo conta da {newKwh} kWh.',
  'counter.glitch':
    'Il contatore ha segnato per un momento {kwh, number, three} kWh ed è tornato; per questo non è stato contabilizzato nulla.',
  'counter.gap':
    'Per {minutes} min non è stata utilizzabile nessuna lettura; i {kwh, number, three} kWh contati in quel tempo vi sono stati distribuiti.',
  'power.gap': 'Per {seconds} s non è stato letto nulla; oltre il limite di lacuna non è stato contabilizzato nulla.',
  'power.gap-stood-in':
    'Per {seconds} s non è stato letto nulla; oltre il limite di lacuna è stato contabilizzato un valore sostitutivo, dove era noto.',
  'role.alike':
    '{device} mostra lo stesso di {other}: viene contato una volta, e lo sostituisce mentre {other} tace. Si può scegliere cosa misura.',
  'role.same-serial':
    '{device} ha il numero di serie di {other}: viene contato una volta, e lo sostituisce mentre {other} tace.',
  'role.sums-phases':
    'I contatori di {device} sommano ciò che conta ogni fase, e non possono dire il netto: si contabilizzano le sue potenze, e i contatori le sostituiscono. Se una persona dice cosa misura, i suoi contatori si contabilizzano per quanto concordano con la sua potenza.',
  'role.itself': 'un dispositivo non può essere una copia di sé stesso',
  'role.unknown': '{device} non è un dispositivo di questa casa',
  'role.ring': '{device} ne è a sua volta una copia',
  'side.silent':
    '{side, select, pv {Il sole non è più misurato} grid {La rete non è più misurata} battery {La batteria non è più misurata} load {Il consumo della casa non è più misurato} other {Il generatore non è più misurato}}: {devices} da allora non ha detto nulla, e nessun’altra fonte lo sostituisce. Non viene contabilizzato nulla; quando arriva una lettura, un contatore dice cosa è stato consumato nel frattempo.',
  'source.stood-in': '{source} taceva; al suo posto è stato contabilizzato {instead}, come stima.',
  'counter.jump-booked':
    'Il contatore è avanzato di {kwh, number, three} kWh in una volta; {readings} letture concordavano, quindi è stato contabilizzato.',
  'counter.other':
    'Il dispositivo ha proseguito con un altro protocollo o altri topic, e il suo contatore, prima a {fromKwh, number, three} kWh, ha mostrato {toKwh, number, three} kWh: è considerato un altro contatore, che continua a contare da lì.',
  'counter.jump-left-out':
    'Il contatore è saltato di {kwh, number, three} kWh, più di quanti ne siano potuti scorrere; continua a contare da lì, e non è stato contabilizzato nulla.',
  'counter.fall-believed':
    'Il contatore è sceso da {fromKwh, number, three} kWh a {toKwh, number, three} kWh; una persona l’ha confermato, e continua a contare da lì.',
  'counter.no-new-day':
    'Il contatore è sceso intorno a mezzanotte; una persona dice che non è iniziato un nuovo giorno, e per questo non si contabilizza nulla.',
  'counter.not-trusted':
    'Il contatore concordava di nuovo con la sua potenza; una persona non ci crede, e si contabilizza la potenza.',
  'counter.came-back':
    'Il contatore è tornato a {kwh, number, three} kWh dopo aver ricominciato; mancavano {missingKwh, number, three} kWh, che sono stati contabilizzati.',
  'counter.rolled-over':
    'Il contatore è arrivato alla fine e ha ricominciato; sono stati contabilizzati {kwh, number, three} kWh.',
  'counter.began-again':
    'Il contatore ha ricominciato: è sceso da {fromKwh, number, three} kWh a {toKwh, number, three} kWh ed è cresciuto; è stato contabilizzato ciò che mostra.',
  'counter.fell-back':
    'Il contatore è ricaduto da {fromKwh, number, three} kWh a {toKwh, number, three} kWh; è stato contabilizzato solo ciò che ha contato da allora.',
  'counter.new-day': 'Un nuovo giorno: il contatore ha ricominciato il {atMs, date, moment}; ieri resta com’era.',
  'clock.set':
    'L’orologio è stato regolato di {seconds} s; {batches, plural, one {# lotto attendeva e ha ricevuto} many {# di lotti attendevano e hanno ricevuto} other {# lotti attendevano e hanno ricevuto}} l’ora giusta.',
  'clock.unknown':
    'L’ora non era ancora nota; {batches, plural, one {# lotto attendeva e ha ricevuto} many {# di lotti attendevano e hanno ricevuto} other {# lotti attendevano e hanno ricevuto}} l’ora giusta.',
};
