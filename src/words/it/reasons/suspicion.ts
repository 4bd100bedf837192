// Italian: what the meters of a home disagree about.
import type { suspicionReasons as english } from '#core/reasons/suspicion.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const suspicionReasons: Texts<typeof english> = {
  'counter.jump-against-power':
    'Il contatore è saltato di {kwh, number, three} kWh mentre la sua potenza dava in somma {powerKwh, number, three} kWh; è stata contabilizzata la potenza.',
  'counter.stood-still':
    'Il contatore è rimasto fermo mentre la sua potenza dava in somma {powerKwh, number, three} kWh; si contabilizza la potenza finché il contatore non ha dimostrato di essere affidabile.',
  'counter.too-fast':
    'Il contatore ha contato {kwh, number, three} kWh mentre la sua potenza dava in somma {powerKwh, number, three} kWh; si contabilizza la potenza finché il contatore non ha dimostrato di essere affidabile.',
  'counter.too-slow':
    'Il contatore ha contato solo {kwh, number, three} kWh mentre la sua potenza dava in somma {powerKwh, number, three} kWh; si contabilizza la potenza finché il contatore non ha dimostrato di essere affidabile.',
  'counter.proved':
    'Il contatore concorda di nuovo con la sua potenza e da qui in poi gli si crede; nel frattempo sono stati contabilizzati {kwh, number, three} kWh dalla potenza.',
  'counter.caught-up':
    'Il contatore ha raggiunto la sua potenza e gli si crede di nuovo; nel frattempo sono stati contabilizzati {kwh, number, three} kWh dalla potenza.',
  'counter.began-again-power':
    'Il contatore è sceso da {fromKwh, number, three} kWh a {toKwh, number, three} kWh e continua a contare da lì; nel frattempo è stata contabilizzata la sua potenza.',
  'counter.spike':
    'Il contatore ha segnato per un po’ {kwh, number, three} kWh di troppo ed è tornato; ciò che era stato contabilizzato per questo è stato tolto.',
  'counter.new-day-filled':
    'Un nuovo giorno: il contatore ha ricominciato il {atMs, date, moment}; {kwh, number, three} kWh dei minuti precedenti vengono dalla sua potenza.',
  'balance.off':
    'Ciò che è entrato e ciò che è uscito differiscono di {kwh, number, three} kWh: i misuratori della casa discordano.',
  'balance.sign':
    'Ciò che è entrato e ciò che è uscito differiscono di {kwh, number, three} kWh: {side} e gli altri misuratori discordano, come se il suo segno fosse invertito.',
  'balance.mirrored':
    'Ciò che è entrato e ciò che è uscito differiscono di {kwh, number, three} kWh: due misuratori della rete mostrano lo stesso con segni opposti e si annullano. Dire di quello che è al contrario che è una copia dell’altro con segno opposto.',
  'balance.duplicate':
    'Ciò che è entrato e ciò che è uscito differiscono di {kwh, number, three} kWh: {side} e gli altri misuratori discordano, come se fosse contato due volte.',
  'balance.phase':
    'Ciò che è entrato e ciò che è uscito differiscono di {kwh, number, three} kWh: {side} e gli altri misuratori discordano, come se una fase valesse per tre, tre per una, o una di esse avesse il segno invertito.',
  'balance.scale':
    'Ciò che è entrato e ciò che è uscito differiscono di {kwh, number, three} kWh: {side} e gli altri misuratori discordano, come se la sua unità fosse sbagliata.',
  'balance.circuits':
    'I circuiti hanno consumato {kwh, number, three} kWh più dell’intera casa: uno di essi non è al suo interno, o è contato due volte.',
  'balance.charge':
    'La batteria dava mentre il suo stato di carica saliva, o prendeva mentre scendeva: potenza e carica discordano di {kwh, number, three} kWh, come se il segno della potenza fosse invertito.',
};
