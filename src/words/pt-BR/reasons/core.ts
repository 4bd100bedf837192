// Portuguese of Brazil: reasons, the part of core.
import type { Texts } from '../../language.ts';
import type { coreReasons as english } from '#core/reasons/core.ts';

/** Portuguese of Brazil, by code. */
export const coreReasons: Texts<typeof english> = {
  'hex.digit': '“{digit}” não é um dígito hexadecimal',
  'hex.odd':
    '{digits, plural, one {# dígito não forma} many {# de dígitos não formam} other {# dígitos não formam}} bytes inteiros',
  'address.percent': '“{part}” tem um % que não é seguido de dois dígitos hexadecimais; escreva % como %25',
  'address.baud': 'baud={value} não é uma velocidade entre 50 e 4000000',
  'address.mode': 'mode={value} não tem a forma 8N1, 8E1 ou 7O2',
  'address.option': 'a opção {key} é desconhecida; são conhecidas {known}',
  'address.number': '{key}={value} não é um número de 0 a {max}',
  'address.framing': 'framing={value} não é rtu nem tcp',
  'address.wrong-port': '{port} não é uma porta: ela é um número de 1 a {most}',
  'address.port': 'falta a porta: {scheme}//host:port',
  'address.path-alone': 'é só um caminho; você quis dizer serial://{path}?',
  'address.no-example': 'exemplos se escrevem test:, ou com um protocolo como test:pi30max',
  'address.no-scheme': 'não tem um esquema como serial:// ou tcp://',
  'address.no-url': 'não pode ser lido como URL',
  'address.slashes': 'escreva três barras antes do caminho: {rest}',
  'address.no-port-path': 'falta o caminho da porta',
  'address.no-device-path': 'falta o caminho do dispositivo',
  'address.not-here': 'este endereço não pode ser usado aqui',
  'address.no-usb-place': 'um lugar no USB se escreve como o Linux o chama, como 1-1.2',
  'address.no-topic': 'não é o tópico da ponte: mqtt-line://esp/roof, sem +, # e $',
  'address.no-mac': 'não é o endereço de um dispositivo Bluetooth: ble://AA:BB:CC:DD:EE:FF',
  'address.no-charge-point':
    'não é o id de uma estação de recarga: ocpp://CP-1, de letras, dígitos e . _ - : = no máximo 48',
  'address.no-adapter': 'um adaptador se indica por hci0 e assim por diante, ou pelo endereço',
  'address.no-host': 'falta o host',
  'address.account': 'uma conta não cabe no endereço de um dispositivo',
  'address.host-only': 'escreva só o host, como em {example}: o Solstead sabe o que consultar',
  'address.scheme': 'o esquema {scheme}:// é desconhecido',
  'access.role': '{who} não pode fazer isto ({action} exige o papel {role})',
  'access.single': '{who} recebeu permissões avulsas, e elas não permitem isto ({action})',
};
