// Italian: why readings are not sent to, or taken from, another Solstead.
import type { uplinkReasons as english } from '#core/reasons/uplink.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const uplinkReasons: Texts<typeof english> = {
  'uplink.refused': 'l’altro lato non accetta questo id del client e questo segreto',
  'uplink.replaced': 'un altro programma è connesso con lo stesso id del client',
  'uplink.away': 'le letture di questa casa non vengono inviate all’altro lato: {reason}',
  'uplink.busy': 'l’altro lato ora non può conservare nulla',
  'uplink.too-much': 'l’altro lato ha troppe connessioni, o ha ricevuto troppo',
  'uplink.malformed': 'l’altro lato non ha capito ciò che ha ricevuto: uno dei due è più vecchio dell’altro',
  'uplink.not-understood': 'ciò che l’altro lato ha detto non è della forma di un uplink',
  'uplink.closed': 'la connessione è stata chiusa ({code})',
  'uplink.silent': 'l’altro lato non risponde',
  'uplink.clock':
    'l’orologio di questa casa è avanti di {seconds, number} s rispetto a quello dell’altro lato: non si invia nulla finché non concordano',
  'uplink.home-clock':
    'l’orologio di quella casa è avanti di {seconds, number} s rispetto al nostro: non invia nulla finché non concordano',
  'uplink.home-away': 'la sua casa non è connessa',
  'uplink.no-result': 'la sua casa non ha detto cosa ne è stato',
  'uplink.set-points-only': 'da lontano si può impostare solo ciò che il catalogo nomina',
  'uplink.no-commands': 'la sua casa non lo consente da lontano',
  'uplink.dangerous': 'serve qualcuno in quella casa, perché può toglierle la corrente o annullare una protezione',
  'uplink.late': 'è arrivato troppo tardi',
  'uplink.documented-no-commands': 'la sua casa parla una forma che non ha comandi',
  'uplink.malformed-part': 'ciò che ha inviato non è della forma di un uplink ({part})',
  'uplink.devices': 'una casa può inviare al massimo 500 dispositivi',
  'uplink.devices-without-end': 'ha già portato {most, number} dispositivi nuovi: vanno e vengono senza fine',
  'uplink.name': 'dare un nome alla casa',
  'uplink.many': 'ce ne sono già {most, number}',
  'uplink.no-address': 'scriverlo come wss://host:8000',
  'uplink.plain': 'ws:// invia il segreto non cifrato: è per indirizzi della propria rete; usare wss://',
  'uplink.account': 'id del client e segreto non vanno nell’indirizzo',
  'uplink.no-secret': 'non è stato ancora dato nessun segreto',
  'uplink.no-client-id': 'manca l’id del client',
  'uplink.prefix': 'può contenere lettere, cifre, punti, trattini, trattini bassi e barre',
  'uplink.no-certificate': 'non è un certificato in PEM',
  'uplink.set-elsewhere': 'è impostato con opzioni, con l’ambiente o con un file, e si modifica lì',
  'uplink.secret-written':
    'un segreto non sta in questo file: scrivere il nome di una variabile d’ambiente come nella documentazione, o indicare secret_file',
  'uplink.twice': 'l’uplink è già indicato da {flag}: prenderne uno dei due',
  'uplink.no-folder':
    'l’uplink conserva ciò che l’altro lato non ha ancora conservato: nominare una cartella con --data, o STATE_DIRECTORY di systemd',
  'uplink.none': 'questa installazione non ha uplink',
  'uplink.not-own-form':
    'ciò che risponde lì non è un Solstead; se accetta la forma documentata di SolarAutopilot, scegliere quella',
  'uplink.certificate':
    'il suo certificato non è attendibile ({said}); se è fatto in proprio, indicare il certificato di chi l’ha firmato',
  'uplink.no-tls': 'non risponde con TLS; è ws:// invece di wss://, o un’altra porta?',
  'help.uplink-away': 'Controllare l’indirizzo e che l’altro lato sia in esecuzione; poi riprovare.',
  'uplink.answered':
    'ha risposto {status} invece di aprire un WebSocket; sulla sua porta principale un Solstead accoglie case in /api/v1/uplink',
};
