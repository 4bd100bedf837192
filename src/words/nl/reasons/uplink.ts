// Dutch: why readings do not reach another Solstead.
import type { uplinkReasons as english } from '#core/reasons/uplink.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const uplinkReasons: Texts<typeof english> = {
  'uplink.refused': 'de overkant neemt deze client-id en dit geheim niet aan',
  'uplink.replaced': 'een ander programma is met dezelfde client-id verbonden',
  'uplink.away': 'de metingen van dit huis worden niet naar de overkant gestuurd: {reason}',
  'uplink.busy': 'de overkant kan nu niets opslaan',
  'uplink.too-much': 'de overkant heeft te veel verbindingen, of kreeg te veel',
  'uplink.malformed': 'de overkant begreep niet wat hij kreeg: een van beide is ouder dan de andere',
  'uplink.not-understood': 'wat de overkant zei, heeft niet de vorm van een uplink',
  'uplink.closed': 'de verbinding is gesloten ({code})',
  'uplink.silent': 'de overkant antwoordt niet',
  'uplink.clock':
    'de klok van dit huis loopt {seconds, number} s voor op die van de overkant: er wordt niets verzonden tot ze gelijklopen',
  'uplink.home-clock':
    'de klok van dat huis loopt {seconds, number} s voor op de onze: het stuurt niets tot ze gelijklopen',
  'uplink.home-away': 'het huis is niet verbonden',
  'uplink.no-result': 'het huis zei niet wat ervan is geworden',
  'uplink.set-points-only': 'alleen wat de catalogus noemt, kan van afstand worden ingesteld',
  'uplink.no-commands': 'het huis staat dit van afstand niet toe',
  'uplink.dangerous':
    'hiervoor moet iemand in dat huis zijn, want het kan de stroom laten uitvallen of een beveiliging opheffen',
  'uplink.late': 'het kwam te laat',
  'uplink.documented-no-commands': 'het huis spreekt een vorm zonder opdrachten',
  'uplink.malformed-part': 'wat het stuurde, heeft niet de vorm van een uplink ({part})',
  'uplink.devices': 'een huis mag hoogstens 500 apparaten sturen',
  'uplink.devices-without-end': 'het bracht al {most, number} nieuwe apparaten: ze komen en gaan zonder einde',
  'uplink.name': 'geef het huis een naam',
  'uplink.many': 'er zijn er al {most, number}',
  'uplink.no-address': 'schrijf het als wss://host:8000',
  'uplink.plain': 'ws:// stuurt het geheim onversleuteld: het is voor adressen van je eigen netwerk; gebruik wss://',
  'uplink.account': 'client-id en geheim horen niet in het adres',
  'uplink.no-secret': 'er is nog geen geheim gegeven',
  'uplink.no-client-id': 'de client-id ontbreekt',
  'uplink.prefix': 'het mag letters, cijfers, punten, streepjes, underscores en schuine strepen bevatten',
  'uplink.no-certificate': 'het is geen certificaat in PEM',
  'uplink.set-elsewhere': 'het is ingesteld met opties, de omgeving of een bestand, en wordt daar gewijzigd',
  'uplink.secret-written':
    'een geheim staat niet in dit bestand: schrijf de naam van een omgevingsvariabele zoals in de documentatie, of geef secret_file',
  'uplink.twice': 'de uplink is al met {flag} opgegeven: neem een van beide',
  'uplink.no-folder':
    'de uplink bewaart wat de overkant nog niet heeft opgeslagen: noem een map met --data, of STATE_DIRECTORY van systemd',
  'uplink.none': 'deze installatie heeft geen uplink',
  'uplink.not-own-form':
    'wat daar antwoordt, is geen Solstead; neemt het de gedocumenteerde vorm van SolarAutopilot aan, kies dan die',
  'uplink.certificate':
    'het certificaat wordt niet vertrouwd ({said}); is het zelfgemaakt, geef dan het certificaat van wie het ondertekende',
  'uplink.no-tls': 'het antwoordt niet met TLS; is het ws:// in plaats van wss://, of een andere poort?',
  'help.uplink-away': 'Controleer het adres en of de overkant draait; test dan opnieuw.',
  'uplink.answered':
    'het antwoordde {status} in plaats van een WebSocket te openen; op zijn hoofdpoort neemt een Solstead huizen aan op /api/v1/uplink',
};
