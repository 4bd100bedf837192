// Italian: what dashboards outside of the app can watch.
import type { Texts } from '../language.ts';
import type { monitoringWords as english } from '../en/monitoring.ts';

/** Italian, by code. */
export const monitoringWords: Texts<typeof english> = {
  'monitoring.title': 'Per dashboard proprie',
  'monitoring.text':
    'Niente lascia la casa da sé. I programmi che hanno ricevuto un token possono osservarla in /ws/monitoring/{system}; senza token questo non ha importanza.',
  'monitoring.on':
    'È pronto per loro. {count, plural, =0 {Ora nessuno osserva.} one {Ora osserva # programma.} many {Ora osservano # di programmi.} other {Ora osservano # programmi.}}',
  'monitoring.on-until':
    'È pronto per loro fino a {when}. {count, plural, =0 {Ora nessuno osserva.} one {Ora osserva # programma.} many {Ora osservano # di programmi.} other {Ora osservano # programmi.}}',
  'monitoring.off': 'È terminato il {when}: i programmi non ricevono dati.',
  'monitoring.maintenance': 'I client vedono che è in manutenzione: {text}',
  'monitoring.end': 'Disattiva',
  'monitoring.renew': 'Riattiva',
  'monitoring.factors': 'Fattori',
  'monitoring.money': 'Denaro risparmiato da un kWh',
  'monitoring.co2': 'CO₂ evitata da un kWh, kg',
  'monitoring.tree': 'CO₂ assorbita da un albero in un anno, kg',
  'monitoring.usual': 'Vuoto: secondo la tariffa della casa.',
  'monitoring.wrong': 'Un numero da 0 in su, come 0.85.',
  'monitoring.save': 'Salva i fattori',
  'monitoring.announce': 'Annuncio',
  'monitoring.status': 'Stato',
  'monitoring.status-of.online': 'Online',
  'monitoring.status-of.offline': 'Offline',
  'monitoring.status-of.maintenance': 'Manutenzione',
  'monitoring.message': 'Messaggio a chi osserva',
  'monitoring.send': 'Annuncia',
  'monitoring.all': 'Avviso a tutte le case',
  'monitoring.all-text': 'Informa chiunque osservi una casa di questa installazione di una manutenzione prevista.',
  'monitoring.all-message': 'Cosa verrà fatto',
  'monitoring.all-start': 'Inizia alle (ora del browser)',
  'monitoring.all-minutes': 'Minuti necessari',
  'monitoring.all-minutes-wrong': 'Un numero intero da 1 a 100.000.',
  'monitoring.all-start-wrong': 'Scegliere un giorno e un’ora.',
  'monitoring.all-send': 'Avvisa tutte le case',
  'monitoring.sent': 'Tutti quelli che osservano sono stati avvisati.',
};
