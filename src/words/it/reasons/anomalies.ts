// Italian: what looks unusual, and what to do about it.
import type { anomalyReasons as english } from '#core/reasons/anomalies.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const anomalyReasons: Texts<typeof english> = {
  'anomaly.string-behind':
    '{metric} dà il {loss, number, percent} in meno di prima, rispetto alle altre stringhe sotto lo stesso sole.',
  'anomaly.under-production':
    'Anche le ore più limpide di {days, plural, one {# giorno sereno} many {# di giorni sereni} other {# giorni sereni}} hanno dato il {loss, number, percent} di potenza solare in meno rispetto a prima con lo stesso sole.',
  'anomaly.no-production':
    'Il sole è alto da {hours, plural, one {# ora} many {# di ore} other {# ore}} e i pannelli danno {value}; il loro massimo è stato {peak}.',
  'anomaly.jump': '{metric} è passato da {was} a {is} più in fretta di quanto sia possibile.',
  'anomaly.spikes':
    '{metric} è saltato via e tornato {count, plural, one {# volta} many {# di volte} other {# volte}} in un giorno, l’ultima volta da {was} a {is}.',
  'anomaly.stuck': '{metric} mostra esattamente {value} da {hours, plural, one {# ora} many {# di ore} other {# ore}}.',
  'anomaly.drift':
    '{metric} non concorda più con gli altri misuratori: il bilancio energetico della casa si è spostato del {share, number, percent} di questo valore.',
  'anomaly.unusual':
    '{metric} è molto al di {side, select, above {sopra} other {sotto}} del consueto a quest’ora del giorno da {hours, plural, one {# ora} many {# di ore} other {# ore}}: {observed} invece di circa {expected}.',
  'anomaly.cell-spread':
    'Le celle distano {observed}, più dei {most} che questo stato di carica ammette; {metric} è la più bassa.',
  'anomaly.cell-weak':
    '{metric} è la cella più {place, select, low {bassa} other {alta}} da {days, plural, one {# giorno} many {# di giorni} other {# giorni}}, a circa {by} dalla cella mediana.',
  'anomaly.cell-growing':
    'Le celle si allontanano da {weeks, plural, one {# settimana} many {# di settimane} other {# settimane}}, di {growth} a settimana, e ora distano {value}.',
  'advice.string': 'Cercare ombra o sporco su questa stringa, un fusibile bruciato o un connettore allentato.',
  'advice.panels': 'Cercare sporco, foglie, neve o nuova ombra sui pannelli, e una stringa disinserita.',
  'advice.inverter':
    'Guardare l’inverter: è acceso, mostra un guasto, l’interruttore CC è chiuso, c’è neve sui pannelli?',
  'advice.wiring':
    'Controllare connettori e cavi del sensore; se salta uno stato di carica, caricare una volta del tutto la batteria per correggerlo.',
  'advice.sensor':
    'Controllare il sensore e il suo cavo; riavviare il dispositivo se non cambiano nemmeno gli altri suoi valori.',
  'advice.clamp':
    'Controllare che la pinza sia chiusa e sul filo giusto, e confrontare con il contatore del distributore.',
  'advice.fans': 'Controllare che le ventole girino e che l’aria circoli liberamente.',
  'advice.consumers': 'Forse qualcuno è in casa o via, o qualcosa è rimasto acceso: controllare cosa è acceso.',
  'advice.balance':
    'Caricare fino in cima e lasciare che la batteria si bilanci per qualche ora; controllare le viti di quella cella.',
  'advice.weak-cell':
    'Lasciare che la batteria si bilanci in cima; se non basta, la cella o il suo collegamento invecchia più in fretta delle altre.',
  'advice.charge-weekly':
    'Caricare fino in cima una volta a settimana, abbastanza a lungo da bilanciare, e osservare quale cella è in testa.',
};
