// French: why readings do not reach another Solstead.
import type { uplinkReasons as english } from '#core/reasons/uplink.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const uplinkReasons: Texts<typeof english> = {
  'uplink.refused': 'l’autre côté n’accepte pas cet id client et ce secret',
  'uplink.replaced': 'un autre programme est connecté avec le même id client',
  'uplink.away': 'les mesures de cette maison ne sont pas envoyées à l’autre côté : {reason}',
  'uplink.busy': 'l’autre côté ne peut rien enregistrer maintenant',
  'uplink.too-much': 'l’autre côté a trop de connexions, ou a trop reçu',
  'uplink.malformed': 'l’autre côté n’a pas compris ce qu’il a reçu : l’un des deux est plus ancien que l’autre',
  'uplink.not-understood': 'ce qu’a dit l’autre côté n’a pas la forme d’un uplink',
  'uplink.closed': 'la connexion a été fermée ({code})',
  'uplink.silent': 'l’autre côté ne répond pas',
  'uplink.clock':
    'l’horloge de cette maison avance de {seconds, number} s sur celle de l’autre côté : rien n’est envoyé avant qu’elles concordent',
  'uplink.home-clock':
    'l’horloge de cette maison-là avance de {seconds, number} s sur la nôtre : elle n’envoie rien avant qu’elles concordent',
  'uplink.home-away': 'sa maison n’est pas connectée',
  'uplink.no-result': 'sa maison n’a pas dit ce qu’il en est advenu',
  'uplink.set-points-only': 'seul ce que nomme le catalogue peut être réglé à distance',
  'uplink.no-commands': 'sa maison ne permet pas cela à distance',
  'uplink.dangerous':
    'cela demande quelqu’un dans cette maison, car le courant peut y être coupé ou une protection levée',
  'uplink.late': 'arrivé trop tard',
  'uplink.documented-no-commands': 'sa maison parle une forme sans commandes',
  'uplink.malformed-part': 'ce qui a été envoyé n’a pas la forme d’un uplink ({part})',
  'uplink.devices': 'une maison peut envoyer 500 appareils au plus',
  'uplink.devices-without-end': '{most, number} nouveaux appareils sont déjà venus : ils vont et viennent sans fin',
  'uplink.name': 'donnez un nom à la maison',
  'uplink.many': 'il y en a déjà {most, number}',
  'uplink.no-address': 'écrivez-la comme wss://host:8000',
  'uplink.plain':
    'ws:// envoie le secret sans chiffrement : c’est pour les adresses de votre propre réseau ; utilisez wss://',
  'uplink.account': 'l’id client et le secret n’ont pas leur place dans l’adresse',
  'uplink.no-secret': 'aucun secret n’a encore été donné',
  'uplink.no-client-id': 'l’id client manque',
  'uplink.prefix': 'sont permis lettres, chiffres, points, tirets, tirets bas et barres obliques',
  'uplink.no-certificate': 'ce n’est pas un certificat en PEM',
  'uplink.set-elsewhere': 'défini par des options, l’environnement ou un fichier, et se modifie là',
  'uplink.secret-written':
    'un secret n’a pas sa place dans ce fichier : écrivez le nom d’une variable d’environnement comme dans la documentation, ou donnez secret_file',
  'uplink.twice': 'l’uplink est déjà donné par {flag} : prenez l’un des deux',
  'uplink.no-folder':
    'l’uplink garde ce que l’autre côté n’a pas encore enregistré : nommez un dossier avec --data, ou STATE_DIRECTORY de systemd',
  'uplink.none': 'cette installation n’a pas d’uplink',
  'uplink.not-own-form':
    'ce qui répond là n’est pas un Solstead ; si la forme documentée de SolarAutopilot y est acceptée, choisissez-la',
  'uplink.certificate':
    'son certificat n’est pas digne de confiance ({said}) ; s’il est de sa fabrication, donnez le certificat de qui l’a signé',
  'uplink.no-tls': 'la réponse n’est pas en TLS ; est-ce ws:// au lieu de wss://, ou un autre port ?',
  'help.uplink-away': 'Vérifiez l’adresse et que l’autre côté tourne ; puis testez à nouveau.',
  'uplink.answered':
    'la réponse a été {status} au lieu d’ouvrir un WebSocket ; sur son port principal, un Solstead accepte des maisons à /api/v1/uplink',
};
