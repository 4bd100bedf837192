// Portuguese of Brazil: reasons, the part of anomalies.
import type { Texts } from '../../language.ts';
import type { anomalyReasons as english } from '#core/reasons/anomalies.ts';

/** Portuguese of Brazil, by code. */
export const anomalyReasons: Texts<typeof english> = {
  'anomaly.string-behind':
    '{metric} gera {loss, number, percent} menos que antes, em comparação com as outras strings sob o mesmo sol.',
  'anomaly.under-production':
    'Mesmo as horas mais limpas de {days, plural, one {# dia limpo} many {# de dias limpos} other {# dias limpos}} geraram {loss, number, percent} menos potência solar do que o mesmo sol gerava antes.',
  'anomaly.no-production':
    'O sol está alto há {hours, plural, one {# hora} many {# de horas} other {# horas}} e os painéis geram {value}; o máximo deles foi {peak}.',
  'anomaly.jump': '{metric} passou de {was} a {is} mais rápido do que é possível.',
  'anomaly.spikes':
    '{metric} saltou e voltou {count, plural, one {# vez} many {# de vezes} other {# vezes}} em um dia, a última de {was} a {is}.',
  'anomaly.stuck':
    '{metric} mostra exatamente {value} há {hours, plural, one {# hora} many {# de horas} other {# horas}}.',
  'anomaly.drift':
    '{metric} não concorda mais com os outros medidores: o balanço de energia da casa se deslocou em {share, number, percent} deste valor.',
  'anomaly.unusual':
    '{metric} está muito {side, select, above {acima} other {abaixo}} do habitual a esta hora do dia há {hours, plural, one {# hora} many {# de horas} other {# horas}}: {observed} em vez de cerca de {expected}.',
  'anomaly.cell-spread':
    'As células diferem em {observed}, mais que os {most} admitidos neste estado de carga; {metric} é a mais baixa.',
  'anomaly.cell-weak':
    '{metric} é a célula {place, select, low {mais baixa} other {mais alta}} há {days, plural, one {# dia} many {# de dias} other {# dias}}, a cerca de {by} da célula mediana.',
  'anomaly.cell-growing':
    'As células se afastam há {weeks, plural, one {# semana} many {# de semanas} other {# semanas}}, {growth} por semana, e agora diferem em {value}.',
  'advice.string': 'Procure sombra ou sujeira nesta string, um fusível queimado ou um conector frouxo.',
  'advice.panels': 'Procure sujeira, folhas, neve ou sombra nova nos painéis, e uma string desligada.',
  'advice.inverter': 'Olhe o inversor: está ligado, mostra uma falha, a chave CC está fechada, há neve nos painéis?',
  'advice.wiring':
    'Verifique plugues e cabos do sensor; se um estado de carga salta, carregue a bateria por completo uma vez para corrigi-lo.',
  'advice.sensor': 'Verifique o sensor e o cabo; reinicie o dispositivo se os outros valores também não mudarem.',
  'advice.clamp': 'Verifique se a garra está fechada e no fio certo, e compare com o medidor da distribuidora.',
  'advice.fans': 'Verifique se os ventiladores giram e se o ar circula livremente.',
  'advice.consumers': 'Alguém pode estar em casa ou fora, ou algo ficou ligado: verifique o que está ligado.',
  'advice.balance':
    'Carregue até o topo e deixe a bateria balancear por algumas horas; verifique os parafusos dessa célula.',
  'advice.weak-cell':
    'Deixe a bateria balancear no topo; se não ajudar, a célula ou sua conexão envelhece mais rápido que as outras.',
  'advice.charge-weekly':
    'Carregue até o topo uma vez por semana, tempo suficiente para balancear, e observe qual célula se destaca.',
};
