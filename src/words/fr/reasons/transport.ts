// French: why a device, a broker or a server cannot be reached.
import type { transportReasons as english } from '#core/reasons/transport.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const transportReasons: Texts<typeof english> = {
  'mqtt.lost': 'la connexion au broker a été perdue',
  'mqtt.hung-up': 'le broker a raccroché',
  'link.was-closed': 'la liaison a été fermée',
  'tcp.silent': 'l’hôte n’a pas répondu en {seconds} s',
  'link.hung-up': 'l’autre bout a fermé la connexion',
  'mqtt.full':
    '{count, plural, one {# message attend} many {# messages attendent} other {# messages attendent}} le broker',
  'mqtt.not-taken': 'le broker n’a pas accepté un message sur {topic} en {seconds} s',
  'link.no-broker': 'cette commande n’a pas de broker ; une ligne par MQTT est atteinte par une maison en marche',
  'link.examples':
    'test: tient lieu de réponses d’exemple, qu’aucune maison ne garde : donnez l’adresse de l’appareil, ou regardez `solstead demo`',
  'link.no-examples': 'il n’y a pas de réponses d’exemple de {protocol}',
  'link.examples-told': 'test: répond avec des exemples de {protocol} : rien de cela n’a été mesuré',
  'link.is-broker':
    'un broker porte des messages, pas des octets ; donnez l’adresse d’un port série, d’un appareil HID ou d’un hôte',
  'charger.came-speaking':
    'un point de charge est venu de {from} avec son identifiant et offre {said} ; ici on parle OCPP 1.6 (JSON) : réglez-le là-dessus',
  'charger.came-without-password':
    'un point de charge est venu de {from} avec son identifiant et sans son mot de passe : saisissez-y celui qui a été affiché ici, ou créez-en un nouveau',
  'charger.came-with-other-password':
    'un point de charge est venu de {from} avec son identifiant et un autre mot de passe : saisissez-y celui qui a été affiché ici, ou créez-en un nouveau',
  'charger.comes-often':
    'un point de charge avec son identifiant est venu de {from} à plusieurs reprises : deux points de charge ont cet identifiant, ou un réseau coupe ses connexions',
  'charger.comes-twice':
    'un point de charge avec son identifiant est venu de {from} à plusieurs reprises pendant qu’il est connecté : deux points de charge ont cet identifiant ; donnez-en un autre à l’un d’eux',
  'link.comes-itself': 'un point de charge vient de lui-même : rien n’est ouvert',
  'port.taken': 'un autre programme écoute sur le port {port}',
  'port.taken-by': '{name} (processus {pid}) écoute sur le port {port}',
  'port.forbidden': 'cet utilisateur ne peut pas écouter sur le port {port}',
  'help.other-port': 'Arrêtez l’autre programme ou l’autre sortie, ou choisissez un autre port.',
  'help.low-port':
    'Les ports sous 1024 demandent un droit. Avec systemd : AmbientCapabilities=CAP_NET_BIND_SERVICE dans l’unité ; dans un conteneur : --cap-add NET_BIND_SERVICE ; sinon sysctl net.ipv4.ip_unprivileged_port_start={port}.',
  'help.own-address': 'Choisissez une adresse de cet ordinateur, ou 0.0.0.0 pour toutes.',
  'mdns.no-network': 'cet ordinateur n’a pas d’adresse dans un réseau',
  'port.no-address': '{host} n’est pas une adresse de cet ordinateur',
  'link.flooded': 'l’appareil envoie sans fin, et n’est pas écouté pendant une demi-minute',
  'link.not-open': 'la liaison n’est pas ouverte',
  'link.vanished': 'l’appareil a disparu',
  'link.not-sent': 'la requête n’a pas pu être envoyée',
  'serial.not-opened': 'l’ouverture a échoué, peut-être parce qu’un autre programme l’utilise ({said})',
  'serial.not-serial': 'ce n’est pas un port série',
  'link.not-there': 'l’appareil n’est pas là',
  'answer.none': 'rien n’est arrivé en {ms} ms',
  'answer.echo': 'seul l’écho de la requête est arrivé en {ms} ms',
  'answer.checksum': 'la somme de contrôle ne correspond pas : {bytes}',
  'answer.foreign': 'en {ms} ms ne sont arrivées que des trames qui ne sont pas la réponse ({count})',
  'answer.to-which':
    'ce qui est arrivé peut aussi bien être la réponse tardive à {before}, demandé avant et abandonné : ce n’a pas été pris',
  'answer.endless': '{count, number} octets ont été envoyés sans réponse parmi eux : {bytes}',
  'answer.broken':
    '{count, plural, one {# octet est arrivé, qui n’est pas} many {# octets sont arrivés, qui ne sont pas} other {# octets sont arrivés, qui ne sont pas}} une réponse entière : {bytes}',
  'port.missing': 'ce port n’existe pas ; l’appareil est-il branché ?',
  'port.gone': 'l’appareil derrière le port a disparu ; rebranchez-le',
  'port.broken': 'l’appareil derrière le port ne fonctionne pas',
  'port.busy': 'un autre programme l’utilise',
  'port.no-port': 'ce n’est pas le port d’un appareil',
  'help.metadata': 'Nommez l’adresse de l’appareil lui-même, dans le réseau de la maison.',
  'host.metadata': 'cette adresse appartient au centre de données et n’est pas un appareil',
  'http.address': 'écrivez l’adresse comme http://host:8086 ou https://host',
  'http.secret': 'certains caractères ne peuvent pas être envoyés, comme un saut de ligne',
  'http.no-http': 'ce qui écoute là ne parle pas HTTP',
  'mongo.message': 'un message de plus de {most} octets a été envoyé, ou un message qui n’est pas une réponse',
  'nats.protocol': 'il a envoyé une ligne de plus de {most, number} octets, ou une qu’aucun serveur NATS n’envoie',
  'nats.wants-tls': 'il n’accepte que des connexions TLS : écrivez son adresse avec tls://',
  'nats.no-credentials':
    'ce n’est pas un fichier d’identifiants de NATS : celui-ci contient un JWT et une graine, chacun entre deux lignes de tirets',
  'nats.no-seed':
    'ce n’est pas la graine d’une NKey d’utilisateur : c’est une ligne de 58 caractères qui commence par SU',
  'nats.no-stream': 'aucun stream ne prend ce qui y est envoyé',
  'nats.not-confirmed': 'aucun stream ne l’a confirmé en {seconds, number} s',
  'nats.no-answer': 'il a des streams, et n’a pas dit lesquels en {seconds, number} s',
  'nats.small': 'il prend des messages de {most, number} octets au plus, ce qui est trop peu',
  'nats.long': 'un message de {bytes, number} octets dépasse les {most, number} qu’il prend',
  'nats.denied': 'le compte n’y est pas autorisé : {said}',
  'nats.not-let-in': 'il ne laisse pas entrer ce compte : {said}',
  'nats.kept': 'JetStream le garde : {streams}',
  'nats.not-kept': 'aucun stream ne le garde : qui n’écoute pas à ce moment le manque',
  'help.nats-account':
    'Vérifiez avec quoi la connexion se fait : utilisateur et mot de passe, jeton, identifiants ou graine.',
  'help.nats-denied':
    'Autorisez le compte à publier sur les subjects de cette sortie et, là où un stream doit confirmer, à s’abonner à _INBOX.>.',
  'help.nats-streams':
    'Autorisez le compte à publier sur $JS.API.STREAM.NAMES et $JS.API.STREAM.INFO.* et à s’abonner à _INBOX.>, pour que l’on voie quels streams existent ; ou choisissez vous-même ce qui compte comme livré.',
  'help.nats-stream': 'Créez un stream dont les subjects couvrent ceux de cette sortie : ce qui attend y ira alors.',
  'http.no-tls': 'il ne parle pas TLS ; l’adresse est-elle en http:// ?',
  'http.certificate': 'son certificat n’est pas digne de confiance : {said}',
  'help.http-away': 'Vérifiez l’adresse et que le serveur tourne ; puis testez à nouveau.',
  'port.folder': 'c’est un dossier, pas un port',
  'port.no-access': 'cet utilisateur ne peut pas y lire ni y écrire',
  'port.not-in-container': '{path} n’est pas dans ce conteneur',
  'port.no-permission': 'cet utilisateur ou conteneur ne peut pas l’utiliser',
  'port.read-only': 'ici en lecture seule',
  'host.refused': 'l’hôte est là, mais rien n’écoute sur ce port',
  'host.hung-up': 'l’hôte a raccroché ; un autre programme occupe peut-être sa seule connexion',
  'host.wants-certificate': 'un certificat de ce côté est demandé : donnez-en un avec sa clé',
  'host.other-certificate':
    'le certificat de ce côté, ou son nom, n’est pas accepté ; voyez qui l’a signé et jusqu’à quand il vaut',
  'host.no-handshake':
    'TLS n’a pas abouti : un certificat de ce côté est demandé et n’a pas été donné, ou aucune version de TLS à partir de 1.2 n’est connue',
  'host.other-server': 'la réponse n’est pas celle de {protocol} ; est-ce le bon port ?',
  'host.no-tls': 'la réponse n’est pas en TLS ; est-ce le port des connexions sans ?',
  'host.untrusted':
    'son certificat n’est pas digne de confiance ({said}) ; s’il est de sa fabrication, donnez le certificat de qui l’a signé',
  'host.other-name': 'son certificat est pour un autre nom ({said}) : utilisez l’un des noms qui y figurent',
  'host.silent': 'l’hôte ne répond pas ; est-il allumé et dans ce réseau ?',
  'host.no-route': 'il n’y a pas de route d’ici vers son réseau',
  'host.unknown': 'rien dans ce réseau ne porte ce nom',
  'host.no-lookup': 'le nom n’a pas pu être résolu ; le réseau fonctionne-t-il ?',
  'hid.none': 'aucun appareil USB HID {usb} n’est branché',
  'hid.several':
    '{count, plural, one {# appareil USB HID} many {# appareils USB HID} other {# appareils USB HID}} {usb} sont branchés, et l’adresse ne dit pas lequel est visé ; ce sont {addresses}',
  'ble.no-bus': 'cet ordinateur n’a pas de bus système (D-Bus) que ce programme atteigne, et BlueZ s’interroge par lui',
  'ble.no-bluez': 'BlueZ, qui parle Bluetooth sous Linux, ne tourne pas',
  'ble.no-permission': 'cet utilisateur ne peut pas utiliser Bluetooth',
  'ble.no-adapter': 'cet ordinateur n’a pas d’adaptateur Bluetooth',
  'ble.other-adapter': 'cet ordinateur n’a pas d’adaptateur Bluetooth {wanted}',
  'ble.adapter-off': 'l’adaptateur Bluetooth est désactivé',
  'ble.silent': 'BlueZ n’a pas répondu à temps',
  'ble.too-much': 'ce que dit BlueZ n’est pas du D-Bus, ou dépasse 2 Mio d’un coup',
  'ble.refused': 'BlueZ l’a refusé : {said}',
  'ble.not-heard': 'l’appareil n’a pas été entendu en {seconds} s',
  'ble.not-connected': 'l’appareil a été entendu, mais ne se laisse pas connecter ({said})',
  'ble.no-services': 'l’appareil n’a pas indiqué ses services en {seconds} s',
  'ble.no-characteristic': 'l’appareil n’a pas de caractéristique {uuid}, il est donc d’un autre type',
  'ble.no-profile': 'les caractéristiques utilisées ne sont connues qu’avec le type d’appareil',
  'ble.no-key': 'ce qu’il dit est chiffré, et sa clé n’est pas connue',
  'ble.wrong-key': 'ce qu’il dit est chiffré avec une autre clé',
  'ble.stopped': 'BlueZ s’est arrêté, ou l’adaptateur a été désactivé',
  'ble.hung-up': 'la connexion Bluetooth s’est interrompue',
  'help.ble-bus': 'Installez D-Bus et BlueZ ; dans un conteneur, montez-y /run/dbus/system_bus_socket.',
  'help.ble-bluez': 'Installez BlueZ (apt install bluez) et démarrez-le (systemctl enable --now bluetooth).',
  'help.ble-permission': 'Ajoutez l’utilisateur qui exécute Solstead au groupe bluetooth et reconnectez-vous.',
  'help.ble-adapter': 'Branchez un adaptateur Bluetooth avec LE, ou nommez le bon avec ?adapter=hci1.',
  'help.ble-power': 'Activez-le (bluetoothctl power on) ; si c’est refusé, débloquez-le (rfkill unblock bluetooth).',
  'help.ble-range':
    'Rapprochez l’adaptateur de l’appareil, vérifiez qu’il est allumé, et fermez toute application qui y est connectée : la plupart des appareils acceptent une connexion et ne sont alors plus entendus par personne d’autre.',
  'help.ble-key':
    'Dans VictronConnect, ouvrez les réglages de l’appareil, Infos produit, Instant readout via Bluetooth, affichez la clé de chiffrement, et donnez-la comme mot de passe de l’appareil.',
  'esphome.no-key': 'le nœud scelle ce qu’il dit, et sa clé n’est pas connue',
  'esphome.wrong-key': 'le nœud a une autre clé',
  'esphome.not-sealed': 'le nœud n’a pas de clé : ce qu’il dit n’est pas scellé',
  'esphome.no-password': 'le nœud demande un mot de passe',
  'esphome.wrong-password': 'le nœud a un autre mot de passe',
  'esphome.no-node': 'ce qui écoute là ne parle pas l’API native d’ESPHome',
  'esphome.version': 'le nœud parle la version {major} de l’API native, qui n’est pas connue',
  'esphome.silent': 'le nœud n’a pas répondu en {seconds} s',
  'esphome.too-long': 'un message de plus de {most, number} octets a été envoyé',
  'esphome.changed': 'un message scellé a été modifié en chemin, ou manque',
  'esphome.refused': 'le nœud a mis fin à la connexion : {said}',
  'esphome.goodbye': 'le nœud a pris congé, comme avant de redémarrer ou de dormir',
  'help.esphome-key':
    'Donnez la clé du nœud comme son mot de passe : dans son YAML sous api:, encryption:, key: (44 caractères qui finissent par =).',
  'help.esphome-not-sealed':
    'Configurez-le sans clé, ou donnez-en une au nœud : dans son YAML sous api:, encryption:, key:, et installez-le à nouveau.',
  'help.esphome-password':
    'Donnez le mot de passe du nœud, dans son YAML sous api:, password: – ou mieux une clé : encryption:, key:, que demande ESPHome plus récent.',
  'help.esphome-away':
    'Vérifiez l’adresse, et que le nœud est éveillé et que son YAML a api: (port 6053). Un nœud sans peut venir par MQTT.',
  'unit.no-channel': 'l’unité ne laisse pas écouter ses valeurs : {said}',
  'unit.silent': 'l’unité n’a pas répondu en {seconds} s',
  'unit.left': 'l’unité a mis fin au canal de ses valeurs',
  'unit.refused': 'l’unité n’a pas accepté le mot de passe connu ; il n’est pas réessayé pendant {minutes} minutes',
  'unit.no-password': 'l’unité demande son mot de passe, et aucun n’est connu',
  'unit.no-socket': 'ce qui écoute là n’a pas de WebSocket pour des valeurs ({status})',
  'help.unit-password':
    'Donnez le mot de passe de sa page web comme son mot de passe : il se règle sur l’unité sous Configuration, System (local password). Son API est fermée tant qu’il n’y en a pas.',
  'help.unit-old':
    'Solar-Assistant l’a depuis sa version du 24 mars 2026 : mettez l’unité à jour, ou configurez-la comme « Solar-Assistant over HTTP », ou par MQTT.',
  'link.vanished-by': 'l’appareil a disparu ({said})',
};
