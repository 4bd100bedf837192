// Dutch: what a look at the installation finds.
import type { doctorReasons as english } from '#core/reasons/doctor.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const doctorReasons: Texts<typeof english> = {
  'doctor.program': 'Solstead {version} op Node {node}, {system}',
  'doctor.late': 'geen antwoord binnen {seconds, number} s',
  'doctor.ended': 'de controle eindigde voordat ze klaar was',
  'doctor.no-folder': 'er is nog geen gegevensmap in {at}: die wordt bij de eerste start gemaakt',
  'doctor.folder': '{at} is leesbaar en beschrijfbaar',
  'doctor.in-use': '{at} wordt gebruikt door een Solstead die draait',
  'doctor.in-use-by': '{at} wordt gebruikt door een Solstead die draait (proces {pid})',
  'doctor.folder-other':
    '{at} hoort bij een andere gebruiker (nummer {owner}), die kan wijzigen en verwijderen wat erin zit',
  'help.doctor-owner': 'Geef de map aan de gebruiker waaronder Solstead draait: chown -R.',
  'doctor.open': '{count, plural, one {# bestand} other {# bestanden}} ervan zijn leesbaar voor anderen, zoals {at}',
  'help.doctor-open': 'Maak ze alleen leesbaar voor hun eigenaar: chmod -R go= {at}',
  'help.doctor-folder':
    'Laat de gebruiker waaronder Solstead draait erin lezen en schrijven: chown -R en chmod u+rwX; of noem een andere map met --data.',
  'help.doctor-repair': 'Stop Solstead en voer `solstead repair --data {at}` uit: dat zegt wat er te redden is.',
  'help.doctor-newer': 'Start die versie van Solstead weer, of zet een back-up van voor de update terug.',
  'doctor.home': 'home.json is heel',
  'doctor.file': '{file} opent, {size, number} MB',
  'doctor.no-file': 'er is nog geen {file}',
  'doctor.sums': '{file}: alle {pages, number} pagina’s zijn zoals ze zijn geschreven',
  'doctor.sums-none':
    '{file} heeft nog geen controlesommen van zijn pagina’s: ze worden bij de volgende start begonnen',
  'doctor.sums-changed':
    '{file}: {count, plural, one {# pagina is} other {# pagina’s zijn}} niet zoals geschreven, de eerste is pagina {page}',
  'doctor.sums-running':
    'de Solstead die draait, vergelijkt zijn bestanden zelf met hun controlesommen; zie het onderdeel Webserver',
  'doctor.older': '{file} is van een eerdere versie: het wordt bij de volgende start bijgewerkt',
  'help.doctor-older': 'Maak een back-up voor de eerste start van deze versie: `solstead backup`.',
  'doctor.server':
    '{what, select, history {de historie wordt} other {het huis wordt}} bewaard op {at}, dat verbindingen aanneemt',
  'doctor.server-away':
    '{what, select, history {de historie wordt} other {het huis wordt}} bewaard op {at}, dat geen verbinding aanneemt: {reason}',
  'doctor.history-folder': 'de historie wordt bewaard in {at}',
  'help.doctor-server': 'Controleer het adres, en of de server draait en van hieruit bereikbaar is.',
  'doctor.room': 'op {at} is {left, number} MB vrij',
  'help.doctor-room': 'Maak ruimte, of verplaats de gegevens naar een grotere schijf.',
  'doctor.unwritable': 'op {at} kan niets worden geschreven: {reason}',
  'help.doctor-unwritable':
    'Een kaart of schijf die het begeeft, wordt alleen-lezen: kijk in `dmesg`, red wat erop staat, en vervang haar.',
  'doctor.sync': 'wat wordt geschreven, staat na {ms, number} ms veilig op de schijf',
  'doctor.sync-slow':
    'wat wordt geschreven, staat pas na {ms, number} ms veilig op de schijf: de schijf is traag of versleten',
  'help.doctor-sync':
    'Verplaats de gegevens naar een schijf of SSD: goedkope kaarten worden trager voor ze het begeven.',
  'doctor.clock': 'de klok wordt door NTP gelijk gehouden; tijdzone {zone}',
  'doctor.clock-free': 'de klok wordt niet door NTP gelijk gehouden; tijdzone {zone}',
  'help.doctor-clock': 'Schakel het in: `timedatectl set-ntp true`. Metingen wachten tot vaststaat dat de tijd klopt.',
  'doctor.clock-unknown': 'het systeem zegt niet of het zijn klok met NTP gelijk houdt; tijdzone {zone}',
  'doctor.clock-early':
    'de klok zegt {now, date, moment}, en dat is voordat hier voor het laatst iets is geschreven ({last, date, moment})',
  'help.doctor-clock-early':
    'Zet de klok gelijk, of geef de computer bij het starten een netwerk: waarden zouden een verkeerde datum krijgen.',
  'doctor.no-ports': 'er zijn geen seriële of HID-poorten',
  'doctor.port': '{path} ({title}) is bruikbaar',
  'doctor.port-own': '{path} ({title}) wordt gelezen door Solstead (proces {pid})',
  'doctor.port-held': '{path} ({title}) wordt bezet door {name} (proces {pid})',
  'help.doctor-port-held':
    'Eén programma tegelijk kan een poort lezen: stop dat andere, zoals `systemctl stop mpp-solar` of `systemctl disable --now ModemManager`.',
  'doctor.port-barred': '{path} ({title}): {reason}',
  'help.doctor-serial':
    'Voeg de gebruiker waaronder Solstead draait toe aan de groep van de poort: `sudo usermod -aG dialout $USER`, en log opnieuw in.',
  'help.doctor-hid':
    'Laat de gebruiker waaronder Solstead draait het gebruiken met een regel: echo \'KERNEL=="hidraw*", MODE="0660", GROUP="dialout"\' | sudo tee /etc/udev/rules.d/60-hidraw.rules, en sluit het opnieuw aan.',
  'doctor.not-linux': 'poorten worden alleen op Linux getoond; noem ze met de hand, zoals serial:///COM3',
  'doctor.bluetooth': 'de bluetoothadapter {adapter} is ingeschakeld',
  'doctor.broker-free': 'poort {port} is vrij voor de ingebouwde MQTT-broker',
  'doctor.broker-own': 'de ingebouwde MQTT-broker antwoordt op poort {port}',
  'doctor.broker-silent':
    'er draait een Solstead, maar op poort {port}, waar zijn MQTT-broker zou moeten zijn, antwoordt niets',
  'help.doctor-broker-silent': 'Is hij met een andere poort gestart, geef die dan ook hier: --mqtt-port.',
  'doctor.port-taken': 'poort {port} is bezet door een ander programma',
  'doctor.port-taken-by': 'poort {port} is bezet door {name} (proces {pid})',
  'help.doctor-broker-taken':
    'Stop dat programma, kies een andere poort met --mqtt-port, of laat Solstead die broker gebruiken: --mqtt-broker mqtt://localhost:{port}.',
  'doctor.broker': 'de broker {at} neemt dit account aan',
  'doctor.web-free': 'poort {port} is vrij voor de web-app',
  'doctor.web': 'Solstead {version} antwoordt op poort {port}: alles is goed',
  'doctor.web-waiting': 'Solstead op poort {port} opent zijn huis, of sluit het',
  'doctor.web-trouble': 'Solstead {version} antwoordt op poort {port} en er is iets mis: {parts}',
  'help.doctor-web-trouble': 'De eigenaar ziet waarom boven aan de pagina, en op /health/ready met een token.',
  'doctor.web-silent': 'op deze map draait een Solstead, maar op poort {port} antwoordt niets',
  'help.doctor-web-silent': 'Is hij met een andere poort gestart, geef die dan ook hier: --port.',
  'help.doctor-web-taken': 'Stop dat programma, of kies een andere poort met --port.',
  'doctor.mdns':
    'namen van het lokale netwerk kunnen worden gevraagd; {count, plural, =0 {er is geen Solstead} one {er is één Solstead} other {er zijn # Solsteads}} gevonden',
  'doctor.mdns-none': 'namen van het lokale netwerk kunnen niet worden gevraagd: {reason}',
  'help.doctor-mdns': 'Apparaten voeg je dan met hun adres toe. Gebruik in een container het netwerk van de host.',
  'doctor.file-good': '{file} klopt',
  'help.doctor-file': 'Verbeter de genoemde plaats, en kijk met `solstead check`.',
  'doctor.devices-good': 'met de eigen apparaten is niets mis',
  'doctor.no-outputs': 'er zijn geen koppelingen',
  'doctor.outputs-of-wrong-file': 'de koppelingen in {file} worden niet getest zolang het bestand niet klopt',
  'doctor.output': '{name}: de server neemt aan wat hem wordt gestuurd',
  'doctor.output-reached': '{name}: de server neemt verbindingen aan',
  'doctor.output-bad': '{name}: {reason}',
  'doctor.output-off': '{name} is uitgeschakeld',
  'doctor.output-screen': '{name} heeft geen server nodig',
  'doctor.output-meter': '{name} is een nagespeelde meter: die wordt niet naast het huis geprobeerd',
  'doctor.output-own': '{name} gebruikt de MQTT-broker van het huis: test haar op de pagina met koppelingen',
  'doctor.outputs-elsewhere': 'het huis wordt op een server bewaard: test de koppelingen op hun pagina',
};
