// Dutch: titles and repairs of errors.
import type { Language } from '../language.ts';

/** Dutch, by code. */
export const errors: Language['errors'] = {
  'input.hex': { title: 'Geen hexadecimale bytes', repair: 'Geef paren van 0–9 en a–f op, zoals 28 41 43 4b.' },
  'input.usage': {
    title: 'Verkeerde argumenten',
    repair: 'Verbeter wat wordt genoemd.',
    cli: 'Zie `solstead --help`.',
  },
  'input.invalid': { title: 'Het verzoek is niet geldig', repair: 'Verbeter het genoemde veld.' },
  'input.not-json': {
    title: 'De inhoud van het verzoek is geen JSON',
    repair: 'Stuur de inhoud als JSON met de header content-type: application/json.',
  },
  'input.too-large': {
    title: 'De inhoud van het verzoek is te groot',
    repair: 'Stuur hoogstens 1 MiB tegelijk; wat geen account vraagt, neemt 8 KiB.',
  },
  'input.too-long': {
    title: 'Het adres van het verzoek is te lang',
    repair: 'Kort het deel van het adres in dat te lang is.',
  },
  'path.unknown': { title: 'Op dit pad is niets', repair: 'Controleer het adres.' },
  'path.method': {
    title: 'Dit pad neemt deze methode niet aan',
    repair: 'Gebruik een van de methoden die de header Allow noemt.',
  },
  internal: {
    title: 'Er ging iets mis binnen Solstead',
    repair: 'Probeer het opnieuw; blijft het zo, zoek het verzoek dan in het logboek en meld het.',
  },
  'address.invalid': {
    title: 'Geen verbindingsadres',
    repair:
      'Gebruik serial:///dev/ttyUSB0?baud=2400, hid:///dev/hidraw0, tcp://host:port, udp://host:port, http://host, esphome://host, solar-assistant://host, ocpp://id of mqtt://host:port.',
  },
  'protocol.unknown': {
    title: 'Onbekend protocol',
    repair: 'Kies er een uit de lijst met protocollen.',
    cli: 'Zie `solstead list protocols`.',
  },
  'command.unknown': {
    title: 'Onbekende opdracht',
    repair: 'Kies een van de opdrachten en instellingen van dit apparaat.',
    cli: 'Zie `solstead list commands {id}` of `solstead list settings {id}`.',
  },
  'command.refused': {
    title: 'Het apparaat weigerde de opdracht',
    repair: 'Ga na of dit model en zijn huidige modus de opdracht kennen.',
  },
  'command.unconfirmed': {
    title: 'Het apparaat bevestigde de opdracht niet',
    repair:
      'Kijk bij het apparaat: misschien deed het iets, misschien niet. Stuur de opdracht opnieuw als het terug is.',
  },
  'command.differs': {
    title: 'Het apparaat nam de opdracht aan en toont een andere waarde',
    repair: 'Kijk bij het apparaat: zijn modus, model of een andere instelling staat deze waarde misschien niet toe.',
  },
  'command.not-armed': {
    title: 'De opdracht is niet door een persoon bevestigd',
    repair: 'Lees wat die doet en bevestig die; een bevestiging geldt 60 seconden en voor één waarde.',
  },
  'command.limits': {
    title: 'De opdracht valt buiten haar grenzen',
    repair: 'Geef een waarde binnen de genoemde grenzen.',
  },
  'command.expired': {
    title: 'De opdracht verliep voordat ze werd verzonden',
    repair: 'Ga na waarom het apparaat bezig of weg was, en stuur de opdracht opnieuw met meer tijd.',
  },
  'command.gone': {
    title: 'Die opdracht bestaat niet',
    repair: 'Zie de lijst met opdrachten; de oudste worden vergeten.',
  },
  'command.key-reused': {
    title: 'De idempotentiesleutel hoort bij een ander verzoek',
    repair: 'Gebruik voor elke opdracht een nieuwe sleutel, en dezelfde alleen om hetzelfde verzoek te herhalen.',
  },
  'command.too-often': {
    title: 'De opdracht zou het apparaat laten slijten',
    repair:
      'Het apparaat bewaart elke schrijfactie in geheugen dat maar een beperkt aantal keer te schrijven is: laat het programma minder vaak schrijven.',
  },
  'link.unavailable': {
    title: 'De verbinding kan niet worden geopend',
    repair:
      'Controleer het adres, of de andere kant is aangesloten en aanstaat, en of geen ander programma hem gebruikt.',
  },
  'link.forbidden': {
    title: 'Geen toestemming voor de verbinding',
    repair:
      'Laat de gebruiker waaronder Solstead draait de poort gebruiken: voeg hem voor seriële poorten toe aan de groep `dialout` en log opnieuw in.',
  },
  'link.closed': {
    title: 'De verbinding is gesloten',
    repair: 'Ze wordt automatisch weer geopend; controleer de kabel als dit vaak gebeurt.',
  },
  'device.offline': {
    title: 'Het apparaat is offline',
    repair: 'Kijk naar zijn voeding en netwerk, en stuur de opdracht opnieuw als het terug is.',
  },
  'link.timeout': {
    title: 'Geen antwoord op tijd',
    repair:
      'Controleer de kabel, de baudrate en het protocol; sommige apparaten doen er na het inschakelen tot een minuut over.',
  },
  'frame.checksum': {
    title: 'De controlesom klopt niet',
    repair: 'Controleer de kabel en zijn lengte; één mislukte keer is onschuldig.',
  },
  'frame.malformed': {
    title: 'De bytes zijn geen antwoord van dit protocol',
    repair: 'Controleer het protocol en de baudrate.',
  },
  'broker.refused': {
    title: 'De MQTT-broker weigerde het account',
    repair: 'Controleer gebruikersnaam en wachtwoord van de broker.',
  },
  'port.taken': { title: 'De poort is in gebruik', repair: 'Stop het andere programma of kies een andere poort.' },
  'folder.unwritable': {
    title: 'In de gegevensmap kan niet worden geschreven',
    repair: 'Maak de map beschrijfbaar, of kies een andere.',
    cli: 'Kies een andere map met --data, of maak deze beschrijfbaar.',
  },
  'folder.missing': { title: 'Die map bestaat niet', repair: 'Noem een map die bestaat.' },
  'folder.locked': {
    title: 'De gegevensmap is in gebruik',
    repair: 'Een andere Solstead gebruikt deze map: stop die, of kies een andere map.',
    cli: 'Een andere Solstead gebruikt deze map: stop die, of kies een andere map met --data.',
  },
  'store.failed': {
    title: 'De opslag kon niet schrijven',
    repair:
      'Controleer de vrije ruimte en de toestand van de schijf; een server die de historie of de gegevens bewaart, moet draaien.',
  },
  'store.fenced': {
    title: 'Een ander proces verzorgt dit huis nu',
    repair: 'Er hoeft niets te gebeuren: wat ervoor kwam is bewaard, en het andere proces gaat met het huis verder.',
  },
  'store.corrupt': {
    title: 'Een bestand van de opslag is beschadigd',
    repair: 'Zet het genoemde bestand terug uit een back-up.',
    cli: 'Zet het genoemde bestand terug uit een back-up, of kijk wat `solstead repair` kan redden.',
  },
  'store.newer': {
    title: 'Een bestand van de opslag is door een nieuwere Solstead geschreven',
    repair: 'Start die versie weer, of zet het genoemde bestand terug uit een back-up van voor de update.',
  },
  'store.uncopied': {
    title: 'De historie van een eerdere versie kon vóór het bijwerken niet worden gekopieerd',
    repair:
      'Maak ruimte waar de historie staat, of haal weg wat in de weg staat, en start opnieuw. Om zonder kopie verder te gaan: start met SOLSTEAD_WITHOUT_HISTORY_COPY=1 in de omgeving.',
  },
  'tariff.invalid': {
    title: 'Het tarief is niet geldig',
    repair: 'Verbeter de genoemde regel; docs/tariffs.md toont elk soort tarief.',
  },
  'automation.invalid': {
    title: 'De automatisering is niet geldig',
    repair: 'Verbeter de genoemde regel; docs/automation.md toont regels, grenzen en scènes.',
  },
  'alert.unknown': {
    title: 'Die melding bestaat niet',
    repair: 'Vraag de lijst met meldingen opnieuw op; een die voorbij is, kan niet worden bevestigd.',
  },
  'alert.no-channel': { title: 'Dat kanaal bestaat niet', repair: 'Vraag de lijst met kanalen opnieuw op.' },
  'alert.not-sent': {
    title: 'Het bericht is niet aangenomen',
    repair: 'Verbeter wat de reden noemt; de test van het kanaal toont meteen of het werkt.',
  },
  'readings.invalid': {
    title: 'Het bestand met metingen is niet bruikbaar',
    repair: 'Verbeter de genoemde plaats; docs/energy.md toont hoe zo’n bestand eruitziet.',
  },
  'series.invalid': {
    title: 'De reeks met prijzen of emissies kan niet worden gelezen',
    repair: 'Ga na of het hele antwoord of bestand is genomen, en of het het genoemde formaat heeft.',
  },
  'device.unknown': { title: 'Dat apparaat bestaat niet', repair: 'Zie de lijst met apparaten.' },
  'device.exists': { title: 'Het apparaat bestaat al', repair: 'Kies een andere naam.' },
  'site.held': { title: 'Een ander proces verzorgt dit huis', repair: 'Vraag het dat proces, of stop het.' },
  'site.unknown': { title: 'Dat huis bestaat niet', repair: 'Zie de lijst met huizen.' },
  'invitation.unknown': { title: 'Die uitnodiging bestaat niet', repair: 'Zie de lijst met uitnodigingen.' },
  'anomaly.unknown': { title: 'Die bevinding bestaat niet', repair: 'Zie de lijst met bevindingen.' },
  'access.signed-out': { title: 'Niet ingelogd', repair: 'Log in.' },
  'access.denied': { title: 'Niet toegestaan', repair: 'Vraag het de eigenaar van het huis.' },
  'access.credentials': {
    title: 'Verkeerde naam of verkeerd wachtwoord',
    repair: 'Controleer beide en probeer opnieuw.',
  },
  'access.second-factor': {
    title: 'Er is een tweede factor nodig',
    repair: 'Geef de code van de app die ze maakt, een herstelcode of een passkey, samen met naam en wachtwoord.',
  },
  'access.refresh': { title: 'Dit refresh-token geldt niet meer', repair: 'Log opnieuw in.' },
  'access.step-up': {
    title: 'Hiervoor moet vaststaan dat jij het echt bent',
    repair:
      'Bevestig het met je passkey, je pincode of je wachtwoord (en een code, als je account om codes vraagt), en vraag het opnieuw; dat geldt vijf minuten.',
  },
  'access.throttled': { title: 'Te veel pogingen', repair: 'Wacht een minuut en probeer opnieuw.' },
  'access.plain': {
    title: 'Deze poort spreekt geen TLS',
    repair:
      'Vraag het met https. Een wachtwoord of token dat hierheen is gestuurd, kan onderweg zijn meegelezen: vervang het.',
  },
  'server.not-ready': { title: 'Solstead is niet klaar', repair: 'Vraag het over een paar seconden opnieuw.' },
  'automation.busy': {
    title: 'Er wordt al een automatisering geprobeerd',
    repair: 'Wacht tot die proef is afgelopen, en vraag het opnieuw.',
  },
  'import.busy': {
    title: 'Er loopt al een import',
    repair: 'Wacht tot die is afgelopen, of beëindig die, en vraag het opnieuw.',
  },
  'export.busy': {
    title: 'Te veel exporten tegelijk',
    repair: 'Wacht tot een ervan is afgelopen, en vraag het opnieuw.',
  },
  'request.too-many': { title: 'Te veel verzoeken', repair: 'Wacht zolang Retry-After zegt, en vraag minder vaak.' },
  'request.outdated': {
    title: 'Iemand anders heeft het ondertussen gewijzigd',
    repair: 'Lees het opnieuw, en stuur de wijziging met de ETag van wat is gelezen.',
  },
  'uplink.failed': {
    title: 'De uplink werkt niet',
    repair: 'Controleer adres, client-id en geheim, en of de overkant draait; test dan opnieuw.',
  },
  'uplink.unknown': { title: 'Dat huis bestaat niet', repair: 'Zie de lijst met huizen die hierheen sturen.' },
  'output.failed': {
    title: 'De koppeling werkt niet',
    repair: 'Controleer het adres, het account en zijn wachtwoord, en of de server draait; test dan opnieuw.',
  },
  'output.unfit': {
    title: 'De server zal deze waarden nooit aannemen',
    repair: 'Kijk wat de server erover zegt; wat hij aanneemt, gaat door.',
  },
  'output.refused': {
    title: 'De server weigert wat hem wordt gestuurd',
    repair: 'Controleer het adres en wat de server zegt; test dan opnieuw.',
  },
  'output.unknown': { title: 'Die koppeling bestaat niet', repair: 'Zie de lijst met koppelingen.' },
  'plugin.unknown': { title: 'Die plug-in bestaat niet, of vraagt nergens om', repair: 'Zie de lijst met plug-ins.' },
  'plugin.failed': {
    title: 'De plug-in is mislukt',
    repair:
      'Kijk wat hij zegt; na een pauze wordt hij opnieuw gestart. Alleen wie de computer beheert, kan hem wijzigen.',
  },
  'backup.damaged': {
    title: 'De back-up is niet bruikbaar',
    repair: 'Neem een andere back-up; er is niets gewijzigd.',
  },
  'backup.passphrase': {
    title: 'De wachtzin opent de back-up niet',
    repair: 'Controleer de wachtzin; er is niets gewijzigd.',
  },
  'backup.newer': {
    title: 'De back-up is door een nieuwere Solstead gemaakt',
    repair: 'Werk Solstead bij en zet dan terug; er is niets gewijzigd.',
  },
  'backup.refused': {
    title: 'Het terugzetten is geweigerd',
    repair:
      'Zet terug in een lege map, of zeg dat het huis daar moet worden vervangen; het blijft naast het nieuwe bewaard.',
    cli: 'Zet terug in een lege map, of voeg --replace toe: het huis daar blijft naast het nieuwe bewaard.',
  },
  'backup.failed': {
    title: 'De back-up kon niet worden gemaakt',
    repair: 'Verbeter wat wordt genoemd, en maak hem opnieuw.',
  },
  'backup.unknown': { title: 'Die back-up bestaat niet', repair: 'Zie de lijst met back-ups.' },
  'backup.no-upload': {
    title: 'Die upload bestaat niet',
    repair: 'Begin een nieuwe upload: de vorige is misschien vervallen, of Solstead is opnieuw gestart.',
  },
  'backup.busy': { title: 'Er loopt al een back-up of een herstel', repair: 'Wacht tot dat is afgelopen.' },
  'backup.place': {
    title: 'De plek voor de back-ups is niet bruikbaar',
    repair: 'Controleer het adres, het account en de ruimte; het wordt opnieuw geprobeerd.',
    cli: 'Controleer het adres, het account en de ruimte.',
  },
  'access.owned': { title: 'Dit huis heeft al een eigenaar', repair: 'Log in, of vraag de eigenaar om een account.' },
};
