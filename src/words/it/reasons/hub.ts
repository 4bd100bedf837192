// Italian: why homes, accounts and devices are not changed as asked.
import type { hubReasons as english } from '#core/reasons/hub.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const hubReasons: Texts<typeof english> = {
  'charger.no-desk': 'qui non si conservano ricariche',
  'charger.unknown': 'nessun caricatore con questo nome viene gestito: vedere chargers nell’automazione',
  'charger.no-key': 'qui ha una password solo un punto di ricarica che arriva via OCPP',
  'command.needs-arm': 'può togliere la corrente alla casa: darlo come comando che viene prima confermato',
  'command.key-used': 'questa chiave è stata usata per un’altra richiesta: prenderne una nuova per ciascuna',
  'command.ended': 'Solstead si è fermato prima che il dispositivo rispondesse; non si sa se ha agito',
  'command.too-late': 'il suo turno non è arrivato in tempo',
  'command.no-relays': 'non c’è nessun relè che questo account possa commutare insieme ad altri',
  'command.arm-over': 'la conferma è troppo vecchia, già usata o data per qualcos’altro',
  'metric.unknown': 'la metrica {metric} non è nel catalogo',
  'metric.none-begins': 'nessuna metrica del catalogo inizia come {pattern}',
  'chart.from-to': 'la fine deve venire dopo l’inizio',
  'chart.step': 'un passo è un numero intero di millisecondi',
  'chart.steps': 'più di {most, number} passi; scegliere un passo più lungo o un periodo più breve',
  'device.name': 'il dispositivo richiede un nome',
  'device.topic': '{title} richiede il prefisso del topic del dispositivo',
  'device.not-removed': '{id} non è un dispositivo rimosso da questa casa',
  'device.no-picks':
    'un dispositivo che riporta via MQTT non viene interrogato: comporlo dai suoi topic, e dire lì cosa misura ciascuno',
  'device.asked-often': 'gli si fanno al massimo {most, number} domande al minuto',
  'device.many': 'ci sono già {most, number} dispositivi: rimuoverne prima uno',
  'broker.no-fingerprint':
    'non è un certificato né l’impronta SHA-256 di uno: indicare le 64 cifre esadecimali che stampa «openssl x509 -in client.pem -noout -fingerprint -sha256», o il file così com’è',
  'broker.many': 'ci sono già {most, number} account del broker: rimuoverne prima uno',
  'help.twin': 'Usare quello che c’è, o indicare un altro indirizzo.',
  'device.twin': '«{name}» è già configurato lì',
  'name.taken': '{name} è occupato; scegliere un altro nome',
  'records.silent': 'non rispondono',
  'name.unknown': 'non c’è {name}',
  'account.name': 'l’account richiede un nome',
  'account.name-hidden': 'un nome non può avere caratteri di controllo né invisibili',
  'account.name-alike': 'somiglia a {name}, che è già qui; scegliere un altro nome',
  'account.password':
    'la password richiede almeno {least, plural, one {# carattere} many {# di caratteri} other {# caratteri}}',
  'account.password-guessed':
    'questa password è facile da indovinare: è fatta di parole comuni, nomi, file di tasti, anni o ripetizioni',
  'account.unknown': 'questo account non esiste',
  'account.none': 'non c’è ancora nessun account: lo crea il primo visitatore',
  'account.names': 'questo account non esiste; sono noti {known}',
  'account.last-owner': 'una casa richiede un proprietario: rendere prima proprietario un altro account',
  'grant.device': '{device} non è un dispositivo di {site}',
  'grant.devices': 'si possono dare singoli dispositivi per una casa, non per tutte',
  'grant.beyond': 'nessuno dà più di ciò che può fare: {actions}',
  'passkey.taken': 'questa passkey è già nota',
  'factor.needed': 'questo account chiede anche un codice, un codice di recupero o una passkey',
  'factor.wrong': 'il codice è sbagliato, troppo vecchio o già usato',
  'factor.throttled':
    'troppi codici sbagliati; attendere {minutes, plural, one {# minuto} many {# di minuti} other {# minuti}}, o usare una passkey o un codice di recupero',
  'totp.on': 'il secondo fattore è già attivo: disattivarlo prima',
  'totp.begin': 'ricominciare: non c’è nessun segreto che attenda il suo primo codice',
  'pin.digits': 'un PIN ha da 6 a 12 cifre, non tutte uguali né di fila',
  'pin.none': 'questo account non ha PIN',
  'pin.wrong': 'il PIN è sbagliato',
  'pin.throttled':
    'troppi PIN sbagliati; attendere {minutes, plural, one {# minuto} many {# di minuti} other {# minuti}}, o usare una passkey o la password',
  'recovery.wrong': 'nome e codice di recupero non vanno insieme, o il codice è già stato usato',
  'passkey.many': 'un account ha al massimo {most, number} passkey: rimuoverne prima una',
  'passkey.name': 'la passkey richiede un nome',
  'passkey.unknown': 'questa passkey non esiste',
  'passkey.place':
    'le passkey richiedono un nome con https, o localhost: {host} è un indirizzo o parla HTTP non cifrato',
  'passkey.refused': 'la passkey non è stata accettata: non è nota, appartiene altrove o ha impiegato troppo',
  'step-up.empty': 'indicare una password, un PIN o una passkey',
  'step-up.password': 'la password è sbagliata',
  'step-up.now':
    '{minutes, plural, one {è passato più di # minuto} many {sono passati più di # di minuti} other {sono passati più di # minuti}} dall’ultima conferma',
  'refresh.over': 'è scaduto, o la sua sessione è terminata',
  'refresh.reused': 'è già stato usato: chiunque l’abbia copiato, la sessione è terminata',
  'token.many': 'ci sono già {most, number} token: rimuoverne prima uno',
  'token.name': 'il token richiede un nome',
  'token.unknown': 'questo token non esiste',
  'token.expiry': 'un token scade nel futuro, ed entro dieci anni',
  'token.may':
    'indicare un ruolo ({roles}), o azioni separate da virgole ({actions}); i dispositivi vanno con viewer o con azioni',
  'token.account': 'questo account non esiste: un token personale ne richiede uno',
  'account.person-only': 'può farlo solo una persona che ha effettuato l’accesso',
  'session.unknown': 'questa sessione non esiste',
  'session.outside': 'l’accesso è stato effettuato da Home Assistant: disconnettersi lì',
  'invitation.over': 'questo invito è stato usato, ritirato o è troppo vecchio: chiederne un altro',
  'kiosk.over': 'questo link è già stato aperto, ritirato o è troppo vecchio: chiederne un altro',
  'kiosk.name': 'un tablet ha bisogno di un nome',
  'kiosk.many': 'questa casa ha {most, number} tablet e link, il massimo consentito: togliere uno che non si usa',
  'kiosk.unknown': 'questa casa non ha questo tablet',
  'clock.waiting':
    'l’orologio di questo computer è stato regolato, o è indietro rispetto ai valori: {count, plural, one {una lettura attende} many {# di letture attendono} other {# letture attendono}} finché non si sa che è giusto. Regolarlo, o dire nella pagina dell’orologio che è giusto',
  'clock.doubt':
    'l’orologio di questo computer è stato regolato di {minutes, number} minuti, e nulla dice ancora se a ragione. Dire nella pagina dell’orologio se è giusto',
  'clock.ahead':
    'l’orologio è avanti di {hours, plural, one {# ora} many {# di ore} other {# ore}} rispetto al tempo trascorso; per questo non viene cancellato nulla finché non è confermato per un giorno',
  'history.damage':
    '{count, plural, one {una parte dello storico non si può} many {# di parti dello storico non si possono} other {# parti dello storico non si possono}} leggere; {at}: {reason}',
  'history.lost':
    '{count, plural, one {# valore è andato perso} many {# di valori sono andati persi} other {# valori sono andati persi}} perché non è stato possibile scrivere lo storico',
  'consumer.trouble': '{name}: {said}',
  'site.half-place': 'latitudine e longitudine vanno insieme',
  'site.many': 'ci sono già {most, number} case',
  'site.name': 'la casa richiede un nome',
  'site.time-zone': '{zone} non è un fuso orario; scriverlo come Europe/Berlin',
  'account.throttled': 'troppi tentativi; attendere {seconds} s',
  'retention.order':
    '{coarser} deve durare almeno quanto {finer} ({days, plural, one {# giorno} many {# di giorni} other {# giorni}})',
  'retention.own': 'lo storico è in un motore con impostazioni di conservazione proprie: modificarle lì',
};
