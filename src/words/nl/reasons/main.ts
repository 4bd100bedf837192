// Dutch: what the program says at its start and while it runs.
import type { mainReasons as english } from '#core/reasons/main.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const mainReasons: Texts<typeof english> = {
  'plugin.too-large': 'de plug-in heeft {bytes, number} bytes, en mag er hoogstens {most, number} hebben',
  'plugin.busy': 'er wachten te veel vragen op de plug-in',
  'plugin.ended': 'de plug-in eindigde vanzelf',
  'plugin.slow': 'de plug-in antwoordde niet binnen {seconds, number} s, en is beëindigd',
  'plugin.memory': 'de plug-in nam meer dan {most, number} MiB geheugen, en is beëindigd',
  'plugin.too-much': 'de plug-in zei meer dan {most, number} bytes in één keer, en is beëindigd',
  'plugin.work': 'de plug-in werkte meer dan {seconds, number} s aan één antwoord, en is beëindigd',
  'plugin.restless': 'de plug-in werkte meer dan {seconds, number} s hoewel er niets was gevraagd, en is beëindigd',
  'plugin.question': 'wat de plug-in zou krijgen, is langer dan {most, number} bytes',
  'plugin.at': 'regel {line, number}: {reason}',
  'plugin.name': 'de naam {name} betekent iets anders; kies een andere',
  'plugin.default': 'waarmee {name} begint, is geen waarde ervan',
  'plugin.no-function': 'er is geen functie {name}',
  'plugin.network':
    'de plug-in wil verbindingen openen, en sinds zijn bestand het laatst is gewijzigd, is niemand daarmee akkoord gegaan',
  'plugin.gone': 'er is geen koppeling van een plug-in die {id} heet: het bestand ontbreekt, of is weggelaten',
  'plugin.usage': 'het neemt niets aan, of `allow` of `deny` en de naam van een bestand',
  'plugin.param': 'wat als {name} wordt opgegeven, ontbreekt, is te veel, of is geen waarde ervan',
  'help.plugin-network':
    'Lees het bestand. Vertrouw je het, ga dan akkoord op de pagina Plug-ins, of met `solstead plugins allow {file}`.',
  'plugin.loading': 'hij wordt nog geladen',
  'plugin.shape': 'wat het exporteert, is geen plug-in van deze versie: {said}',
  'plugin.word': '{where}: {word} is geen van {known}',
  'plugin.no-request': 'de plug-in geeft geen bytes voor de vraag {question}, of meer dan 256',
  'plugin.unit': 'het veld {field} is niet in de eenheid van zijn metriek: {unit}',
  'emulate.no-broker': 'een MQTT-apparaat heeft een broker nodig, zoals mqtt://name@localhost:1883',
  'emulate.plain-only': 'de emulator spreekt alleen gewoon mqtt://',
  'folder.no-site': 'er is nog geen huis in',
  'help.no-site': 'Richt eerst een huis in via de web-app (`solstead serve`), of noem de map van een ander met --data.',
  'folder.several-sites': 'er zijn meerdere huizen; kies er een met --site: {known}',
  'folder.sites': 'bekend zijn {known}',
  'folder.no-data': 'dit is geen gegevensmap van Solstead; noem die met --data',
  'folder.in-use': 'een Solstead die draait, gebruikt deze map',
  'help.running': '{instead}',
  'move.same-place': 'beide plekken zijn dezelfde',
  'records.address':
    'het neemt een adres aan zoals postgres://name@host/database; zonder adres worden gegevens in de gegevensmap bewaard',
  'place.address': 'de rest van het adres is niet te lezen',
  'help.high-mqtt-port': 'Kies een poort boven 1023 met --mqtt-port.',
  'help.mqtt-port': 'Stop het andere programma, of kies een andere poort met --mqtt-port.',
  'broker.address': 'het neemt een adres aan zoals mqtt://name@host:1883',
  'port.in-use': 'de poort is in gebruik',
  'place.option': 'de optie {option} is onbekend; bekend zijn {known}',
  'place.influx': 'het neemt ?database= aan (InfluxDB 1) of ?org= en &bucket= (InfluxDB 2)',
  'place.empty': 'de plek is leeg',
  'place.no-host': 'de host ontbreekt',
  'place.kind': 'het is een map, postgres://, victoria+http:// of influx+http://',
  'place.no-history': 'in deze map is geen historie',
  'folder.none': 'die map bestaat niet',
  'emulate.tcp-port': 'kies een andere met --tcp-port',
  'emulate.faults': 'de fouten zijn {known}',
  'devices.left-out': '{file} is weggelaten: {problem}',
  'tls.no-cert': 'het is geen certificaat in PEM',
  'tls.no-key': 'het is geen privésleutel in PEM, of een met een wachtzin',
  'tls.pair': 'certificaat en sleutel kunnen niet samen worden gebruikt ({said})',
  'addon.options': 'de opties van de app zijn fout: {all}',
  'addon.both': 'ook {other} is nodig',
  'addon.secret-text': 'het is geen tekst; schrijf het tussen aanhalingstekens',
  'addon.answer': 'de Supervisor van Home Assistant zei iets wat zijn antwoord niet is',
  'addon.status': 'de Supervisor van Home Assistant antwoordde met {status, number}',
  'ingress.no-address': 'niemand wordt daarover geloofd: geef --ingress-from, het adres van de Supervisor',
  'ingress.is-proxy':
    'een proxy op dit adres geeft door wat wie ook over zichzelf zegt: geef --trusted-proxies een ander dan --ingress-from',
  'tls.redirect':
    'er is geen poort met TLS om browsers naartoe te sturen: geef --tls-cert en --tls-key, of --tls-self-signed',
  'tls.both': 'een certificaat vraagt zijn sleutel, en een sleutel zijn certificaat: geef --tls-cert en --tls-key',
  'help.mqtts-port': 'Stop het andere programma, of kies een andere poort met --mqtts-port.',
  'disk.low':
    'de schijf van {at} heeft nog {left, number} MB; zijn die op, dan gaan nieuwe metingen verloren. Maak ruimte, of verplaats de gegevens naar een grotere schijf',
  'disk.full':
    'de schijf van {at} is vol: er is nog {left, number} MB. Maak nu ruimte: nieuwe metingen wachten in het geheugen, en gaan verloren als ook dat vol is',
  'disk.few-entries':
    'het bestandssysteem van {at} neemt nog {left, number} bestanden aan; verwijder er een paar die niemand nodig heeft',
  'disk.no-entries':
    'het bestandssysteem van {at} neemt geen bestanden meer aan (nog {left, number} over): verwijder er nu een paar, anders kan niets meer worden bewaard',
  'disk.unwritable':
    'op {at} kan niets worden geschreven ({said}): nieuwe metingen wachten in het geheugen, en gaan verloren als dat vol is',
  'bridge.file': 'het is geen YAML met een adres (to) en topics',
  'bridge.filter': 'het neemt een MQTT-filter aan zoals roof/# of +/power',
  'bridge.prefix': 'het neemt het begin van een topic aan, zoals home/, zonder jokertekens',
  'bridge.away':
    'de brug bereikt {host} niet ({why}); {count, plural, one {# bericht wacht} other {# berichten wachten}} erop',
  'bridge.disk': 'wat de brug voor de andere broker bewaart, kan niet worden geschreven: {said}',
  'bridge.loop':
    'berichten van {topic} gaan rond tussen brokers en worden een minuut niet gekopieerd: kopieer elk topic maar in één richting',
  'emulate.none': 'dit protocol heeft geen emulator',
  'update.newer': 'er is Solstead {version}; dit is {own}',
  'update.current': 'dit is Solstead {own}, en er is geen nieuwere',
  'update.unreadable': '{at} noemt geen versie',
  'help.update-newer':
    'Maak een back-up, en werk dan bij zoals Solstead is geïnstalleerd; CHANGELOG.md zegt wat er nieuw is.',
  'help.update-address': 'Ga na of het adres van --update-check klopt en bereikbaar is. Niets anders hangt ervan af.',
};
