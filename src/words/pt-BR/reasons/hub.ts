// Portuguese of Brazil: reasons, the part of hub.
import type { Texts } from '../../language.ts';
import type { hubReasons as english } from '#core/reasons/hub.ts';

/** Portuguese of Brazil, by code. */
export const hubReasons: Texts<typeof english> = {
  'charger.no-desk': 'recargas não são guardadas aqui',
  'charger.unknown': 'nenhum carregador com este nome é comandado: veja chargers na automação',
  'charger.no-key': 'só uma estação de recarga que vem por OCPP tem uma senha aqui',
  'command.needs-arm': 'pode cortar a energia da casa: dê-o como um comando que antes é confirmado',
  'command.key-used': 'esta chave foi usada para outra requisição: use uma nova para cada',
  'command.ended': 'o Solstead parou antes de o dispositivo responder; não se sabe se ele agiu',
  'command.too-late': 'a vez dele não chegou a tempo',
  'command.no-relays': 'não há relé que você possa comutar junto com outros',
  'command.arm-over': 'a confirmação é antiga demais, já foi usada ou foi dada para outra coisa',
  'metric.unknown': 'a métrica {metric} não está no catálogo',
  'metric.none-begins': 'nenhuma métrica do catálogo começa como {pattern}',
  'chart.from-to': 'o fim precisa vir depois do início',
  'chart.step': 'um passo é um número inteiro de milissegundos',
  'chart.steps': 'mais de {most, number} passos; escolha um passo mais longo ou um período mais curto',
  'device.name': 'o dispositivo precisa de um nome',
  'device.topic': '{title} precisa do prefixo de tópico do dispositivo',
  'device.not-removed': '{id} não é um dispositivo que foi removido desta casa',
  'device.no-picks':
    'um dispositivo que relata por MQTT não é consultado: monte-o a partir dos tópicos e diga lá o que cada um mede',
  'device.asked-often': 'recebe no máximo {most, number} perguntas por minuto',
  'device.many': 'já há {most, number} dispositivos: remova um primeiro',
  'broker.no-fingerprint':
    'não é um certificado nem uma impressão digital SHA-256 de um: informe os 64 dígitos hexadecimais que “openssl x509 -in client.pem -noout -fingerprint -sha256” mostra, ou o arquivo como está',
  'broker.many': 'já há {most, number} contas do broker: remova uma primeiro',
  'help.twin': 'Use o que já existe ou informe outro endereço.',
  'device.twin': '“{name}” já está configurado ali',
  'name.taken': '{name} já está em uso; escolha outro nome',
  'records.silent': 'não respondem',
  'name.unknown': 'não há {name}',
  'account.name': 'a conta precisa de um nome',
  'account.name-hidden': 'um nome não pode ter caracteres de controle nem caracteres invisíveis',
  'account.name-alike': 'parece {name}, que já existe aqui; escolha outro nome',
  'account.password':
    'a senha precisa de pelo menos {least, plural, one {# caractere} many {# de caracteres} other {# caracteres}}',
  'account.password-guessed':
    'esta senha é fácil de adivinhar: é feita de palavras comuns, nomes, sequências de teclas, anos ou repetições',
  'account.unknown': 'não há essa conta',
  'account.none': 'ainda não há conta: o primeiro visitante a cria',
  'account.names': 'não há essa conta; são conhecidas {known}',
  'account.last-owner': 'uma casa precisa de um proprietário: torne antes outra conta proprietária',
  'grant.device': '{device} não é um dispositivo de {site}',
  'grant.devices': 'dispositivos avulsos podem ser dados para uma casa, não para todas',
  'grant.beyond': 'ninguém dá mais do que ele próprio pode fazer: {actions}',
  'passkey.taken': 'esta chave de acesso já é conhecida',
  'factor.needed': 'esta conta também pede um código, um código de recuperação ou uma chave de acesso',
  'factor.wrong': 'o código está errado, é antigo demais ou já foi usado',
  'factor.throttled':
    'códigos errados demais; espere {minutes, plural, one {# minuto} many {# de minutos} other {# minutos}}, ou use uma chave de acesso ou um código de recuperação',
  'totp.on': 'o segundo fator já está ativo: desative-o antes',
  'totp.begin': 'comece de novo: não há segredo esperando pelo primeiro código',
  'pin.digits': 'um PIN tem de 6 a 12 dígitos, e não todos iguais nem em sequência',
  'pin.none': 'esta conta não tem PIN',
  'pin.wrong': 'o PIN está errado',
  'pin.throttled':
    'PINs errados demais; espere {minutes, plural, one {# minuto} many {# de minutos} other {# minutos}}, ou use uma chave de acesso ou a senha',
  'recovery.wrong': 'o nome e o código de recuperação não combinam, ou o código já foi usado',
  'passkey.many': 'uma conta tem no máximo {most, number} chaves de acesso: remova uma primeiro',
  'passkey.name': 'a chave de acesso precisa de um nome',
  'passkey.unknown': 'não há essa chave de acesso',
  'passkey.place':
    'chaves de acesso precisam de um nome com https, ou localhost: {host} é um endereço ou fala HTTP simples',
  'passkey.refused': 'a chave de acesso não foi aceita: não é conhecida, é de outro lugar ou demorou demais',
  'step-up.empty': 'informe uma senha, um PIN ou uma chave de acesso',
  'step-up.password': 'a senha está errada',
  'step-up.now':
    'mais de {minutes, plural, one {# minuto se passou} many {# de minutos se passaram} other {# minutos se passaram}} desde a última confirmação',
  'refresh.over': 'expirou, ou a sessão terminou',
  'refresh.reused': 'já foi usado: não importa quem o copiou, a sessão terminou',
  'token.many': 'já há {most, number} tokens: remova um primeiro',
  'token.name': 'o token precisa de um nome',
  'token.unknown': 'não há esse token',
  'token.expiry': 'um token expira no futuro, e dentro de dez anos',
  'token.may':
    'informe um papel ({roles}), ou ações separadas por vírgulas ({actions}); dispositivos acompanham viewer ou ações',
  'token.account': 'não há essa conta: um token pessoal precisa de uma',
  'account.person-only': 'só uma pessoa que entrou pode fazer isto',
  'session.outside': 'foi o Home Assistant que conectou você: saia por lá',
  'session.unknown': 'não há essa sessão',
  'invitation.over': 'este convite foi usado, foi retirado ou é antigo demais: peça outro',
  'kiosk.over': 'este link já foi aberto, foi retirado ou é antigo demais: peça outro',
  'kiosk.name': 'um tablet precisa de um nome',
  'kiosk.many': 'esta casa tem {most, number} tablets e links, o máximo permitido: remova um que não é usado',
  'kiosk.unknown': 'esta casa não tem esse tablet',
  'clock.waiting':
    'o relógio deste computador foi ajustado ou está atrás dos valores: {count, plural, one {# leitura espera} many {# de leituras esperam} other {# leituras esperam}} até se saber que está certo. Acerte-o ou diga na página do relógio que está certo',
  'clock.doubt':
    'o relógio deste computador foi ajustado em {minutes, number} minutos, e nada diz ainda se corretamente. Diga na página do relógio se está certo',
  'clock.ahead':
    'o relógio está {hours, plural, one {# hora} many {# de horas} other {# horas}} adiantado em relação ao tempo decorrido; nada é apagado por isso até ser confirmado por um dia',
  'history.damage':
    '{count, plural, one {# parte do histórico não pode ser lida} many {# de partes do histórico não podem ser lidas} other {# partes do histórico não podem ser lidas}}; {at}: {reason}',
  'history.lost':
    '{count, plural, one {# valor se perdeu} many {# de valores se perderam} other {# valores se perderam}} porque o histórico não pôde ser gravado',
  'consumer.trouble': '{name}: {said}',
  'site.half-place': 'latitude e longitude vão juntas',
  'site.many': 'já há {most, number} casas',
  'site.name': 'a casa precisa de um nome',
  'site.time-zone': '{zone} não é um fuso horário; escreva-o como Europe/Berlin',
  'account.throttled': 'tentativas demais; espere {seconds} s',
  'retention.order':
    '{coarser} precisa durar pelo menos tanto quanto {finer} ({days, plural, one {# dia} many {# de dias} other {# dias}})',
  'retention.own': 'o histórico está em um motor com configurações de retenção próprias: altere-as lá',
};
