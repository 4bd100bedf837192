// Italian: why something cannot be started, reached or kept.
import type { mainReasons as english } from '#core/reasons/main.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const mainReasons: Texts<typeof english> = {
  'plugin.too-large': 'ha {bytes, number} byte, un plug-in al massimo {most, number}',
  'plugin.busy': 'troppe domande lo attendono',
  'plugin.ended': 'è terminato da sé',
  'plugin.slow': 'non ha risposto entro {seconds, number} s, ed è stato terminato',
  'plugin.memory': 'ha preso più di {most, number} MiB di memoria, ed è stato terminato',
  'plugin.too-much': 'ha detto più di {most, number} byte in una volta, ed è stato terminato',
  'plugin.work': 'ha lavorato per più di {seconds, number} s a una risposta, ed è stato terminato',
  'plugin.restless':
    'ha lavorato per più di {seconds, number} s benché non gli si chiedesse nulla, ed è stato terminato',
  'plugin.question': 'ciò che gli si darebbe è più lungo di {most, number} byte',
  'plugin.at': 'riga {line, number}: {reason}',
  'plugin.name': 'il nome {name} significa qualcos’altro; sceglierne un altro',
  'plugin.default': 'ciò con cui inizia {name} non è un suo valore',
  'plugin.no-function': 'non ha nessuna funzione {name}',
  'plugin.network': 'vuole aprire connessioni, e nessuno l’ha autorizzato da quando il suo file è cambiato',
  'plugin.gone': 'non c’è nessuna uscita di un plug-in chiamata {id}: il suo file manca, o è escluso',
  'plugin.usage': 'non accetta nulla, oppure `allow` o `deny` e il nome di un file',
  'plugin.param': 'ciò che gli si dice come {name} manca, è di troppo o non è un suo valore',
  'help.plugin-network':
    'Leggere il suo file. Se è affidabile, autorizzarlo nella pagina Plug-in, o con `solstead plugins allow {file}`.',
  'plugin.loading': 'è ancora in caricamento',
  'plugin.shape': 'ciò che esporta non è un plug-in di questa versione: {said}',
  'plugin.word': '{where}: {word} non è uno di {known}',
  'plugin.no-request': 'non dà byte per la domanda {question}, o ne dà più di 256',
  'plugin.unit': 'il campo {field} non è nell’unità della sua metrica: {unit}',
  'emulate.no-broker': 'un dispositivo MQTT richiede un broker, come mqtt://name@localhost:1883',
  'emulate.plain-only': 'l’emulatore parla solo mqtt:// non cifrato',
  'folder.no-site': 'non contiene ancora nessuna casa',
  'help.no-site':
    'Configurare prima una casa nell’app web (`solstead serve`), o nominare la cartella di un’altra con --data.',
  'folder.several-sites': 'ci sono più case; sceglierne una con --site: {known}',
  'folder.sites': 'sono noti {known}',
  'folder.no-data': 'non è una cartella dei dati di Solstead; nominarla con --data',
  'folder.in-use': 'un Solstead in esecuzione usa questa cartella',
  'help.running': '{instead}',
  'move.same-place': 'i due luoghi sono lo stesso',
  'records.address':
    'accetta un indirizzo come postgres://name@host/database; senza di esso i registri sono conservati nella cartella dei dati',
  'place.address': 'il resto dell’indirizzo non si può leggere',
  'help.high-mqtt-port': 'Scegliere una porta sopra 1023 con --mqtt-port.',
  'help.mqtt-port': 'Fermare l’altro programma, o scegliere un’altra porta con --mqtt-port.',
  'broker.address': 'accetta un indirizzo come mqtt://name@host:1883',
  'port.in-use': 'la porta è in uso',
  'place.option': 'l’opzione {option} è sconosciuta; sono note {known}',
  'place.influx': 'accetta ?database= (InfluxDB 1) o ?org= e &bucket= (InfluxDB 2)',
  'place.empty': 'il luogo è vuoto',
  'place.no-host': 'manca l’host',
  'place.kind': 'è una cartella, postgres://, victoria+http:// o influx+http://',
  'place.no-history': 'in questa cartella non c’è storico',
  'folder.none': 'questa cartella non esiste',
  'emulate.tcp-port': 'sceglierne un’altra con --tcp-port',
  'emulate.faults': 'i guasti sono {known}',
  'devices.left-out': '{file} è escluso: {problem}',
  'tls.no-cert': 'non è un certificato in PEM',
  'tls.no-key': 'non è una chiave privata in PEM, o è una con passphrase',
  'tls.pair': 'certificato e chiave non si possono usare insieme ({said})',
  'addon.options': 'le opzioni dell’app sono sbagliate: {all}',
  'addon.both': 'serve anche {other}',
  'addon.secret-text': 'non è un testo; scriverlo tra virgolette',
  'addon.answer': 'il Supervisor di Home Assistant ha detto qualcosa che non è la sua risposta',
  'addon.status': 'il Supervisor di Home Assistant ha risposto con {status, number}',
  'ingress.no-address': 'a nessuno si crede su di esse: indicare --ingress-from, l’indirizzo del Supervisor',
  'ingress.is-proxy':
    'un proxy a questo indirizzo inoltra ciò che chiunque dice di sé: indicare in --trusted-proxies un indirizzo diverso da --ingress-from',
  'tls.redirect':
    'non c’è nessuna porta con TLS a cui mandare i browser: indicare --tls-cert e --tls-key, o --tls-self-signed',
  'tls.both': 'un certificato richiede la sua chiave, e una chiave il suo certificato: indicare --tls-cert e --tls-key',
  'help.mqtts-port': 'Fermare l’altro programma, o scegliere un’altra porta con --mqtts-port.',
  'disk.low':
    'al disco di {at} restano {left, number} MB; quando finiscono, le nuove letture vanno perse. Fare spazio, o spostare i dati su un disco più grande',
  'disk.full':
    'il disco di {at} è pieno: restano {left, number} MB. Fare spazio ora: le nuove letture attendono in memoria, e vanno perse quando è piena anche quella',
  'disk.few-entries':
    'il file system di {at} accetta ancora {left, number} file; cancellarne alcuni che non servono a nessuno',
  'disk.no-entries':
    'il file system di {at} non accetta altri file (ne restano {left, number}): cancellarne alcuni ora, o non si potrà conservare più nulla',
  'disk.unwritable':
    'in {at} non si può scrivere nulla ({said}): le nuove letture attendono in memoria, e vanno perse quando è piena',
  'bridge.file': 'non è YAML con un indirizzo (to) e topics',
  'bridge.filter': 'accetta un filtro MQTT come roof/# o +/power',
  'bridge.prefix': 'accetta l’inizio di un topic, come home/, senza caratteri jolly',
  'bridge.away':
    'il ponte non raggiunge {host} ({why}); {count, plural, one {# messaggio lo attende} many {# di messaggi lo attendono} other {# messaggi lo attendono}}',
  'bridge.disk': 'ciò che il ponte conserva per l’altro broker non si può scrivere: {said}',
  'bridge.loop':
    'i messaggi di {topic} girano tra i broker e per un minuto non vengono copiati: copiare ogni topic in una sola direzione',
  'emulate.none': 'questo protocollo non ha emulatore',
  'update.newer': 'c’è Solstead {version}; questo è {own}',
  'update.current': 'questo è Solstead {own}, e non ce n’è uno più recente',
  'update.unreadable': '{at} non nomina nessuna versione',
  'help.update-newer':
    'Fare un backup, poi aggiornare nel modo in cui Solstead è stato installato; CHANGELOG.md dice cosa c’è di nuovo.',
  'help.update-address':
    'Verificare che l’indirizzo di --update-check sia giusto e raggiungibile. Nient’altro ne dipende.',
};
