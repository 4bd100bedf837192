// Polish: tablets on a wall.
import type { Texts } from '../language.ts';
import type { kioskWords as english } from '../en/kiosk.ts';

/** Polish, by code. */
export const kioskWords: Texts<typeof english> = {
  'kiosks.title': 'Tablety na ścianie',
  'kiosks.text':
    'Link pokazuje ten dom na tablecie, tylko do patrzenia: duży obraz, bez menu, i niczego nie można tam zmienić.',
  'kiosks.none': 'Żaden tablet nie pokazuje tego domu.',
  'kiosks.add': 'Utwórz link',
  'kiosks.name': 'Nazwa tabletu',
  'kiosks.pages': 'Strony',
  'kiosks.every': 'Następna strona',
  'kiosks.still': 'Ręcznie',
  'kiosks.seconds': 'po {count} s',
  'kiosks.link': 'Link dla tabletu',
  'kiosks.made':
    'Należy otworzyć go na tablecie lub zeskanować tam kod. Działa raz, do {date}, i jest pokazywany tylko raz.',
  'kiosks.qr': 'Kod QR linku',
  'kiosks.waiting': 'Link nie został jeszcze otwarty; działa do {date}.',
  'kiosk.show': 'Ten link pokazuje dom na tablecie, tylko do patrzenia.',
  'kiosk.switch': 'Wyloguj {name} i pokaż dom',
  'kiosk.ended': 'Ten tablet został wylogowany',
  'kiosk.ended-text': 'Kto opiekuje się domem, utworzy dla niego nowy link w ustawieniach.',
};
