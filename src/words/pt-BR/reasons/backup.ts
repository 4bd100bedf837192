// Portuguese of Brazil: reasons, the part of backup.
import type { Texts } from '../../language.ts';
import type { backupReasons as english } from '#core/reasons/backup.ts';

/** Portuguese of Brazil, by code. */
export const backupReasons: Texts<typeof english> = {
  'backup.not-one': 'não é um backup do Solstead',
  'backup.cut': 'o arquivo termina cedo demais: falta uma parte dele',
  'backup.passphrase': 'a frase secreta está errada ou o cabeçalho do arquivo está danificado',
  'backup.needs-passphrase': 'está criptografado: informe a frase secreta',
  'backup.sealed-otherwise': 'está criptografado com uma chave, não com uma frase secreta',
  'backup.work-factor':
    'abri-lo exigiria mais memória do que é permitido (fator de trabalho {found}; no máximo {most})',
  'backup.part': 'a parte {part} está danificada',
  'backup.changed': 'os bytes a partir de cerca de {at, number} não são os que foram gravados',
  'backup.version': 'é da versão {version}; este Solstead conhece {known}',
  'backup.form': 'contém {part} no formato {form}, que este Solstead não conhece',
  'backup.name': 'contém uma parte com o nome {name}, que nenhum backup tem',
  'backup.order': 'a parte {part} não está onde deveria',
  'backup.too-large': 'a parte {part} tem {bytes, number} bytes; no máximo {most, number} são permitidos',
  'backup.swells': 'expande-se a mais de {ratio, number} vezes seu tamanho: não é um backup',
  'backup.too-many': 'tem mais de {most, number} partes de um tipo',
  'backup.counts': 'deveria conter {known} de {part} e contém {found}',
  'backup.room': 'precisa de {needed, number} bytes, e {free, number} estão livres',
  'backup.has-data': 'a casa de lá já tem dados',
  'backup.short-passphrase': 'uma frase secreta precisa de pelo menos {least} caracteres',
  'backup.no-passphrase':
    'nenhuma frase secreta foi informada: use --passphrase-file ou SOLSTEAD_BACKUP_PASSPHRASE, ou execute em um terminal, onde ela é pedida',
  'backup.not-arrived': 'o que chegou não é o que foi enviado ({sent, number} bytes)',
  'backup.place-answer': 'respondeu {status} a {method}',
  'backup.place-metadata': 'este endereço pertence ao data center e não recebe backups',
  'help.place-metadata': 'Indique o endereço do servidor que guarda os backups.',
  'backup.place-said': 'respondeu {status} a {method}: {said}',
  'backup.host-key': 'a chave do host é {found}; antes era {known}',
  'backup.absolute': 'o caminho da pasta precisa ser completo, desde a raiz',
  'backup.no-folder': 'não há essa pasta: crie-a ou monte o disco ou compartilhamento em que ela está',
  'backup.not-mounted':
    'não é a pasta usada antes, pois {file} não está nela: monte o disco ou compartilhamento; se agora é outra, remova o local, salve e adicione-o de novo',
  'backup.host-key-new':
    'o host mostra a chave {found}, que ninguém indicou: compare-a com a do próprio host e indique-a com --host-key',
  'backup.place-address':
    'escreva um local como {forms}; senhas e chaves vêm de --secret-file ou SOLSTEAD_BACKUP_SECRET',
  'backup.last-failed': 'o último backup falhou: {reason}',
  'backup.see-page': 'não chegou a todos os locais; a página Backups diz por quê',
  'backup.exists': 'já há um arquivo com este nome; ele fica como está',
  'backup.running': 'um está em andamento',
  'backup.no-such': 'não há {name}',
  'backup.set-passphrase': 'ainda não foi definida uma frase secreta para backups',
  'backup.place-field': '{field} falta ou está errado',
  'backup.no-desk': 'não se faz backup desta casa: ela é simulada',
  'backup.no-upload': 'nada foi enviado com este nome',
  'backup.uploading':
    'outra pessoa está enviando um backup; se nada mais chegar, outro pode ser enviado em {minutes, plural, one {# minuto} many {# de minutos} other {# minutos}}',
  'backup.upload-offset': 'o próximo byte pertence à posição {at, number}',
  'backup.history-folder': 'um histórico restaurado vai para a própria pasta de dados ou para um servidor',
  'backup.servers':
    'uma restauração precisa terminar antes: inicie com os mesmos endereços de registros e histórico que ela tinha',
};
