// Dutch: what is wrong with stored files, secrets and servers.
import type { storeReasons as english } from '#core/reasons/store.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const storeReasons: Texts<typeof english> = {
  'secret.key': 'het is geen sleutel: {bytes} bytes als base64 of als hexadecimale cijfers',
  'secret.no-key': 'dat bestand bestaat niet',
  'secret.changed': 'het is gewijzigd, of is geen geheim van deze installatie',
  'secret.other-key': 'het is met een andere sleutel verzegeld: geef de sleutel die de installatie toen had',
  'secret.key-lost':
    '{file} is niet bruikbaar: {why}. Wat ermee is verzegeld (wachtwoorden van apparaten en plekken, tweede factoren), kan niet worden geopend, en niets nieuws wordt verzegeld. Zet het terug uit een back-up, of begin een nieuwe sleutel met `solstead repair --adopt --yes` en geef de wachtwoorden opnieuw',
  'secret.unopened':
    '{count, plural, one {{file} kan} other {# geheimen, waarvan {file} het eerste is, kunnen}} niet worden geopend: {why}. Geef het wachtwoord opnieuw waar het wordt gebruikt, of zet het bestand terug uit een back-up',
  'secret.not-latest':
    '{count, plural, one {{file} ontbreekt of is} other {# geheimen, waarvan {file} het eerste is, ontbreken of zijn}} ouder dan wat het laatst is geschreven: misschien wordt een oud wachtwoord gebruikt. Zet de nieuwste kopie terug, of geef het wachtwoord opnieuw waar het wordt gebruikt; `solstead repair --yes` aanvaardt wat er is',
  'store.other-writer': 'een andere Solstead schrijft deze historie',
  'store.version': 'de versie ervan is {version}; deze Solstead kent {known}',
  'store.kind': 'de soort {kind} is onbekend',
  'store.no-list': 'het is geen lijst met teksten',
  'store.role': 'de rol {role} is onbekend',
  'store.no-grant': 'het staat niets toe',
  'store.actions': 'een van de acties {actions} is onbekend',
  'folder.not-made': 'daar kan geen map worden gemaakt',
  'store.grants': 'de rechten ervan zijn niet te lezen',
  'store.no-file-journal': 'het bestand ontbreekt maar zijn journaal is er',
  'store.foreign': 'het is geen bestand van Solstead',
  'store.short': 'het heeft {size} van {bytes} bytes',
  'store.empty': 'het bestand is leeg',
  'store.not-arrived':
    'maar {arrived} van {count} punten van {name} van {when} kwamen aan; bewaart de nieuwe plek zulke oude waarden?',
  'server.said': 'het antwoordde: {said}',
  'server.status': 'het antwoordde {status}: {said}',
  'store.closed': 'het is gesloten',
  'server.no-url': 'het adres is geen URL met http:// of https://',
  'server.silent': 'geen antwoord binnen {seconds} s',
  'server.too-old': 'het bewaart niets van voor 2 januari 1970, en {at} ms is eerder',
  'server.too-new': 'het bewaart niets van meer dan twee dagen vooruit, en {at} ms is later',
  'server.prefix': 'een voorvoegsel mag alleen letters en cijfers hebben',
  'store.change': 'de wijziging {change} ervan is hier onbekend',
  'store.checksum': 'de controlesom van de notities klopt niet',
  'store.blocks': 'het heeft {found} van {known} blokken',
  'store.worker': 'de worker is mislukt: {said}',
  'store.rows-lost': 'de rijen {from} tot {to} ontbreken',
  'store.unknown-series': 'het heeft waarden van reeksen die de historie niet kent',
  'store.other-home': 'het hoort bij een ander huis',
  'store.sibling-missing': '{file} ontbreekt, maar dit huis had het',
  'store.owner-missing': 'de accounts ontbreken, maar dit huis had een eigenaar',
  'store.older':
    'de gegevens zijn ouder dan ze waren: er ontbreken {count} regels van het auditlogboek (gemerkt {when}). Accounts, wachtwoorden, tokens en apparaten kunnen zijn als voorheen; iedereen is uitgelogd. Zet de nieuwste kopie van records.db terug, of loop ze na en aanvaard ze met `solstead repair --yes`',
  'home.renewed':
    'home.json ontbrak en is opnieuw geschreven uit de gegevens. Of dit de nieuwste zijn, is niet te zeggen: loop accounts, tokens en apparaten na, of zet de nieuwste kopie van de map terug',
  'home.set-aside':
    'home.json was beschadigd: het is opnieuw geschreven uit de gegevens, en wordt bewaard als {aside}. Of de gegevens de nieuwste zijn, is niet te zeggen: loop accounts, tokens en apparaten na',
  'home.file-lost':
    '{file} ontbreekt hoewel dit huis het had; het is opnieuw begonnen. Wat erin stond, is verloren: berichten die op clients van de broker wachtten, en wat bewaard bleef (retained), wat apparaten opnieuw zeggen',
  'journal.empty':
    '{file} was leeg: berichten die op clients van de broker wachtten, en wat bewaard bleef (retained), zijn verloren; apparaten zeggen dat laatste opnieuw. Let op de schijf',
  'journal.gaps':
    '{file} is op {count, plural, one {één plaats} other {# plaatsen}} beschadigd; wat heel is, is gebruikt. Berichten die op clients van de broker wachtten of bewaard bleven (retained), kunnen verloren zijn: apparaten zeggen dat laatste opnieuw. Let op de schijf',
  'journal.short':
    '{file} eindigt voor wat erin is geschreven: het is afgekapt, of een oudere kopie. Berichten die op clients van de broker wachtten of sindsdien bewaard bleven (retained), zijn verloren: apparaten zeggen dat laatste opnieuw. Let op de schijf',
  'journal.set-aside':
    '{file} is niet bruikbaar: {why}. Het wordt bewaard als {aside}, en een nieuw is begonnen: berichten die op clients van de broker wachtten, en wat bewaard bleef (retained), zijn verloren; apparaten zeggen dat laatste opnieuw',
  'journal.none':
    '{file} is niet bruikbaar: {why}. Wat de broker voor zijn clients bewaart, eindigt met dit proces: maak de map beschrijfbaar en start opnieuw',
  'waiting.damaged':
    '{count, plural, one {één regel} other {# regels}} van {file} {count, plural, one {was} other {waren}} beschadigd: evenveel metingen die op een klok wachtten, zijn verloren. Het bestand wordt bewaard als {aside}. Let op de schijf',
  'waiting.short':
    '{file} ontbreekt, is afgekapt of is een oudere kopie: metingen die erin op een klok wachtten, staan niet in de historie. Zet de nieuwste kopie terug en start opnieuw, als die er is',
  'waiting.set-aside':
    '{file} is niet bruikbaar: {why}. Het wordt bewaard als {aside}; metingen die erin op een klok wachtten, staan niet in de historie',
  'waiting.unusable':
    '{file} is niet te lezen: {why}. Metingen die erin op een klok wachtten, staan niet in de historie: maak het leesbaar en start opnieuw',
  'waiting.unwritten':
    'metingen die op een klok wachten, kunnen niet naar {file} worden geschreven: {why}. Ze blijven in het geheugen, en gaan verloren als het proces eindigt voordat de klok bekend is',
  'eras.unusable':
    '{file} is niet bruikbaar: {why} (bewaard als {aside}). Als de klok van deze computer voor deze start verkeerd liep, kan het huis niet zelf zeggen welke waarden een verkeerde datum hebben',
  'bits.mended':
    'op {count, plural, one {één pagina} other {# pagina’s}} van {file} was één bit omgeklapt; dat is hersteld, en er is niets verloren. Let op het geheugen en de schijf van deze computer',
  'pages.changed':
    '{count, plural, one {één pagina} other {# pagina’s}} van {file} (de eerste is pagina {page}) {count, plural, one {is} other {zijn}} niet zoals geschreven: er is een oudere kopie voor in de plaats gezet, een ander programma schreef erin, of de schijf is beschadigd. Zet de nieuwste kopie terug, of loop na wat erin staat en aanvaard het met `solstead repair --yes`',
  'journal.cut':
    '{file} is beschadigd, en wat daarna is vastgelegd, is verloren. Het wordt bewaard als {aside}. Let op de schijf',
  'store.journal': 'het journaal (-wal) is beschadigd',
  'store.other-user': 'een andere Solstead gebruikt deze gegevens',
  'journal.large':
    'het is groter dan {most, number} MB, wat dit programma nooit schrijft: verplaats het, dan begint wat de broker bewaart opnieuw',
  'store.no-file': 'het is geen bestand: een map, een pipe, een socket of een apparaat heeft die naam',
  'store.damaged': 'het is beschadigd',
  'store.full': 'de schijf is vol',
  'store.copy-room': 'in {folder} is {needed, number} MB nodig, en {free, number} MB is vrij',
  'store.copy-differs': '{file} bevat niet wat erin geschreven werd: controleer de schijf',
  'store.series': 'het heeft {found} van {known} apparaten en reeksen',
  'store.no-file-log': 'het bestand ontbreekt maar zijn log is er',
  'store.address': 'het adres is niet te lezen',
  'help.database': 'Ga na of de databaseserver draait, en controleer host, poort en database van het adres.',
  'help.database-account':
    'Controleer de naam en het wachtwoord; het wachtwoord komt uit de omgeving (SOLSTEAD_RECORDS_PASSWORD, SOLSTEAD_HISTORY_PASSWORD).',
  'server.unreachable': 'de server is niet bereikbaar',
  'server.wants-password': 'de server vraagt een wachtwoord, en er is geen gegeven',
  'document.version': 'het heeft versie {version}; deze Solstead kent tot en met {known}',
  'document.broken': 'het heeft niet de verwachte vorm',
  'connection.used': '{name} wordt hierlangs bereikt',
  'secret.name': 'de naam van een geheim mag alleen kleine letters, cijfers, punten en streepjes hebben',
  'secret.open': 'anderen mogen dit geheim lezen: maak het alleen leesbaar voor de eigenaar (modus 0600)',
  'secret.length': 'het moet 1 tot {most, number} tekens hebben',
};
