// Portuguese of Brazil: reasons, the part of suspicion.
import type { Texts } from '../../language.ts';
import type { suspicionReasons as english } from '#core/reasons/suspicion.ts';

/** Portuguese of Brazil, by code. */
export const suspicionReasons: Texts<typeof english> = {
  'counter.jump-against-power':
    'O contador saltou {kwh, number, three} kWh enquanto a potência somou {powerKwh, number, three} kWh; a potência foi contabilizada.',
  'counter.stood-still':
    'O contador ficou parado enquanto a potência somou {powerKwh, number, three} kWh; a potência é contabilizada até o contador provar que é confiável.',
  'counter.too-fast':
    'O contador contou {kwh, number, three} kWh enquanto a potência somou {powerKwh, number, three} kWh; a potência é contabilizada até o contador provar que é confiável.',
  'counter.too-slow':
    'O contador contou só {kwh, number, three} kWh enquanto a potência somou {powerKwh, number, three} kWh; a potência é contabilizada até o contador provar que é confiável.',
  'counter.proved':
    'O contador voltou a concordar com a potência e é confiável a partir daqui; {kwh, number, three} kWh foram contabilizados pela potência nesse meio-tempo.',
  'counter.caught-up':
    'O contador alcançou a potência e volta a ser confiável; {kwh, number, three} kWh foram contabilizados pela potência nesse meio-tempo.',
  'counter.began-again-power':
    'O contador caiu de {fromKwh, number, three} kWh para {toKwh, number, three} kWh e continua contando dali; a potência foi contabilizada nesse meio-tempo.',
  'counter.spike':
    'O contador mostrou {kwh, number, three} kWh a mais por um tempo e voltou; o que foi contabilizado por isso foi retirado.',
  'counter.new-day-filled':
    'Um novo dia: o contador recomeçou em {atMs, date, moment}; {kwh, number, three} kWh dos minutos anteriores vêm da potência.',
  'balance.off': 'O que entrou e o que saiu diferem em {kwh, number, three} kWh: os medidores da casa divergem.',
  'balance.sign':
    'O que entrou e o que saiu diferem em {kwh, number, three} kWh: {side} e os outros medidores divergem, como se o sinal estivesse invertido.',
  'balance.mirrored':
    'O que entrou e o que saiu diferem em {kwh, number, three} kWh: dois medidores da rede mostram o mesmo com sinais opostos e se anulam. Diga do que está invertido que ele é uma cópia do outro com o sinal oposto.',
  'balance.duplicate':
    'O que entrou e o que saiu diferem em {kwh, number, three} kWh: {side} e os outros medidores divergem, como se fosse contado duas vezes.',
  'balance.phase':
    'O que entrou e o que saiu diferem em {kwh, number, three} kWh: {side} e os outros medidores divergem, como se uma fase valesse por três, três por uma, ou uma delas tivesse o sinal invertido.',
  'balance.scale':
    'O que entrou e o que saiu diferem em {kwh, number, three} kWh: {side} e os outros medidores divergem, como se a unidade estivesse errada.',
  'balance.circuits':
    'Os circuitos consumiram {kwh, number, three} kWh a mais que a casa inteira: um deles não está dentro dela ou é contado duas vezes.',
  'balance.charge':
    'A bateria forneceu enquanto o estado de carga subia, ou recebeu enquanto ele caía: potência e carga diferem em {kwh, number, three} kWh, como se o sinal da potência estivesse invertido.',
};
