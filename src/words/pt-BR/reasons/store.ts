// Portuguese of Brazil: reasons, the part of store.
import type { Texts } from '../../language.ts';
import type { storeReasons as english } from '#core/reasons/store.ts';

/** Portuguese of Brazil, by code. */
export const storeReasons: Texts<typeof english> = {
  'secret.key': 'não é uma chave: {bytes} bytes em base64 ou em dígitos hexadecimais',
  'secret.no-key': 'não há esse arquivo',
  'secret.changed': 'foi alterado ou não é um segredo desta instalação',
  'secret.other-key': 'foi selado com outra chave: informe a chave que a instalação tinha então',
  'secret.key-lost':
    '{file} não pode ser usado: {why}. O que foi selado com ele (senhas de dispositivos e locais, segundos fatores) não pode ser aberto, e nada novo é selado. Devolva-o de um backup ou comece uma nova chave com `solstead repair --adopt --yes` e informe as senhas de novo',
  'secret.unopened':
    '{count, plural, one {{file} não pode ser aberto} many {# de segredos, o primeiro dos quais é {file}, não podem ser abertos} other {# segredos, o primeiro dos quais é {file}, não podem ser abertos}}: {why}. Informe a senha de novo onde é usada ou devolva o arquivo de um backup',
  'secret.not-latest':
    '{count, plural, one {{file} falta ou é mais antigo} many {# de segredos, o primeiro dos quais é {file}, faltam ou são mais antigos} other {# segredos, o primeiro dos quais é {file}, faltam ou são mais antigos}} que a última gravação: uma senha antiga pode estar em uso. Devolva a cópia mais nova ou informe a senha de novo onde é usada; `solstead repair --yes` aceita o que existe',
  'store.other-writer': 'outro Solstead está gravando este histórico',
  'store.version': 'a versão dele é {version}; este Solstead conhece {known}',
  'store.kind': 'o tipo {kind} é desconhecido',
  'store.no-list': 'não é uma lista de textos',
  'store.role': 'o papel {role} é desconhecido',
  'store.no-grant': 'não concede nada',
  'store.actions': 'uma das ações {actions} é desconhecida',
  'folder.not-made': 'nenhuma pasta pode ser criada ali',
  'store.grants': 'as permissões não podem ser lidas',
  'store.no-file-journal': 'o arquivo falta, mas seu diário existe',
  'store.foreign': 'não é um arquivo do Solstead',
  'store.short': 'tem {size} de {bytes} bytes',
  'store.empty': 'o arquivo está vazio',
  'store.not-arrived':
    'só {arrived} de {count} pontos de {name} de {when} chegaram; o novo lugar guarda valores tão antigos?',
  'server.said': 'respondeu: {said}',
  'server.status': 'respondeu {status}: {said}',
  'store.closed': 'está fechado',
  'server.no-url': 'o endereço não é um URL http:// ou https://',
  'server.silent': 'sem resposta em {seconds} s',
  'server.too-old': 'não guarda nada antes de 2 de janeiro de 1970, e {at} ms é anterior',
  'server.too-new': 'não guarda nada além de dois dias à frente, e {at} ms é posterior',
  'server.prefix': 'um prefixo só pode ter letras e dígitos',
  'store.change': 'a alteração {change} é desconhecida aqui',
  'store.checksum': 'a soma de verificação das notas não confere',
  'store.blocks': 'tem {found} de {known} blocos',
  'store.worker': 'o worker falhou: {said}',
  'store.rows-lost': 'faltam as linhas {from} a {to}',
  'store.unknown-series': 'tem valores de séries que o histórico não conhece',
  'store.other-home': 'pertence a outra casa',
  'store.sibling-missing': '{file} falta, mas esta casa o tinha',
  'store.owner-missing': 'as contas faltam, mas esta casa tinha um proprietário',
  'store.older':
    'os registros são mais antigos do que eram: faltam {count} linhas do log de auditoria (notado {when}). Contas, senhas, tokens e dispositivos podem estar como antes; todos foram desconectados. Devolva a cópia mais nova de records.db ou confira-os e aceite-os com `solstead repair --yes`',
  'home.renewed':
    'home.json faltava e foi escrito de novo a partir dos registros. Não se pode saber se são os mais novos: confira contas, tokens e dispositivos, ou devolva a cópia mais nova da pasta',
  'home.set-aside':
    'home.json estava danificado: foi escrito de novo a partir dos registros e está guardado como {aside}. Não se pode saber se os registros são os mais novos: confira contas, tokens e dispositivos',
  'home.file-lost':
    '{file} falta embora esta casa o tivesse; foi recomeçado. O que continha se perdeu: mensagens que esperavam por clientes do broker e o que estava retido, que os dispositivos dizem de novo',
  'journal.empty':
    '{file} estava vazio: mensagens que esperavam por clientes do broker, e o que estava retido, se perderam; os dispositivos dizem de novo o que retêm. Verifique o disco',
  'journal.gaps':
    '{file} está danificado em {count, plural, one {# ponto} many {# de pontos} other {# pontos}}; o que está íntegro foi usado. Mensagens que esperavam por clientes do broker, ou estavam retidas, podem ter se perdido: os dispositivos dizem de novo o que retêm. Verifique o disco',
  'journal.short':
    '{file} termina antes do que foi gravado nele: foi cortado ou é uma cópia mais antiga. Mensagens que esperavam por clientes do broker, ou foram retidas desde então, se perderam: os dispositivos dizem de novo o que retêm. Verifique o disco',
  'journal.set-aside':
    '{file} não pode ser usado: {why}. Está guardado como {aside}, e um novo foi começado: mensagens que esperavam por clientes do broker, e o que estava retido, se perderam; os dispositivos dizem de novo o que retêm',
  'journal.none':
    '{file} não pode ser usado: {why}. O que o broker guarda para seus clientes termina com este processo: permita a gravação na pasta e inicie de novo',
  'waiting.damaged':
    '{count, plural, one {# linha de {file} estava danificada} many {# de linhas de {file} estavam danificadas} other {# linhas de {file} estavam danificadas}}: outras tantas leituras que esperavam por um relógio se perderam. O arquivo está guardado como {aside}. Verifique o disco',
  'waiting.short':
    '{file} falta, foi cortado ou é uma cópia mais antiga: leituras que nele esperavam por um relógio não estão no histórico. Devolva a cópia mais nova e inicie de novo, se houver uma',
  'waiting.set-aside':
    '{file} não pode ser usado: {why}. Está guardado como {aside}; leituras que nele esperavam por um relógio não estão no histórico',
  'waiting.unusable':
    '{file} não pode ser lido: {why}. Leituras que nele esperavam por um relógio não estão no histórico: torne-o legível e inicie de novo',
  'waiting.unwritten':
    'leituras que esperam por um relógio não podem ser gravadas em {file}: {why}. Ficam na memória e se perdem se o processo terminar antes de o relógio ser conhecido',
  'eras.unusable':
    '{file} não pode ser usado: {why} (guardado como {aside}). Se o relógio deste computador estava errado antes deste início, a casa não consegue dizer sozinha quais valores têm data errada',
  'bits.mended':
    'em {count, plural, one {# página} many {# de páginas} other {# páginas}} de {file} um bit estava trocado; foi corrigido, e nada se perdeu. Verifique a memória e o disco deste computador',
  'pages.changed':
    '{count, plural, one {# página de {file} não está como foi gravada} many {# de páginas de {file} não estão como foram gravadas} other {# páginas de {file} não estão como foram gravadas}} (a primeira é a página {page}): uma cópia mais antiga foi posta no lugar, outro programa gravou nele ou o disco está danificado. Devolva a cópia mais nova ou confira o que contém e aceite-o com `solstead repair --yes`',
  'journal.cut':
    '{file} está danificado, e o que foi confirmado depois disso se perdeu. Está guardado como {aside}. Verifique o disco',
  'store.journal': 'o diário (-wal) está danificado',
  'store.other-user': 'outro Solstead usa estes registros',
  'journal.large':
    'tem mais de {most, number} MB, o que este programa nunca grava: mova-o dali, e o que o broker guarda recomeça',
  'store.no-file': 'não é um arquivo: uma pasta, um pipe, um socket ou um dispositivo tem esse nome',
  'store.damaged': 'está danificado',
  'store.full': 'o disco está cheio',
  'store.copy-room': 'em {folder} são necessários {needed, number} MB, e {free, number} MB estão livres',
  'store.copy-differs': '{file} não contém o que foi gravado nele: verifique o disco',
  'store.series': 'tem {found} de {known} dispositivos e séries',
  'store.no-file-log': 'o arquivo falta, mas seu log existe',
  'store.address': 'o endereço não pode ser lido',
  'help.database':
    'Verifique se o servidor do banco de dados está rodando, e o host, a porta e o banco no endereço dele.',
  'help.database-account':
    'Verifique o nome e a senha; a senha vem do ambiente (SOLSTEAD_RECORDS_PASSWORD, SOLSTEAD_HISTORY_PASSWORD).',
  'server.unreachable': 'o servidor não pode ser alcançado',
  'server.wants-password': 'o servidor pede uma senha, e nenhuma foi informada',
  'document.version': 'tem a versão {version}; este Solstead conhece até {known}',
  'document.broken': 'não tem a forma esperada',
  'connection.used': '{name} é alcançado através dela',
  'secret.name': 'o nome de um segredo só pode ter letras minúsculas, dígitos, pontos e hifens',
  'secret.open': 'outros podem ler este segredo: torne-o legível só pelo dono (modo 0600)',
  'secret.length': 'precisa ter de 1 a {most, number} caracteres',
};
