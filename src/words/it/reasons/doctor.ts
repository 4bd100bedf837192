// Italian: what the doctor finds, and what helps.
import type { doctorReasons as english } from '#core/reasons/doctor.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const doctorReasons: Texts<typeof english> = {
  'doctor.program': 'Solstead {version} su Node {node}, {system}',
  'doctor.late': 'nessuna risposta entro {seconds, number} s',
  'doctor.ended': 'l’esame è terminato prima di essere completo',
  'doctor.no-folder': 'in {at} non c’è ancora una cartella dei dati: viene creata al primo avvio',
  'doctor.folder': '{at} si può leggere e scrivere',
  'doctor.in-use': '{at} è usata da un Solstead in esecuzione',
  'doctor.in-use-by': '{at} è usata da un Solstead in esecuzione (processo {pid})',
  'doctor.folder-other':
    '{at} appartiene a un altro utente (numero {owner}), che può modificarne e cancellarne il contenuto',
  'help.doctor-owner': 'Darla all’utente che esegue Solstead: chown -R.',
  'doctor.open':
    '{count, plural, one {# suo file può essere letto} many {# di suoi file possono essere letti} other {# suoi file possono essere letti}} da altri, come {at}',
  'help.doctor-open': 'Renderli leggibili solo dal proprietario: chmod -R go= {at}',
  'help.doctor-folder':
    'Permettere all’utente che esegue Solstead di leggerla e scriverla: chown -R e chmod u+rwX; o nominare un’altra cartella con --data.',
  'help.doctor-repair': 'Fermare Solstead ed eseguire `solstead repair --data {at}`: dice cosa si può salvare.',
  'help.doctor-newer':
    'Avviare di nuovo quella versione di Solstead, o ripristinare un backup fatto prima dell’aggiornamento.',
  'doctor.home': 'home.json è integro',
  'doctor.file': '{file} si apre, {size, number} MB',
  'doctor.no-file': 'non c’è ancora {file}',
  'doctor.sums': '{file}: tutte le {pages, number} pagine sono come sono state scritte',
  'doctor.sums-none': '{file} non ha ancora somme delle sue pagine: si iniziano al prossimo avvio',
  'doctor.sums-changed':
    '{file}: {count, plural, one {# pagina non è} many {# di pagine non sono} other {# pagine non sono}} come scritto, la prima è la pagina {page}',
  'doctor.sums-running': 'il Solstead in esecuzione confronta da sé i suoi file con le loro somme; vedere l’area web',
  'doctor.older': '{file} è di una versione precedente: viene aggiornato al prossimo avvio',
  'help.doctor-older': 'Fare un backup prima del primo avvio di questa versione: `solstead backup`.',
  'doctor.server':
    '{what, select, history {lo storico è conservato} other {la casa è conservata}} in {at}, che accetta connessioni',
  'doctor.server-away':
    '{what, select, history {lo storico è conservato} other {la casa è conservata}} in {at}, che non accetta connessioni: {reason}',
  'doctor.history-folder': 'lo storico è conservato in {at}',
  'help.doctor-server': 'Controllare l’indirizzo, e che il server sia in esecuzione e raggiungibile da qui.',
  'doctor.room': '{left, number} MB sono liberi in {at}',
  'help.doctor-room': 'Fare spazio, o spostare i dati su un disco più grande.',
  'doctor.unwritable': 'in {at} non si può scrivere nulla: {reason}',
  'help.doctor-unwritable':
    'Una scheda o un disco che si guasta passa in sola lettura: guardare `dmesg`, salvare ciò che contiene e sostituirlo.',
  'doctor.sync': 'una scrittura è al sicuro sul disco dopo {ms, number} ms',
  'doctor.sync-slow': 'una scrittura è al sicuro sul disco solo dopo {ms, number} ms: il disco è lento o consumato',
  'help.doctor-sync': 'Spostare i dati su un disco o un SSD: le schede economiche rallentano prima di guastarsi.',
  'doctor.clock': 'l’orologio è tenuto da NTP; fuso orario {zone}',
  'doctor.clock-free': 'l’orologio non è tenuto da NTP; fuso orario {zone}',
  'help.doctor-clock':
    'Attivarlo: `timedatectl set-ntp true`. Le letture attendono finché non si sa che l’ora è giusta.',
  'doctor.clock-unknown': 'il sistema non dice se tiene il suo orologio con NTP; fuso orario {zone}',
  'doctor.clock-early':
    'l’orologio segna {now, date, moment}, prima dell’ultima scrittura di qualcosa qui ({last, date, moment})',
  'help.doctor-clock-early':
    'Regolare l’orologio, o dare al computer una rete all’avvio: i valori riceverebbero date sbagliate.',
  'doctor.no-ports': 'non ci sono porte seriali o HID',
  'doctor.port': '{path} ({title}) si può usare',
  'doctor.port-own': '{path} ({title}) è letta da Solstead (processo {pid})',
  'doctor.port-held': '{path} ({title}) è tenuta da {name} (processo {pid})',
  'help.doctor-port-held':
    'Solo un programma alla volta può leggere una porta: fermare quello, per esempio con `systemctl stop mpp-solar` o `systemctl disable --now ModemManager`.',
  'doctor.port-barred': '{path} ({title}): {reason}',
  'help.doctor-serial':
    'Aggiungere l’utente che esegue Solstead al gruppo della porta: `sudo usermod -aG dialout $USER`, e accedere di nuovo.',
  'help.doctor-hid':
    'Permettere con una regola che la usi l’utente che esegue Solstead: echo \'KERNEL=="hidraw*", MODE="0660", GROUP="dialout"\' | sudo tee /etc/udev/rules.d/60-hidraw.rules, poi ricollegarla.',
  'doctor.not-linux': 'le porte si elencano solo su Linux; nominarle a mano, come serial:///COM3',
  'doctor.bluetooth': 'l’adattatore Bluetooth {adapter} è acceso',
  'doctor.broker-free': 'la porta {port} è libera per il broker MQTT integrato',
  'doctor.broker-own': 'il broker MQTT integrato risponde sulla porta {port}',
  'doctor.broker-silent':
    'un Solstead è in esecuzione, ma nulla risponde sulla porta {port}, dove dovrebbe essere il suo broker MQTT',
  'help.doctor-broker-silent': 'Se è stato avviato con un’altra porta, indicarla anche qui: --mqtt-port.',
  'doctor.port-taken': 'la porta {port} è occupata da un altro programma',
  'doctor.port-taken-by': 'la porta {port} è occupata da {name} (processo {pid})',
  'help.doctor-broker-taken':
    'Fermare quel programma, scegliere un’altra porta con --mqtt-port, o far usare a Solstead quel broker: --mqtt-broker mqtt://localhost:{port}.',
  'doctor.broker': 'il broker {at} accetta questo account',
  'doctor.web-free': 'la porta {port} è libera per l’app web',
  'doctor.web': 'Solstead {version} risponde sulla porta {port}: va tutto bene',
  'doctor.web-waiting': 'Solstead sulla porta {port} sta aprendo o chiudendo la sua casa',
  'doctor.web-trouble': 'Solstead {version} risponde sulla porta {port} e non sta bene: {parts}',
  'help.doctor-web-trouble': 'Il proprietario ne vede il motivo in cima alla pagina, e in /health/ready con un token.',
  'doctor.web-silent': 'un Solstead è in esecuzione su questa cartella, ma nulla risponde sulla porta {port}',
  'help.doctor-web-silent': 'Se è stato avviato con un’altra porta, indicarla anche qui: --port.',
  'help.doctor-web-taken': 'Fermare quel programma, o scegliere un’altra porta con --port.',
  'doctor.mdns':
    'si possono chiedere nomi della rete locale; {count, plural, =0 {non è stato trovato nessun Solstead} one {è stato trovato un Solstead} many {sono stati trovati # di Solstead} other {sono stati trovati # Solstead}}',
  'doctor.mdns-none': 'non si possono chiedere nomi della rete locale: {reason}',
  'help.doctor-mdns':
    'I dispositivi si aggiungono comunque con il loro indirizzo. In un container, usare la rete dell’host.',
  'doctor.file-good': '{file} è giusto',
  'help.doctor-file': 'Correggere il punto nominato, e guardare con `solstead check`.',
  'doctor.devices-good': 'nei dispositivi propri non c’è nulla di sbagliato',
  'doctor.no-outputs': 'non ci sono uscite',
  'doctor.outputs-of-wrong-file': 'le uscite di {file} non vengono provate finché il file contiene errori',
  'doctor.output': '{name}: il suo server accetta ciò che riceve',
  'doctor.output-reached': '{name}: il suo server accetta connessioni',
  'doctor.output-bad': '{name}: {reason}',
  'doctor.output-off': '{name} è disattivata',
  'doctor.output-screen': '{name} non richiede server',
  'doctor.output-meter': '{name} è un misuratore simulato: non viene provato accanto alla casa',
  'doctor.output-own': '{name} usa il broker MQTT della casa: si prova nella pagina delle uscite',
  'doctor.outputs-elsewhere': 'la casa è conservata su un server: provare le sue uscite nella loro pagina',
};
