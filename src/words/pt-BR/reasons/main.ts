// Portuguese of Brazil: reasons, the part of main.
import type { Texts } from '../../language.ts';
import type { mainReasons as english } from '#core/reasons/main.ts';

/** Portuguese of Brazil, by code. */
export const mainReasons: Texts<typeof english> = {
  'plugin.too-large': 'tem {bytes, number} bytes, e um plug-in tem no máximo {most, number}',
  'plugin.busy': 'perguntas demais esperam por ele',
  'plugin.ended': 'terminou sozinho',
  'plugin.slow': 'não respondeu em {seconds, number} s e foi encerrado',
  'plugin.memory': 'usou mais de {most, number} MiB de memória e foi encerrado',
  'plugin.too-much': 'disse mais de {most, number} bytes de uma vez e foi encerrado',
  'plugin.work': 'trabalhou mais de {seconds, number} s em uma resposta e foi encerrado',
  'plugin.restless': 'trabalhou mais de {seconds, number} s embora nada lhe fosse perguntado, e foi encerrado',
  'plugin.question': 'o que receberia tem mais de {most, number} bytes',
  'plugin.at': 'linha {line, number}: {reason}',
  'plugin.name': 'o nome {name} significa outra coisa; escolha outro',
  'plugin.default': 'o valor inicial de {name} não é um valor dele',
  'plugin.no-function': 'não tem uma função {name}',
  'plugin.network': 'quer abrir conexões, e ninguém concordou com isso desde a última alteração do arquivo dele',
  'plugin.gone': 'não há saída de um plug-in chamada {id}: o arquivo falta ou foi deixado de fora',
  'plugin.usage': 'não aceita nada, ou `allow` ou `deny` e o nome de um arquivo',
  'plugin.param': 'o que recebe como {name} falta, sobra ou não é um valor dele',
  'help.plugin-network':
    'Leia o arquivo. Se confia nele, concorde na página Plug-ins ou com `solstead plugins allow {file}`.',
  'plugin.loading': 'ainda está sendo carregado',
  'plugin.shape': 'o que exporta não é um plug-in desta versão: {said}',
  'plugin.word': '{where}: {word} não é um de {known}',
  'plugin.no-request': 'não dá bytes para a pergunta {question}, ou dá mais de 256',
  'plugin.unit': 'o campo {field} não está na unidade da métrica: {unit}',
  'emulate.no-broker': 'um dispositivo MQTT precisa de um broker, como mqtt://name@localhost:1883',
  'emulate.plain-only': 'o emulador fala só mqtt:// simples',
  'folder.no-site': 'ainda não contém nenhuma casa',
  'help.no-site':
    'Configure antes uma casa no aplicativo web (`solstead serve`) ou indique a pasta de outra com --data.',
  'folder.several-sites': 'há várias casas; escolha uma com --site: {known}',
  'folder.sites': 'são conhecidos {known}',
  'folder.no-data': 'não é uma pasta de dados do Solstead; indique-a com --data',
  'folder.in-use': 'um Solstead em execução usa esta pasta',
  'help.running': '{instead}',
  'move.same-place': 'ambos os lugares são o mesmo',
  'records.address':
    'aceita um endereço como postgres://name@host/database; sem ele, os registros ficam na pasta de dados',
  'place.address': 'o resto do endereço não pode ser lido',
  'help.high-mqtt-port': 'Escolha uma porta acima de 1023 com --mqtt-port.',
  'help.mqtt-port': 'Pare o outro programa ou escolha outra porta com --mqtt-port.',
  'broker.address': 'aceita um endereço como mqtt://name@host:1883',
  'port.in-use': 'a porta está em uso',
  'place.option': 'a opção {option} é desconhecida; são conhecidas {known}',
  'place.influx': 'aceita ?database= (InfluxDB 1) ou ?org= e &bucket= (InfluxDB 2)',
  'place.empty': 'o lugar está vazio',
  'place.no-host': 'falta o host',
  'place.kind': 'é uma pasta, postgres://, victoria+http:// ou influx+http://',
  'place.no-history': 'não há histórico nesta pasta',
  'folder.none': 'não há essa pasta',
  'emulate.tcp-port': 'escolha outra com --tcp-port',
  'emulate.faults': 'as falhas são {known}',
  'devices.left-out': '{file} foi deixado de fora: {problem}',
  'tls.no-cert': 'não é um certificado em PEM',
  'tls.no-key': 'não é uma chave privada em PEM, ou é uma com frase secreta',
  'tls.pair': 'o certificado e a chave não podem ser usados juntos ({said})',
  'addon.options': 'as opções do aplicativo estão erradas: {all}',
  'addon.both': 'também precisa de {other}',
  'addon.secret-text': 'não é um texto; escreva-o entre aspas',
  'addon.answer': 'o Supervisor do Home Assistant disse algo que não é sua resposta',
  'addon.status': 'o Supervisor do Home Assistant respondeu com {status, number}',
  'ingress.no-address': 'ninguém merece confiança sobre elas: informe --ingress-from, o endereço do Supervisor',
  'ingress.is-proxy':
    'um proxy neste endereço repassa o que qualquer um diz de si: informe em --trusted-proxies outro que não o de --ingress-from',
  'tls.redirect':
    'não há porta com TLS para onde enviar navegadores: informe --tls-cert e --tls-key, ou --tls-self-signed',
  'tls.both': 'um certificado precisa de sua chave, e uma chave de seu certificado: informe --tls-cert e --tls-key',
  'help.mqtts-port': 'Pare o outro programa ou escolha outra porta com --mqtts-port.',
  'disk.low':
    'restam {left, number} MB no disco de {at}; quando acabarem, novas leituras se perdem. Libere espaço ou mova os dados para um disco maior',
  'disk.full':
    'o disco de {at} está cheio: restam {left, number} MB. Libere espaço agora: novas leituras esperam na memória e se perdem quando ela também encher',
  'disk.few-entries':
    'o sistema de arquivos de {at} aceita mais {left, number} arquivos; apague alguns de que ninguém precise',
  'disk.no-entries':
    'o sistema de arquivos de {at} não aceita mais arquivos (restam {left, number}): apague alguns agora, ou nada mais poderá ser guardado',
  'disk.unwritable':
    'nada pode ser gravado em {at} ({said}): novas leituras esperam na memória e se perdem quando ela encher',
  'bridge.file': 'não é YAML com um endereço (to) e topics',
  'bridge.filter': 'aceita um filtro MQTT como roof/# ou +/power',
  'bridge.prefix': 'aceita o começo de um tópico, como home/, sem curingas',
  'bridge.away':
    'a ponte não alcança {host} ({why}); {count, plural, one {# mensagem espera} many {# de mensagens esperam} other {# mensagens esperam}} por ele',
  'bridge.disk': 'o que a ponte guarda para o outro broker não pode ser gravado: {said}',
  'bridge.loop':
    'mensagens de {topic} circulam entre brokers e não são copiadas por um minuto: copie cada tópico em um só sentido',
  'emulate.none': 'este protocolo não tem emulador',
  'update.newer': 'há o Solstead {version}; este é o {own}',
  'update.current': 'este é o Solstead {own}, e não há um mais novo',
  'update.unreadable': '{at} não cita nenhuma versão',
  'help.update-newer':
    'Faça um backup e depois atualize do modo como o Solstead foi instalado; CHANGELOG.md diz o que há de novo.',
  'help.update-address': 'Veja se o endereço de --update-check está certo e é alcançável. Nada mais depende dele.',
};
