// French: why a backup cannot be made or used.
import type { backupReasons as english } from '#core/reasons/backup.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const backupReasons: Texts<typeof english> = {
  'backup.not-one': 'ce n’est pas une sauvegarde de Solstead',
  'backup.cut': 'le fichier se termine trop tôt : il en manque une partie',
  'backup.passphrase': 'la phrase secrète est fausse, ou l’en-tête du fichier est endommagé',
  'backup.needs-passphrase': 'elle est chiffrée : donnez sa phrase secrète',
  'backup.sealed-otherwise': 'elle est chiffrée avec une clé, pas avec une phrase secrète',
  'backup.work-factor': 'l’ouvrir demanderait plus de mémoire que permis (facteur de travail {found} ; au plus {most})',
  'backup.part': 'la partie {part} est endommagée',
  'backup.changed': 'les octets à partir d’environ {at, number} ne sont pas ceux qui ont été écrits',
  'backup.version': 'elle est de version {version} ; ce Solstead connaît {known}',
  'backup.form': 'elle contient {part} dans la forme {form}, que ce Solstead ne connaît pas',
  'backup.name': 'elle contient une partie du nom {name}, qu’aucune sauvegarde n’a',
  'backup.order': 'la partie {part} n’est pas à sa place',
  'backup.too-large': 'la partie {part} a {bytes, number} octets ; {most, number} au plus sont permis',
  'backup.swells': 'elle gonfle à plus de {ratio, number} fois sa taille : ce n’est pas une sauvegarde',
  'backup.too-many': 'elle a plus de {most, number} parties d’un type',
  'backup.counts': 'elle devrait contenir {known} de {part}, et contient {found}',
  'backup.room': 'il lui faut {needed, number} octets, et {free, number} sont libres',
  'backup.has-data': 'la maison qui s’y trouve a déjà des données',
  'backup.short-passphrase': 'une phrase secrète demande au moins {least} caractères',
  'backup.no-passphrase':
    'aucune phrase secrète n’a été donnée : utilisez --passphrase-file ou SOLSTEAD_BACKUP_PASSPHRASE, ou lancez-le dans un terminal, où elle est demandée',
  'backup.not-arrived': 'ce qui est arrivé n’est pas ce qui a été envoyé ({sent, number} octets)',
  'backup.place-answer': 'la réponse à {method} a été {status}',
  'backup.place-metadata': 'cette adresse appartient au centre de données et n’accepte pas de sauvegardes',
  'help.place-metadata': 'Nommez l’adresse du serveur qui garde les sauvegardes.',
  'backup.place-said': 'la réponse à {method} a été {status} : {said}',
  'backup.host-key': 'la clé de l’hôte est {found} ; avant c’était {known}',
  'backup.absolute': 'le chemin du dossier doit être entier, depuis la racine',
  'backup.no-folder': 'ce dossier n’existe pas : créez-le, ou montez le disque ou partage où il se trouve',
  'backup.not-mounted':
    'ce n’est pas le dossier utilisé avant, car {file} n’y est pas : montez le disque ou partage ; si c’en est un autre maintenant, supprimez l’emplacement, enregistrez, et ajoutez-le à nouveau',
  'backup.host-key-new':
    'l’hôte présente la clé {found}, que personne n’a nommée : comparez-la avec celle de l’hôte lui-même, et nommez-la avec --host-key',
  'backup.place-address':
    'écrivez un emplacement comme {forms} ; les mots de passe et clés viennent de --secret-file ou SOLSTEAD_BACKUP_SECRET',
  'backup.last-failed': 'la dernière sauvegarde a échoué : {reason}',
  'backup.see-page': 'elle n’est pas arrivée à chaque emplacement ; la page Sauvegardes dit pourquoi',
  'backup.exists': 'il y a déjà un fichier de ce nom ; il reste tel quel',
  'backup.running': 'une est en cours',
  'backup.no-such': '{name} n’existe pas',
  'backup.set-passphrase': 'aucune phrase secrète pour les sauvegardes n’a encore été définie',
  'backup.place-field': '{field} manque ou est faux',
  'backup.no-desk': 'cette maison n’est pas sauvegardée : elle est simulée',
  'backup.no-upload': 'rien n’a été envoyé sous ce nom',
  'backup.uploading':
    'quelqu’un d’autre envoie une sauvegarde ; si plus rien n’arrive, une autre peut être envoyée dans {minutes, plural, one {# minute} many {# minutes} other {# minutes}}',
  'backup.upload-offset': 'l’octet suivant va à {at, number}',
  'backup.history-folder': 'un historique restauré va dans le dossier de données lui-même, ou sur un serveur',
  'backup.servers':
    'une restauration est d’abord à terminer : démarrez avec les mêmes adresses de données et d’historique qu’alors',
};
