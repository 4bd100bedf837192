// Portuguese of Brazil: reasons, the part of drivers.
import type { Texts } from '../../language.ts';
import type { driversReasons as english } from '#core/reasons/drivers.ts';

/** Portuguese of Brazil, by code. */
export const driversReasons: Texts<typeof english> = {
  'device.silent': 'nada foi recebido por {seconds} s',
  'device.damaged': 'um relato chegou corrompido',
  'command.no-answer': 'foi enviado, mas não confirmado (sem resposta a tempo)',
  'broker.no-connection': 'não há conexão com o broker',
  'broker.left': 'o dispositivo saiu do broker',
  'device.offline': 'ele ou o broker disse isso antes deste início; nada foi enviado',
  'device.offline-since': 'desde {since, date, moment}, como ele ou o broker disse; nada foi enviado',
  'device.not-askable': 'não pode ser consultado e não disse nada desde então',
  'device.repeats':
    'nada do que diz mudou há {seconds} s: repete valores antigos, talvez porque o cabo atrás dele esteja solto',
  'device.another': 'outro dispositivo responde no endereço dele',
  'device.fallback-rests': 'também não responde por HTTP e fica em paz por um tempo',
  'device.no-web-address': 'ainda não disse em que endereço da casa está',
  'device.nothing': 'nada foi recebido do dispositivo',
  'device.kept-only': 'o broker guardou valores dele, e nada diz de quando são; ele aparece assim que disser algo',
  'device.nothing-and-refused': '{nothing}; e, consultado por HTTP em vez disso, recusou: {reason}',
  'device.stopped': 'não é mais lido',
  'device.not-discovered': 'ainda não informou o que suporta desde que foi conectado; tente de novo em instantes',
  'wear.too-soon': 'foi gravado há {seconds} s; programas esperam {least} s',
  'wear.too-often':
    'foi gravado {count, plural, one {# vez} many {# de vezes} other {# vezes}} nas últimas 24 h, o máximo para programas',
  'command.confirm':
    '“{title}” pode cortar a energia ou desfazer uma proteção: acrescente --confirm {name} para fazê-lo',
  'answer.unreadable': '{bytes} não é uma resposta a esta consulta',
  'command.state-unknown':
    'as configurações atuais do dispositivo, que decidem o que é gravado, ainda não foram lidas; tente de novo em instantes',
  'command.no-timer': 'o próprio dispositivo não consegue mantê-lo por tanto tempo',
  'command.unreachable': 'não pode ser alcançado a partir do estado atual do dispositivo',
  'command.register-shared':
    'outras configurações usam o mesmo registrador, e o conteúdo dele não pôde ser lido agora: nada foi enviado',
  'command.not-read-back': 'o dispositivo confirmou, mas não se pôde perguntar se está definido',
  'command.shows': 'o dispositivo confirmou {value} e informa {shown}',
  'device.no-scheme': 'nenhum protocolo é consultado por {scheme}://',
  'device.not-found': 'nada respondeu a {titles}; escolha outro dispositivo pelo nome',
  'device.endless':
    'o mapa dele não termina após {most, plural, one {# pergunta} many {# de perguntas} other {# perguntas}}',
  'device.not-asked': 'este dispositivo relata sozinho e não aceita perguntas',
  'device.nothing-to-set': 'nada pode ser definido neste dispositivo',
  'device.refused-all': 'recusou todas as consultas de {title}; a última porque: {reason}',
  'charger.no-central': 'estações de recarga não podem vir a este programa aqui',
  'charger.not-come': 'ainda não veio: informe nela ws:// com o endereço deste computador, a porta dele e {path}',
  'charger.knocks': 'já veio e é admitida quando estiver configurada e tiver sua senha',
  'charger.speaks': 'já veio e oferece {said}, e aqui se fala OCPP 1.6 (JSON): configure-a assim e deixe-a vir de novo',
  'charger.gave-way': 'foi consultado, e um comando veio antes',
  'charger.no-transaction': 'nenhuma recarga está em andamento',
  'device.no-value': 'respondeu, mas com nenhum dos valores de {title}',
  'line.no-target': '{title} não tem {targets} para escolher',
  'command.no-acknowledgement': 'foi enviado, mas não confirmado ({reason})',
  'answer.not-in-time': 'sem resposta a tempo',
  'line.other-settings': 'outro dispositivo usa esta porta com outras configurações: {settings}',
  'device.reports-only': '{title} relata automaticamente; nada pode ser definido nele',
  'device.unheard': 'nada de {title} foi recebido em {ms} ms',
  'device.said-nothing': '{title} não enviou nada',
  'device.links': '{title} é alcançado por {links}',
  'device.over-mqtt': '{title} é alcançado por MQTT e não pode ser consultado por uma porta',
  'broker.not-here': 'esta casa não tem broker MQTT',
  'help.closed-once':
    'Tente de novo. Verifique o cabo e se nenhum outro programa usa o dispositivo: muitos adaptadores aceitam uma só conexão.',
  'test.plausible':
    '{count, plural, one {# valor lido, dentro} many {# de valores lidos, todos dentro} other {# valores lidos, todos dentro}} do plausível.',
  'test.unread':
    '{count, plural, one {# valor lido} many {# de valores lidos} other {# valores lidos}}; {problems, plural, one {# valor não pôde ser lido e foi deixado} many {# de valores não puderam ser lidos e foram deixados} other {# valores não puderam ser lidos e foram deixados}} de fora.',
  'test.implausible':
    '{strange} de {count, plural, one {# valor} many {# de valores} other {# valores}} {strange, plural, one {está} many {estão} other {estão}} fora do plausível ({names}): este pode ser o protocolo errado.',
  'device.no-topic': 'falta o prefixo de tópico do dispositivo',
};
