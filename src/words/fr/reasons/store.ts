// French: what is wrong with stored files, secrets and servers.
import type { storeReasons as english } from '#core/reasons/store.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const storeReasons: Texts<typeof english> = {
  'secret.key': 'ce n’est pas une clé : {bytes} octets en base64 ou en chiffres hexadécimaux',
  'secret.no-key': 'ce fichier n’existe pas',
  'secret.changed': 'il a été modifié, ou n’est pas un secret de cette installation',
  'secret.other-key': 'il a été scellé avec une autre clé : donnez celle que l’installation avait alors',
  'secret.key-lost':
    '{file} ne peut pas être utilisé : {why}. Ce qui a été scellé avec (mots de passe d’appareils et d’emplacements, seconds facteurs) ne peut pas être ouvert, et rien de nouveau n’est scellé. Remettez-le depuis une sauvegarde, ou commencez une nouvelle clé avec `solstead repair --adopt --yes` et redonnez les mots de passe',
  'secret.unopened':
    '{count, plural, one {{file} ne peut pas être ouvert} many {# secrets, dont le premier est {file}, ne peuvent pas être ouverts} other {# secrets, dont le premier est {file}, ne peuvent pas être ouverts}} : {why}. Redonnez le mot de passe là où il sert, ou remettez le fichier depuis une sauvegarde',
  'secret.not-latest':
    '{count, plural, one {{file} manque ou est plus ancien} many {# secrets, dont le premier est {file}, manquent ou sont plus anciens} other {# secrets, dont le premier est {file}, manquent ou sont plus anciens}} que la dernière écriture : un ancien mot de passe peut servir. Remettez la copie la plus récente, ou redonnez le mot de passe là où il sert ; `solstead repair --yes` accepte ce qui est là',
  'store.other-writer': 'un autre Solstead écrit cet historique',
  'store.version': 'sa version est {version} ; ce Solstead connaît {known}',
  'store.kind': 'le type {kind} est inconnu',
  'store.no-list': 'ce n’est pas une liste de textes',
  'store.role': 'le rôle {role} est inconnu',
  'store.no-grant': 'aucun droit n’y est accordé',
  'store.actions': 'l’une des actions {actions} est inconnue',
  'folder.not-made': 'aucun dossier ne peut y être créé',
  'store.grants': 'ses droits ne peuvent pas être lus',
  'store.no-file-journal': 'le fichier manque mais son journal est là',
  'store.foreign': 'ce n’est pas un fichier de Solstead',
  'store.short': '{size} octets sur {bytes} sont là',
  'store.empty': 'le fichier est vide',
  'store.not-arrived':
    'seuls {arrived} des {count} points de {name} du {when} sont arrivés ; le nouvel emplacement garde-t-il des valeurs si anciennes ?',
  'server.said': 'la réponse a été : {said}',
  'server.status': 'la réponse a été {status} : {said}',
  'store.closed': 'c’est fermé',
  'server.no-url': 'son adresse n’est pas une URL en http:// ou https://',
  'server.silent': 'pas de réponse en {seconds} s',
  'server.too-old': 'rien n’y est gardé d’avant le 2 janvier 1970, et {at} ms est plus tôt',
  'server.too-new': 'rien n’y est gardé au-delà de deux jours dans le futur, et {at} ms est plus tard',
  'server.prefix': 'un préfixe ne peut avoir que des lettres et des chiffres',
  'store.change': 'sa modification {change} est inconnue ici',
  'store.checksum': 'la somme de contrôle de ses notes ne correspond pas',
  'store.blocks': '{found} blocs sur {known} sont là',
  'store.worker': 'son worker a échoué : {said}',
  'store.rows-lost': 'les lignes {from} à {to} manquent',
  'store.unknown-series': 'il y a dedans des valeurs de séries que l’historique ne connaît pas',
  'store.other-home': 'cela appartient à une autre maison',
  'store.sibling-missing': '{file} manque, mais cette maison l’avait',
  'store.owner-missing': 'ses comptes manquent, mais cette maison avait un propriétaire',
  'store.older':
    'ses données sont plus anciennes qu’elles n’étaient : {count} lignes du journal d’audit manquent (constaté {when}). Comptes, mots de passe, jetons et appareils peuvent être comme avant ; tout le monde a été déconnecté. Remettez la copie la plus récente de records.db, ou vérifiez-les et acceptez-les avec `solstead repair --yes`',
  'home.renewed':
    'home.json manquait et a été réécrit à partir des données. On ne peut dire si elles sont les plus récentes : vérifiez comptes, jetons et appareils, ou remettez la copie la plus récente du dossier',
  'home.set-aside':
    'home.json était endommagé : il a été réécrit à partir des données, et est gardé comme {aside}. On ne peut dire si les données sont les plus récentes : vérifiez comptes, jetons et appareils',
  'home.file-lost':
    '{file} manque alors que cette maison l’avait ; il a été recommencé. Son contenu est perdu : les messages qui attendaient des clients du broker, et ce qui était retenu (retained), que les appareils redisent',
  'journal.empty':
    '{file} était vide : les messages qui attendaient des clients du broker, et ce qui était retenu (retained), sont perdus ; les appareils redisent ce qu’ils font retenir. Surveillez le disque',
  'journal.gaps':
    '{file} est endommagé à {count, plural, one {un endroit} many {# endroits} other {# endroits}} ; ce qui est intact a été utilisé. Des messages qui attendaient des clients du broker, ou étaient retenus (retained), peuvent être perdus : les appareils redisent ce qu’ils font retenir. Surveillez le disque',
  'journal.short':
    '{file} se termine avant ce qui y a été écrit : il a été coupé, ou est une copie plus ancienne. Les messages qui attendaient des clients du broker, ou ont été retenus (retained) depuis, sont perdus : les appareils redisent ce qu’ils font retenir. Surveillez le disque',
  'journal.set-aside':
    '{file} ne peut pas être utilisé : {why}. Il est gardé comme {aside}, et un nouveau a été commencé : les messages qui attendaient des clients du broker, et ce qui était retenu (retained), sont perdus ; les appareils redisent ce qu’ils font retenir',
  'journal.none':
    '{file} ne peut pas être utilisé : {why}. Ce que le broker garde pour ses clients prend fin avec ce processus : rendez le dossier accessible en écriture et redémarrez',
  'waiting.damaged':
    '{count, plural, one {une ligne} many {# lignes} other {# lignes}} de {file} étaient endommagées : autant de mesures qui attendaient une horloge sont perdues. Le fichier est gardé comme {aside}. Surveillez le disque',
  'waiting.short':
    '{file} manque, a été coupé ou est une copie plus ancienne : des mesures qui y attendaient une horloge ne sont pas dans l’historique. Remettez sa copie la plus récente et redémarrez, s’il y en a une',
  'waiting.set-aside':
    '{file} ne peut pas être utilisé : {why}. Il est gardé comme {aside} ; des mesures qui y attendaient une horloge ne sont pas dans l’historique',
  'waiting.unusable':
    '{file} ne peut pas être lu : {why}. Des mesures qui y attendaient une horloge ne sont pas dans l’historique : rendez-le lisible et redémarrez',
  'waiting.unwritten':
    'des mesures qui attendent une horloge ne peuvent pas être écrites dans {file} : {why}. Elles restent en mémoire, et sont perdues si le processus se termine avant que l’horloge soit connue',
  'eras.unusable':
    '{file} ne peut pas être utilisé : {why} (gardé comme {aside}). Si l’horloge de cet ordinateur était fausse avant ce démarrage, la maison ne peut pas dire seule quelles valeurs sont mal datées',
  'bits.mended':
    'sur {count, plural, one {une page} many {# pages} other {# pages}} de {file}, un bit avait basculé ; il a été corrigé, et rien n’est perdu. Surveillez la mémoire et le disque de cet ordinateur',
  'pages.changed':
    '{count, plural, one {une page} many {# pages} other {# pages}} de {file} (la première est la page {page}) ne sont pas telles qu’écrites : une copie plus ancienne a été mise à la place, un autre programme y a écrit, ou le disque est endommagé. Remettez la copie la plus récente, ou vérifiez le contenu et acceptez-le avec `solstead repair --yes`',
  'journal.cut':
    '{file} est endommagé, et ce qui a été validé au-delà est perdu. Il est gardé comme {aside}. Surveillez le disque',
  'store.journal': 'son journal (-wal) est endommagé',
  'store.other-user': 'un autre Solstead utilise ces données',
  'journal.large':
    'plus de {most, number} MB, ce que ce programme n’écrit jamais : déplacez-le, et ce que garde le broker recommence',
  'store.no-file': 'ce n’est pas un fichier : un dossier, un tube, un socket ou un appareil porte son nom',
  'store.damaged': 'il est endommagé',
  'store.full': 'le disque est plein',
  'store.copy-room': 'dans {folder}, il faut {needed, number} Mo, et {free, number} Mo sont libres',
  'store.copy-differs': '{file} ne contient pas ce qui y a été écrit : vérifiez le disque',
  'store.series': '{found} appareils et séries sur {known} sont là',
  'store.no-file-log': 'le fichier manque mais son log est là',
  'store.address': 'l’adresse ne peut pas être lue',
  'help.database':
    'Vérifiez que le serveur de base de données tourne, et l’hôte, le port et la base de données de son adresse.',
  'help.database-account':
    'Vérifiez le nom et le mot de passe ; le mot de passe vient de l’environnement (SOLSTEAD_RECORDS_PASSWORD, SOLSTEAD_HISTORY_PASSWORD).',
  'server.unreachable': 'le serveur est injoignable',
  'server.wants-password': 'le serveur demande un mot de passe, et aucun n’a été donné',
  'document.version': 'sa version est {version} ; ce Solstead connaît jusqu’à {known}',
  'document.broken': 'la forme n’est pas celle attendue',
  'connection.used': '{name} est atteint à travers cela',
  'secret.name': 'le nom d’un secret ne peut avoir que des lettres minuscules, chiffres, points et tirets',
  'secret.open': 'd’autres peuvent lire ce secret : rendez-le lisible par son propriétaire seul (mode 0600)',
  'secret.length': 'il faut 1 à {most, number} caractères',
};
