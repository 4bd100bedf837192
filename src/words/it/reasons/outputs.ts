// Italian: why an output cannot be set up, or does not send.
import type { outputReasons as english } from '#core/reasons/outputs.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const outputReasons: Texts<typeof english> = {
  'output.none': 'qui non ci sono uscite',
  'output.row': 'non contiene impostazioni di un’uscita',
  'output.settings': 'le sue impostazioni non sono quelle di questa versione: {said}',
  'output.setting': '{field}: {said}',
  'output.kind': 'questo tipo di uscita non esiste; sono noti {known}',
  'output.many': 'una casa ha al massimo {most, number} uscite',
  'output.server':
    'scrivere l’indirizzo come mqtt://host:1883 o mqtts://host:8883, o lasciarlo vuoto per il broker di questa casa',
  'secret.again':
    'la password conservata appartiene al server, all’account e al certificato di prima; inserire quella di questo',
  'output.password': 'togliere la password dall’indirizzo: ha un campo proprio, ed è conservata a parte',
  'output.own-prefix':
    'sul broker di questa casa è solstead/{home}, o inizia con questo e una barra: non l’ha nessun dispositivo e nessun’altra casa',
  'output.prefix': 'accetta parole di lettere, cifre, punti, trattini e trattini bassi, con / in mezzo',
  'output.ca': 'non è un certificato in PEM: inizia con -----BEGIN CERTIFICATE-----',
  'output.filter': 'accetta id di metriche, o l’inizio di uno seguito da *',
  'output.place-taken':
    'l’uscita {name} ha già questo luogo, e ciò che una di esse vi lascia sparisce con essa: dare un altro luogo a questa',
  'output.place-elsewhere':
    'un’uscita di un’altra casa ha già questo luogo, e ciò che una di esse vi lascia sparisce con essa: dare un altro luogo a questa',
  'output.filter-idle': 'conta solo con changesOnly, che non è impostato',
  'output.nothing-waits':
    'conta solo dove tutto ciò che attende è conservato sul disco; questa uscita conserva il più recente di ogni valore, o nulla',
  'output.name':
    '{name} non può essere un nome lì: accetta lettere, cifre e _, i dispositivi anche -, le metriche anche punti',
  'output.name-star': '{from} e {to} finiscono entrambi con *, o nessuno dei due',
  'output.name-twice': '{one} e {other} avrebbero lì lo stesso nome',
  'output.no-names': 'questo tipo ha nomi propri: lì non si cambiano',
  'output.not-now': 'ora non invierebbe: {reason}',
  'output.not-back':
    'il broker ha confermato il messaggio di prova e non l’ha restituito: forse non permette a questo account di scrivere o leggere sotto {prefix}',
  'output.silent': 'non c’è stata risposta entro {seconds, number} s',
  'output.nothing-yet': 'nessun dispositivo della casa ha ancora dato un valore che questa uscita invierebbe',
  'output.away': 'l’uscita {name} non raggiunge il suo server: {reason}',
  'output.lost':
    'l’uscita {name} ha perso {count, number} lotti di letture, perché il suo server è mancato troppo a lungo',
  'output.unfit':
    'il server dell’uscita {name} rifiuta per sempre alcuni valori, finora {count, number}; l’ultimo: {reason}',
  'output.refused-value': '{metric} di {device}: {reason}',
  'output.file': 'scrivere un nome come home.prom o node/home.prom',
  'output.file-link':
    'una cartella sul percorso è un collegamento o non è una cartella; attraverso di essa non si scrive nulla',
  'output.file-taken': 'qualcosa che non è un file ha questo nome',
  'output.needed': 'qui serve',
  'output.header': 'è un’intestazione che dice cosa viene inviato, e non chi lo invia',
  'output.labels':
    'scrivere nomi e valori come house=cabin, owner=anna; i nomi accettano lettere, cifre e trattini bassi, e nessuno che le letture abbiano già',
  'output.status': 'ha risposto con lo stato {status}: {said}',
  'output.status-only': 'ha risposto con lo stato {status}',
  'output.leftovers': 'ciò che ha lasciato sul server non è stato possibile ritirarlo: {reason}',
  'output.not-taken': 'non accetta questo testo',
  'output.too-many-commands': 'troppi comandi sono in corso',
  'output.dangerous': 'ciò che è pericoloso attende una persona nella pagina',
  'output.domoticz-line':
    'una riga è l’idx di un dispositivo di Domoticz, un dispositivo di questa casa e metriche, come 12 roof pv.power pv.energy; questa non lo è: {line}',
  'output.domoticz-lines': 'accetta una riga o più, al massimo {most, number}',
  'output.former-line':
    'questa riga non è un dispositivo con il suo tag di mpp-solar, come roof = mpp, né un dispositivo da solo: {line}',
  'output.header-line':
    'una riga è un nome e un valore, come X-House: cabin, di nessuna intestazione della richiesta stessa; questa non lo è: {line}',
  'output.template': 'non è JSON quando i suoi segnaposto contengono null',
  'output.template-gap': 'un segnaposto contiene site, device, time o una metrica; {gap} non è nulla di questo',
  'output.udp': 'scrivere l’indirizzo come udp://host:port',
  'output.unheard': 'sono stati inviati; nessuno dice se vengono ricevuti',
  'output.of-device': 'scrivere un dispositivo di questa casa e una metrica, come roof grid.voltage',
  'output.rate':
    'non accetta altre richieste per {minutes, plural, one {# minuto} many {# di minuti} other {# minuti}}',
  'output.mongodb': 'scrivere l’indirizzo come mongodb://account@host:27017/database, con un solo host',
  'output.mysql': 'scrivere l’indirizzo come mysql://account@host:3306/database',
  'output.nats':
    'scrivere l’indirizzo come nats://host:4222, o tls://host:4222 con TLS; fino a dieci server di un cluster separati da virgole, tutti con TLS o nessuno',
  'output.nats-user': 'togliere l’account dall’indirizzo: l’accesso ha campi propri',
  'output.subject': 'un subject è fatto di parole separate da punti, senza spazi, * e >, come {example}',
  'output.subject-gap': 'una lacuna di un subject contiene site, device o metric; {gap} non è nessuno di questi',
  'output.subject-needs': 'ogni valore è un messaggio a sé che non dice altro: il suo subject deve contenere {gap}',
  'output.subject-not': 'un messaggio ha tutti i valori di un dispositivo: {gap} non può stare nel suo subject',
  'output.subject-server': 'i subject che iniziano con {word} sono del server',
  'output.postgres': 'scrivere l’indirizzo come postgres://account@host:5432/database',
  'output.ca-unused': 'un certificato di un’autorità è per TLS: attivarlo, o togliere il certificato',
  'output.table-foreign': 'c’è una tabella readings che non è di questo programma: scegliere un altro schema',
  'output.table-newer': 'la tabella readings ha la versione {version, number}, che è più recente di questo programma',
  'help.output-account': 'Controllare l’account nell’indirizzo, e la sua password.',
  'help.output-database': 'Controllare che il database esista e che l’account possa farlo lì.',
  'output.silent-meter': 'il misuratore {name} tace: {reason}',
  'meter.not-open': '{reason}. {help}',
  'meter.no-grid': 'la casa non ha nessun valore del suo allacciamento alla rete',
  'meter.no-power': '{device} non dà la potenza di rete, o solo valori vecchi',
  'meter.estimated': 'nulla misura l’allacciamento alla rete: la sua potenza è solo stimata, e nulla dovrebbe seguirla',
  'meter.old': 'il valore più recente ha {age, number} s, e può averne al massimo {most, number}',
  'meter.silent-now': 'ora tacerebbe: {reason}',
  'meter.address': 'scrivere un indirizzo IP di questo computer, o 0.0.0.0 per tutti',
  'meter.own-ipv4': 'scrivere un indirizzo IPv4 di questo computer, come 192.168.1.5',
  'meter.udp-ports': 'scrivere al massimo {most, number} numeri di porta separati da virgole, come 1010, 2220',
  'output.not-connected': 'non c’era connessione',
  'answers.regex': 'non è un’espressione regolare che si possa cercare in tempo lineare: {said}',
  'answers.mongodb': 'scrivere l’indirizzo come mongodb://account@host:27017, con un solo host',
  'answers.unknown': 'questa uscita non esiste; sono note {known}',
  'answers.to': 'nessuna delle uscite va a {to}',
  'answers.long': 'è più lungo dei {most, number} byte che porta un datagramma',
  'answers.late': 'non è stato accettato entro {seconds, number} s',
};
