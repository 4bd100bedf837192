// German: tablets on a wall.
import type { Texts } from '../language.ts';
import type { kioskWords as english } from '../en/kiosk.ts';

/** German, by code. */
export const kioskWords: Texts<typeof english> = {
  'kiosks.title': 'Tablets an der Wand',
  'kiosks.text':
    'Ein Link zeigt dieses Zuhause auf einem Tablet, nur zum Ansehen: groß, ohne Menü, und dort lässt sich nichts ändern.',
  'kiosks.none': 'Kein Tablet zeigt dieses Zuhause.',
  'kiosks.add': 'Link anlegen',
  'kiosks.name': 'Name des Tablets',
  'kiosks.pages': 'Seiten',
  'kiosks.every': 'Nächste Seite',
  'kiosks.still': 'Von Hand',
  'kiosks.seconds': 'nach {count} s',
  'kiosks.link': 'Link für das Tablet',
  'kiosks.made':
    'Auf dem Tablet öffnen oder dort den Code scannen. Er gilt einmal, bis {date}, und wird nur einmal gezeigt.',
  'kiosks.qr': 'QR-Code des Links',
  'kiosks.waiting': 'Der Link wurde noch nicht geöffnet; er gilt bis {date}.',
  'kiosk.show': 'Dieser Link zeigt ein Zuhause auf einem Tablet, nur zum Ansehen.',
  'kiosk.switch': '{name} abmelden und das Zuhause zeigen',
  'kiosk.ended': 'Dieses Tablet wurde abgemeldet',
  'kiosk.ended-text': 'Wer sich um das Zuhause kümmert, legt unter Einstellungen einen neuen Link dafür an.',
};
