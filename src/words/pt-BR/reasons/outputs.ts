// Portuguese of Brazil: reasons, the part of outputs.
import type { Texts } from '../../language.ts';
import type { outputReasons as english } from '#core/reasons/outputs.ts';

/** Portuguese of Brazil, by code. */
export const outputReasons: Texts<typeof english> = {
  'output.none': 'não há saídas aqui',
  'output.row': 'não contém configurações de uma saída',
  'output.settings': 'as configurações não são as desta versão: {said}',
  'output.setting': '{field}: {said}',
  'output.kind': 'não há esse tipo de saída; são conhecidos {known}',
  'output.many': 'uma casa tem no máximo {most, number} saídas',
  'output.server':
    'escreva o endereço como mqtt://host:1883 ou mqtts://host:8883, ou deixe-o vazio para o broker desta casa',
  'secret.again': 'a senha guardada pertence ao servidor, à conta e ao certificado anteriores; informe a deste',
  'output.password': 'tire a senha do endereço: ela tem um campo próprio e é guardada à parte',
  'output.own-prefix':
    'no broker desta casa é solstead/{home}, ou começa com isso e uma barra: nenhum dispositivo e nenhuma outra casa o tem',
  'output.prefix': 'aceita palavras de letras, dígitos, pontos, hifens e sublinhados com / entre elas',
  'output.ca': 'não é um certificado em PEM: ele começa com -----BEGIN CERTIFICATE-----',
  'output.filter': 'aceita ids de métricas, ou o começo de um seguido de *',
  'output.place-taken':
    'a saída {name} já tem este lugar, e o que uma delas deixa ali vai embora com ela: dê outro a esta',
  'output.place-elsewhere':
    'uma saída de outra casa já tem este lugar, e o que uma delas deixa ali vai embora com ela: dê outro a esta',
  'output.filter-idle': 'só conta com changesOnly, que não está definido',
  'output.nothing-waits':
    'só conta onde tudo o que espera é guardado no disco; esta saída guarda o mais novo de cada valor, ou nada',
  'output.name':
    '{name} não pode ser um nome ali: aceita letras, dígitos e _, dispositivos também -, métricas também pontos',
  'output.name-star': '{from} e {to} terminam ambos com *, ou nenhum deles',
  'output.name-twice': '{one} e {other} teriam um mesmo nome ali',
  'output.no-names': 'este tipo tem seus próprios nomes: ali eles não são alterados',
  'output.not-now': 'não enviaria agora: {reason}',
  'output.not-back':
    'o broker confirmou a mensagem de teste e não a devolveu: talvez não permita que esta conta grave ou leia abaixo de {prefix}',
  'output.silent': 'não houve resposta em {seconds, number} s',
  'output.nothing-yet': 'nenhum dispositivo da casa deu ainda um valor que esta saída enviaria',
  'output.away': 'a saída {name} não alcança seu servidor: {reason}',
  'output.lost': 'a saída {name} perdeu {count, number} lotes de leituras, pois o servidor ficou ausente demais',
  'output.unfit':
    'o servidor da saída {name} recusa alguns valores em definitivo, {count, number} até agora; o último: {reason}',
  'output.refused-value': '{metric} de {device}: {reason}',
  'output.file': 'escreva um nome como home.prom ou node/home.prom',
  'output.file-link': 'uma pasta no caminho é um link ou não é uma pasta; nada é gravado através dela',
  'output.file-taken': 'outra coisa que não um arquivo tem este nome',
  'output.needed': 'é necessário aqui',
  'output.header': 'é um cabeçalho que diz o que é enviado, e não quem envia',
  'output.labels':
    'escreva nomes e valores como house=cabin, owner=anna; nomes aceitam letras, dígitos e sublinhados, e nenhum que as próprias leituras tenham',
  'output.status': 'respondeu com o status {status}: {said}',
  'output.status-only': 'respondeu com o status {status}',
  'output.leftovers': 'o que deixou no servidor não pôde ser retirado: {reason}',
  'output.not-taken': 'não aceita este texto',
  'output.too-many-commands': 'há comandos demais em andamento',
  'output.dangerous': 'o que é perigoso espera por uma pessoa na página',
  'output.domoticz-line':
    'uma linha é o idx de um dispositivo do Domoticz, um dispositivo desta casa e métricas, como 12 roof pv.power pv.energy; esta não é: {line}',
  'output.domoticz-lines': 'aceita uma linha ou mais, no máximo {most, number}',
  'output.former-line':
    'esta linha não é um dispositivo com sua tag do mpp-solar, como roof = mpp, nem só um dispositivo: {line}',
  'output.header-line':
    'uma linha é um nome e um valor, como X-House: cabin, de nenhum cabeçalho da própria requisição; esta não é: {line}',
  'output.template': 'não é JSON quando as lacunas contêm null',
  'output.template-gap': 'uma lacuna contém site, device, time ou uma métrica; {gap} não é nenhum deles',
  'output.udp': 'escreva o endereço como udp://host:port',
  'output.unheard': 'foram enviados; ninguém diz se são ouvidos',
  'output.of-device': 'escreva um dispositivo desta casa e uma métrica, como roof grid.voltage',
  'output.rate':
    'não aceita mais requisições por {minutes, plural, one {# minuto} many {# de minutos} other {# minutos}}',
  'output.mongodb': 'escreva o endereço como mongodb://account@host:27017/database, com um só host',
  'output.mysql': 'escreva o endereço como mysql://account@host:3306/database',
  'output.nats':
    'escreva o endereço como nats://host:4222, ou tls://host:4222 com TLS; até dez servidores de um cluster separados por vírgulas, todos com TLS ou nenhum',
  'output.nats-user': 'tire a conta do endereço: a entrada tem campos próprios',
  'output.subject': 'um subject são palavras separadas por pontos, sem espaços, * e >, como {example}',
  'output.subject-gap': 'uma lacuna de um subject contém site, device ou metric; {gap} não é nenhum deles',
  'output.subject-needs': 'cada valor é uma mensagem própria que não diz mais nada: seu subject precisa de {gap}',
  'output.subject-not': 'uma mensagem tem todos os valores de um dispositivo: {gap} não pode estar no seu subject',
  'output.subject-server': 'os subjects que começam com {word} são do servidor',
  'output.postgres': 'escreva o endereço como postgres://account@host:5432/database',
  'output.ca-unused': 'um certificado de uma autoridade é para TLS: ative-o ou omita o certificado',
  'output.table-foreign': 'há uma tabela readings que não é deste programa: escolha outro esquema',
  'output.table-newer': 'a tabela readings tem a versão {version, number}, mais nova que este programa',
  'help.output-account': 'Verifique a conta no endereço e a senha dela.',
  'help.output-database': 'Verifique se o banco de dados existe e se a conta pode fazer isso lá.',
  'output.silent-meter': 'o medidor {name} está em silêncio: {reason}',
  'meter.not-open': '{reason}. {help}',
  'meter.no-grid': 'a casa não tem valor da conexão com a rede',
  'meter.no-power': '{device} não dá potência da rede, ou só valores antigos',
  'meter.estimated': 'nada mede a conexão com a rede: a potência é só estimada, e nada deve segui-la',
  'meter.old': 'o valor mais novo tem {age, number} s, e pode ter no máximo {most, number} s',
  'meter.silent-now': 'ficaria em silêncio agora: {reason}',
  'meter.address': 'escreva um endereço IP deste computador, ou 0.0.0.0 para todos',
  'meter.own-ipv4': 'escreva um endereço IPv4 deste computador, como 192.168.1.5',
  'meter.udp-ports': 'escreva no máximo {most, number} números de porta separados por vírgulas, como 1010, 2220',
  'output.not-connected': 'não havia conexão',
  'answers.regex': 'não é uma expressão regular que possa ser buscada em tempo linear: {said}',
  'answers.mongodb': 'escreva o endereço como mongodb://account@host:27017, com um só host',
  'answers.unknown': 'não há essa saída; são conhecidas {known}',
  'answers.to': 'nenhuma das saídas vai para {to}',
  'answers.long': 'é maior que os {most, number} bytes que um datagrama carrega',
  'answers.late': 'não foi aceito em {seconds, number} s',
};
