// Dutch: why a device is not read, or a command not done.
import type { driversReasons as english } from '#core/reasons/drivers.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const driversReasons: Texts<typeof english> = {
  'device.silent': 'er is {seconds} s niets ontvangen',
  'device.damaged': 'een rapport was beschadigd',
  'command.no-answer': 'het is verzonden maar niet bevestigd (geen antwoord op tijd)',
  'broker.no-connection': 'er is geen verbinding met de broker',
  'broker.left': 'het apparaat heeft de broker verlaten',
  'device.offline': 'dat zei het apparaat zelf of de broker voordat dit werd gestart; er is niets verzonden',
  'device.offline-since':
    'sinds {since, date, moment}, zoals het apparaat zelf of de broker zei; er is niets verzonden',
  'device.not-askable': 'het kan niet worden uitgelezen, en heeft sindsdien niets gezegd',
  'device.repeats':
    'niets wat het zegt is in {seconds} s veranderd: het herhaalt oude waarden, misschien omdat de kabel erachter los is',
  'device.another': 'op zijn adres antwoordt een ander apparaat',
  'device.fallback-rests': 'het antwoordt ook via HTTP niet, en wordt even met rust gelaten',
  'device.no-web-address': 'het heeft nog niet gezegd op welk adres van het huis het is',
  'device.nothing': 'er is niets van het apparaat ontvangen',
  'device.kept-only':
    'de broker heeft waarden ervan bewaard, en niets zegt hoe oud ze zijn; het wordt getoond zodra het iets zegt',
  'device.nothing-and-refused': '{nothing}; en in plaats daarvan via HTTP gevraagd, weigerde het: {reason}',
  'device.stopped': 'het wordt niet meer gelezen',
  'device.not-discovered': 'het heeft sinds het verbonden is nog niet gemeld wat het ondersteunt; probeer het zo weer',
  'wear.too-soon': 'het is {seconds} s geleden geschreven; programma’s wachten {least} s',
  'wear.too-often':
    'het is in de laatste 24 u {count, plural, one {één keer} other {# keer}} geschreven, zo vaak als programma’s mogen',
  'command.confirm':
    '“{title}” kan de stroom onderbreken of een beveiliging opheffen: voeg --confirm {name} toe om het te doen',
  'answer.unreadable': '{bytes} is geen antwoord op deze vraag',
  'command.state-unknown':
    'de huidige instellingen van het apparaat, die bepalen wat er wordt geschreven, zijn nog niet gelezen; probeer het zo weer',
  'command.no-timer': 'het apparaat zelf kan het niet zo lang vasthouden',
  'command.unreachable': 'vanuit de huidige toestand van het apparaat is het niet bereikbaar',
  'command.register-shared':
    'andere instellingen delen zijn register, en wat daarin staat was nu niet te lezen: er is niets verzonden',
  'command.not-read-back': 'het apparaat nam het aan, maar kon niet worden gevraagd of het is ingesteld',
  'command.shows': 'het apparaat nam {value} aan en meldt {shown}',
  'device.no-scheme': 'geen protocol wordt gevraagd via {scheme}://',
  'device.not-found': 'niets antwoordde op {titles}; kies een ander apparaat op naam',
  'device.endless': 'de tabel eindigt niet na {most, plural, one {# vraag} other {# vragen}}',
  'device.not-asked': 'dit apparaat meldt zich zelf, en neemt geen vragen aan',
  'device.nothing-to-set': 'op dit apparaat kan niets worden ingesteld',
  'device.refused-all': 'het weigerde elke vraag van {title}; de laatste omdat: {reason}',
  'charger.no-central': 'laadpunten kunnen niet naar dit programma hier komen',
  'charger.not-come': 'het is nog niet gekomen: geef het ws:// met het adres van deze computer, de poort en {path}',
  'charger.knocks': 'het is gekomen, en wordt toegelaten zodra het is ingericht en zijn wachtwoord heeft',
  'charger.speaks':
    'het kwam en biedt {said} aan, en hier wordt OCPP 1.6 (JSON) gesproken: stel het daarop in, en laat het opnieuw komen',
  'charger.gave-way': 'het werd gevraagd, en een opdracht ging voor',
  'charger.no-transaction': 'er is geen laadbeurt bezig',
  'device.no-value': 'het antwoordde, maar met geen van de waarden van {title}',
  'line.no-target': '{title} heeft geen {targets} om te kiezen',
  'command.no-acknowledgement': 'het is verzonden maar niet bevestigd ({reason})',
  'answer.not-in-time': 'geen antwoord op tijd',
  'line.other-settings': 'een ander apparaat gebruikt deze poort met andere instellingen: {settings}',
  'device.reports-only': '{title} meldt zich automatisch; er kan niets op worden ingesteld',
  'device.unheard': 'van {title} is binnen {ms} ms niets ontvangen',
  'device.said-nothing': '{title} stuurde niets',
  'device.links': '{title} is bereikbaar via {links}',
  'device.over-mqtt': '{title} is bereikbaar via MQTT en kan niet via een poort worden uitgelezen',
  'broker.not-here': 'dit huis heeft geen MQTT-broker',
  'help.closed-once':
    'Probeer het opnieuw. Controleer de kabel, en of geen ander programma het apparaat gebruikt: veel adapters nemen maar één verbinding aan.',
  'test.plausible': '{count, plural, one {# waarde} other {# waarden}} gelezen, allemaal binnen wat aannemelijk is.',
  'test.unread':
    '{count, plural, one {# waarde} other {# waarden}} gelezen; {problems, plural, one {# waarde} other {# waarden}} {problems, plural, one {was} other {waren}} niet te lezen en {problems, plural, one {is} other {zijn}} weggelaten.',
  'test.implausible':
    '{strange} van {count, plural, one {# waarde} other {# waarden}} {strange, plural, one {ligt} other {liggen}} buiten wat aannemelijk is ({names}): misschien is dit het verkeerde protocol.',
  'device.no-topic': 'het topicvoorvoegsel van het apparaat ontbreekt',
};
