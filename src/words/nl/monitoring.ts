// Dutch: data for dashboards of one's own.
import type { Texts } from '../language.ts';
import type { monitoringWords as english } from '../en/monitoring.ts';

/** Dutch, by code. */
export const monitoringWords: Texts<typeof english> = {
  'monitoring.title': 'Voor eigen dashboards',
  'monitoring.text':
    'Niets verlaat je huis vanzelf. Programma’s met een token van jou kunnen meekijken op /ws/monitoring/{system}; zonder token speelt dit geen rol.',
  'monitoring.on':
    'Het staat voor ze klaar. {count, plural, =0 {Nu kijkt niemand mee.} one {Nu kijkt # programma mee.} other {Nu kijken # programma’s mee.}}',
  'monitoring.on-until':
    'Het staat voor ze klaar tot {when}. {count, plural, =0 {Nu kijkt niemand mee.} one {Nu kijkt # programma mee.} other {Nu kijken # programma’s mee.}}',
  'monitoring.off': 'Het eindigde op {when}: programma’s krijgen geen gegevens.',
  'monitoring.maintenance': 'Clients zien dat er onderhoud is: {text}',
  'monitoring.end': 'Uitschakelen',
  'monitoring.renew': 'Weer inschakelen',
  'monitoring.factors': 'Factoren',
  'monitoring.money': 'Geld dat een kWh bespaart',
  'monitoring.co2': 'CO₂ die een kWh vermijdt, kg',
  'monitoring.tree': 'CO₂ die een boom per jaar opneemt, kg',
  'monitoring.usual': 'Leeg: volgens het tarief van het huis.',
  'monitoring.wrong': 'Een getal van minstens 0, zoals 0.85.',
  'monitoring.save': 'Factoren opslaan',
  'monitoring.announce': 'Aankondiging',
  'monitoring.status': 'Status',
  'monitoring.status-of.online': 'Online',
  'monitoring.status-of.offline': 'Offline',
  'monitoring.status-of.maintenance': 'Onderhoud',
  'monitoring.message': 'Bericht aan wie meekijkt',
  'monitoring.send': 'Aankondigen',
  'monitoring.all': 'Bericht aan alle huizen',
  'monitoring.all-text': 'Meldt gepland onderhoud aan iedereen die met een huis van deze installatie meekijkt.',
  'monitoring.all-message': 'Wat er wordt gedaan',
  'monitoring.all-start': 'Begint om (jouw tijd)',
  'monitoring.all-minutes': 'Duur in minuten',
  'monitoring.all-minutes-wrong': 'Een geheel getal van 1 tot 100.000.',
  'monitoring.all-start-wrong': 'Kies een dag en een tijd.',
  'monitoring.all-send': 'Alle huizen inlichten',
  'monitoring.sent': 'Iedereen die meekijkt, is ingelicht.',
};
