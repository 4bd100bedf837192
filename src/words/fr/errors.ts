// French: titles and repairs of errors.
import type { Language } from '../language.ts';

/** French, by code. */
export const errors: Language['errors'] = {
  'input.hex': { title: 'Pas d’octets hexadécimaux', repair: 'Donnez des paires de 0–9 et a–f, comme 28 41 43 4b.' },
  'input.usage': {
    title: 'Arguments incorrects',
    repair: 'Corrigez ce qui est nommé.',
    cli: 'Voir `solstead --help`.',
  },
  'input.invalid': { title: 'La requête n’est pas valable', repair: 'Corrigez le champ nommé.' },
  'input.not-json': {
    title: 'Le corps de la requête n’est pas du JSON',
    repair: 'Envoyez le corps en JSON avec l’en-tête content-type: application/json.',
  },
  'input.too-large': {
    title: 'Le corps de la requête est trop grand',
    repair: 'Envoyez au plus 1 Mio à la fois ; ce qui ne demande pas de compte accepte 8 Kio.',
  },
  'input.too-long': {
    title: 'L’adresse de la requête est trop longue',
    repair: 'Raccourcissez la partie de l’adresse qui est trop longue.',
  },
  'path.unknown': { title: 'Il n’y a rien à ce chemin', repair: 'Vérifiez l’adresse.' },
  'path.method': {
    title: 'Ce chemin n’accepte pas cette méthode',
    repair: 'Utilisez l’une des méthodes que nomme l’en-tête Allow.',
  },
  internal: {
    title: 'Quelque chose s’est mal passé dans Solstead',
    repair: 'Réessayez ; si cela persiste, cherchez la requête dans le journal et signalez-la.',
  },
  'address.invalid': {
    title: 'Pas une adresse de liaison',
    repair:
      'Utilisez serial:///dev/ttyUSB0?baud=2400, hid:///dev/hidraw0, tcp://host:port, udp://host:port, http://host, esphome://host, solar-assistant://host, ocpp://id ou mqtt://host:port.',
  },
  'protocol.unknown': {
    title: 'Protocole inconnu',
    repair: 'Choisissez-en un dans la liste des protocoles.',
    cli: 'Voir `solstead list protocols`.',
  },
  'command.unknown': {
    title: 'Commande inconnue',
    repair: 'Choisissez l’une des commandes ou l’un des réglages de cet appareil.',
    cli: 'Voir `solstead list commands {id}` ou `solstead list settings {id}`.',
  },
  'command.refused': {
    title: 'L’appareil a refusé la commande',
    repair: 'Vérifiez que ce modèle et son mode actuel connaissent la commande.',
  },
  'command.unconfirmed': {
    title: 'L’appareil n’a pas confirmé la commande',
    repair: 'Regardez l’appareil : il a peut-être agi, peut-être pas. Renvoyez la commande quand il est de retour.',
  },
  'command.differs': {
    title: 'L’appareil a pris la commande et montre une autre valeur',
    repair: 'Regardez l’appareil : son mode, son modèle ou un autre réglage n’autorise peut-être pas cette valeur.',
  },
  'command.not-armed': {
    title: 'La commande n’a pas été confirmée par une personne',
    repair: 'Lisez ce qu’elle fait et confirmez-la ; une confirmation vaut 60 secondes et pour une seule valeur.',
  },
  'command.limits': {
    title: 'La commande est hors de ses limites',
    repair: 'Donnez une valeur dans les limites nommées.',
  },
  'command.expired': {
    title: 'La commande a expiré avant d’être envoyée',
    repair: 'Voyez pourquoi l’appareil était occupé ou absent, et renvoyez la commande avec plus de temps.',
  },
  'command.gone': {
    title: 'Cette commande n’existe pas',
    repair: 'Voyez la liste des commandes ; les plus anciennes sont oubliées.',
  },
  'command.key-reused': {
    title: 'La clé d’idempotence appartient à une autre requête',
    repair: 'Utilisez une nouvelle clé pour chaque commande, et la même seulement pour répéter la même requête.',
  },
  'command.too-often': {
    title: 'La commande userait l’appareil',
    repair:
      'L’appareil garde chaque écriture dans une mémoire au nombre d’écritures limité : laissez le programme écrire moins souvent.',
  },
  'link.unavailable': {
    title: 'La liaison ne peut pas être ouverte',
    repair: 'Vérifiez l’adresse, que l’autre bout est branché et allumé, et qu’aucun autre programme ne l’utilise.',
  },
  'link.forbidden': {
    title: 'Pas d’autorisation pour la liaison',
    repair:
      'Laissez l’utilisateur qui exécute Solstead utiliser le port : pour les ports série, ajoutez-le au groupe `dialout` et reconnectez-vous.',
  },
  'link.closed': {
    title: 'La liaison a été fermée',
    repair: 'Elle est rouverte automatiquement ; vérifiez le câble si cela arrive souvent.',
  },
  'device.offline': {
    title: 'L’appareil est hors ligne',
    repair: 'Regardez son alimentation et son réseau, et renvoyez la commande quand il est de retour.',
  },
  'link.timeout': {
    title: 'Pas de réponse à temps',
    repair:
      'Vérifiez le câble, le débit et le protocole ; certains appareils ont besoin d’une minute après la mise sous tension.',
  },
  'frame.checksum': {
    title: 'La somme de contrôle ne correspond pas',
    repair: 'Vérifiez le câble et sa longueur ; un échec isolé est sans gravité.',
  },
  'frame.malformed': {
    title: 'Les octets ne sont pas une réponse de ce protocole',
    repair: 'Vérifiez le protocole et le débit.',
  },
  'broker.refused': {
    title: 'Le broker MQTT a refusé le compte',
    repair: 'Vérifiez le nom d’utilisateur et le mot de passe du broker.',
  },
  'port.taken': { title: 'Le port est utilisé', repair: 'Arrêtez l’autre programme ou choisissez un autre port.' },
  'folder.unwritable': {
    title: 'Impossible d’écrire dans le dossier de données',
    repair: 'Rendez le dossier accessible en écriture, ou choisissez-en un autre.',
    cli: 'Choisissez un autre dossier avec --data, ou rendez celui-ci accessible en écriture.',
  },
  'folder.missing': { title: 'Ce dossier n’existe pas', repair: 'Nommez un dossier qui existe.' },
  'folder.locked': {
    title: 'Le dossier de données est utilisé',
    repair: 'Un autre Solstead utilise ce dossier : arrêtez-le, ou choisissez un autre dossier.',
    cli: 'Un autre Solstead utilise ce dossier : arrêtez-le, ou choisissez un autre dossier avec --data.',
  },
  'store.failed': {
    title: 'Le stockage n’a pas pu écrire',
    repair:
      'Vérifiez la place libre et la santé du disque ; un serveur qui garde l’historique ou les données doit tourner.',
  },
  'store.fenced': {
    title: 'Un autre processus s’occupe maintenant de cette maison',
    repair: 'Il n’y a rien à faire : ce qui précède est conservé, et l’autre processus continue avec la maison.',
  },
  'store.corrupt': {
    title: 'Un fichier du stockage est endommagé',
    repair: 'Restaurez le fichier nommé depuis une sauvegarde.',
    cli: 'Restaurez le fichier nommé depuis une sauvegarde, ou voyez ce que `solstead repair` peut sauver.',
  },
  'store.newer': {
    title: 'Un fichier du stockage a été écrit par un Solstead plus récent',
    repair: 'Redémarrez cette version, ou restaurez le fichier nommé depuis une sauvegarde d’avant la mise à jour.',
  },
  'store.uncopied': {
    title: 'L’historique d’une version antérieure n’a pas pu être copié avant sa mise à jour',
    repair:
      'Libérez de la place là où se trouve l’historique, ou déplacez ce qui gêne, puis redémarrez. Pour continuer sans copie, démarrez avec SOLSTEAD_WITHOUT_HISTORY_COPY=1 dans l’environnement.',
  },
  'tariff.invalid': {
    title: 'Le tarif n’est pas valable',
    repair: 'Corrigez la ligne nommée ; docs/tariffs.md montre tous les types de tarif.',
  },
  'automation.invalid': {
    title: 'L’automatisation n’est pas valable',
    repair: 'Corrigez la ligne nommée ; docs/automation.md montre règles, limites et scènes.',
  },
  'alert.unknown': {
    title: 'Cette alerte n’existe pas',
    repair: 'Redemandez la liste des alertes ; une alerte terminée ne peut pas être acquittée.',
  },
  'alert.no-channel': { title: 'Ce canal n’existe pas', repair: 'Redemandez la liste des canaux.' },
  'alert.not-sent': {
    title: 'Le message n’a pas été accepté',
    repair: 'Corrigez ce que nomme la raison ; le test du canal montre aussitôt s’il fonctionne.',
  },
  'readings.invalid': {
    title: 'Le fichier de mesures ne peut pas être utilisé',
    repair: 'Corrigez l’endroit nommé ; docs/energy.md montre à quoi ressemble un tel fichier.',
  },
  'series.invalid': {
    title: 'La série de prix ou d’émissions ne peut pas être lue',
    repair: 'Vérifiez que toute la réponse ou tout le fichier a été pris, et qu’il est au format nommé.',
  },
  'device.unknown': { title: 'Cet appareil n’existe pas', repair: 'Voyez la liste des appareils.' },
  'device.exists': { title: 'L’appareil existe déjà', repair: 'Choisissez un autre nom.' },
  'site.held': {
    title: 'Un autre processus s’occupe de cette maison',
    repair: 'Demandez à ce processus, ou arrêtez-le.',
  },
  'site.unknown': { title: 'Cette maison n’existe pas', repair: 'Voyez la liste des maisons.' },
  'invitation.unknown': { title: 'Cette invitation n’existe pas', repair: 'Voyez la liste des invitations.' },
  'anomaly.unknown': { title: 'Ce constat n’existe pas', repair: 'Voyez la liste des constats.' },
  'access.signed-out': { title: 'Non connecté', repair: 'Connectez-vous.' },
  'access.denied': { title: 'Non autorisé', repair: 'Demandez au propriétaire de la maison.' },
  'access.credentials': { title: 'Nom ou mot de passe incorrect', repair: 'Vérifiez les deux et réessayez.' },
  'access.second-factor': {
    title: 'Un second facteur est nécessaire',
    repair:
      'Donnez le code de l’application qui les crée, un code de secours ou une clé d’accès, avec le nom et le mot de passe.',
  },
  'access.refresh': { title: 'Ce jeton de renouvellement ne vaut plus rien', repair: 'Reconnectez-vous.' },
  'access.step-up': {
    title: 'Il faut savoir que c’est vraiment vous',
    repair:
      'Confirmez avec votre clé d’accès, votre code PIN ou votre mot de passe (et un code, si votre compte en demande), et redemandez ; cela vaut cinq minutes.',
  },
  'access.throttled': { title: 'Trop de tentatives', repair: 'Attendez une minute et réessayez.' },
  'access.plain': {
    title: 'Ce port ne parle pas TLS',
    repair: 'Demandez avec https. Un mot de passe ou jeton envoyé ici a pu être lu en chemin : remplacez-le.',
  },
  'server.not-ready': { title: 'Solstead n’est pas prêt', repair: 'Redemandez dans quelques secondes.' },
  'automation.busy': {
    title: 'Une automatisation est déjà à l’essai',
    repair: 'Attendez la fin de cet essai, et redemandez.',
  },
  'import.busy': {
    title: 'Une importation est déjà en cours',
    repair: 'Attendez qu’elle soit terminée, ou arrêtez-la, et redemandez.',
  },
  'export.busy': { title: 'Trop d’exports à la fois', repair: 'Attendez que l’un d’eux soit terminé, et redemandez.' },
  'request.too-many': {
    title: 'Trop de requêtes',
    repair: 'Attendez aussi longtemps que le dit Retry-After, et demandez moins souvent.',
  },
  'request.outdated': {
    title: 'Quelqu’un d’autre l’a modifié entre-temps',
    repair: 'Relisez-le, et envoyez la modification avec l’ETag de ce qui a été lu.',
  },
  'uplink.failed': {
    title: 'L’uplink ne fonctionne pas',
    repair: 'Vérifiez l’adresse, l’id client et le secret, et que l’autre côté tourne ; puis testez à nouveau.',
  },
  'uplink.unknown': { title: 'Cette maison n’existe pas', repair: 'Voyez la liste des maisons qui envoient ici.' },
  'output.failed': {
    title: 'La sortie ne fonctionne pas',
    repair: 'Vérifiez l’adresse, le compte et son mot de passe, et que le serveur tourne ; puis testez à nouveau.',
  },
  'output.unfit': {
    title: 'Le serveur n’acceptera jamais ces valeurs',
    repair: 'Voyez ce qu’en dit le serveur ; ce qu’il accepte continue.',
  },
  'output.refused': {
    title: 'Le serveur refuse ce qui lui est envoyé',
    repair: 'Vérifiez l’adresse et ce que dit le serveur ; puis testez à nouveau.',
  },
  'output.unknown': { title: 'Cette sortie n’existe pas', repair: 'Voyez la liste des sorties.' },
  'plugin.unknown': {
    title: 'Cette extension n’existe pas, ou ne demande rien',
    repair: 'Voyez la liste des extensions.',
  },
  'plugin.failed': {
    title: 'L’extension a échoué',
    repair:
      'Voyez ce qu’elle dit ; elle est redémarrée après une pause. Seul le propriétaire de la machine peut la modifier.',
  },
  'backup.damaged': {
    title: 'La sauvegarde ne peut pas être utilisée',
    repair: 'Prenez une autre sauvegarde ; rien n’a été modifié.',
  },
  'backup.passphrase': {
    title: 'La phrase secrète n’ouvre pas la sauvegarde',
    repair: 'Vérifiez la phrase secrète ; rien n’a été modifié.',
  },
  'backup.newer': {
    title: 'La sauvegarde a été faite par un Solstead plus récent',
    repair: 'Mettez Solstead à jour, puis restaurez ; rien n’a été modifié.',
  },
  'backup.refused': {
    title: 'La restauration a été refusée',
    repair:
      'Restaurez dans un dossier vide, ou dites que la maison qui s’y trouve doit être remplacée ; elle est gardée à côté de la nouvelle.',
    cli: 'Restaurez dans un dossier vide, ou ajoutez --replace : la maison qui s’y trouve est gardée à côté de la nouvelle.',
  },
  'backup.failed': {
    title: 'La sauvegarde n’a pas pu être faite',
    repair: 'Corrigez ce qui est nommé, et refaites-la.',
  },
  'backup.unknown': { title: 'Cette sauvegarde n’existe pas', repair: 'Voyez la liste des sauvegardes.' },
  'backup.no-upload': {
    title: 'Cet envoi n’existe pas',
    repair: 'Commencez un autre envoi : le précédent a pu être abandonné, ou Solstead a redémarré.',
  },
  'backup.busy': {
    title: 'Une sauvegarde ou une restauration est déjà en cours',
    repair: 'Attendez qu’elle soit terminée.',
  },
  'backup.place': {
    title: 'L’emplacement des sauvegardes ne peut pas être utilisé',
    repair: 'Vérifiez son adresse, son compte et sa place ; un nouvel essai suit.',
    cli: 'Vérifiez son adresse, son compte et sa place.',
  },
  'access.owned': {
    title: 'Cette maison a déjà un propriétaire',
    repair: 'Connectez-vous, ou demandez un compte au propriétaire.',
  },
};
