// French: why an output does not work, or its settings cannot stand.
import type { outputReasons as english } from '#core/reasons/outputs.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const outputReasons: Texts<typeof english> = {
  'output.none': 'il n’y a pas de sorties ici',
  'output.row': 'les réglages d’une sortie n’y figurent pas',
  'output.settings': 'ses réglages ne sont pas ceux de cette version : {said}',
  'output.setting': '{field} : {said}',
  'output.kind': 'ce type de sortie n’existe pas ; sont connus {known}',
  'output.many': 'une maison a {most, number} sorties au plus',
  'output.server':
    'écrivez l’adresse comme mqtt://host:1883 ou mqtts://host:8883, ou laissez-la vide pour le broker de cette maison',
  'secret.again':
    'le mot de passe conservé appartient au serveur, compte et certificat précédents ; saisissez celui de ceux-ci',
  'output.password': 'retirez le mot de passe de l’adresse : il a son propre champ, et est gardé à part',
  'output.own-prefix':
    'sur le broker de cette maison, c’est solstead/{home}, ou commence par cela et une barre oblique : aucun appareil ni aucune autre maison ne l’a',
  'output.prefix': 'il faut des mots de lettres, chiffres, points, tirets et tirets bas avec / entre eux',
  'output.ca': 'ce n’est pas un certificat en PEM : il commence par -----BEGIN CERTIFICATE-----',
  'output.filter': 'il faut des ids de métriques, ou le début de l’un suivi de *',
  'output.place-taken':
    'la sortie {name} a déjà cet emplacement, et ce que l’une d’elles y laisse part avec elle : donnez-en un autre à celle-ci',
  'output.place-elsewhere':
    'une sortie d’une autre maison a déjà cet emplacement, et ce que l’une d’elles y laisse part avec elle : donnez-en un autre à celle-ci',
  'output.filter-idle': 'cela ne compte qu’avec changesOnly, qui n’est pas défini',
  'output.nothing-waits':
    'cela ne compte que là où tout ce qui attend est conservé sur le disque ; cette sortie conserve la plus récente de chaque valeur, ou rien',
  'output.name':
    '{name} ne peut pas y être un nom : sont permis lettres, chiffres et _, pour les appareils aussi -, pour les métriques aussi des points',
  'output.name-star': '{from} et {to} finissent tous deux par *, ou aucun',
  'output.name-twice': '{one} et {other} y auraient le même nom',
  'output.no-names': 'ce type a ses propres noms : ils n’y sont pas changés',
  'output.not-now': 'elle n’enverrait pas maintenant : {reason}',
  'output.not-back':
    'le broker a confirmé le message de test et ne l’a pas rendu : il ne laisse peut-être pas ce compte écrire ou lire sous {prefix}',
  'output.silent': 'il n’y a pas eu de réponse en {seconds, number} s',
  'output.nothing-yet': 'aucun appareil de la maison n’a encore donné une valeur que cette sortie enverrait',
  'output.away': 'la sortie {name} n’atteint pas son serveur : {reason}',
  'output.lost':
    'la sortie {name} a perdu {count, number} lots de mesures, car son serveur était absent trop longtemps',
  'output.unfit':
    'le serveur de la sortie {name} refuse définitivement certaines valeurs, {count, number} jusqu’ici ; la dernière : {reason}',
  'output.refused-value': '{metric} de {device} : {reason}',
  'output.file': 'écrivez un nom comme home.prom ou node/home.prom',
  'output.file-link': 'un dossier sur ce chemin est un lien ou n’est pas un dossier ; rien n’est écrit à travers lui',
  'output.file-taken': 'autre chose qu’un fichier porte ce nom',
  'output.needed': 'c’est nécessaire ici',
  'output.header': 'c’est un en-tête qui dit ce qui est envoyé, et non qui l’envoie',
  'output.labels':
    'écrivez noms et valeurs comme house=cabin, owner=anna ; les noms ont des lettres, chiffres et tirets bas, et ne sont pas ceux des mesures elles-mêmes',
  'output.status': 'la réponse a eu l’état {status} : {said}',
  'output.status-only': 'la réponse a eu l’état {status}',
  'output.leftovers': 'ce qui était laissé sur le serveur n’a pas pu être retiré : {reason}',
  'output.not-taken': 'ce texte n’est pas accepté',
  'output.too-many-commands': 'trop de commandes sont en cours',
  'output.dangerous': 'ce qui est dangereux attend une personne sur la page',
  'output.domoticz-line':
    'une ligne est l’idx d’un appareil de Domoticz, un appareil de cette maison et des métriques, comme 12 roof pv.power pv.energy ; celle-ci n’en est pas une : {line}',
  'output.domoticz-lines': 'il faut une ligne ou plus, {most, number} au plus',
  'output.former-line':
    'cette ligne n’est ni un appareil avec son tag de mpp-solar, comme roof = mpp, ni un appareil seul : {line}',
  'output.header-line':
    'une ligne est un nom et une valeur, comme X-House: cabin, d’un en-tête qui n’est pas de la requête elle-même ; celle-ci n’en est pas une : {line}',
  'output.template': 'ce n’est pas du JSON quand ses blancs contiennent null',
  'output.template-gap': 'un blanc contient site, device, time ou une métrique ; {gap} n’en est aucun',
  'output.udp': 'écrivez l’adresse comme udp://host:port',
  'output.unheard': 'ils ont été envoyés ; personne ne dit s’ils sont entendus',
  'output.of-device': 'écrivez un appareil de cette maison et une métrique, comme roof grid.voltage',
  'output.rate':
    'plus de requêtes acceptées pendant {minutes, plural, one {# minute} many {# minutes} other {# minutes}}',
  'output.mongodb': 'écrivez l’adresse comme mongodb://account@host:27017/database, avec un seul hôte',
  'output.mysql': 'écrivez l’adresse comme mysql://account@host:3306/database',
  'output.nats':
    'écrivez l’adresse comme nats://host:4222, ou tls://host:4222 avec TLS ; jusqu’à dix serveurs d’un même cluster séparés par des virgules, tous avec TLS ou aucun',
  'output.nats-user': 'retirez le compte de l’adresse : la connexion a ses propres champs',
  'output.subject': 'un subject est fait de mots séparés par des points, sans espaces, * ni >, comme {example}',
  'output.subject-gap': 'un trou d’un subject contient site, device ou metric ; {gap} n’en est aucun',
  'output.subject-needs':
    'chaque valeur est un message à elle seule, qui ne dit rien d’autre : son subject doit contenir {gap}',
  'output.subject-not': 'un message a toutes les valeurs d’un appareil : {gap} ne peut pas être dans son subject',
  'output.subject-server': 'les subjects qui commencent par {word} appartiennent au serveur',
  'output.postgres': 'écrivez l’adresse comme postgres://account@host:5432/database',
  'output.ca-unused': 'le certificat d’une autorité sert à TLS : activez-le, ou retirez le certificat',
  'output.table-foreign': 'il y a une table readings qui n’est pas de ce programme : choisissez un autre schéma',
  'output.table-newer': 'la table readings a la version {version, number}, plus récente que ce programme',
  'help.output-account': 'Vérifiez le compte dans l’adresse, et son mot de passe.',
  'help.output-database': 'Vérifiez que la base de données existe et que le compte y a ce droit.',
  'output.silent-meter': 'le compteur {name} est muet : {reason}',
  'meter.not-open': '{reason}. {help}',
  'meter.no-grid': 'la maison n’a pas de valeur de son raccordement au réseau',
  'meter.no-power': '{device} ne donne pas de puissance du réseau, ou seulement d’anciennes valeurs',
  'meter.estimated':
    'rien ne mesure le raccordement au réseau : sa puissance est seulement estimée, et rien ne devrait la suivre',
  'meter.old': 'la valeur la plus récente a {age, number} s, et peut en avoir {most, number} au plus',
  'meter.silent-now': 'il serait muet maintenant : {reason}',
  'meter.address': 'écrivez une adresse IP de cet ordinateur, ou 0.0.0.0 pour toutes',
  'meter.own-ipv4': 'écrivez une adresse IPv4 de cet ordinateur, comme 192.168.1.5',
  'meter.udp-ports': 'écrivez au plus {most, number} numéros de port séparés par des virgules, comme 1010, 2220',
  'output.not-connected': 'il n’y avait pas de connexion',
  'answers.regex': 'ce n’est pas une expression régulière qui se cherche en temps linéaire : {said}',
  'answers.mongodb': 'écrivez l’adresse comme mongodb://account@host:27017, avec un seul hôte',
  'answers.unknown': 'cette sortie n’existe pas ; sont connues {known}',
  'answers.to': 'aucune des sorties ne va à {to}',
  'answers.long': 'plus long que les {most, number} octets que porte un datagramme',
  'answers.late': 'pas accepté en {seconds, number} s',
};
