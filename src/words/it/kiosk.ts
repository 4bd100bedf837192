// Italian: tablets on a wall.
import type { Texts } from '../language.ts';
import type { kioskWords as english } from '../en/kiosk.ts';

/** Italian, by code. */
export const kioskWords: Texts<typeof english> = {
  'kiosks.title': 'Tablet a parete',
  'kiosks.text':
    'Un link mostra questa casa su un tablet, in sola lettura: in grande, senza menu, e lì non si può cambiare nulla.',
  'kiosks.none': 'Nessun tablet mostra questa casa.',
  'kiosks.add': 'Crea un link',
  'kiosks.name': 'Nome del tablet',
  'kiosks.pages': 'Pagine',
  'kiosks.every': 'Pagina successiva',
  'kiosks.still': 'A mano',
  'kiosks.seconds': 'dopo {count} s',
  'kiosks.link': 'Link per il tablet',
  'kiosks.made':
    'Aprirlo sul tablet, o scansionare lì il codice. Vale una volta, fino al {date}, e viene mostrato solo una volta.',
  'kiosks.qr': 'Codice QR del link',
  'kiosks.waiting': 'Il link non è ancora stato aperto; vale fino al {date}.',
  'kiosk.show': 'Questo link mostra una casa su un tablet, in sola lettura.',
  'kiosk.switch': 'Disconnetti {name} e mostra la casa',
  'kiosk.ended': 'Questo tablet è stato disconnesso',
  'kiosk.ended-text': 'Chi si occupa della casa crea un nuovo link nelle impostazioni.',
};
