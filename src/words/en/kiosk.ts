// Tablets on a wall: their links, and what they show.

/** English, by code. */
export const kioskWords = {
  'kiosks.title': 'Wall tablets',
  'kiosks.text':
    'A link shows this home on a tablet, view only: large, without menu, and nothing can be changed there.',
  'kiosks.none': 'No tablet shows this home.',
  'kiosks.add': 'Make a link',
  'kiosks.name': 'Name of the tablet',
  'kiosks.pages': 'Pages',
  'kiosks.every': 'Turn the page',
  'kiosks.still': 'By hand',
  'kiosks.seconds': 'after {count} s',
  'kiosks.link': 'Link for the tablet',
  'kiosks.made': 'Open it on the tablet, or scan the code there. It works once, until {date}, and is shown only once.',
  'kiosks.qr': 'QR code of the link',
  'kiosks.waiting': 'The link was not opened yet; it works until {date}.',
  'kiosk.show': 'This link shows a home on a tablet, view only.',
  'kiosk.switch': 'Sign {name} out and show the home',
  'kiosk.ended': 'This tablet was signed out',
  'kiosk.ended-text': 'Whoever looks after the home makes a new link for it under Settings.',
} as const;
