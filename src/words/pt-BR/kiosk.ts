// Portuguese (Brazil): tablets on a wall.
import type { Texts } from '../language.ts';
import type { kioskWords as english } from '../en/kiosk.ts';

/** Portuguese (Brazil), by code. */
export const kioskWords: Texts<typeof english> = {
  'kiosks.title': 'Tablets na parede',
  'kiosks.text': 'Um link mostra esta casa em um tablet, só para olhar: grande, sem menu, e nada pode ser mudado ali.',
  'kiosks.none': 'Nenhum tablet mostra esta casa.',
  'kiosks.add': 'Criar um link',
  'kiosks.name': 'Nome do tablet',
  'kiosks.pages': 'Páginas',
  'kiosks.every': 'Próxima página',
  'kiosks.still': 'Manualmente',
  'kiosks.seconds': 'após {count} s',
  'kiosks.link': 'Link para o tablet',
  'kiosks.made': 'Abra no tablet ou escaneie o código nele. Vale uma vez, até {date}, e só é mostrado uma vez.',
  'kiosks.qr': 'Código QR do link',
  'kiosks.waiting': 'O link ainda não foi aberto; vale até {date}.',
  'kiosk.show': 'Este link mostra uma casa em um tablet, só para olhar.',
  'kiosk.switch': 'Sair da conta de {name} e mostrar a casa',
  'kiosk.ended': 'Este tablet foi desconectado',
  'kiosk.ended-text': 'Quem cuida da casa cria um novo link para ele em Configurações.',
};
