// French: what a look at the installation finds.
import type { doctorReasons as english } from '#core/reasons/doctor.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const doctorReasons: Texts<typeof english> = {
  'doctor.program': 'Solstead {version} sur Node {node}, {system}',
  'doctor.late': 'pas de réponse en {seconds, number} s',
  'doctor.ended': 'l’examen s’est terminé avant la fin',
  'doctor.no-folder': 'il n’y a pas encore de dossier de données à {at} : il est créé au premier démarrage',
  'doctor.folder': '{at} est accessible en lecture et en écriture',
  'doctor.in-use': '{at} est utilisé par un Solstead qui tourne',
  'doctor.in-use-by': '{at} est utilisé par un Solstead qui tourne (processus {pid})',
  'doctor.folder-other':
    '{at} appartient à un autre utilisateur (numéro {owner}), qui peut modifier et supprimer ce qu’il contient',
  'help.doctor-owner': 'Donnez-le à l’utilisateur qui exécute Solstead : chown -R.',
  'doctor.open':
    '{count, plural, one {# de ses fichiers est lisible} many {# de ses fichiers sont lisibles} other {# de ses fichiers sont lisibles}} par d’autres, comme {at}',
  'help.doctor-open': 'Rendez-les lisibles par leur propriétaire seul : chmod -R go= {at}',
  'help.doctor-folder':
    'Laissez l’utilisateur qui exécute Solstead le lire et y écrire : chown -R et chmod u+rwX ; ou nommez un autre dossier avec --data.',
  'help.doctor-repair': 'Arrêtez Solstead et lancez `solstead repair --data {at}` : il dit ce qui peut être sauvé.',
  'help.doctor-newer': 'Redémarrez cette version de Solstead, ou restaurez une sauvegarde d’avant la mise à jour.',
  'doctor.home': 'home.json est intact',
  'doctor.file': '{file} s’ouvre, {size, number} MB',
  'doctor.no-file': 'il n’y a pas encore de {file}',
  'doctor.sums': '{file} : les {pages, number} pages sont telles qu’écrites',
  'doctor.sums-none': '{file} n’a pas encore de sommes de ses pages : elles commencent au prochain démarrage',
  'doctor.sums-changed':
    '{file} : {count, plural, one {# page n’est pas telle qu’écrite} many {# pages ne sont pas telles qu’écrites} other {# pages ne sont pas telles qu’écrites}}, la première est la page {page}',
  'doctor.sums-running': 'le Solstead qui tourne compare lui-même ses fichiers avec leurs sommes ; voir la partie web',
  'doctor.older': '{file} est d’une version antérieure : il est mis à jour au prochain démarrage',
  'help.doctor-older': 'Faites une sauvegarde avant le premier démarrage de cette version : `solstead backup`.',
  'doctor.server':
    '{what, select, history {l’historique est conservé} other {la maison est conservée}} à {at}, qui accepte des connexions',
  'doctor.server-away':
    '{what, select, history {l’historique est conservé} other {la maison est conservée}} à {at}, qui n’accepte aucune connexion : {reason}',
  'doctor.history-folder': 'l’historique est conservé dans {at}',
  'help.doctor-server': 'Vérifiez l’adresse, et que le serveur tourne et est joignable d’ici.',
  'doctor.room': '{left, number} MB sont libres à {at}',
  'help.doctor-room': 'Faites de la place, ou déplacez les données vers un disque plus grand.',
  'doctor.unwritable': 'rien ne peut être écrit dans {at} : {reason}',
  'help.doctor-unwritable':
    'Une carte ou un disque qui lâche passe en lecture seule : regardez `dmesg`, sauvez ce qui s’y trouve, et remplacez-le.',
  'doctor.sync': 'une écriture est sûre sur le disque après {ms, number} ms',
  'doctor.sync-slow': 'une écriture n’est sûre sur le disque qu’après {ms, number} ms : le disque est lent ou usé',
  'help.doctor-sync':
    'Déplacez les données vers un disque ou un SSD : les cartes bon marché ralentissent avant de lâcher.',
  'doctor.clock': 'l’horloge est tenue par NTP ; fuseau horaire {zone}',
  'doctor.clock-free': 'l’horloge n’est pas tenue par NTP ; fuseau horaire {zone}',
  'help.doctor-clock': 'Activez-le : `timedatectl set-ntp true`. Les mesures attendent que l’heure soit sûre.',
  'doctor.clock-unknown': 'le système ne dit pas s’il tient son horloge par NTP ; fuseau horaire {zone}',
  'doctor.clock-early':
    'l’horloge dit {now, date, moment}, ce qui est avant la dernière écriture ici ({last, date, moment})',
  'help.doctor-clock-early':
    'Réglez l’horloge, ou donnez un réseau à l’ordinateur à son démarrage : des valeurs seraient mal datées.',
  'doctor.no-ports': 'il n’y a pas de ports série ou HID',
  'doctor.port': '{path} ({title}) est utilisable',
  'doctor.port-own': '{path} ({title}) est lu par Solstead (processus {pid})',
  'doctor.port-held': '{path} ({title}) est tenu par {name} (processus {pid})',
  'help.doctor-port-held':
    'Un seul programme à la fois peut lire un port : arrêtez celui-là, par exemple `systemctl stop mpp-solar` ou `systemctl disable --now ModemManager`.',
  'doctor.port-barred': '{path} ({title}) : {reason}',
  'help.doctor-serial':
    'Ajoutez l’utilisateur qui exécute Solstead au groupe du port : `sudo usermod -aG dialout $USER`, et reconnectez-vous.',
  'help.doctor-hid':
    'Laissez l’utilisateur qui exécute Solstead l’utiliser par une règle : echo \'KERNEL=="hidraw*", MODE="0660", GROUP="dialout"\' | sudo tee /etc/udev/rules.d/60-hidraw.rules, puis rebranchez-le.',
  'doctor.not-linux': 'les ports ne sont listés que sous Linux ; nommez-les à la main, comme serial:///COM3',
  'doctor.bluetooth': 'l’adaptateur Bluetooth {adapter} est activé',
  'doctor.broker-free': 'le port {port} est libre pour le broker MQTT intégré',
  'doctor.broker-own': 'le broker MQTT intégré répond sur le port {port}',
  'doctor.broker-silent': 'un Solstead tourne, mais rien ne répond sur le port {port}, où devrait être son broker MQTT',
  'help.doctor-broker-silent': 'S’il a été démarré avec un autre port, donnez-le ici aussi : --mqtt-port.',
  'doctor.port-taken': 'le port {port} est pris par un autre programme',
  'doctor.port-taken-by': 'le port {port} est pris par {name} (processus {pid})',
  'help.doctor-broker-taken':
    'Arrêtez ce programme, choisissez un autre port avec --mqtt-port, ou laissez Solstead utiliser ce broker : --mqtt-broker mqtt://localhost:{port}.',
  'doctor.broker': 'le broker {at} accepte ce compte',
  'doctor.web-free': 'le port {port} est libre pour l’application web',
  'doctor.web': 'Solstead {version} répond sur le port {port} : tout va bien',
  'doctor.web-waiting': 'Solstead sur le port {port} ouvre sa maison, ou la ferme',
  'doctor.web-trouble': 'Solstead {version} répond sur le port {port} et ne va pas bien : {parts}',
  'help.doctor-web-trouble': 'Son propriétaire voit pourquoi en haut de la page, et à /health/ready avec un jeton.',
  'doctor.web-silent': 'un Solstead tourne sur ce dossier, mais rien ne répond sur le port {port}',
  'help.doctor-web-silent': 'S’il a été démarré avec un autre port, donnez-le ici aussi : --port.',
  'help.doctor-web-taken': 'Arrêtez ce programme, ou choisissez un autre port avec --port.',
  'doctor.mdns':
    'les noms du réseau local peuvent être demandés ; {count, plural, =0 {aucun Solstead n’a été trouvé} one {un Solstead a été trouvé} many {# Solsteads ont été trouvés} other {# Solsteads ont été trouvés}}',
  'doctor.mdns-none': 'les noms du réseau local ne peuvent pas être demandés : {reason}',
  'help.doctor-mdns':
    'Les appareils s’ajoutent quand même par leurs adresses. Dans un conteneur, utilisez le réseau de l’hôte.',
  'doctor.file-good': '{file} est juste',
  'help.doctor-file': 'Corrigez l’endroit nommé, et regardez avec `solstead check`.',
  'doctor.devices-good': 'rien à redire aux appareils personnels',
  'doctor.no-outputs': 'il n’y a pas de sorties',
  'doctor.outputs-of-wrong-file': 'les sorties de {file} ne sont pas essayées tant que le fichier est erroné',
  'doctor.output': '{name} : son serveur accepte ce qui lui est envoyé',
  'doctor.output-reached': '{name} : son serveur accepte des connexions',
  'doctor.output-bad': '{name} : {reason}',
  'doctor.output-off': '{name} est désactivée',
  'doctor.output-screen': '{name} n’a pas besoin de serveur',
  'doctor.output-meter': '{name} est un compteur joué : il n’est pas essayé à côté de la maison',
  'doctor.output-own': '{name} utilise le broker MQTT de la maison : l’essai se fait sur la page des sorties',
  'doctor.outputs-elsewhere': 'la maison est conservée sur un serveur : essayez ses sorties sur leur page',
};
