// Italian: why a device gives nothing, or a command is not done.
import type { driversReasons as english } from '#core/reasons/drivers.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const driversReasons: Texts<typeof english> = {
  'device.silent': 'per {seconds} s non è stato ricevuto nulla',
  'device.damaged': 'un rapporto era danneggiato',
  'command.no-answer': 'è stato inviato ma non confermato (nessuna risposta in tempo)',
  'broker.no-connection': 'non c’è connessione con il broker',
  'broker.left': 'il dispositivo ha lasciato il broker',
  'device.offline': 'l’ha detto lui o il broker, prima di questo avvio; non è stato inviato nulla',
  'device.offline-since': 'dal {since, date, moment}, come ha detto lui o il broker; non è stato inviato nulla',
  'device.not-askable': 'non si può interrogare, e da allora non ha detto nulla',
  'device.repeats':
    'niente di ciò che dice è cambiato per {seconds} s: ripete valori vecchi, forse perché il cavo dietro di esso è scollegato',
  'device.another': 'al suo indirizzo risponde un altro dispositivo',
  'device.fallback-rests': 'non risponde nemmeno via HTTP, e viene lasciato in pace per un po’',
  'device.no-web-address': 'non ha ancora detto a quale indirizzo della casa si trova',
  'device.nothing': 'dal dispositivo non è stato ricevuto nulla',
  'device.kept-only':
    'il broker ha conservato i suoi valori e nulla dice di quando sono; viene mostrato appena dice qualcosa',
  'device.nothing-and-refused': '{nothing}; e, interrogato invece via HTTP, ha rifiutato: {reason}',
  'device.stopped': 'non viene più letto',
  'device.not-discovered': 'da quando è connesso non ha ancora riportato cosa supporta; riprovare tra un momento',
  'wear.too-soon': 'è stato scritto {seconds} s fa; i programmi attendono {least} s',
  'wear.too-often':
    'è stato scritto {count, plural, one {una volta} many {# di volte} other {# volte}} nelle ultime 24 h, quante ne sono concesse ai programmi',
  'command.confirm':
    '«{title}» può togliere la corrente o annullare una protezione: aggiungere --confirm {name} per farlo',
  'answer.unreadable': '{bytes} non è una risposta a questa interrogazione',
  'command.state-unknown':
    'le impostazioni attuali del dispositivo, che decidono cosa si scrive, non sono ancora state lette; riprovare tra un momento',
  'command.no-timer': 'il dispositivo stesso non può mantenerlo così a lungo',
  'command.unreachable': 'non si può raggiungere dallo stato attuale del dispositivo',
  'command.register-shared':
    'altre impostazioni condividono il suo registro, e ora non è stato possibile leggere cosa contiene: non è stato inviato nulla',
  'command.not-read-back': 'il dispositivo l’ha confermato, ma non è stato possibile chiedergli se è impostato',
  'command.shows': 'il dispositivo ha confermato {value} e riporta {shown}',
  'device.no-scheme': 'nessun protocollo si interroga via {scheme}://',
  'device.not-found': 'nulla ha risposto a {titles}; scegliere un altro dispositivo per nome',
  'device.endless':
    'la sua mappa non finisce dopo {most, plural, one {# domanda} many {# di domande} other {# domande}}',
  'device.not-asked': 'questo dispositivo riporta da sé, e non accetta domande',
  'device.nothing-to-set': 'su questo dispositivo non si può impostare nulla',
  'device.refused-all': 'ha rifiutato ogni interrogazione di {title}; l’ultima perché: {reason}',
  'charger.no-central': 'i punti di ricarica non possono arrivare qui a questo programma',
  'charger.not-come': 'non è ancora arrivato: dargli ws:// con l’indirizzo di questo computer, la sua porta e {path}',
  'charger.knocks': 'è arrivato, e viene fatto entrare quando è configurato e ha la sua password',
  'charger.speaks':
    'è arrivato e offre {said}, e qui si parla OCPP 1.6 (JSON): impostarlo così, e farlo arrivare di nuovo',
  'charger.gave-way': 'è stato interrogato, e un comando è venuto prima',
  'charger.no-transaction': 'nessuna ricarica è in corso',
  'device.no-value': 'ha risposto, ma con nessuno dei valori di {title}',
  'line.no-target': '{title} non ha {targets} tra cui scegliere',
  'command.no-acknowledgement': 'è stato inviato ma non confermato ({reason})',
  'answer.not-in-time': 'nessuna risposta in tempo',
  'line.other-settings': 'un altro dispositivo usa questa porta con altre impostazioni: {settings}',
  'device.reports-only': '{title} riporta automaticamente; non vi si può impostare nulla',
  'device.unheard': 'da {title} non è stato ricevuto nulla entro {ms} ms',
  'device.said-nothing': '{title} non ha inviato nulla',
  'device.links': '{title} si raggiunge via {links}',
  'device.over-mqtt': '{title} si raggiunge via MQTT, e non si può interrogare su una porta',
  'broker.not-here': 'questa casa non ha un broker MQTT',
  'help.closed-once':
    'Riprovare. Controllare il cavo, e che nessun altro programma usi il dispositivo: molti adattatori accettano una sola connessione.',
  'test.plausible':
    '{count, plural, one {# valore letto, entro} many {# di valori letti, tutti entro} other {# valori letti, tutti entro}} ciò che è plausibile.',
  'test.unread':
    '{count, plural, one {# valore letto} many {# di valori letti} other {# valori letti}}; {problems, plural, one {# valore non è stato leggibile} many {# di valori non sono stati leggibili} other {# valori non sono stati leggibili}} e {problems, plural, one {viene escluso} many {vengono esclusi} other {vengono esclusi}}.',
  'test.implausible':
    '{strange} di {count, plural, one {# valore} many {# di valori} other {# valori}} {strange, plural, one {è} many {sono} other {sono}} fuori da ciò che è plausibile ({names}): il protocollo può essere sbagliato.',
  'device.no-topic': 'manca il prefisso del topic del dispositivo',
};
