// French: what the file of a daemon says that cannot stand, or is taken differently.
import type { daemonReasons as english } from '#core/reasons/daemon.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const daemonReasons: Texts<typeof english> = {
  'daemon.at': '[{section}] {key} : {reason}',
  'daemon.in': '[{section}] {reason}',
  'daemon.section-twice': 'la section [{section}] est déjà là, à la ligne {line}',
  'daemon.many-sections': 'un fichier a {most, number} sections au plus',
  'daemon.many-keys': 'une section a {most, number} clés au plus',
  'daemon.no-section': 'une section comme [SETUP] doit venir d’abord',
  'daemon.key-twice': 'la clé {key} est déjà là, à la ligne {line}',
  'daemon.indented':
    'la ligne est en retrait, et appartient donc à la valeur de {key} au-dessus : commencez-la là où celle-ci commence',
  'daemon.long-line': 'la ligne, ou la valeur qu’elle continue, est plus longue que {most, number} caractères',
  'daemon.no-key': 'ce n’est ni une section comme [inverter], ni une clé avec sa valeur comme pause = 60',
  'daemon.no-setup': 'la section [SETUP] manque',
  'daemon.no-devices': 'aucun appareil n’y est nommé',
  'daemon.note': 'note : {reason}',
  'daemon.ignored-key': 'cette clé est inconnue, et ignorée comme dans mpp-solar',
  'daemon.earlier-key': 'cette clé est ignorée, comme dans mpp-solar depuis 0.16 ; utilisez {instead}',
  'daemon.no-port': 'sans port, c’est {port}, comme dans mpp-solar',
  'daemon.commas': 'les commandes sont séparées par # depuis mpp-solar 0.16 ; celles-ci sont comprises comme {right}',
  'daemon.screen-broker': 'rien n’est envoyé : ce qui irait à un broker est affiché, comme dans mpp-solar',
  'daemon.tag-none': 'sans tag, mpp-solar appelait ces entités mpp_None_… ; avec tag = None elles continuent',
  'daemon.missing': 'cette clé manque',
  'daemon.number': '{value} n’est pas un nombre de {min} à {max}',
  'daemon.word': '{value} n’est pas l’un de {known}',
  'daemon.comment':
    'ce qui suit {sign} est pris pour un commentaire ; mpp-solar le compte dans la valeur : mieux vaut une ligne à part',
  'daemon.commands-comment': '# sépare ici des commandes : un commentaire va sur sa propre ligne',
  'daemon.protocol': 'le protocole {value} n’existe pas',
  'daemon.port-test': 'les réponses sont des exemples : rien de cela n’est mesuré',
  'daemon.port-mqtt':
    'les appareils derrière MQTT ne sont pas interrogés par un port : donnez dans un fichier YAML un protocole qui transmet par MQTT, et son topic',
  'daemon.port-esp': 'les broches d’un ESP32 ne sont pas un port de cet ordinateur',
  'daemon.port-rfc2217':
    'RFC 2217 n’est pas parlé : laissez le pont passer les octets bruts, et donnez tcp://host:port',
  'daemon.port': '{value} n’est pas un port : donnez un chemin comme /dev/ttyUSB0 ou /dev/hidraw0, ou host:port',
  'daemon.port-socket': '{value} n’est pas un hôte et un port, comme 192.168.1.5:8899',
  'daemon.port-mac': '{value} n’est pas une adresse Bluetooth, comme C8:47:8C:E4:5D:11',
  'daemon.port-placeholder': 'ceci tient lieu d’adresse Bluetooth : l’appareil n’est pas lu avant qu’elle soit donnée',
  'daemon.port-guessed': 'compris comme {address}',
  'daemon.port-type-old': 'porttype {value} n’est pas nécessaire : le protocole sait comment son port est lu',
  'daemon.port-not': '{title} n’est pas atteint par {scheme}://, seulement par {links}',
  'daemon.line-twice': 'la section [{other}] lit le même port à {baud} bauds : un port a une seule vitesse',
  'daemon.line-other': 'la section [{other}] lit le même port avec d’autres réglages de ligne',
  'daemon.no-password': 'ce qui est à {scheme} ne prend pas de mot de passe : retirez-le',
  'daemon.no-units': '{title} n’a pas d’adresse sur une ligne : retirez unit, et donnez à chacun son propre port',
  'daemon.command': '{title} n’a pas de commande {value}',
  'daemon.setter':
    '{value} règle quelque chose, et une interrogation ne fait que lire : faites-le venir par MQTT avec mqtt_allowed_cmds, ou utilisez `solstead set`',
  'daemon.no-default': 'sans commande, {name} est demandé, comme dans mpp-solar ; nommez ce que vous voulez',
  'daemon.asks-status': 'sans commande, ses valeurs en direct sont demandées : {asks}',
  'daemon.special': '{value} liste ce qu’il y a : utilisez `solstead list commands {protocol}`',
  'daemon.secret-environment': 'la variable d’environnement {name} n’est pas définie',
  'daemon.secret-file': 'le fichier ne peut pas être lu : {reason}',
  'daemon.secret-both': 'donnez {key} ou {key}_file, pas les deux',
  'daemon.own-broker': 'mpp-solar ne tenait pas compte de cette clé dans une section ; ici la section a ce broker',
  'daemon.log-file': 'le journal va sur l’erreur standard, que systemd ou la personne qui le lance conserve',
  'daemon.last-counts': 'manque ici ; comme avec mpp-solar, celle de [{other}] compte',
  'daemon.pause': 'une pause de 0 demanderait sans fin : c’est 1 s',
  'daemon.regex': 'ce n’est pas une expression régulière : {said}',
  'daemon.allowed-any':
    '{pattern} doit correspondre ici à une commande entière, alors que mpp-solar prenait tout ce qui commence ainsi ; {wide} laisse passer cela',
  'daemon.allowed-broker': 'les commandes par MQTT demandent un broker : mqtt_broker',
  'daemon.output': 'la sortie {value} n’existe pas',
  'daemon.output-answers': '{value} est une sortie de réponses : nommez-la dans answers d’un appareil',
  'daemon.answers-name':
    'il faut le nom d’une sortie, ou une sortie avec ses réglages : une clé avec des réglages en dessous',
  'daemon.no-folder':
    'la sortie {name} garde ce que son serveur n’a pas encore pris : nommez un dossier avec --data, ou STATE_DIRECTORY de systemd',
  'daemon.world-readable': 'tout le monde sur cet ordinateur peut lire ce fichier, et un mot de passe y figure : {how}',
  'daemon.json':
    'cela va avec --check : ce qu’un daemon dit pendant qu’il tourne est son journal, en JSON avec --log-format json',
  'daemon.wrong':
    '{count, plural, one {une chose est fausse} many {# choses sont fausses} other {# choses sont fausses}} dans le fichier',
  'daemon.output-broker': 'il faut un broker : donnez server ici, ou mqtt pour tout le fichier',
  'daemon.topic': 'un appareil par MQTT a besoin du topic où il transmet',
  'daemon.no-broker': 'un appareil par MQTT a besoin de mqtt avec un serveur',
  'daemon.not-over-mqtt': '{title} transmet ce qu’il a : il n’est pas interrogé, et n’accepte pas de commandes ici',
  'daemon.not-allowed': 'cette commande n’est pas de celles qui peuvent venir par MQTT',
  'daemon.dangerous': 'cela peut couper le courant de la maison ou lever une protection : réglez-le à la main',
  'daemon.too-many': 'trop de commandes sont en cours',
  'daemon.no-such': 'cet appareil n’a pas cette commande',
  'daemon.once-waiting':
    '{count, plural, one {une réponse n’a} many {# réponses n’ont} other {# réponses n’ont}} pas atteint un serveur, que nomment les lignes précédentes',
  'daemon.once-refused': '{devices} a répondu, et refusé une commande du fichier',
  'daemon.once-silent': '{devices} n’a pas répondu à tout ce qui était demandé',
  'daemon.unsteady': 'les mesures d’une maison n’ont pas d’historique ici : retirez energy, ou lancez `solstead serve`',
  'daemon.pid-taken': 'un processus de ce numéro tourne : {pid}',
};
