// Italian: why a link, a port or a host gives nothing.
import type { transportReasons as english } from '#core/reasons/transport.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const transportReasons: Texts<typeof english> = {
  'mqtt.lost': 'la connessione con il broker è andata persa',
  'mqtt.hung-up': 'il broker ha chiuso',
  'link.was-closed': 'è stato chiuso',
  'tcp.silent': 'l’host non ha risposto entro {seconds} s',
  'link.hung-up': 'l’altro capo ha chiuso la connessione',
  'mqtt.full':
    '{count, plural, one {# messaggio attende} many {# di messaggi attendono} other {# messaggi attendono}} il broker',
  'mqtt.not-taken': 'il broker non ha accettato un messaggio su {topic} entro {seconds} s',
  'link.no-broker': 'questo comando non ha broker; una linea via MQTT la raggiunge una casa in esecuzione',
  'link.examples':
    'test: sta per risposte di esempio, che nessuna casa conserva: indicare l’indirizzo del dispositivo, o guardare `solstead demo`',
  'link.no-examples': 'non ci sono risposte di esempio di {protocol}',
  'link.examples-told': 'test: risponde con esempi di {protocol}: niente di questo è stato misurato',
  'link.is-broker':
    'un broker porta messaggi, non byte; indicare l’indirizzo di una porta seriale, di un dispositivo HID o di un host',
  'charger.came-speaking':
    'uno è arrivato da {from} con il suo id e offre {said}; qui si parla OCPP 1.6 (JSON): impostarlo così',
  'charger.came-without-password':
    'uno è arrivato da {from} con il suo id e senza la sua password: inserirvi quella mostrata qui, o crearne una nuova',
  'charger.came-with-other-password':
    'uno è arrivato da {from} con il suo id e un’altra password: inserirvi quella mostrata qui, o crearne una nuova',
  'charger.comes-often':
    'uno con il suo id è arrivato da {from} più e più volte: due punti di ricarica hanno questo id, o una rete interrompe le sue connessioni',
  'charger.comes-twice':
    'uno con il suo id è arrivato da {from} più e più volte mentre è connesso: due punti di ricarica hanno questo id; darne un altro a uno di essi',
  'link.comes-itself': 'un punto di ricarica arriva da sé: non si apre nulla',
  'port.taken': 'un altro programma è in ascolto sulla porta {port}',
  'port.taken-by': '{name} (processo {pid}) è in ascolto sulla porta {port}',
  'port.forbidden': 'questo utente non può mettersi in ascolto sulla porta {port}',
  'help.other-port': 'Fermare l’altro programma o l’altra uscita, o scegliere un’altra porta.',
  'help.low-port':
    'Le porte sotto 1024 richiedono un permesso. Con systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE nell’unità; in un container: --cap-add NET_BIND_SERVICE; altrimenti sysctl net.ipv4.ip_unprivileged_port_start={port}.',
  'help.own-address': 'Scegliere un indirizzo di questo computer, o 0.0.0.0 per tutti.',
  'mdns.no-network': 'questo computer non ha un indirizzo in una rete',
  'port.no-address': '{host} non è un indirizzo di questo computer',
  'link.flooded': 'il dispositivo invia senza fine, e per mezzo minuto non viene ascoltato',
  'link.not-open': 'non è aperto',
  'link.vanished': 'il dispositivo è scomparso',
  'link.not-sent': 'non è stato possibile inviare la richiesta',
  'serial.not-opened': 'non si può aprire, forse perché la usa un altro programma ({said})',
  'serial.not-serial': 'non è una porta seriale',
  'link.not-there': 'il dispositivo non c’è',
  'answer.none': 'non è arrivato nulla entro {ms} ms',
  'answer.echo': 'entro {ms} ms è arrivata solo l’eco della richiesta',
  'answer.checksum': 'il checksum non corrisponde: {bytes}',
  'answer.foreign': 'entro {ms} ms sono arrivati solo frame che non sono la risposta ({count})',
  'answer.to-which':
    'ciò che è arrivato può anche essere la risposta tardiva a {before}, chiesto prima e abbandonato: non è stato accettato',
  'answer.endless': 'ha inviato {count, number} byte senza una risposta in mezzo: {bytes}',
  'answer.broken':
    '{count, plural, one {è arrivato # byte che non è} many {sono arrivati # di byte che non sono} other {sono arrivati # byte che non sono}} una risposta intera: {bytes}',
  'port.missing': 'questa porta non esiste; il dispositivo è collegato?',
  'port.gone': 'il dispositivo dietro la porta non c’è più; ricollegarlo',
  'port.broken': 'il dispositivo dietro la porta non funziona',
  'port.busy': 'la usa un altro programma',
  'port.no-port': 'non è una porta di un dispositivo',
  'help.metadata': 'Nominare l’indirizzo del dispositivo stesso, nella rete della casa.',
  'host.metadata': 'questo indirizzo appartiene al data center e non è un dispositivo',
  'http.address': 'scrivere l’indirizzo come http://host:8086 o https://host',
  'http.secret': 'ha caratteri che non si possono inviare, come un a capo',
  'http.no-http': 'ciò che è in ascolto lì non parla HTTP',
  'mongo.message': 'ha inviato un messaggio di più di {most} byte, o uno che non è una risposta',
  'nats.protocol': 'ha inviato una riga di più di {most, number} byte, o una che nessun server NATS invia',
  'nats.wants-tls': 'accetta soltanto connessioni con TLS: scrivere il suo indirizzo come tls://',
  'nats.no-credentials':
    'non è un file di credenziali di NATS: quello contiene un JWT e un seed, ciascuno tra due righe di trattini',
  'nats.no-seed': 'non è il seed di una NKey di un utente: è una riga di 58 caratteri che inizia con SU',
  'nats.no-stream': 'nessuno stream accetta ciò che vi si invia',
  'nats.not-confirmed': 'nessuno stream l’ha confermato entro {seconds, number} s',
  'nats.no-answer': 'ha degli stream, e non ha detto quali entro {seconds, number} s',
  'nats.small': 'accetta messaggi di al massimo {most, number} byte, ed è troppo poco',
  'nats.long': 'un messaggio di {bytes, number} byte supera i {most, number} che accetta',
  'nats.denied': 'l’account non può farlo lì: {said}',
  'nats.not-let-in': 'non lascia entrare questo account: {said}',
  'nats.kept': 'JetStream lo conserva: {streams}',
  'nats.not-kept': 'nessuno stream lo conserva: chi non ascolta in quel momento lo perde',
  'help.nats-account': 'Controllare con che cosa accede: utente e password, token, credenziali o seed.',
  'help.nats-denied':
    'Consentire all’account di pubblicare sui subject di questa uscita e, dove deve confermare uno stream, di iscriversi a _INBOX.>.',
  'help.nats-streams':
    'Consentire all’account di pubblicare su $JS.API.STREAM.NAMES e $JS.API.STREAM.INFO.* e di iscriversi a _INBOX.>, perché si veda quali stream ci sono; oppure scegliere che cosa vale come consegnato.',
  'help.nats-stream':
    'Creare uno stream i cui subject comprendano quelli di questa uscita: ciò che attende andrà allora lì.',
  'http.no-tls': 'non parla TLS; l’indirizzo è uno di http://?',
  'http.certificate': 'il suo certificato non è attendibile: {said}',
  'help.http-away': 'Controllare l’indirizzo e che il server sia in esecuzione; poi riprovare.',
  'port.folder': 'è una cartella, non una porta',
  'port.no-access': 'questo utente non può leggerla e scriverla',
  'port.not-in-container': '{path} non è in questo container',
  'port.no-permission': 'questo utente o container non può usarla',
  'port.read-only': 'qui è in sola lettura',
  'host.refused': 'l’host c’è, ma nulla è in ascolto su questa porta',
  'host.hung-up': 'l’host ha chiuso; forse un altro programma tiene la sua unica connessione',
  'host.wants-certificate': 'chiede un certificato di questo lato: indicarne uno con la sua chiave',
  'host.other-certificate':
    'non accetta il certificato di questo lato, o il suo nome; guardare chi l’ha firmato e fino a quando è valido',
  'host.no-handshake':
    'TLS non è riuscito: chiede un certificato di questo lato che non è stato dato, o non conosce nessuna versione di TLS da 1.2 in poi',
  'host.other-server': 'non risponde come {protocol}; è la porta giusta?',
  'host.no-tls': 'non risponde con TLS; la porta è quella delle connessioni senza?',
  'host.untrusted':
    'il suo certificato non è attendibile ({said}); se è fatto in proprio, indicare il certificato di chi l’ha firmato',
  'host.other-name': 'il suo certificato è per un altro nome ({said}): usare uno dei nomi che contiene',
  'host.silent': 'l’host non risponde; è acceso e in questa rete?',
  'host.no-route': 'da qui non c’è un percorso verso la sua rete',
  'host.unknown': 'nulla in questa rete ha questo nome',
  'host.no-lookup': 'non è stato possibile risolvere il nome; la rete funziona?',
  'hid.none': 'nessun dispositivo USB HID {usb} è collegato',
  'hid.several':
    '{count, plural, one {è collegato # dispositivo USB HID} many {sono collegati # di dispositivi USB HID} other {sono collegati # dispositivi USB HID}} {usb}, e l’indirizzo non dice quale si intende; sono {addresses}',
  'ble.no-bus':
    'questo computer non ha un bus di sistema (D-Bus) che questo programma raggiunga, e BlueZ si interroga attraverso di esso',
  'ble.no-bluez': 'BlueZ, che parla Bluetooth su Linux, non è in esecuzione',
  'ble.no-permission': 'questo utente non può usare il Bluetooth',
  'ble.no-adapter': 'questo computer non ha un adattatore Bluetooth',
  'ble.other-adapter': 'questo computer non ha nessun adattatore Bluetooth {wanted}',
  'ble.adapter-off': 'l’adattatore Bluetooth è spento',
  'ble.silent': 'BlueZ non ha risposto in tempo',
  'ble.too-much': 'ciò che dice BlueZ non è D-Bus, o sono più di 2 MiB in una volta',
  'ble.refused': 'BlueZ l’ha rifiutato: {said}',
  'ble.not-heard': 'il dispositivo non è stato sentito entro {seconds} s',
  'ble.not-connected': 'il dispositivo è stato sentito, ma non si lascia connettere ({said})',
  'ble.no-services': 'il dispositivo non ha detto i suoi servizi entro {seconds} s',
  'ble.no-characteristic': 'il dispositivo non ha la caratteristica {uuid}, quindi è di un altro tipo',
  'ble.no-profile': 'quali caratteristiche usa si sa solo con il tipo di dispositivo',
  'ble.no-key': 'ciò che dice è cifrato, e la sua chiave non è nota',
  'ble.wrong-key': 'ciò che dice è cifrato con un’altra chiave',
  'ble.stopped': 'BlueZ è terminato, o l’adattatore è stato spento',
  'ble.hung-up': 'la connessione Bluetooth si è interrotta',
  'help.ble-bus': 'Installare D-Bus e BlueZ; in un container montarvi /run/dbus/system_bus_socket.',
  'help.ble-bluez': 'Installare BlueZ (apt install bluez) e avviarlo (systemctl enable --now bluetooth).',
  'help.ble-permission': 'Aggiungere l’utente che esegue Solstead al gruppo bluetooth e accedere di nuovo.',
  'help.ble-adapter': 'Collegare un adattatore Bluetooth con LE, o nominare quello giusto con ?adapter=hci1.',
  'help.ble-power': 'Accenderlo (bluetoothctl power on); se viene rifiutato, sbloccarlo (rfkill unblock bluetooth).',
  'help.ble-range':
    'Avvicinare l’adattatore al dispositivo, controllare che sia acceso e chiudere ogni app connessa: quasi tutti i dispositivi accettano una sola connessione, e poi nessun altro li sente.',
  'help.ble-key':
    'In VictronConnect aprire le impostazioni del dispositivo, Product info, Instant readout via Bluetooth, mostrare la chiave di cifratura e indicarla come password del dispositivo.',
  'esphome.no-key': 'il nodo sigilla ciò che dice, e la sua chiave non è nota',
  'esphome.wrong-key': 'il nodo ha un’altra chiave',
  'esphome.not-sealed': 'il nodo non ha chiave: ciò che dice non è sigillato',
  'esphome.no-password': 'il nodo vuole una password',
  'esphome.wrong-password': 'il nodo ha un’altra password',
  'esphome.no-node': 'ciò che è in ascolto lì non parla l’API nativa di ESPHome',
  'esphome.version': 'il nodo parla la versione {major} dell’API nativa, che non è nota',
  'esphome.silent': 'il nodo non ha risposto entro {seconds} s',
  'esphome.too-long': 'ha inviato un messaggio di più di {most, number} byte',
  'esphome.changed': 'un messaggio sigillato è stato modificato per strada, o manca',
  'esphome.refused': 'il nodo ha terminato la connessione: {said}',
  'esphome.goodbye': 'il nodo si è congedato, come fa prima di riavviarsi o dormire',
  'help.esphome-key':
    'Indicare la chiave del nodo come sua password: nel suo YAML sotto api:, encryption:, key: (44 caratteri che terminano con =).',
  'help.esphome-not-sealed':
    'Configurarlo senza chiave, o darne una al nodo: nel suo YAML sotto api:, encryption:, key:, e installarlo di nuovo.',
  'help.esphome-password':
    'Indicare la password del nodo, nel suo YAML sotto api:, password: – o meglio una chiave: encryption:, key:, che gli ESPHome più recenti vogliono.',
  'help.esphome-away':
    'Controllare l’indirizzo, e che il nodo sia sveglio e il suo YAML abbia api: (porta 6053). Un nodo senza può arrivare via MQTT.',
  'unit.no-channel': 'l’unità non lascia ascoltare i suoi valori: {said}',
  'unit.silent': 'l’unità non ha risposto entro {seconds} s',
  'unit.left': 'l’unità ha terminato il canale dei suoi valori',
  'unit.refused': 'l’unità non ha accettato la password nota per essa, che per {minutes} minuti non viene riprovata',
  'unit.no-password': 'l’unità vuole la sua password, e non ne è nota nessuna',
  'unit.no-socket': 'ciò che è in ascolto lì non ha un WebSocket per i valori ({status})',
  'help.unit-password':
    'Indicare come sua password quella della sua pagina web: si imposta sull’unità in Configuration, System (password locale). La sua API è chiusa finché non ne ha una.',
  'help.unit-old':
    'Solar-Assistant ce l’ha dalla sua versione del 24 marzo 2026: aggiornare l’unità, o configurarla come «Solar-Assistant via HTTP», o via MQTT.',
  'link.vanished-by': 'il dispositivo è scomparso ({said})',
};
