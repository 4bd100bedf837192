// Dutch: readings to and from another Solstead.
import type { Texts } from '../language.ts';
import type { uplinkWords as english } from '../en/uplink.ts';

/** Dutch, by code. */
export const uplinkWords: Texts<typeof english> = {
  'uplink.title': 'Metingen naar een andere Solstead sturen',
  'uplink.text':
    'Alles wat dit huis meet, en de namen van zijn apparaten, gaat ook naar een andere Solstead: een in de kelder, bij familie, bij wie ervoor zorgt. Personen, wachtwoorden, geld en het logboek blijven hier. Is de lijn weg, dan gaat niets verloren: het wordt verzonden als de lijn terug is.',
  'uplink.address': 'Adres',
  'uplink.address-hint': 'Zoals wss://hub.example.com:8000, of wss://hub.example.com/api/v1/uplink voor de hoofdpoort.',
  'uplink.client-id': 'Client-id',
  'uplink.client-id-hint': 'De andere Solstead toont het, met het geheim, als die dit huis laat sturen.',
  'uplink.secret': 'Geheim',
  'uplink.secret-kept': 'Er is een geheim opgeslagen. Laat dit leeg om het te houden.',
  'uplink.ca': 'Certificaatinstantie (PEM)',
  'uplink.ca-hint': 'Alleen als de andere Solstead een zelfgemaakt certificaat heeft; laat het anders leeg.',
  'uplink.form': 'Vorm van de berichten',
  'uplink.form.solstead': 'Solstead',
  'uplink.form.documented': 'SolarAutopilot: geen bevestigingen, geen opdrachten',
  'uplink.commands': 'Opdrachten van daar',
  'uplink.commands.no': 'Geen',
  'uplink.commands.yes': 'Personen daar mogen hier instellen wat niet gevaarlijk is',
  'uplink.test': 'Testen',
  'uplink.testing': 'Testen …',
  'uplink.works': 'Het werkt: {hub} antwoordde in {ms, number} ms. Er is niets verzonden.',
  'uplink.works-clock': 'De klok daar en die van dit huis verschillen {seconds, number} s.',
  'uplink.save': 'Opslaan en sturen',
  'uplink.saving': 'Opslaan …',
  'uplink.end': 'Uplink beëindigen',
  'uplink.given': 'Ingesteld waar Solstead wordt gestart, met opties of de omgeving.',
  'uplink.state.connected': 'Verbonden met {hub} sinds {time}',
  'uplink.state.connecting': 'Niet verbonden sinds {time}; wordt opnieuw geprobeerd',
  'uplink.state.refused': 'Niet toegelaten sinds {time}: controleer client-id en geheim',
  'uplink.sent': '{sent, number} verzonden en daar bewaard, {waiting, number} wachten hier',
  'uplink.dropped': '{count, number} gingen verloren, omdat er te veel moesten wachten',
  'uplink.not-taken': '{count, number} waarden zijn daar niet aangenomen',
  'uplink.trouble': '{time}: {reason}',
  'far-homes.title': 'Huizen die hierheen sturen',
  'far-homes.text':
    'Andere huizen sturen hun metingen hierheen, elk met een eigen account; hun apparaten verschijnen in het huis waarvoor het account is.',
  'far-homes.none': 'Nog geen huis stuurt hierheen.',
  'far-homes.add': 'Een huis hierheen laten sturen',
  'far-homes.name': 'Naam van het huis',
  'far-homes.site': 'Krijgt de metingen',
  'far-homes.make': 'Account maken',
  'far-homes.making': 'Account maken …',
  'far-homes.made':
    'Vul deze in bij het andere huis. Het adres is dat van je browser; het geheim wordt alleen deze keer getoond.',
  'far-homes.connected': 'Verbonden sinds {time}, vanaf {from}',
  'far-homes.away': 'Niet verbonden',
  'far-homes.heard': 'Niet verbonden; laatst gehoord op {time}',
  'far-homes.counts':
    '{devices, plural, one {# apparaat} other {# apparaten}}, {taken, number} berichten aangenomen, {refused, number} waarden geweigerd',
  'far-homes.into': 'Naar {home}',
  'far-homes.renew': 'Nieuw geheim',
  'far-homes.renew-of': 'Nieuw geheim voor {name}',
};
