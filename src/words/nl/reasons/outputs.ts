// Dutch: why an output does not work, or its settings cannot stand.
import type { outputReasons as english } from '#core/reasons/outputs.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const outputReasons: Texts<typeof english> = {
  'output.none': 'hier zijn geen koppelingen',
  'output.row': 'er staan geen instellingen van een koppeling in',
  'output.settings': 'de instellingen zijn niet die van deze versie: {said}',
  'output.setting': '{field}: {said}',
  'output.kind': 'dat soort koppeling bestaat niet; bekend zijn {known}',
  'output.many': 'een huis heeft hoogstens {most, number} koppelingen',
  'output.server':
    'schrijf het adres als mqtt://host:1883 of mqtts://host:8883, of laat het leeg voor de broker van dit huis',
  'secret.again':
    'het bewaarde wachtwoord hoort bij de vorige server, het vorige account en het vorige certificaat; vul dat van deze in',
  'output.password': 'laat het wachtwoord uit het adres weg: het heeft een eigen veld, en wordt apart bewaard',
  'output.own-prefix':
    'bij de broker van dit huis is het solstead/{home}, of begint het daarmee en met een schuine streep: geen apparaat en geen ander huis heeft dat',
  'output.prefix': 'het neemt woorden aan van letters, cijfers, punten, streepjes en underscores met / ertussen',
  'output.ca': 'het is geen certificaat in PEM: dat begint met -----BEGIN CERTIFICATE-----',
  'output.filter': 'het neemt id’s van metrieken aan, of het begin ervan gevolgd door *',
  'output.place-taken':
    'de koppeling {name} heeft deze plek al, en wat een van beide daar achterlaat, verdwijnt met haar: geef deze een andere',
  'output.place-elsewhere':
    'een koppeling van een ander huis heeft deze plek al, en wat een van beide daar achterlaat, verdwijnt met haar: geef deze een andere',
  'output.filter-idle': 'het telt alleen met changesOnly, en dat is niet ingesteld',
  'output.nothing-waits':
    'het telt alleen waar alles wat wacht op de schijf wordt bewaard; deze koppeling bewaart de nieuwste van elke waarde, of niets',
  'output.name':
    '{name} kan daar geen naam zijn: mogelijk zijn letters, cijfers en _, bij apparaten ook -, bij metrieken ook punten',
  'output.name-star': '{from} en {to} eindigen allebei op *, of geen van beide',
  'output.name-twice': '{one} en {other} zouden daar dezelfde naam hebben',
  'output.no-names': 'deze soort heeft eigen namen: die worden daar niet gewijzigd',
  'output.not-now': 'ze zou nu niet verzenden: {reason}',
  'output.not-back':
    'de broker bevestigde het testbericht en gaf het niet terug: misschien mag dit account onder {prefix} niet schrijven of lezen',
  'output.silent': 'er kwam geen antwoord binnen {seconds, number} s',
  'output.nothing-yet': 'nog geen apparaat van het huis gaf een waarde die deze koppeling zou verzenden',
  'output.away': 'de koppeling {name} bereikt haar server niet: {reason}',
  'output.lost':
    'de koppeling {name} verloor {count, number} pakketten met metingen, omdat haar server te lang weg was',
  'output.unfit':
    'de server van de koppeling {name} weigert sommige waarden voorgoed, {count, number} tot nu toe; de laatste: {reason}',
  'output.refused-value': '{metric} van {device}: {reason}',
  'output.file': 'schrijf een naam zoals home.prom of node/home.prom',
  'output.file-link': 'een map op weg daarheen is een link of geen map; daar wordt niet doorheen geschreven',
  'output.file-taken': 'iets anders dan een bestand heeft deze naam',
  'output.needed': 'het is hier nodig',
  'output.header': 'het is een header die zegt wat er wordt verzonden, en niet wie het verzendt',
  'output.labels':
    'schrijf namen en waarden als house=cabin, owner=anna; namen bestaan uit letters, cijfers en underscores, en zijn geen namen die metingen zelf hebben',
  'output.status': 'het antwoordde met de status {status}: {said}',
  'output.status-only': 'het antwoordde met de status {status}',
  'output.leftovers': 'wat het op de server achterliet, kon niet worden weggehaald: {reason}',
  'output.not-taken': 'het neemt deze tekst niet aan',
  'output.too-many-commands': 'er zijn te veel opdrachten onderweg',
  'output.dangerous': 'wat gevaarlijk is, wacht op een persoon op de pagina',
  'output.domoticz-line':
    'een regel is de idx van een apparaat van Domoticz, een apparaat van dit huis en metrieken, zoals 12 roof pv.power pv.energy; deze niet: {line}',
  'output.domoticz-lines': 'het neemt één regel of meer aan, hoogstens {most, number}',
  'output.former-line':
    'deze regel is geen apparaat met zijn tag van mpp-solar, zoals roof = mpp, en geen apparaat alleen: {line}',
  'output.header-line':
    'een regel is een naam en een waarde, zoals X-House: cabin, van een header die niet bij het verzoek zelf hoort; deze niet: {line}',
  'output.template': 'het is geen JSON als in de gaten null staat',
  'output.template-gap': 'een gat bevat site, device, time of een metriek; {gap} is dat niet',
  'output.udp': 'schrijf het adres als udp://host:port',
  'output.unheard': 'ze zijn verzonden; niemand zegt of ze worden gehoord',
  'output.of-device': 'schrijf een apparaat van dit huis en een metriek, zoals roof grid.voltage',
  'output.rate': 'het neemt {minutes, plural, one {# minuut} other {# minuten}} geen verzoeken meer aan',
  'output.mongodb': 'schrijf het adres als mongodb://account@host:27017/database, met één host',
  'output.mysql': 'schrijf het adres als mysql://account@host:3306/database',
  'output.nats':
    'schrijf het adres als nats://host:4222, of tls://host:4222 met TLS; tot tien servers van één cluster met komma’s ertussen, alle met TLS of geen',
  'output.nats-user': 'laat het account uit het adres weg: het aanmelden heeft eigen velden',
  'output.subject': 'een subject bestaat uit woorden met punten ertussen, zonder spaties, * en >, zoals {example}',
  'output.subject-gap': 'een gat in een subject bevat site, device of metric; {gap} is geen daarvan',
  'output.subject-needs': 'elke waarde is een eigen bericht dat verder niets zegt: het subject heeft {gap} nodig',
  'output.subject-not': 'een bericht heeft alle waarden van een apparaat: {gap} kan niet in het subject staan',
  'output.subject-server': 'subjects die met {word} beginnen zijn van de server',
  'output.postgres': 'schrijf het adres als postgres://account@host:5432/database',
  'output.ca-unused': 'een certificaat van een instantie is voor TLS: schakel dat in, of laat het certificaat weg',
  'output.table-foreign': 'er is een tabel readings die niet van dit programma is: kies een ander schema',
  'output.table-newer': 'de tabel readings heeft versie {version, number}, en die is nieuwer dan dit programma',
  'help.output-account': 'Controleer het account in het adres, en het wachtwoord ervan.',
  'help.output-database': 'Ga na of de database bestaat en of het account dat daar mag doen.',
  'output.silent-meter': 'de meter {name} zwijgt: {reason}',
  'meter.not-open': '{reason}. {help}',
  'meter.no-grid': 'het huis heeft geen waarde van zijn netaansluiting',
  'meter.no-power': '{device} geeft geen vermogen van het net, of alleen oude waarden',
  'meter.estimated': 'niets meet de netaansluiting: het vermogen is alleen geschat, en niets moet dat volgen',
  'meter.old': 'de nieuwste waarde is {age, number} s oud, en mag hoogstens {most, number} s oud zijn',
  'meter.silent-now': 'hij zou nu zwijgen: {reason}',
  'meter.address': 'schrijf een IP-adres van deze computer, of 0.0.0.0 voor alle',
  'meter.own-ipv4': 'schrijf een IPv4-adres van deze computer, zoals 192.168.1.5',
  'meter.udp-ports': 'schrijf hoogstens {most, number} poortnummers met komma’s ertussen, zoals 1010, 2220',
  'output.not-connected': 'er was geen verbinding',
  'answers.regex': 'het is geen reguliere expressie die in lineaire tijd kan zoeken: {said}',
  'answers.mongodb': 'schrijf het adres als mongodb://account@host:27017, met één host',
  'answers.unknown': 'die koppeling bestaat niet; bekend zijn {known}',
  'answers.to': 'geen van de koppelingen gaat naar {to}',
  'answers.long': 'het is langer dan de {most, number} bytes die een datagram draagt',
  'answers.late': 'het is niet binnen {seconds, number} s aangenomen',
};
