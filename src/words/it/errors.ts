// Italian: titles of errors and what helps.
import type { Language } from '../language.ts';

/** Titles and repairs by code. */
export const errors: Language['errors'] = {
  'input.hex': { title: 'Non sono byte esadecimali', repair: 'Indicare coppie di 0–9 e a–f, come 28 41 43 4b.' },
  'input.usage': {
    title: 'Argomenti sbagliati',
    repair: 'Correggere ciò che viene nominato.',
    cli: 'Vedere `solstead --help`.',
  },
  'input.invalid': { title: 'La richiesta non è valida', repair: 'Correggere il campo nominato.' },
  'input.not-json': {
    title: 'Il corpo della richiesta non è JSON',
    repair: 'Inviare il corpo come JSON con l’intestazione content-type: application/json.',
  },
  'input.too-large': {
    title: 'Il corpo della richiesta è troppo grande',
    repair: 'Inviare al massimo 1 MiB alla volta; ciò che non richiede account accetta 8 KiB.',
  },
  'input.too-long': {
    title: 'L’indirizzo della richiesta è troppo lungo',
    repair: 'Accorciare la parte dell’indirizzo troppo lunga.',
  },
  'path.unknown': { title: 'In questo percorso non c’è nulla', repair: 'Controllare l’indirizzo.' },
  'path.method': {
    title: 'Questo percorso non accetta questo metodo',
    repair: 'Usare uno dei metodi nominati dall’intestazione Allow.',
  },
  internal: {
    title: 'Qualcosa non ha funzionato dentro Solstead',
    repair: 'Riprovare; se persiste, cercare la richiesta nel log e segnalarla.',
  },
  'address.invalid': {
    title: 'Non è un indirizzo di collegamento',
    repair:
      'Usare serial:///dev/ttyUSB0?baud=2400, hid:///dev/hidraw0, tcp://host:port, udp://host:port, http://host, esphome://host, solar-assistant://host, ocpp://id o mqtt://host:port.',
  },
  'protocol.unknown': {
    title: 'Protocollo sconosciuto',
    repair: 'Sceglierne uno dall’elenco dei protocolli.',
    cli: 'Vedere `solstead list protocols`.',
  },
  'command.unknown': {
    title: 'Comando sconosciuto',
    repair: 'Scegliere uno dei comandi e delle impostazioni di questo dispositivo.',
    cli: 'Vedere `solstead list commands {id}` o `solstead list settings {id}`.',
  },
  'command.refused': {
    title: 'Il dispositivo ha rifiutato il comando',
    repair: 'Controllare che questo modello e la sua modalità attuale conoscano il comando.',
  },
  'command.unconfirmed': {
    title: 'Il dispositivo non ha confermato il comando',
    repair: 'Guardare il dispositivo: può aver agito o no. Inviare di nuovo il comando quando torna.',
  },
  'command.differs': {
    title: 'Il dispositivo ha accettato il comando e mostra un altro valore',
    repair: 'Guardare il dispositivo: la modalità, il modello o un’altra impostazione può non ammettere questo valore.',
  },
  'command.not-armed': {
    title: 'Il comando non è stato confermato da una persona',
    repair: 'Leggere cosa fa e confermarlo; una conferma vale 60 secondi e per un solo valore.',
  },
  'command.limits': {
    title: 'Il comando è fuori dai suoi limiti',
    repair: 'Indicare un valore entro i limiti nominati.',
  },
  'command.expired': {
    title: 'Il comando è scaduto prima di essere inviato',
    repair: 'Vedere perché il dispositivo era occupato o assente, e inviare di nuovo il comando con più tempo.',
  },
  'command.gone': {
    title: 'Questo comando non esiste',
    repair: 'Vedere l’elenco dei comandi; i più vecchi vengono dimenticati.',
  },
  'command.key-reused': {
    title: 'La chiave di idempotenza appartiene a un’altra richiesta',
    repair: 'Usare una chiave nuova per ogni comando, e la stessa solo per ripetere la stessa richiesta.',
  },
  'command.too-often': {
    title: 'Il comando consumerebbe il dispositivo',
    repair:
      'Il dispositivo conserva ogni scrittura in una memoria con un numero limitato di scritture: far scrivere il programma meno spesso.',
  },
  'link.unavailable': {
    title: 'Non si può aprire il collegamento',
    repair: 'Controllare l’indirizzo, che l’altro capo sia collegato e acceso, e che nessun altro programma lo usi.',
  },
  'link.forbidden': {
    title: 'Nessun permesso per il collegamento',
    repair:
      'Permettere all’utente che esegue Solstead di usare la porta: per le porte seriali aggiungerlo al gruppo `dialout` e accedere di nuovo.',
  },
  'link.closed': {
    title: 'Il collegamento è stato chiuso',
    repair: 'Viene riaperto automaticamente; controllare il cavo se succede spesso.',
  },
  'device.offline': {
    title: 'Il dispositivo è offline',
    repair: 'Guardare la sua alimentazione e la sua rete, e inviare di nuovo il comando quando torna.',
  },
  'link.timeout': {
    title: 'Nessuna risposta in tempo',
    repair:
      'Controllare il cavo, la velocità e il protocollo; alcuni dispositivi impiegano fino a un minuto dopo l’accensione.',
  },
  'frame.checksum': {
    title: 'Il checksum non corrisponde',
    repair: 'Controllare il cavo e la sua lunghezza; un singolo errore è innocuo.',
  },
  'frame.malformed': {
    title: 'I byte non sono una risposta di questo protocollo',
    repair: 'Controllare il protocollo e la velocità.',
  },
  'broker.refused': {
    title: 'Il broker MQTT ha rifiutato l’account',
    repair: 'Controllare utente e password del broker.',
  },
  'port.taken': { title: 'La porta è in uso', repair: 'Fermare l’altro programma o scegliere un’altra porta.' },
  'folder.unwritable': {
    title: 'Non si può scrivere nella cartella dei dati',
    repair: 'Rendere scrivibile la cartella, o sceglierne un’altra.',
    cli: 'Scegliere un’altra cartella con --data, o rendere scrivibile questa.',
  },
  'folder.missing': { title: 'Questa cartella non esiste', repair: 'Nominare una cartella che esista.' },
  'folder.locked': {
    title: 'La cartella dei dati è in uso',
    repair: 'Un altro Solstead usa questa cartella: fermarlo, o scegliere un’altra cartella.',
    cli: 'Un altro Solstead usa questa cartella: fermarlo, o scegliere un’altra cartella con --data.',
  },
  'store.failed': {
    title: 'L’archivio non ha potuto scrivere',
    repair:
      'Controllare lo spazio libero e la salute del disco; un server che conserva lo storico o i registri deve essere in esecuzione.',
  },
  'store.fenced': {
    title: 'Ora di questa casa si occupa un altro processo',
    repair: 'Non c’è nulla da fare: ciò che è venuto prima è conservato, e l’altro processo prosegue con la casa.',
  },
  'store.corrupt': {
    title: 'Un file dell’archivio è danneggiato',
    repair: 'Ripristinare il file nominato da un backup.',
    cli: 'Ripristinare il file nominato da un backup, o vedere cosa può salvare `solstead repair`.',
  },
  'store.newer': {
    title: 'Un file dell’archivio è stato scritto da un Solstead più recente',
    repair:
      'Avviare di nuovo quella versione, o ripristinare il file nominato da un backup fatto prima dell’aggiornamento.',
  },
  'store.uncopied': {
    title: 'Non è stato possibile copiare lo storico di una versione precedente prima di aggiornarlo',
    repair:
      'Liberare spazio dove si trova lo storico, o spostare ciò che è d’intralcio, e avviare di nuovo. Per proseguire senza copia, avviare con SOLSTEAD_WITHOUT_HISTORY_COPY=1 nell’ambiente.',
  },
  'tariff.invalid': {
    title: 'La tariffa non è valida',
    repair: 'Correggere la riga nominata; docs/tariffs.md mostra ogni tipo di tariffa.',
  },
  'automation.invalid': {
    title: 'L’automazione non è valida',
    repair: 'Correggere la riga nominata; docs/automation.md mostra regole, limiti e scene.',
  },
  'alert.unknown': {
    title: 'Questo avviso non esiste',
    repair: 'Chiedere di nuovo l’elenco degli avvisi; uno già finito non si può prendere in carico.',
  },
  'alert.no-channel': { title: 'Questo canale non esiste', repair: 'Chiedere di nuovo l’elenco dei canali.' },
  'alert.not-sent': {
    title: 'Il messaggio non è stato accettato',
    repair: 'Correggere ciò che nomina il motivo; la prova del canale mostra subito se funziona.',
  },
  'readings.invalid': {
    title: 'Il file di letture non si può usare',
    repair: 'Correggere il punto nominato; docs/energy.md mostra com’è fatto un file simile.',
  },
  'series.invalid': {
    title: 'La serie di prezzi o emissioni non si può leggere',
    repair: 'Controllare che sia stata presa l’intera risposta o l’intero file, e che sia del formato indicato.',
  },
  'device.unknown': { title: 'Questo dispositivo non esiste', repair: 'Vedere l’elenco dei dispositivi.' },
  'device.exists': { title: 'Il dispositivo esiste già', repair: 'Scegliere un altro nome.' },
  'site.held': {
    title: 'Di questa casa si occupa un altro processo',
    repair: 'Chiedere a quel processo, o fermarlo.',
  },
  'site.unknown': { title: 'Questa casa non esiste', repair: 'Vedere l’elenco delle case.' },
  'invitation.unknown': { title: 'Questo invito non esiste', repair: 'Vedere l’elenco degli inviti.' },
  'anomaly.unknown': { title: 'Questo riscontro non esiste', repair: 'Vedere l’elenco dei riscontri.' },
  'access.signed-out': { title: 'Accesso non effettuato', repair: 'Accedere.' },
  'access.denied': { title: 'Non consentito', repair: 'Chiedere al proprietario della casa.' },
  'access.credentials': {
    title: 'Nome o password sbagliati',
    repair: 'Controllare entrambi e riprovare.',
  },
  'access.second-factor': {
    title: 'Serve un secondo fattore',
    repair:
      'Indicare il codice dell’app che li genera, un codice di recupero o una passkey, insieme a nome e password.',
  },
  'access.refresh': { title: 'Questo token di rinnovo non vale più nulla', repair: 'Accedere di nuovo.' },
  'access.step-up': {
    title: 'Serve una conferma dell’identità',
    repair:
      'Confermare con la passkey, il PIN o la password (e un codice, se l’account li chiede), e chiedere di nuovo; vale cinque minuti.',
  },
  'access.throttled': { title: 'Troppi tentativi', repair: 'Attendere un minuto e riprovare.' },
  'access.plain': {
    title: 'Questa porta non parla TLS',
    repair: 'Usare https. Una password o un token inviati qui possono essere stati letti per strada: sostituirli.',
  },
  'server.not-ready': {
    title: 'Solstead non è pronto',
    repair: 'Riprovare tra qualche secondo.',
  },
  'automation.busy': {
    title: 'Si sta già provando un’automazione',
    repair: 'Attendere la fine di quella prova e chiedere di nuovo.',
  },
  'import.busy': {
    title: 'Un’importazione è già in corso',
    repair: 'Attendere che finisca, o fermarla, e chiedere di nuovo.',
  },
  'export.busy': {
    title: 'Troppe esportazioni insieme',
    repair: 'Attendere che una di esse finisca e chiedere di nuovo.',
  },
  'request.too-many': {
    title: 'Troppe richieste',
    repair: 'Attendere quanto dice Retry-After, e chiedere meno spesso.',
  },
  'request.outdated': {
    title: 'Nel frattempo l’ha modificato qualcun altro',
    repair: 'Leggerlo di nuovo, e inviare la modifica con l’ETag di ciò che è stato letto.',
  },
  'uplink.failed': {
    title: 'L’uplink non funziona',
    repair: 'Controllare indirizzo, id del client e segreto, e che l’altro lato sia in esecuzione; poi riprovare.',
  },
  'uplink.unknown': { title: 'Questa casa non esiste', repair: 'Vedere l’elenco delle case che inviano qui.' },
  'output.failed': {
    title: 'L’uscita non funziona',
    repair: 'Controllare l’indirizzo, l’account e la sua password, e che il server sia in esecuzione; poi riprovare.',
  },
  'output.unfit': {
    title: 'Il server non accetterà mai questi valori',
    repair: 'Vedere cosa ne dice il server; ciò che accetta prosegue.',
  },
  'output.refused': {
    title: 'Il server rifiuta ciò che riceve',
    repair: 'Controllare l’indirizzo e ciò che dice il server; poi riprovare.',
  },
  'output.unknown': { title: 'Questa uscita non esiste', repair: 'Vedere l’elenco delle uscite.' },
  'plugin.unknown': {
    title: 'Questo plug-in non esiste, o non chiede nulla',
    repair: 'Vedere l’elenco dei plug-in.',
  },
  'plugin.failed': {
    title: 'Il plug-in non ha funzionato',
    repair: 'Guardare cosa dice; viene riavviato dopo una pausa. Può modificarlo solo chi possiede la macchina.',
  },
  'backup.damaged': {
    title: 'Il backup non si può usare',
    repair: 'Prendere un altro backup; non è stato modificato nulla.',
  },
  'backup.passphrase': {
    title: 'La passphrase non apre il backup',
    repair: 'Controllare la passphrase; non è stato modificato nulla.',
  },
  'backup.newer': {
    title: 'Il backup è stato fatto da un Solstead più recente',
    repair: 'Aggiornare Solstead, poi ripristinare; non è stato modificato nulla.',
  },
  'backup.refused': {
    title: 'Il ripristino è stato rifiutato',
    repair:
      'Ripristinare in una cartella vuota, o indicare che la casa presente va sostituita; viene conservata accanto a quella nuova.',
    cli: 'Ripristinare in una cartella vuota, o aggiungere --replace: la casa presente viene conservata accanto a quella nuova.',
  },
  'backup.failed': {
    title: 'Non è stato possibile fare il backup',
    repair: 'Correggere ciò che viene nominato, e farlo di nuovo.',
  },
  'backup.unknown': { title: 'Questo backup non esiste', repair: 'Vedere l’elenco dei backup.' },
  'backup.no-upload': {
    title: 'Questo caricamento non esiste',
    repair: 'Iniziare un altro caricamento: il precedente può essere stato scartato, o Solstead è stato riavviato.',
  },
  'backup.busy': {
    title: 'È già in corso un backup o un ripristino',
    repair: 'Attendere che finisca.',
  },
  'backup.place': {
    title: 'Il luogo dei backup non si può usare',
    repair: 'Controllare il suo indirizzo, il suo account e il suo spazio; si riprova.',
    cli: 'Controllare il suo indirizzo, il suo account e il suo spazio.',
  },
  'access.owned': {
    title: 'Questa casa ha già un proprietario',
    repair: 'Accedere, o chiedere un account al proprietario.',
  },
};
