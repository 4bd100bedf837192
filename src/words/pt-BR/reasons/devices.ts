// Portuguese of Brazil: reasons, the part of devices.
import type { Texts } from '../../language.ts';
import type { devicesReasons as english } from '#core/reasons/devices.ts';

/** Portuguese of Brazil, by code. */
export const devicesReasons: Texts<typeof english> = {
  'device.no-reason': 'não deu motivo',
  'word.near': '{reason}; você quis dizer {near}?',
  'word.known': '{reason}; há {known}',
  'device.no-setting': '{id} não tem essa configuração',
  'device.query-sets':
    '{id} tem {setting} como configuração, e uma pergunta não define nada: use `solstead set {setting}`',
  'device.no-query': '{id} não tem essa consulta',
  'device.no-set-point': '{id} não tem esse setpoint',
  'device.no-set-points': 'nenhum setpoint do catálogo pode ser definido em {id}',
  'device.no-command': '{id} não tem esse comando ou relato',
  'device.no-report': '{id} não tem esse relato',
  'protocol.none': 'não há esse protocolo',
  'protocol.broken':
    'o arquivo dele tem problemas: {problem}{more, plural, =0 {} one { (e mais #)} many { (e mais #)} other { (e mais #)}}',
  'value.missing': '“{title}” aceita {limits}, e nenhum valor foi informado',
  'value.not-taken': '“{title}” aceita {limits}, não {given}',
  'value.between': '“{title}” aceita {limits}, não {given}; nem todo valor entre eles é permitido',
  'value.text': '“{title}” aceita um número, {limits}; “{given}” é um texto',
  'value.comma': '{reason}; escreva decimais com ponto: {example}',
  'limits.switch': '1 para ligado, 0 para desligado',
  'limits.choices': 'um de {choices}',
  'limits.number': '{min} a {max}{unit, select, none {} other { {unit}}} em passos de {step}',
  'limits.ranges': '{ranges}{unit, select, none {} other { {unit}}} em passos de {step}',
  'limits.values': '{values}{unit, select, none {} other { {unit}}}',
  'limits.text': 'um texto como {example}',
  'limits.action': 'nenhum valor: é uma ação',
  'own.below': 'uma parte de todos os tópicos se indica sem + e #',
  'own.none': 'esta casa não guarda dispositivos próprios',
  'own.unknown': 'nenhum dispositivo montado aqui se chama {id}',
  'own.in-use': '{name} é um destes: remova primeiro esse dispositivo',
  'own.many': 'já há {most, number} deles: remova um primeiro',
  'own.not-heard': 'nada foi ouvido neste tópico ainda',
  'own.no-value': 'a última mensagem não tem esse valor',
};
