// Dutch: tablets on a wall.
import type { Texts } from '../language.ts';
import type { kioskWords as english } from '../en/kiosk.ts';

/** Dutch, by code. */
export const kioskWords: Texts<typeof english> = {
  'kiosks.title': 'Tablets aan de muur',
  'kiosks.text':
    'Een link toont dit huis op een tablet, alleen om te kijken: groot, zonder menu, en er kan niets worden veranderd.',
  'kiosks.none': 'Geen tablet toont dit huis.',
  'kiosks.add': 'Link maken',
  'kiosks.name': 'Naam van de tablet',
  'kiosks.pages': 'Pagina’s',
  'kiosks.every': 'Volgende pagina',
  'kiosks.still': 'Met de hand',
  'kiosks.seconds': 'na {count} s',
  'kiosks.link': 'Link voor de tablet',
  'kiosks.made':
    'Open hem op de tablet, of scan daar de code. Hij werkt één keer, tot {date}, en wordt maar één keer getoond.',
  'kiosks.qr': 'QR-code van de link',
  'kiosks.waiting': 'De link is nog niet geopend; hij werkt tot {date}.',
  'kiosk.show': 'Deze link toont een huis op een tablet, alleen om te kijken.',
  'kiosk.switch': '{name} uitloggen en het huis tonen',
  'kiosk.ended': 'Deze tablet is uitgelogd',
  'kiosk.ended-text': 'Wie voor het huis zorgt, maakt er bij Instellingen een nieuwe link voor.',
};
