// French: what a home does not let be done.
import type { hubReasons as english } from '#core/reasons/hub.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const hubReasons: Texts<typeof english> = {
  'charger.no-desk': 'les recharges ne sont pas conservées ici',
  'charger.unknown': 'aucune borne de ce nom n’est pilotée : voir chargers dans l’automatisation',
  'charger.no-key': 'seul un point de charge qui vient par OCPP a un mot de passe ici',
  'command.needs-arm': 'cela peut couper le courant de la maison : donnez-le comme une commande armée d’abord',
  'command.key-used': 'cette clé a servi à une autre requête : prenez-en une nouvelle pour chacune',
  'command.ended': 'Solstead s’est arrêté avant la réponse de l’appareil ; on ne sait pas s’il a agi',
  'command.too-late': 'son tour n’est pas venu à temps',
  'command.no-relays': 'il n’y a pas de relais que vous puissiez commander avec d’autres',
  'command.arm-over': 'la confirmation est trop ancienne, déjà utilisée, ou donnée pour autre chose',
  'metric.unknown': 'la métrique {metric} n’est pas dans le catalogue',
  'metric.none-begins': 'aucune métrique du catalogue ne commence comme {pattern}',
  'chart.from-to': 'la fin doit venir après le début',
  'chart.step': 'un pas est un nombre entier de millisecondes',
  'chart.steps': 'plus de {most, number} pas ; choisissez un pas plus long ou une période plus courte',
  'device.name': 'l’appareil a besoin d’un nom',
  'device.topic': '{title} a besoin du préfixe du topic de l’appareil',
  'device.not-removed': '{id} n’est pas un appareil supprimé de cette maison',
  'device.no-picks':
    'un appareil qui transmet par MQTT n’est pas interrogé : composez-le à partir de ses topics, et dites là ce que mesure chacun',
  'device.asked-often': 'il reçoit {most, number} questions par minute au plus',
  'device.many': 'il y a déjà {most, number} appareils : supprimez-en d’abord un',
  'broker.no-fingerprint':
    'ce n’est ni un certificat ni son empreinte SHA-256 : donnez les 64 chiffres hexadécimaux qu’affiche « openssl x509 -in client.pem -noout -fingerprint -sha256 », ou le fichier tel quel',
  'broker.many': 'il y a déjà {most, number} comptes du broker : supprimez-en d’abord un',
  'help.twin': 'Utilisez celui qui est là, ou donnez une autre adresse.',
  'device.twin': '« {name} » y est déjà configuré',
  'name.taken': '{name} est pris ; choisissez un autre nom',
  'records.silent': 'ils ne répondent pas',
  'name.unknown': '{name} n’existe pas',
  'account.name': 'le compte a besoin d’un nom',
  'account.name-hidden': 'un nom ne peut avoir ni caractères de contrôle ni caractères invisibles',
  'account.name-alike': 'cela ressemble à {name}, déjà présent ; choisissez un autre nom',
  'account.password':
    'le mot de passe demande au moins {least, plural, one {# caractère} many {# caractères} other {# caractères}}',
  'account.password-guessed':
    'ce mot de passe est facile à deviner : il est fait de mots courants, noms, suites de touches, années ou répétitions',
  'account.unknown': 'ce compte n’existe pas',
  'account.none': 'il n’y a pas encore de compte : le premier visiteur le crée',
  'account.names': 'ce compte n’existe pas ; sont connus {known}',
  'account.last-owner': 'une maison a besoin d’un propriétaire : faites d’abord d’un autre compte son propriétaire',
  'grant.device': '{device} n’est pas un appareil de {site}',
  'grant.devices': 'des appareils isolés peuvent être donnés pour une maison, pas pour toutes',
  'grant.beyond': 'personne ne donne plus que ce qu’il peut faire lui-même : {actions}',
  'passkey.taken': 'cette clé d’accès est déjà connue',
  'factor.needed': 'ce compte demande aussi un code, un code de secours ou une clé d’accès',
  'factor.wrong': 'le code est faux, trop ancien, ou déjà utilisé',
  'factor.throttled':
    'trop de codes faux ; attendez {minutes, plural, one {# minute} many {# minutes} other {# minutes}}, ou utilisez une clé d’accès ou un code de secours',
  'totp.on': 'le second facteur est déjà activé : désactivez-le d’abord',
  'totp.begin': 'recommencez : aucun secret n’attend son premier code',
  'pin.digits': 'un code PIN a 6 à 12 chiffres, ni tous égaux ni en suite',
  'pin.none': 'ce compte n’a pas de code PIN',
  'pin.wrong': 'le code PIN est faux',
  'pin.throttled':
    'trop de codes PIN faux ; attendez {minutes, plural, one {# minute} many {# minutes} other {# minutes}}, ou utilisez une clé d’accès ou le mot de passe',
  'recovery.wrong': 'le nom et le code de secours ne vont pas ensemble, ou le code a déjà été utilisé',
  'passkey.many': 'un compte a {most, number} clés d’accès au plus : supprimez-en d’abord une',
  'passkey.name': 'la clé d’accès a besoin d’un nom',
  'passkey.unknown': 'cette clé d’accès n’existe pas',
  'passkey.place':
    'les clés d’accès demandent un nom avec https, ou localhost : {host} est une adresse ou parle HTTP simple',
  'passkey.refused':
    'la clé d’accès n’a pas été acceptée : elle est inconnue, appartient à un autre endroit, ou a pris trop de temps',
  'step-up.empty': 'donnez un mot de passe, un code PIN ou une clé d’accès',
  'step-up.password': 'le mot de passe est faux',
  'step-up.now':
    'plus de {minutes, plural, one {# minute s’est écoulée} many {# minutes se sont écoulées} other {# minutes se sont écoulées}} depuis votre dernière preuve',
  'refresh.over': 'il a expiré, ou sa session a pris fin',
  'refresh.reused': 'il a déjà été utilisé : quel que soit celui qui l’a copié, la session a pris fin',
  'token.many': 'il y a déjà {most, number} jetons : supprimez-en d’abord un',
  'token.name': 'le jeton a besoin d’un nom',
  'token.unknown': 'ce jeton n’existe pas',
  'token.expiry': 'un jeton expire dans le futur, et dans les dix ans',
  'token.may':
    'donnez un rôle ({roles}), ou des actions séparées par des virgules ({actions}) ; les appareils vont avec viewer ou avec des actions',
  'token.account': 'ce compte n’existe pas : un jeton personnel en demande un',
  'account.person-only': 'seule une personne connectée peut faire cela',
  'session.outside': 'Home Assistant vous a connecté : déconnectez-vous là-bas',
  'session.unknown': 'cette session n’existe pas',
  'invitation.over': 'cette invitation a été utilisée, retirée ou est trop ancienne : demandez-en une autre',
  'kiosk.over': 'ce lien a déjà été ouvert, a été retiré ou est trop ancien : demandez-en un autre',
  'kiosk.name': 'une tablette a besoin d’un nom',
  'kiosk.many': 'cette maison a {most, number} tablettes et liens, le maximum permis : retirez-en une qui ne sert pas',
  'kiosk.unknown': 'cette maison n’a pas cette tablette',
  'clock.waiting':
    'l’horloge de cet ordinateur a été réglée, ou retarde sur les valeurs : {count, plural, one {une mesure attend} many {# mesures attendent} other {# mesures attendent}} qu’elle soit reconnue juste. Réglez-la, ou dites sur la page de l’horloge qu’elle est juste',
  'clock.doubt':
    'l’horloge de cet ordinateur a été déplacée de {minutes, number} minutes, et rien ne dit encore si c’est à raison. Dites sur la page de l’horloge si elle est juste',
  'clock.ahead':
    'l’horloge avance de {hours, plural, one {# heure} many {# heures} other {# heures}} sur le temps écoulé ; rien n’est supprimé à cause d’elle avant d’avoir été confirmé pendant un jour',
  'history.damage':
    '{count, plural, one {une partie de l’historique ne peut} many {# parties de l’historique ne peuvent} other {# parties de l’historique ne peuvent}} pas être lue ; {at} : {reason}',
  'history.lost':
    '{count, plural, one {# valeur a été perdue} many {# valeurs ont été perdues} other {# valeurs ont été perdues}} car l’historique n’a pas pu être écrit',
  'consumer.trouble': '{name} : {said}',
  'site.half-place': 'la latitude et la longitude vont ensemble',
  'site.many': 'il y a déjà {most, number} maisons',
  'site.name': 'la maison a besoin d’un nom',
  'site.time-zone': '{zone} n’est pas un fuseau horaire ; écrivez-le comme Europe/Berlin',
  'account.throttled': 'trop de tentatives ; attendez {seconds} s',
  'retention.order':
    '{coarser} doit durer au moins autant que {finer} ({days, plural, one {# jour} many {# jours} other {# jours}})',
  'retention.own': 'l’historique est dans un moteur qui a ses propres réglages de conservation : modifiez-les là-bas',
};
