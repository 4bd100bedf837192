// French: what the program says at its start and while it runs.
import type { mainReasons as english } from '#core/reasons/main.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const mainReasons: Texts<typeof english> = {
  'plugin.too-large': 'elle a {bytes, number} octets, une extension {most, number} au plus',
  'plugin.busy': 'trop de questions l’attendent',
  'plugin.ended': 'elle s’est terminée d’elle-même',
  'plugin.slow': 'elle n’a pas répondu en {seconds, number} s, et a été arrêtée',
  'plugin.memory': 'elle a pris plus de {most, number} Mio de mémoire, et a été arrêtée',
  'plugin.too-much': 'elle a dit plus de {most, number} octets d’un coup, et a été arrêtée',
  'plugin.work': 'elle a travaillé plus de {seconds, number} s sur une réponse, et a été arrêtée',
  'plugin.restless': 'elle a travaillé plus de {seconds, number} s sans que rien lui soit demandé, et a été arrêtée',
  'plugin.question': 'ce qui lui serait donné est plus long que {most, number} octets',
  'plugin.at': 'ligne {line, number} : {reason}',
  'plugin.name': 'le nom {name} signifie autre chose ; choisissez-en un autre',
  'plugin.default': 'ce par quoi {name} commence n’en est pas une valeur',
  'plugin.no-function': 'la fonction {name} n’y existe pas',
  'plugin.network':
    'elle veut ouvrir des connexions, et personne ne l’a accepté depuis la dernière modification de son fichier',
  'plugin.gone': 'aucune sortie d’extension ne s’appelle {id} : son fichier manque, ou est laissé de côté',
  'plugin.usage': 'il ne prend rien, ou `allow` ou `deny` et le nom d’un fichier',
  'plugin.param': 'ce qui est indiqué comme {name} manque, est de trop, ou n’en est pas une valeur',
  'help.plugin-network':
    'Lisez son fichier. Si vous lui faites confiance, acceptez sur la page Extensions, ou avec `solstead plugins allow {file}`.',
  'plugin.loading': 'elle est encore en cours de chargement',
  'plugin.shape': 'ce qu’elle exporte n’est pas une extension de cette version : {said}',
  'plugin.word': '{where} : {word} n’est pas l’un de {known}',
  'plugin.no-request': 'elle ne donne aucun octet pour la question {question}, ou plus de 256',
  'plugin.unit': 'le champ {field} n’est pas dans l’unité de sa métrique : {unit}',
  'emulate.no-broker': 'un appareil MQTT a besoin d’un broker, comme mqtt://name@localhost:1883',
  'emulate.plain-only': 'l’émulateur ne parle que mqtt:// simple',
  'folder.no-site': 'il n’y a encore aucune maison dedans',
  'help.no-site':
    'Configurez d’abord une maison dans l’application web (`solstead serve`), ou nommez le dossier d’une autre avec --data.',
  'folder.several-sites': 'il y a plusieurs maisons ; choisissez-en une avec --site : {known}',
  'folder.sites': 'sont connues {known}',
  'folder.no-data': 'ce n’est pas un dossier de données de Solstead ; nommez-le avec --data',
  'folder.in-use': 'un Solstead en marche utilise ce dossier',
  'help.running': '{instead}',
  'move.same-place': 'les deux emplacements sont le même',
  'records.address':
    'il faut une adresse comme postgres://name@host/database ; sans elle, les données sont gardées dans le dossier de données',
  'place.address': 'le reste de l’adresse ne peut pas être lu',
  'help.high-mqtt-port': 'Choisissez un port au-dessus de 1023 avec --mqtt-port.',
  'help.mqtt-port': 'Arrêtez l’autre programme, ou choisissez un autre port avec --mqtt-port.',
  'broker.address': 'il faut une adresse comme mqtt://name@host:1883',
  'port.in-use': 'le port est utilisé',
  'place.option': 'l’option {option} est inconnue ; sont connues {known}',
  'place.influx': 'il faut ?database= (InfluxDB 1) ou ?org= et &bucket= (InfluxDB 2)',
  'place.empty': 'l’emplacement est vide',
  'place.no-host': 'l’hôte manque',
  'place.kind': 'c’est un dossier, postgres://, victoria+http:// ou influx+http://',
  'place.no-history': 'il n’y a pas d’historique dans ce dossier',
  'folder.none': 'ce dossier n’existe pas',
  'emulate.tcp-port': 'choisissez-en un autre avec --tcp-port',
  'emulate.faults': 'les défauts sont {known}',
  'devices.left-out': '{file} est laissé de côté : {problem}',
  'tls.no-cert': 'ce n’est pas un certificat en PEM',
  'tls.no-key': 'ce n’est pas une clé privée en PEM, ou elle a une phrase secrète',
  'tls.pair': 'le certificat et la clé ne peuvent pas servir ensemble ({said})',
  'addon.options': 'les options de l’application sont fausses : {all}',
  'addon.both': '{other} est aussi nécessaire',
  'addon.secret-text': 'ce n’est pas un texte ; écrivez-le entre guillemets',
  'addon.answer': 'le Supervisor de Home Assistant a dit quelque chose qui n’est pas sa réponse',
  'addon.status': 'le Supervisor de Home Assistant a répondu {status, number}',
  'ingress.no-address': 'personne n’est cru à leur sujet : donnez --ingress-from, l’adresse du Supervisor',
  'ingress.is-proxy':
    'un proxy à cette adresse transmet ce que chacun dit de soi : donnez à --trusted-proxies une autre que --ingress-from',
  'tls.redirect':
    'il n’y a pas de port TLS vers lequel envoyer les navigateurs : donnez --tls-cert et --tls-key, ou --tls-self-signed',
  'tls.both': 'un certificat demande sa clé, et une clé son certificat : donnez --tls-cert et --tls-key',
  'help.mqtts-port': 'Arrêtez l’autre programme, ou choisissez un autre port avec --mqtts-port.',
  'disk.low':
    'le disque de {at} a encore {left, number} MB ; une fois épuisés, les nouvelles mesures sont perdues. Faites de la place, ou déplacez les données vers un disque plus grand',
  'disk.full':
    'le disque de {at} est plein : il reste {left, number} MB. Faites de la place maintenant : les nouvelles mesures attendent en mémoire, et sont perdues quand elle est pleine aussi',
  'disk.few-entries':
    'le système de fichiers de {at} accepte encore {left, number} fichiers ; supprimez-en quelques-uns dont personne n’a besoin',
  'disk.no-entries':
    'le système de fichiers de {at} n’accepte plus de fichiers (il en reste {left, number}) : supprimez-en maintenant, sinon plus rien ne peut être gardé',
  'disk.unwritable':
    'rien ne peut être écrit dans {at} ({said}) : les nouvelles mesures attendent en mémoire, et sont perdues quand elle est pleine',
  'bridge.file': 'ce n’est pas du YAML avec une adresse (to) et des topics',
  'bridge.filter': 'il faut un filtre MQTT comme roof/# ou +/power',
  'bridge.prefix': 'il faut le début d’un topic, comme home/, sans caractères génériques',
  'bridge.away':
    'le pont n’atteint pas {host} ({why}) ; {count, plural, one {# message l’attend} many {# messages l’attendent} other {# messages l’attendent}}',
  'bridge.disk': 'ce que le pont garde pour l’autre broker ne peut pas être écrit : {said}',
  'bridge.loop':
    'des messages de {topic} tournent entre brokers et ne sont pas copiés pendant une minute : copiez chaque topic dans un seul sens',
  'emulate.none': 'ce protocole n’a pas d’émulateur',
  'update.newer': 'il y a Solstead {version} ; ceci est {own}',
  'update.current': 'ceci est Solstead {own}, et il n’y a pas plus récent',
  'update.unreadable': '{at} ne nomme aucune version',
  'help.update-newer':
    'Faites une sauvegarde, puis mettez à jour de la façon dont Solstead a été installé ; CHANGELOG.md dit ce qui est nouveau.',
  'help.update-address': 'Voyez si l’adresse de --update-check est juste et joignable. Rien d’autre n’en dépend.',
};
