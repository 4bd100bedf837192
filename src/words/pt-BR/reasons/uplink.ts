// Portuguese of Brazil: reasons, the part of uplink.
import type { Texts } from '../../language.ts';
import type { uplinkReasons as english } from '#core/reasons/uplink.ts';

/** Portuguese of Brazil, by code. */
export const uplinkReasons: Texts<typeof english> = {
  'uplink.refused': 'o outro lado não aceita este id do cliente e segredo',
  'uplink.replaced': 'outro programa está conectado com o mesmo id do cliente',
  'uplink.away': 'as leituras desta casa não são enviadas ao outro lado: {reason}',
  'uplink.busy': 'o outro lado não consegue guardar nada agora',
  'uplink.too-much': 'o outro lado tem conexões demais, ou recebeu demais',
  'uplink.malformed': 'o outro lado não entendeu o que lhe foi enviado: um dos dois é mais antigo que o outro',
  'uplink.not-understood': 'o que o outro lado disse não tem a forma de um uplink',
  'uplink.closed': 'a conexão foi fechada ({code})',
  'uplink.silent': 'o outro lado não responde',
  'uplink.clock':
    'o relógio desta casa está {seconds, number} s adiantado em relação ao do outro lado: nada é enviado até concordarem',
  'uplink.home-clock':
    'o relógio daquela casa está {seconds, number} s adiantado em relação ao nosso: ela não envia nada até concordarem',
  'uplink.home-away': 'a casa dele não está conectada',
  'uplink.no-result': 'a casa dele não disse no que deu',
  'uplink.set-points-only': 'só o que o catálogo cita pode ser definido à distância',
  'uplink.no-commands': 'a casa dele não permite isto à distância',
  'uplink.dangerous': 'isto exige alguém naquela casa, pois pode derrubar a energia dela ou desfazer uma proteção',
  'uplink.late': 'chegou tarde demais',
  'uplink.documented-no-commands': 'a casa dele fala um formato que não tem comandos',
  'uplink.malformed-part': 'o que enviou não tem a forma de um uplink ({part})',
  'uplink.devices': 'uma casa pode enviar no máximo 500 dispositivos',
  'uplink.devices-without-end': 'já trouxe {most, number} dispositivos novos: eles vêm e vão sem parar',
  'uplink.name': 'dê um nome à casa',
  'uplink.many': 'já há {most, number}',
  'uplink.no-address': 'escreva-o como wss://host:8000',
  'uplink.plain': 'ws:// envia o segredo sem criptografia: é para endereços da sua própria rede; use wss://',
  'uplink.account': 'o id do cliente e o segredo não cabem no endereço',
  'uplink.no-secret': 'nenhum segredo foi informado ainda',
  'uplink.no-client-id': 'falta o id do cliente',
  'uplink.prefix': 'pode conter letras, dígitos, pontos, hifens, sublinhados e barras',
  'uplink.no-certificate': 'não é um certificado em PEM',
  'uplink.set-elsewhere': 'é definido por opções, pelo ambiente ou por um arquivo, e é alterado lá',
  'uplink.secret-written':
    'um segredo não fica neste arquivo: escreva o nome de uma variável de ambiente como nos documentos, ou informe secret_file',
  'uplink.twice': 'o uplink já é informado por {flag}: use um dos dois',
  'uplink.no-folder':
    'o uplink guarda o que o outro lado ainda não armazenou: indique uma pasta com --data, ou STATE_DIRECTORY do systemd',
  'uplink.none': 'esta instalação não tem uplink',
  'uplink.not-own-form':
    'o que responde ali não é um Solstead; se aceita o formato documentado do SolarAutopilot, escolha esse',
  'uplink.certificate':
    'o certificado dele não é confiável ({said}); se é próprio, informe o certificado de quem o assinou',
  'uplink.no-tls': 'não responde com TLS; é ws:// em vez de wss://, ou outra porta?',
  'help.uplink-away': 'Verifique o endereço e se o outro lado está rodando; depois teste de novo.',
  'uplink.answered':
    'respondeu {status} em vez de abrir um WebSocket; na porta principal um Solstead recebe casas em /api/v1/uplink',
};
