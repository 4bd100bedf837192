// French: tablets on a wall.
import type { Texts } from '../language.ts';
import type { kioskWords as english } from '../en/kiosk.ts';

/** French, by code. */
export const kioskWords: Texts<typeof english> = {
  'kiosks.title': 'Tablettes murales',
  'kiosks.text':
    'Un lien montre cette maison sur une tablette, en lecture seule : en grand, sans menu, et rien ne peut y être changé.',
  'kiosks.none': 'Aucune tablette ne montre cette maison.',
  'kiosks.add': 'Créer un lien',
  'kiosks.name': 'Nom de la tablette',
  'kiosks.pages': 'Pages',
  'kiosks.every': 'Page suivante',
  'kiosks.still': 'Manuellement',
  'kiosks.seconds': 'après {count} s',
  'kiosks.link': 'Lien pour la tablette',
  'kiosks.made':
    'Ouvrez-le sur la tablette, ou scannez-y le code. Il sert une fois, jusqu’au {date}, et n’est montré qu’une fois.',
  'kiosks.qr': 'Code QR du lien',
  'kiosks.waiting': 'Le lien n’a pas encore été ouvert ; il sert jusqu’au {date}.',
  'kiosk.show': 'Ce lien montre une maison sur une tablette, en lecture seule.',
  'kiosk.switch': 'Déconnecter {name} et montrer la maison',
  'kiosk.ended': 'Cette tablette a été déconnectée',
  'kiosk.ended-text': 'La personne qui s’occupe de la maison crée un nouveau lien dans les réglages.',
};
