// French: why a device is not read, or a command not done.
import type { driversReasons as english } from '#core/reasons/drivers.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const driversReasons: Texts<typeof english> = {
  'device.silent': 'rien n’a été reçu pendant {seconds} s',
  'device.damaged': 'un rapport était endommagé',
  'command.no-answer': 'envoyé mais pas acquitté (pas de réponse à temps)',
  'broker.no-connection': 'il n’y a pas de connexion au broker',
  'broker.left': 'l’appareil a quitté le broker',
  'device.offline': 'l’appareil ou le broker l’a dit avant ce démarrage ; rien n’a été envoyé',
  'device.offline-since':
    'depuis le {since, date, moment}, comme l’appareil ou le broker l’a dit ; rien n’a été envoyé',
  'device.not-askable': 'il ne peut pas être interrogé, et n’a rien dit depuis',
  'device.repeats':
    'rien de ce qu’il dit n’a changé depuis {seconds} s : il répète d’anciennes valeurs, peut-être parce que le câble derrière lui est débranché',
  'device.another': 'un autre appareil répond à son adresse',
  'device.fallback-rests': 'il ne répond pas non plus par HTTP, et est laissé en paix un moment',
  'device.no-web-address': 'il n’a pas encore dit à quelle adresse de la maison il est',
  'device.nothing': 'rien n’a été reçu de l’appareil',
  'device.kept-only':
    'le broker a gardé ses valeurs, et rien ne dit de quand elles datent ; il s’affiche dès qu’il dit quelque chose',
  'device.nothing-and-refused': '{nothing} ; et interrogé par HTTP à la place, il a refusé : {reason}',
  'device.stopped': 'il n’est plus lu',
  'device.not-discovered':
    'il n’a pas encore indiqué ce qu’il prend en charge depuis sa connexion ; réessayez dans un instant',
  'wear.too-soon': 'écrit il y a {seconds} s ; les programmes attendent {least} s',
  'wear.too-often':
    'écrit {count, plural, one {une fois} many {# fois} other {# fois}} ces dernières 24 h, autant que les programmes le peuvent',
  'command.confirm':
    '« {title} » peut couper le courant ou lever une protection : ajoutez --confirm {name} pour le faire',
  'answer.unreadable': '{bytes} n’est pas une réponse à cette question',
  'command.state-unknown':
    'les réglages actuels de l’appareil, qui décident de ce qui est écrit, n’ont pas encore été lus ; réessayez dans un instant',
  'command.no-timer': 'l’appareil lui-même ne peut pas le tenir si longtemps',
  'command.unreachable': 'impossible à atteindre depuis l’état actuel de l’appareil',
  'command.register-shared':
    'd’autres réglages partagent son registre, et son contenu n’a pas pu être lu à l’instant : rien n’a été envoyé',
  'command.not-read-back': 'l’appareil l’a acquitté, mais n’a pas pu être interrogé pour savoir si c’est réglé',
  'command.shows': 'l’appareil a acquitté {value} et indique {shown}',
  'device.no-scheme': 'aucun protocole n’est interrogé par {scheme}://',
  'device.not-found': 'rien n’a répondu à {titles} ; choisissez un autre appareil par son nom',
  'device.endless':
    'sa table ne se termine pas après {most, plural, one {# question} many {# questions} other {# questions}}',
  'device.not-asked': 'cet appareil transmet de lui-même, et n’accepte pas de questions',
  'device.nothing-to-set': 'rien ne peut être réglé sur cet appareil',
  'device.refused-all': 'il a refusé chaque question de {title} ; la dernière parce que : {reason}',
  'charger.no-central': 'les points de charge ne peuvent pas venir à ce programme ici',
  'charger.not-come':
    'il n’est pas encore venu : donnez-lui ws:// avec l’adresse de cet ordinateur, son port et {path}',
  'charger.knocks': 'il est venu, et est admis dès qu’il est configuré et a son mot de passe',
  'charger.speaks':
    'il est venu et offre {said}, alors qu’ici on parle OCPP 1.6 (JSON) : réglez-le là-dessus, et laissez-le revenir',
  'charger.gave-way': 'il était interrogé, et une commande est passée d’abord',
  'charger.no-transaction': 'aucune recharge n’est en cours',
  'device.no-value': 'il a répondu, mais avec aucune des valeurs de {title}',
  'line.no-target': '{title} n’a pas de {targets} à choisir',
  'command.no-acknowledgement': 'envoyé mais pas acquitté ({reason})',
  'answer.not-in-time': 'pas de réponse à temps',
  'line.other-settings': 'un autre appareil utilise ce port avec d’autres réglages : {settings}',
  'device.reports-only': '{title} transmet automatiquement ; rien ne peut y être réglé',
  'device.unheard': 'rien n’a été reçu de {title} en {ms} ms',
  'device.said-nothing': '{title} n’a rien envoyé',
  'device.links': '{title} est atteint par {links}',
  'device.over-mqtt': '{title} est atteint par MQTT et ne peut pas être interrogé par un port',
  'broker.not-here': 'cette maison n’a pas de broker MQTT',
  'help.closed-once':
    'Réessayez. Vérifiez le câble, et qu’aucun autre programme n’utilise l’appareil : beaucoup d’adaptateurs n’acceptent qu’une connexion.',
  'test.plausible':
    '{count, plural, one {# valeur lue, plausible.} many {# valeurs lues, toutes plausibles.} other {# valeurs lues, toutes plausibles.}}',
  'test.unread':
    '{count, plural, one {# valeur lue} many {# valeurs lues} other {# valeurs lues}} ; {problems, plural, one {# valeur n’a pas pu être lue et a été écartée} many {# valeurs n’ont pas pu être lues et ont été écartées} other {# valeurs n’ont pas pu être lues et ont été écartées}}.',
  'test.implausible':
    '{strange} sur {count, plural, one {# valeur} many {# valeurs} other {# valeurs}} {strange, plural, one {est} many {sont} other {sont}} hors du plausible ({names}) : c’est peut-être le mauvais protocole.',
  'device.no-topic': 'le préfixe du topic de l’appareil manque',
};
