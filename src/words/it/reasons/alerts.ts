// Italian: what alerts say, and why one was not sent.
import type { alertReasons as english } from '#core/reasons/alerts.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const alertReasons: Texts<typeof english> = {
  'alert.offline': '{device} non risponde',
  'alert.offline-why': '{device} non risponde: {reason}',
  'alert.gap': '{device} non dà valori nuovi',
  'alert.errors': 'il {share} delle richieste a {device} fallisce',
  'alert.implausible': '{device} ha dato in un’ora {count, number} valori che non possono essere veri',
  'alert.battery-low': 'la batteria è al {soc}, sotto il {limit}',
  'alert.cell-drift': 'le celle di {device} distano {spread}, più di {limit}',
  'alert.no-production': 'nessuna potenza dal sole da {hours, number, one} ore, benché sia alto',
  'alert.under-production':
    'il migliore degli ultimi {days, number} giorni ha dato il {share} di quanto dà qui un giorno sereno (±\u00a0{uncertainty})',
  'alert.budget': 'è stato usato il {used} del budget {name}',
  'alert.refused': 'in un’ora sono stati rifiutati {count, number} tentativi di accesso al broker',
  'alert.rule': '{title}',
  'alert.rule-text': '{title}: {text}',
  'alert.unusual': '{device}: {reason}',
  'alert.test': 'questa è una prova: i messaggi di {home} arrivano qui',
  'alert.over': 'è finito prima che si potesse dirlo',
  'alert.old': 'non è stato possibile consegnarlo per un giorno',
  'alert.many': 'troppi messaggi attendevano lo stesso luogo',
  'alert.gone': 'il suo canale non c’è più, o è disattivato',
  'alert.may-not': 'chi lo riceverebbe non può più vedere questa casa',
  'alert.no-secret': 'serve un segreto, e non ne è conservato nessuno',
  'alert.answered': 'ha risposto {status}: {said}',
  'alert.mail-said': 'il server di posta ha detto: {said}',
  'alert.push-host': 'non è un servizio push usato dai browser',
  'alert.push-key': 'le chiavi dell’iscrizione non sono giuste',
  'alert.push-gone': 'il browser non accetta più messaggi: iscriversi di nuovo da lì',
  'alert.topic': 'il suo topic deve stare sotto {prefix}, senza caratteri jolly',
  'alert.address': 'non è un indirizzo di posta, come name@example.org',
  'alert.own-push': 'i canali personali che non sono un browser richiedono il diritto di modificare gli avvisi',
  'alert.reports-mail': 'i rapporti vanno solo per e-mail',
  'alert.many-channels': 'ci sono già {most, number} canali',
  'alert.range': 'deve stare tra {least} e {most}',
  'alert.no-threshold': 'questo tipo non ha soglia',
  'alert.no-language': 'questa lingua non c’è: ci sono {known}',
  'alert.template-word': 'qui niente si chiama {word}, alla colonna {column, number}, che si possa riempire',
  'alert.template-brace':
    'la graffa alla colonna {column, number} è sola: un nome tra due viene riempito, e due affiancate sono una graffa del testo',
  'alert.template-twice': 'in questa lingua ci sono già parole per questo tipo',
  'alert.no-day': 'non è un giorno, come 2026-06-30',
  'mail.code': 'il server di posta ha risposto {code}',
  'mail.no-server': 'ciò che risponde lì non è un server di posta',
  'mail.address':
    'non è l’indirizzo di un server di posta: smtps://host:465, smtp://host:587, o smtp+plain://host:25 senza TLS',
  'alert.row': 'la sua riga non si può leggere',
  'alert.none': 'qui non ci sono avvisi',
};
