// Portuguese of Brazil: titles of errors and what helps.
import type { Language } from '../language.ts';

/** Titles and repairs by code. */
export const errors: Language['errors'] = {
  'input.hex': { title: 'Não são bytes hexadecimais', repair: 'Informe pares de 0–9 e a–f, como 28 41 43 4b.' },
  'input.usage': {
    title: 'Argumentos errados',
    repair: 'Corrija o que é citado.',
    cli: 'Veja `solstead --help`.',
  },
  'input.invalid': { title: 'A requisição não é válida', repair: 'Corrija o campo citado.' },
  'input.not-json': {
    title: 'O corpo da requisição não é JSON',
    repair: 'Envie o corpo em JSON com o cabeçalho content-type: application/json.',
  },
  'input.too-large': {
    title: 'O corpo da requisição é grande demais',
    repair: 'Envie no máximo 1 MiB por vez; o que não precisa de conta aceita 8 KiB.',
  },
  'input.too-long': {
    title: 'O endereço da requisição é longo demais',
    repair: 'Encurte a parte longa demais do endereço.',
  },
  'path.unknown': { title: 'Não há nada neste caminho', repair: 'Verifique o endereço.' },
  'path.method': {
    title: 'Este caminho não aceita este método',
    repair: 'Use um dos métodos que o cabeçalho Allow cita.',
  },
  internal: {
    title: 'Algo deu errado dentro do Solstead',
    repair: 'Tente de novo; se persistir, procure a requisição no log e comunique o problema.',
  },
  'address.invalid': {
    title: 'Não é um endereço de conexão',
    repair:
      'Use serial:///dev/ttyUSB0?baud=2400, hid:///dev/hidraw0, tcp://host:port, udp://host:port, http://host, esphome://host, solar-assistant://host, ocpp://id ou mqtt://host:port.',
  },
  'protocol.unknown': {
    title: 'Protocolo desconhecido',
    repair: 'Escolha um da lista de protocolos.',
    cli: 'Veja `solstead list protocols`.',
  },
  'command.unknown': {
    title: 'Comando desconhecido',
    repair: 'Escolha um dos comandos e configurações deste dispositivo.',
    cli: 'Veja `solstead list commands {id}` ou `solstead list settings {id}`.',
  },
  'command.refused': {
    title: 'O dispositivo recusou o comando',
    repair: 'Verifique se este modelo e seu modo atual conhecem o comando.',
  },
  'command.unconfirmed': {
    title: 'O dispositivo não confirmou o comando',
    repair: 'Olhe o dispositivo: ele pode ter agido ou não. Envie o comando de novo quando ele voltar.',
  },
  'command.differs': {
    title: 'O dispositivo aceitou o comando e mostra outro valor',
    repair: 'Olhe o dispositivo: o modo, o modelo ou outra configuração pode não permitir este valor.',
  },
  'command.not-armed': {
    title: 'O comando não foi confirmado por uma pessoa',
    repair: 'Leia o que ele faz e confirme; uma confirmação vale por 60 segundos e para um valor.',
  },
  'command.limits': {
    title: 'O comando está fora dos limites',
    repair: 'Informe um valor dentro dos limites citados.',
  },
  'command.expired': {
    title: 'O comando expirou antes de ser enviado',
    repair: 'Veja por que o dispositivo estava ocupado ou ausente e envie o comando de novo com mais tempo.',
  },
  'command.gone': {
    title: 'Não há esse comando',
    repair: 'Veja a lista de comandos; os mais antigos são esquecidos.',
  },
  'command.key-reused': {
    title: 'A chave de idempotência pertence a outra requisição',
    repair: 'Use uma chave nova para cada comando, e a mesma só para repetir a mesma requisição.',
  },
  'command.too-often': {
    title: 'O comando desgastaria o dispositivo',
    repair:
      'O dispositivo guarda cada gravação em uma memória com número limitado de gravações: faça o programa gravar com menos frequência.',
  },
  'link.unavailable': {
    title: 'A conexão não pode ser aberta',
    repair: 'Verifique o endereço, se a outra ponta está conectada e ligada, e se nenhum outro programa a usa.',
  },
  'link.forbidden': {
    title: 'Sem permissão para a conexão',
    repair:
      'Permita que o usuário que roda o Solstead use a porta: para portas seriais, adicione-o ao grupo `dialout` e entre de novo.',
  },
  'link.closed': {
    title: 'A conexão foi fechada',
    repair: 'Ela é reaberta automaticamente; verifique o cabo se isso ocorrer com frequência.',
  },
  'device.offline': {
    title: 'O dispositivo está offline',
    repair: 'Verifique a alimentação e a rede dele, e envie o comando de novo quando ele voltar.',
  },
  'link.timeout': {
    title: 'Sem resposta a tempo',
    repair: 'Verifique o cabo, a velocidade e o protocolo; alguns dispositivos precisam de até um minuto após ligar.',
  },
  'frame.checksum': {
    title: 'A soma de verificação não confere',
    repair: 'Verifique o cabo e seu comprimento; uma única falha é inofensiva.',
  },
  'frame.malformed': {
    title: 'Os bytes não são uma resposta deste protocolo',
    repair: 'Verifique o protocolo e a velocidade.',
  },
  'broker.refused': {
    title: 'O broker MQTT recusou a conta',
    repair: 'Verifique o usuário e a senha do broker.',
  },
  'port.taken': { title: 'A porta está em uso', repair: 'Pare o outro programa ou escolha outra porta.' },
  'folder.unwritable': {
    title: 'A pasta de dados não pode ser gravada',
    repair: 'Permita a gravação na pasta ou escolha outra.',
    cli: 'Escolha outra pasta com --data ou permita a gravação nesta.',
  },
  'folder.missing': { title: 'Não há essa pasta', repair: 'Indique uma pasta que exista.' },
  'folder.locked': {
    title: 'A pasta de dados está em uso',
    repair: 'Outro Solstead usa esta pasta: pare-o ou escolha outra pasta.',
    cli: 'Outro Solstead usa esta pasta: pare-o ou escolha outra pasta com --data.',
  },
  'store.failed': {
    title: 'O armazenamento não conseguiu gravar',
    repair:
      'Verifique o espaço livre e a saúde do disco; um servidor que guarda o histórico ou os registros precisa estar rodando.',
  },
  'store.fenced': {
    title: 'Outro processo cuida desta casa agora',
    repair: 'Não há nada a fazer: o que veio antes está guardado, e o outro processo continua com a casa.',
  },
  'store.corrupt': {
    title: 'Um arquivo do armazenamento está danificado',
    repair: 'Restaure o arquivo citado de um backup.',
    cli: 'Restaure o arquivo citado de um backup ou veja o que `solstead repair` consegue salvar.',
  },
  'store.newer': {
    title: 'Um arquivo do armazenamento foi gravado por um Solstead mais novo',
    repair: 'Inicie de novo aquela versão ou restaure o arquivo citado de um backup anterior à atualização.',
  },
  'store.uncopied': {
    title: 'Não foi possível copiar o histórico de uma versão anterior antes de atualizá-lo',
    repair:
      'Libere espaço onde está o histórico, ou mova o que estiver no caminho, e inicie de novo. Para seguir sem cópia, inicie com SOLSTEAD_WITHOUT_HISTORY_COPY=1 no ambiente.',
  },
  'tariff.invalid': {
    title: 'A tarifa não é válida',
    repair: 'Corrija a linha citada; docs/tariffs.md mostra todo tipo de tarifa.',
  },
  'automation.invalid': {
    title: 'A automação não é válida',
    repair: 'Corrija a linha citada; docs/automation.md mostra regras, limites e cenas.',
  },
  'alert.unknown': {
    title: 'Não há esse alerta',
    repair: 'Peça de novo a lista de alertas; um já encerrado não pode ser reconhecido.',
  },
  'alert.no-channel': { title: 'Não há esse canal', repair: 'Peça de novo a lista de canais.' },
  'alert.not-sent': {
    title: 'A mensagem não foi aceita',
    repair: 'Corrija o que o motivo cita; o teste do canal mostra na hora se funciona.',
  },
  'readings.invalid': {
    title: 'O arquivo de leituras não pode ser usado',
    repair: 'Corrija o ponto citado; docs/energy.md mostra como é um arquivo desses.',
  },
  'series.invalid': {
    title: 'A série de preços ou emissões não pode ser lida',
    repair: 'Verifique se a resposta ou o arquivo foi usado por inteiro e se é do formato indicado.',
  },
  'device.unknown': { title: 'Não há esse dispositivo', repair: 'Veja a lista de dispositivos.' },
  'device.exists': { title: 'O dispositivo já existe', repair: 'Escolha outro nome.' },
  'site.held': { title: 'Outro processo cuida desta casa', repair: 'Pergunte a esse processo ou pare-o.' },
  'site.unknown': { title: 'Não há essa casa', repair: 'Veja a lista de casas.' },
  'invitation.unknown': { title: 'Não há esse convite', repair: 'Veja a lista de convites.' },
  'anomaly.unknown': { title: 'Não há essa observação', repair: 'Veja a lista de observações.' },
  'access.signed-out': { title: 'Não conectado', repair: 'Entre.' },
  'access.denied': { title: 'Não permitido', repair: 'Peça ao proprietário da casa.' },
  'access.credentials': { title: 'Nome ou senha errados', repair: 'Verifique ambos e tente de novo.' },
  'access.second-factor': {
    title: 'É necessário um segundo fator',
    repair:
      'Informe o código do app que os gera, um código de recuperação ou uma chave de acesso, junto com nome e senha.',
  },
  'access.refresh': { title: 'Este token de renovação não vale mais nada', repair: 'Entre de novo.' },
  'access.step-up': {
    title: 'Isto precisa saber se é você mesmo',
    repair:
      'Confirme com sua chave de acesso, seu PIN ou sua senha (e um código, se sua conta pede códigos) e peça de novo; vale por cinco minutos.',
  },
  'access.throttled': { title: 'Tentativas demais', repair: 'Espere um minuto e tente de novo.' },
  'access.plain': {
    title: 'Esta porta não fala TLS',
    repair: 'Use https. Uma senha ou token enviado para cá pode ter sido lido no caminho: troque-o.',
  },
  'server.not-ready': { title: 'O Solstead não está pronto', repair: 'Tente de novo em alguns segundos.' },
  'automation.busy': {
    title: 'Uma automação já está sendo experimentada',
    repair: 'Espere até esse experimento terminar e peça de novo.',
  },
  'import.busy': {
    title: 'Uma importação já está em andamento',
    repair: 'Espere até ela terminar, ou encerre-a, e peça de novo.',
  },
  'export.busy': {
    title: 'Exportações demais ao mesmo tempo',
    repair: 'Espere até uma delas terminar e peça de novo.',
  },
  'request.too-many': {
    title: 'Requisições demais',
    repair: 'Espere o tempo que Retry-After diz e peça com menos frequência.',
  },
  'request.outdated': {
    title: 'Foi alterado por outra pessoa nesse meio-tempo',
    repair: 'Leia de novo e envie a alteração com o ETag do que foi lido.',
  },
  'uplink.failed': {
    title: 'O uplink não funciona',
    repair: 'Verifique endereço, id do cliente e segredo, e se o outro lado está rodando; depois teste de novo.',
  },
  'uplink.unknown': { title: 'Não há essa casa', repair: 'Veja a lista de casas que enviam para cá.' },
  'output.failed': {
    title: 'A saída não funciona',
    repair: 'Verifique o endereço, a conta e a senha, e se o servidor está rodando; depois teste de novo.',
  },
  'output.unfit': {
    title: 'O servidor nunca aceitará estes valores',
    repair: 'Veja o que o servidor diz deles; o que ele aceita continua.',
  },
  'output.refused': {
    title: 'O servidor recusa o que lhe é enviado',
    repair: 'Verifique o endereço e o que o servidor diz; depois teste de novo.',
  },
  'output.unknown': { title: 'Não há essa saída', repair: 'Veja a lista de saídas.' },
  'plugin.unknown': {
    title: 'Não há esse plug-in, ou nenhum que peça algo',
    repair: 'Veja a lista de plug-ins.',
  },
  'plugin.failed': {
    title: 'O plug-in falhou',
    repair: 'Veja o que ele diz; ele é reiniciado após uma pausa. Só o dono da máquina pode alterá-lo.',
  },
  'backup.damaged': {
    title: 'O backup não pode ser usado',
    repair: 'Use outro backup; nada foi alterado.',
  },
  'backup.passphrase': {
    title: 'A frase secreta não abre o backup',
    repair: 'Verifique a frase secreta; nada foi alterado.',
  },
  'backup.newer': {
    title: 'O backup foi feito por um Solstead mais novo',
    repair: 'Atualize o Solstead e depois restaure; nada foi alterado.',
  },
  'backup.refused': {
    title: 'A restauração foi recusada',
    repair:
      'Restaure em uma pasta vazia ou diga que a casa de lá deve ser substituída; ela é guardada ao lado da nova.',
    cli: 'Restaure em uma pasta vazia ou acrescente --replace: a casa de lá é guardada ao lado da nova.',
  },
  'backup.failed': {
    title: 'O backup não pôde ser feito',
    repair: 'Corrija o que é citado e faça-o de novo.',
  },
  'backup.unknown': { title: 'Não há esse backup', repair: 'Veja a lista de backups.' },
  'backup.no-upload': {
    title: 'Não há esse envio',
    repair: 'Comece outro envio: o anterior pode ter sido descartado ou o Solstead foi reiniciado.',
  },
  'backup.busy': {
    title: 'Um backup ou uma restauração já está em andamento',
    repair: 'Espere até terminar.',
  },
  'backup.place': {
    title: 'O local dos backups não pode ser usado',
    repair: 'Verifique o endereço, a conta e o espaço dele; tenta-se de novo.',
    cli: 'Verifique o endereço, a conta e o espaço dele.',
  },
  'access.owned': {
    title: 'Esta casa já tem um proprietário',
    repair: 'Entre ou peça uma conta ao proprietário.',
  },
};
