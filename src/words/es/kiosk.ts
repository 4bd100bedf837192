// Spanish: tablets on a wall.
import type { Texts } from '../language.ts';
import type { kioskWords as english } from '../en/kiosk.ts';

/** Spanish, by code. */
export const kioskWords: Texts<typeof english> = {
  'kiosks.title': 'Tabletas de pared',
  'kiosks.text':
    'Un enlace muestra esta casa en una tableta, solo para mirar: en grande, sin menú, y allí no se puede cambiar nada.',
  'kiosks.none': 'Ninguna tableta muestra esta casa.',
  'kiosks.add': 'Crear un enlace',
  'kiosks.name': 'Nombre de la tableta',
  'kiosks.pages': 'Páginas',
  'kiosks.every': 'Página siguiente',
  'kiosks.still': 'A mano',
  'kiosks.seconds': 'a los {count} s',
  'kiosks.link': 'Enlace para la tableta',
  'kiosks.made':
    'Ábralo en la tableta o escanee allí el código. Sirve una vez, hasta el {date}, y solo se muestra una vez.',
  'kiosks.qr': 'Código QR del enlace',
  'kiosks.waiting': 'El enlace aún no se ha abierto; sirve hasta el {date}.',
  'kiosk.show': 'Este enlace muestra una casa en una tableta, solo para mirar.',
  'kiosk.switch': 'Cerrar la sesión de {name} y mostrar la casa',
  'kiosk.ended': 'Se cerró la sesión de esta tableta',
  'kiosk.ended-text': 'Quien cuida de la casa crea un enlace nuevo en Ajustes.',
};
