// Portuguese of Brazil: the audit log.
import type { Texts } from '../language.ts';
import type { auditWords as english } from '../en/audit.ts';

/** Portuguese of Brazil, by code. */
export const auditWords: Texts<typeof english> = {
  'audit.text': 'Quem fez o quê, quando, e no que deu.',
  'audit.who': 'Pessoa ou programa',
  'audit.action': 'Ação',
  'audit.filter': 'Mostrar',
  'audit.clear': 'Mostrar tudo',
  'audit.none': 'O log não tem nenhuma linha assim.',
  'audit.more': 'Carregar mais',
  'audit.export': 'Exportar',
  'audit.checking': 'Lendo o log para ver se está íntegro…',
  'audit.whole': 'O log está íntegro: nenhuma linha falta nem foi alterada.',
  'audit.broken':
    'O log não está íntegro: em {chain, select, changes {alterações} commands {comandos} entries {entradas} other {recusas}}, a linha {line, number} falta ou foi alterada.',
  'audit.denied.message': 'Você não pode ler o log de auditoria.',
  'audit.denied.repair': 'Peça ao proprietário desta casa.',
};
