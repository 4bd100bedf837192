// Portuguese of Brazil: reasons, the part of decoding.
import type { Texts } from '../../language.ts';
import type { decodingReasons as english } from '#core/reasons/decoding.ts';

/** Portuguese of Brazil, by code. */
export const decodingReasons: Texts<typeof english> = {
  'decode.no-number': '“{said}” não é um número',
  'decode.no-whole': '“{said}” não é um número inteiro',
  'decode.no-bits': '“{said}” não é um número de bits',
  'decode.no-text': '“{said}” não é texto imprimível',
  'decode.empty': 'está vazio',
  'decode.form': '“{said}” não tem a forma esperada',
  'decode.no-choice': '“{said}” não é uma opção conhecida',
  'decode.no-known': '{raw} não é uma opção conhecida',
  'decode.no-switch': '“{said}” não é ON nem OFF',
  'decode.no-flag': 'o caractere {place} de “{said}” não é 0 nem 1',
  'decode.no-flags': '“{said}” tem outros caracteres além de 0 e 1',
  'decode.letters-form': '“{said}” não tem a forma E…D…',
  'decode.stray-letters': '“{strays}” em “{said}” não é um interruptor',
  'decode.letter-twice': '“{said}” cita {letter} duas vezes',
  'decode.no-binary': '{raw} não é 0 nem 1',
  'decode.not-finite': 'não é um número',
  'decode.outside': '{raw} está fora de {min} a {max}',
  'decode.no-clock': '{raw} não é um horário do dia',
  'decode.scale': 'o fator de escala {factor} está fora de −10 a 10',
  'decode.cells':
    '{bytes, plural, one {# byte não forma} many {# de bytes não formam} other {# bytes não formam}} um número inteiro de células',
  'decode.label-twice': 'aparece duas vezes no bloco',
  'decode.other-size':
    'tem {bytes, plural, one {# byte} many {# de bytes} other {# bytes}}; uma resposta a isto tem {expected, plural, one {# byte} many {# de bytes} other {# bytes}}',
  'decode.fields':
    'tem {count, plural, one {# campo} many {# de campos} other {# campos}}, e uma resposta a isto tem {expected}: pode ser a resposta a outra pergunta',
  'decode.few-fields':
    'tem {count, plural, one {# campo} many {# de campos} other {# campos}}, e uma resposta a isto tem no mínimo {least}: pode ser a resposta a outra pergunta',
  'decode.many-fields':
    'tem {count, plural, one {# campo} many {# de campos} other {# campos}}, e uma resposta a isto tem no máximo {most}: pode ser a resposta a outra pergunta',
  'decode.word-form': '“{said}” não parece uma resposta a isto: pode ser a resposta a outra pergunta',
  'decode.place-width':
    'o campo {place} é “{said}”, onde uma resposta a isto tem {width, plural, one {# caractere} many {# de caracteres} other {# caracteres}}: pode ser a resposta a outra pergunta',
  'decode.too-short':
    '{bytes, plural, one {chegou # byte} many {chegaram # de bytes} other {chegaram # bytes}}; {needed, plural, one {é necessário #} many {são necessários #} other {são necessários #}}',
  'decode.ends-before-count': 'a resposta termina antes de uma contagem',
  'decode.entries':
    '{count, plural, one {# entrada} many {# de entradas} other {# entradas}} de {bytes, plural, one {# byte} many {# de bytes} other {# bytes}} não cabem na resposta',
  'decode.rest':
    '{bytes, plural, one {# byte segue} many {# de bytes seguem} other {# bytes seguem}} as partes contadas: de menos ou de mais',
  'decode.unknown-tag': 'a tag {tag} é desconhecida, assim como seu comprimento: o resto não é lido',
  'decode.tag-cut': 'a tag {tag} está cortada',
  'decode.tag-twice': 'a tag {tag} aparece duas vezes',
  'decode.no-protocol': 'falta a versão do protocolo (tag {tag}), que diz como lê-lo',
  'decode.no-alarms': 'a resposta termina antes dos alarmes',
  'decode.no-date': '{raw} não é uma data',
  'decode.counts': 'as contagens não combinam com o comprimento',
  'decode.packs': '{count, plural, one {# módulo} many {# de módulos} other {# módulos}} em uma resposta',
  'decode.pack-cut': 'a resposta termina dentro do módulo {pack} de {count}',
  'decode.after-packs':
    '{bytes, plural, one {# byte segue} many {# de bytes seguem} other {# bytes seguem}} os módulos',
  'decode.no-name': '“{said}” não é um nome imprimível: pode ser a resposta a outra pergunta',
  'decode.unprintable': 'não é texto imprimível',
  'decode.other-unit': '{path} não é {unit}',
  'decode.type-number': '{path} não é um número',
  'decode.type-boolean': '{path} não é true nem false',
  'decode.type-string': '{path} não é um texto',
  'decode.type-option': '{path} não é um número conhecido',
  'decode.no-object': 'não é um objeto JSON',
  'decode.no-layout': 'as tensões das células não somam a tensão do módulo, seja com 24 ou com 32 células',
  'frame.bad-checksum': 'a soma de verificação não confere',
  'frame.not-of-protocol': 'os bytes não são um quadro deste protocolo',
  'frame.no-truth': 'nem true nem false',
  'frame.no-presence': 'nem {online} nem {offline}',
  'json.too-long':
    '{bytes, plural, one {# byte é mais que} many {# de bytes são mais que} other {# bytes são mais que}} {most}',
  'json.broken': 'não é JSON: {said}',
  'json.no-object': 'JSON, mas não um objeto',
  'rpc.no-sender': '{method} sem src',
  'rpc.no-params': '{method} sem params',
  'rpc.no-kind': 'nem um método nem um id que seja número inteiro',
  'rpc.invalid': 'não aceita este valor: {said}',
  'rpc.deadline': 'não terminou a tempo e ainda pode fazê-lo: {said}',
  'rpc.not-found': 'não tem essa parte: {said}',
  'rpc.exhausted': 'não lhe resta memória ou tempo para isso: {said}',
  'rpc.precondition': 'o estado atual não permite: {said}',
  'rpc.unavailable': 'a parte não está disponível agora: {said}',
  'rpc.unauthorized': 'quer uma senha: {said}',
  'rpc.no-handler': 'o firmware dele não conhece isto: {said}',
  'rpc.too-many': 'recebeu senhas erradas demais e está em espera: {said}',
  'rpc.no-result': 'nem um resultado nem um erro',
};
