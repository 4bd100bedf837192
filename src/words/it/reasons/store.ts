// Italian: why files, records and history cannot be used.
import type { storeReasons as english } from '#core/reasons/store.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const storeReasons: Texts<typeof english> = {
  'secret.key': 'non è una chiave: {bytes} byte in base64 o in cifre esadecimali',
  'secret.no-key': 'questo file non esiste',
  'secret.changed': 'è stato modificato, o non è un segreto di questa installazione',
  'secret.other-key': 'è stato sigillato con un’altra chiave: indicare la chiave che l’installazione aveva allora',
  'secret.key-lost':
    '{file} non si può usare: {why}. Ciò che ha sigillato (password di dispositivi e luoghi, secondi fattori) non si può aprire, e non viene sigillato nulla di nuovo. Recuperarlo da un backup, o iniziare una nuova chiave con `solstead repair --adopt --yes` e indicare di nuovo le password',
  'secret.unopened':
    '{count, plural, one {{file} non si può aprire} many {# di segreti, il primo dei quali è {file}, non si possono aprire} other {# segreti, il primo dei quali è {file}, non si possono aprire}}: {why}. Indicare di nuovo la password dove si usa, o recuperare il file da un backup',
  'secret.not-latest':
    '{count, plural, one {{file} manca o è più vecchio} many {# di segreti, il primo dei quali è {file}, mancano o sono più vecchi} other {# segreti, il primo dei quali è {file}, mancano o sono più vecchi}} di ciò che è stato scritto per ultimo: può essere in uso una vecchia password. Recuperare la copia più recente, o indicare di nuovo la password dove si usa; `solstead repair --yes` accetta ciò che c’è',
  'store.other-writer': 'un altro Solstead sta scrivendo questo storico',
  'store.version': 'la sua versione è {version}; questo Solstead conosce {known}',
  'store.kind': 'il tipo {kind} è sconosciuto',
  'store.no-list': 'non è un elenco di testi',
  'store.role': 'il ruolo {role} è sconosciuto',
  'store.no-grant': 'non concede nulla',
  'store.actions': 'una delle azioni {actions} è sconosciuta',
  'folder.not-made': 'lì non si può creare nessuna cartella',
  'store.grants': 'i suoi permessi non si possono leggere',
  'store.no-file-journal': 'il file manca, ma il suo journal c’è',
  'store.foreign': 'non è un file di Solstead',
  'store.short': 'ha {size} di {bytes} byte',
  'store.empty': 'il file è vuoto',
  'store.not-arrived':
    'sono arrivati solo {arrived} di {count} punti di {name} dal {when}; il nuovo luogo conserva valori così vecchi?',
  'server.said': 'ha risposto: {said}',
  'server.status': 'ha risposto {status}: {said}',
  'store.closed': 'è chiuso',
  'server.no-url': 'il suo indirizzo non è un URL http:// o https://',
  'server.silent': 'nessuna risposta entro {seconds} s',
  'server.too-old': 'non conserva nulla prima del 2 gennaio 1970, e {at} ms è prima',
  'server.too-new': 'non conserva nulla oltre due giorni nel futuro, e {at} ms è dopo',
  'server.prefix': 'un prefisso può avere solo lettere e cifre',
  'store.change': 'la sua modifica {change} qui è sconosciuta',
  'store.checksum': 'il checksum delle sue note non corrisponde',
  'store.blocks': 'ha {found} di {known} blocchi',
  'store.worker': 'il suo processo ausiliario non ha funzionato: {said}',
  'store.rows-lost': 'mancano le righe da {from} a {to}',
  'store.unknown-series': 'ha valori di serie che lo storico non conosce',
  'store.other-home': 'appartiene a un’altra casa',
  'store.sibling-missing': '{file} manca, ma questa casa l’aveva',
  'store.owner-missing': 'i suoi account mancano, ma questa casa aveva un proprietario',
  'store.older':
    'i suoi registri sono più vecchi di com’erano: mancano {count} righe del log di audit (notato {when}). Account, password, token e dispositivi possono essere come prima; tutti sono stati disconnessi. Recuperare la copia più recente di records.db, o esaminarli e accettarli con `solstead repair --yes`',
  'home.renewed':
    'home.json mancava ed è stato riscritto dai registri. Non si può dire se questi siano i più recenti: esaminare account, token e dispositivi, o recuperare la copia più recente della cartella',
  'home.set-aside':
    'home.json era danneggiato: è stato riscritto dai registri, ed è conservato come {aside}. Non si può dire se i registri siano i più recenti: esaminare account, token e dispositivi',
  'home.file-lost':
    '{file} manca benché questa casa l’avesse; è stato iniziato da capo. Ciò che conteneva è perso: messaggi che attendevano client del broker, e ciò che era retained, che i dispositivi ridicono',
  'journal.empty':
    '{file} era vuoto: i messaggi che attendevano client del broker, e ciò che era retained, sono persi; i dispositivi ridicono ciò che è retained. Controllare il disco',
  'journal.gaps':
    '{file} è danneggiato in {count, plural, one {un punto} many {# di punti} other {# punti}}; ciò che è integro è stato usato. Messaggi che attendevano client del broker, o erano retained, possono essere persi: i dispositivi ridicono ciò che è retained. Controllare il disco',
  'journal.short':
    '{file} finisce prima di ciò che vi era stato scritto: è stato troncato, o è una copia più vecchia. I messaggi che attendevano client del broker, o sono diventati retained da allora, sono persi: i dispositivi ridicono ciò che è retained. Controllare il disco',
  'journal.set-aside':
    '{file} non si può usare: {why}. È conservato come {aside}, e ne è stato iniziato uno nuovo: i messaggi che attendevano client del broker, e ciò che era retained, sono persi; i dispositivi ridicono ciò che è retained',
  'journal.none':
    '{file} non si può usare: {why}. Ciò che il broker conserva per i suoi client termina con questo processo: rendere scrivibile la cartella e riavviare',
  'waiting.damaged':
    '{count, plural, one {una riga di {file} era danneggiata: è persa una lettura che attendeva} many {# di righe di {file} erano danneggiate: sono perse altrettante letture che attendevano} other {# righe di {file} erano danneggiate: sono perse altrettante letture che attendevano}} un orologio. Il file è conservato come {aside}. Controllare il disco',
  'waiting.short':
    '{file} manca, è stato troncato o è una copia più vecchia: le letture che vi attendevano un orologio non sono nello storico. Recuperare la sua copia più recente, se c’è, e riavviare',
  'waiting.set-aside':
    '{file} non si può usare: {why}. È conservato come {aside}; le letture che vi attendevano un orologio non sono nello storico',
  'waiting.unusable':
    '{file} non si può leggere: {why}. Le letture che vi attendevano un orologio non sono nello storico: renderlo leggibile e riavviare',
  'waiting.unwritten':
    'le letture che attendono un orologio non si possono scrivere in {file}: {why}. Sono tenute in memoria, e perse se il processo termina prima che l’ora sia nota',
  'eras.unusable':
    '{file} non si può usare: {why} (conservato come {aside}). Se l’orologio di questo computer era sbagliato prima di questo avvio, la casa non può dire da sola quali valori hanno una data sbagliata',
  'bits.mended':
    'su {count, plural, one {una pagina} many {# di pagine} other {# pagine}} di {file} un bit si era invertito; è stato corretto, e nulla è perso. Controllare la memoria e il disco di questo computer',
  'pages.changed':
    '{count, plural, one {una pagina di {file} (la prima è la pagina {page}) non è come è stata scritta} many {# di pagine di {file} (la prima è la pagina {page}) non sono come sono state scritte} other {# pagine di {file} (la prima è la pagina {page}) non sono come sono state scritte}}: al suo posto è stata messa una copia più vecchia, vi ha scritto un altro programma, o il disco è danneggiato. Recuperare la copia più recente, o esaminare ciò che contiene e accettarlo con `solstead repair --yes`',
  'journal.cut':
    '{file} è danneggiato, e ciò che era stato confermato dopo quel punto è perso. È conservato come {aside}. Controllare il disco',
  'store.journal': 'il suo journal (-wal) è danneggiato',
  'store.other-user': 'un altro Solstead usa questi registri',
  'journal.large':
    'ha più di {most, number} MB, che questo programma non scrive mai: spostarlo altrove, e ciò che il broker conserva ricomincia da capo',
  'store.no-file': 'non è un file: ha il suo nome una cartella, una pipe, un socket o un dispositivo',
  'store.damaged': 'è danneggiato',
  'store.full': 'il disco è pieno',
  'store.copy-room': 'in {folder} servono {needed, number} MB, e ne sono liberi {free, number}',
  'store.copy-differs': '{file} non contiene ciò che vi è stato scritto: controllare il disco',
  'store.series': 'ha {found} di {known} dispositivi e serie',
  'store.no-file-log': 'il file manca, ma il suo log c’è',
  'store.address': 'l’indirizzo non si può leggere',
  'help.database':
    'Controllare che il server del database sia in esecuzione, e host, porta e database del suo indirizzo.',
  'help.database-account':
    'Controllare il nome e la password; la password viene dall’ambiente (SOLSTEAD_RECORDS_PASSWORD, SOLSTEAD_HISTORY_PASSWORD).',
  'server.unreachable': 'il server non si raggiunge',
  'server.wants-password': 'il server chiede una password, e non ne è stata data nessuna',
  'document.version': 'ha la versione {version}; questo Solstead conosce fino alla {known}',
  'document.broken': 'non ha la forma attesa',
  'connection.used': '{name} si raggiunge attraverso di essa',
  'secret.name': 'il nome di un segreto può avere solo minuscole, cifre, punti e trattini',
  'secret.open': 'altri possono leggere questo segreto: renderlo leggibile solo dal proprietario (modo 0600)',
  'secret.length': 'deve avere da 1 a {most, number} caratteri',
};
