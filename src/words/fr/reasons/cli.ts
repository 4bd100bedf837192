// French: why a command cannot be run as it was given.
import type { cliReasons as english } from '#core/reasons/cli.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const cliReasons: Texts<typeof english> = {
  'statistics.address': 'ce n’est pas l’adresse d’un Home Assistant, comme http://homeassistant.local:8123',
  'statistics.closed': 'Home Assistant n’y est pas joignable, ou a mis fin à la connexion',
  'statistics.answer': 'ce qui a répondu n’est pas Home Assistant, ou en a trop dit',
  'statistics.silent': 'Home Assistant n’a pas répondu en une minute',
  'statistics.token': 'Home Assistant ne connaît pas le jeton',
  'statistics.no-token': 'il faut un jeton longue durée d’un administrateur de Home Assistant',
  'charger.which-home': 'il n’y a pas une seule maison : {known}',
  'device.on-or-off': 'dites on ou off',
  'device.which-site': 'il y a plusieurs maisons : nommez-en une, comme le fait `solstead device list`',
  'device.move-what': 'dites ce qui est autre maintenant : --protocol, --topic ou --address',
  'running.token-refused': 'le jeton n’y est pas connu : il a été supprimé, a expiré, ou est d’une autre maison',
  'help.token-refused':
    'Créez-en un sur la page *Compte et personnes*, ou avec `solstead token add`, et donnez-le dans --token-file ou SOLSTEAD_TOKEN.',
  'running.token': 'le jeton d’un programme est nécessaire : dans ce fichier, ou dans SOLSTEAD_TOKEN',
  'running.address': 'pas une adresse comme http://home.local:6789',
  'help.running-away': 'Démarrez Solstead là-bas, ou nommez l’adresse d’un Solstead avec --url.',
  'running.away': 'aucun Solstead n’y répond : {said}',
  'broker.name': 'un nom sans deux-points ni caractères de contrôle qui ne commence pas par #',
  'audit.head': 'une tête est une chaîne, un numéro et un hash, comme les affiche `solstead audit verify`',
  'readings.none': 'aucune mesure d’énergie ou de puissance n’y figure',
  'file.special': 'c’est un tube, un socket ou un appareil : seul un fichier peut être lu deux fois',
  'file.no-end':
    'c’est un tube, un socket ou un appareil, qui peut ne jamais finir : donnez ce qui en sort sur l’entrée standard, avec - comme nom',
  'file.large': 'plus grand que {most, number} octets',
  'addon.json': 'seul ce que --check trouve est dit en JSON',
  'flag.carbon': 'donnez des kilogrammes par kilowattheure, comme 0.38, ou un fichier',
  'flag.prices-name': 'le tarif suit plusieurs séries ({names}) : dites laquelle, comme dans --prices {first}=<file>',
  'flag.prices-unknown': 'le tarif ne suit pas de série {name} ; il suit {names}',
  'flag.prices-twice': 'la série {name} est donnée deux fois',
  'flag.prices': 'des prix demandent un --tariff qui nomme le marché',
  'flag.no-password':
    'les noms et mots de passe n’ont pas leur place dans une adresse : utilisez --user et SOLSTEAD_INFLUX_PASSWORD',
  'flag.no-address': 'ce n’est pas une adresse',
  'server.answered': 'la réponse a été {status}',
  'list.no-protocol': 'le protocole manque, comme dans `solstead list {what} pi30`',
  'list.what': 'il liste protocols, commands, settings, set-points ou ports',
  'keep.both': 'nommez des durées, ou --standard, pas les deux',
  'keep.own': 'ce moteur a ses propres réglages de conservation : modifiez-les là-bas',
  'hex.none': 'il n’y a pas d’octets',
  'tariff.places':
    '{count, plural, one {un endroit est faux} many {# endroits sont faux} other {# endroits sont faux}}',
  'series.none': 'il n’y a aucun prix dedans',
  'flag.zone': 'ce n’est pas un fuseau horaire comme Europe/Berlin',
  'flag.time': '{text} n’est pas une heure',
  'flag.files-only': 'c’est pour des fichiers : une maison avec --data répond depuis son propre registre',
  'flag.source': '{text} : donnez un côté et son appareil, comme grid=meter',
  'flag.no-source': '{device} n’indique rien de {side} ; {known} si',
  'flag.role':
    '{text} : dites own, grid, home, circuit:nom, generator, nothing, copy:appareil ou same-grid:appareil (:reversed), pv ou battery (:appareil dont il est, :apart, :reversed)',
  'flag.role-device':
    '{text} : donnez un appareil et ce qu’il mesure, comme meter=circuit ; les appareils sont {known}',
  'flag.role-of': '{device} n’est pas l’un des appareils : {known}',
  'flag.no-readings': 'il n’y a pas de mesures de {text}',
  'flag.to': 'cela doit être après --from, avec des mesures entre les deux',
  'flag.empty': 'vide : une variable n’est-elle pas définie ?',
  'flag.rows': 'cela fait plus de {most, number} lignes : choisissez un temps plus court ou des lignes plus larges',
  'flag.long': 'cela fait plus de 200 ans',
  'flag.step': 'le registre garde des pas de 5 minutes : donnez une heure comme 12:05',
  'readings.too-long': 'les mesures vont de {from} à {to}, plus de 15 ans : chaque heure est-elle juste ?',
  'flag.either': 'donnez soit --readings, soit --data',
  'flag.readings': 'nommez un fichier avec --readings, ou le dossier d’une maison avec --data',
  'flag.channel': 'rien n’indique {channel} ; il y a {known}',
  'flag.needed': 'nécessaire pour ce type de correction',
  'flag.why': 'dites pourquoi, pour qui le lira plus tard',
  'readings.rejected':
    'aucune mesure d’énergie ou de puissance n’y figure ; {count, number} rejetées, la première à {place} : {reason}',
  'repair.no-sources': 'rien n’a été mesuré à ce moment-là',
  'repair.none': 'rien n’a été corrigé',
  'preset.none': 'ce tarif type n’existe pas',
  'preset.list': '{reason} ; voir `solstead tariff presets`',
  'preset.several': 'il y en a plusieurs ; choisissez l’un de {known}',
  'old.port-type':
    'ce type de port n’existe pas ; dites serial, hidraw ou remotesocket, ou donnez une adresse avec --port',
  'old.port-kind':
    'cette façon d’atteindre un appareil n’existe pas : les appareils d’un broker sont lus par `solstead serve`',
  'old.port':
    'ce n’est ni un chemin, ni host:port, ni une adresse ; écrivez serial:///dev/ttyUSB0, hid:///dev/hidraw0 ou tcp://host:port',
  'read.two-texts': 'avec --json, le document des réponses est seul à l’écran : retirez l’un des deux',
  'read.to-password':
    'retirez le mot de passe de l’adresse, où tout le monde sur cet ordinateur peut le lire, et donnez-le dans SOLSTEAD_MQTT_PASSWORD',
  'read.needs-output': 'cela concerne des sorties, et aucune n’est nommée : ajoutez --output screen, ou une autre',
  'read.no-settings': '{title} n’a pas de réglages lisibles',
  'read.no-status': '{title} n’a pas de valeurs lues d’office : nommez une question',
  'watch.nothing': '{word} ne demande rien à l’appareil : utilisez-le avec `solstead read`',
  'old.number': '{value} n’est pas un nombre entier',
  'old.daemon-stop': 'le daemon reste au premier plan : systemd ou le terminal l’arrête',
  'old.no-place': 'la sortie {output} en a besoin',
  'old.show-raw': 'ce que l’appareil a répondu est la sortie raw : -o screen,raw',
  'old.model': 'le modèle est dit par son protocole, comme -P PI41 pour un LV5048 ; -P seul les liste',
  'old.words': '{given} n’a pas sa place là : les commandes sont séparées par #, comme dans -c {right}',
  'old.daemon-file': 'nommez son fichier, comme dans `solstead daemon --configfile mpp-solar.conf`',
  'channel.no-such': 'la maison n’a pas ce canal, ou le jeton ne peut pas le voir : voir `solstead alerts channels`',
  'output.no-such': 'la maison n’a pas cette sortie : voir `solstead outputs`',
  'check.wrong':
    '{count, plural, one {une chose y est fausse} many {# choses y sont fausses} other {# choses y sont fausses}}',
  'export.json-output': 'la sortie standard porte alors l’export : nommez un fichier avec --output, ou retirez --json',
  'check.unknown': 'ce n’est aucun de {kinds} : dites ce que c’est avec --as',
  'import.same-device':
    'le même port que {other} est lu, et {title} n’a pas d’adresses : c’est le même appareil, lu là une seule fois',
  'import.no-unit':
    'même port et même adresse que {other} : si ce sont deux appareils d’une ligne, donnez à chacun la sienne, comme unit = 2',
  'import.which-home': 'il y a plusieurs maisons, ou aucune : {homes}',
};
