// Portuguese of Brazil: reasons, the part of ledger.
import type { Texts } from '../../language.ts';
import type { ledgerReasons as english } from '#core/reasons/ledger.ts';

/** Portuguese of Brazil, by code. */
export const ledgerReasons: Texts<typeof english> = {
  'reading.left-out': 'Uma leitura foi deixada de fora: {why}.',
  'power.left-out': 'Uma potência foi deixada de fora: {why}.',
  'value.no-number': 'não é um número',
  'counter.no-reading': '{wh} Wh não é uma leitura de contador',
  'counter.unknowing': '{wh} Wh é o que dispositivos informam quando não têm valor',
  'power.unknowing': '{watts} é o que dispositivos informam quando não têm valor',
  'power.too-much': '{watts} W é mais do que é possível',
  'meter.exchanged':
    'O medidor foi trocado; {oldKwh, number, three} kWh do antigo foram somados e o novo conta a partir de {newKwh} kWh.',
  'counter.glitch':
    'O contador mostrou {kwh, number, three} kWh por um momento e voltou; nada foi contabilizado por isso.',
  'counter.gap':
    'Nenhuma leitura pôde ser usada por {minutes} min; os {kwh, number, three} kWh contados nesse tempo foram distribuídos por ele.',
  'power.gap': 'Nada foi lido por {seconds} s; nada foi contabilizado além do limite de lacuna.',
  'power.gap-stood-in':
    'Nada foi lido por {seconds} s; além do limite de lacuna foi contabilizado um substituto, onde havia um.',
  'role.alike':
    '{device} mostra o mesmo que {other}: é contado uma vez e substitui {other} quando este silencia. O que ele mede pode ser escolhido.',
  'role.same-serial':
    '{device} tem o número de série de {other}: é contado uma vez e substitui {other} quando este silencia.',
  'role.sums-phases':
    'Os contadores de {device} somam o que cada fase conta e não conhecem o saldo: são contabilizadas as potências, e os contadores as substituem. Se uma pessoa disser o que ele mede, os contadores são contabilizados até onde concordam com a potência.',
  'role.itself': 'um dispositivo não pode ser cópia de si mesmo',
  'role.unknown': '{device} não é um dispositivo desta casa',
  'role.ring': '{device} é ele próprio uma cópia dele',
  'side.silent':
    '{side, select, pv {O sol não é mais medido} grid {A rede não é mais medida} battery {A bateria não é mais medida} load {O consumo da casa não é mais medido} other {O gerador não é mais medido}}: {devices} não disse mais nada, e nenhuma outra fonte substitui. Nada é contabilizado; quando vier uma leitura, um contador dirá o que foi consumido nesse meio-tempo.',
  'source.stood-in': '{source} silenciou; {instead} foi contabilizado no lugar, como estimativa.',
  'counter.jump-booked':
    'O contador avançou {kwh, number, three} kWh de uma vez; {readings} leituras concordaram, portanto foi contabilizado.',
  'counter.other':
    'O dispositivo continuou com outro protocolo ou outros tópicos, e o contador dele, antes em {fromKwh, number, three} kWh, mostrou {toKwh, number, three} kWh: é considerado outro contador, que conta dali em diante.',
  'counter.jump-left-out':
    'O contador saltou {kwh, number, three} kWh, mais do que poderia ter fluído; ele continua contando dali, e nada foi contabilizado.',
  'counter.fall-believed':
    'O contador caiu de {fromKwh, number, three} kWh para {toKwh, number, three} kWh; uma pessoa confirmou isso, e ele continua contando dali.',
  'counter.no-new-day':
    'O contador caiu por volta da meia-noite; uma pessoa diz que nenhum novo dia começou, e nada é contabilizado por isso.',
  'counter.not-trusted':
    'O contador voltou a concordar com a potência; uma pessoa não confia nele, e a potência é contabilizada.',
  'counter.came-back':
    'O contador voltou a {kwh, number, three} kWh depois de ter recomeçado; {missingKwh, number, three} kWh faltavam e foram contabilizados.',
  'counter.rolled-over': 'O contador chegou ao fim e recomeçou; {kwh, number, three} kWh foram contabilizados.',
  'counter.began-again':
    'O contador recomeçou: caiu de {fromKwh, number, three} kWh para {toKwh, number, three} kWh e cresceu; o que ele mostra foi contabilizado.',
  'counter.fell-back':
    'O contador caiu de {fromKwh, number, three} kWh de volta para {toKwh, number, three} kWh; só o que ele contou desde então foi contabilizado.',
  'counter.new-day': 'Um novo dia: o contador recomeçou em {atMs, date, moment}; ontem fica como está.',
  'clock.set':
    'O relógio foi ajustado em {seconds} s; {batches, plural, one {# lote esperou e recebeu seu horário certo} many {# de lotes esperaram e receberam seu horário certo} other {# lotes esperaram e receberam seu horário certo}}.',
  'clock.unknown':
    'O relógio ainda não era conhecido; {batches, plural, one {# lote esperou e recebeu seu horário certo} many {# de lotes esperaram e receberam seu horário certo} other {# lotes esperaram e receberam seu horário certo}}.',
};
