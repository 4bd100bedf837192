// Portuguese of Brazil: what dashboards outside of the app can watch.
import type { Texts } from '../language.ts';
import type { monitoringWords as english } from '../en/monitoring.ts';

/** Portuguese of Brazil, by code. */
export const monitoringWords: Texts<typeof english> = {
  'monitoring.title': 'Para seus próprios painéis',
  'monitoring.text':
    'Nada sai da sua casa sozinho. Programas a que você deu um token podem acompanhá-la em /ws/monitoring/{system}; sem um token, isto não lhe diz respeito.',
  'monitoring.on':
    'Está pronto para eles. {count, plural, =0 {Ninguém acompanha agora.} one {# programa acompanha agora.} many {# de programas acompanham agora.} other {# programas acompanham agora.}}',
  'monitoring.on-until':
    'Está pronto para eles até {when}. {count, plural, =0 {Ninguém acompanha agora.} one {# programa acompanha agora.} many {# de programas acompanham agora.} other {# programas acompanham agora.}}',
  'monitoring.off': 'Terminou em {when}: os programas não recebem dados.',
  'monitoring.maintenance': 'Os clientes veem que há manutenção: {text}',
  'monitoring.end': 'Desligar',
  'monitoring.renew': 'Ligar de novo',
  'monitoring.factors': 'Fatores',
  'monitoring.money': 'Dinheiro economizado por kWh',
  'monitoring.co2': 'CO₂ evitado por kWh, kg',
  'monitoring.tree': 'CO₂ que uma árvore absorve em um ano, kg',
  'monitoring.usual': 'Vazio: pela tarifa da casa.',
  'monitoring.wrong': 'Um número igual ou maior que 0, como 0.85.',
  'monitoring.save': 'Salvar fatores',
  'monitoring.announce': 'Comunicado',
  'monitoring.status': 'Estado',
  'monitoring.status-of.online': 'Online',
  'monitoring.status-of.offline': 'Offline',
  'monitoring.status-of.maintenance': 'Manutenção',
  'monitoring.message': 'Mensagem a quem acompanha',
  'monitoring.send': 'Comunicar',
  'monitoring.all': 'Aviso a todas as casas',
  'monitoring.all-text': 'Informa uma manutenção planejada a todos que acompanham qualquer casa desta instalação.',
  'monitoring.all-message': 'O que será feito',
  'monitoring.all-start': 'Começa às (sua hora)',
  'monitoring.all-minutes': 'Duração em minutos',
  'monitoring.all-minutes-wrong': 'Um número inteiro de 1 a 100.000.',
  'monitoring.all-start-wrong': 'Escolha um dia e um horário.',
  'monitoring.all-send': 'Avisar todas as casas',
  'monitoring.sent': 'Todos que acompanham foram avisados.',
};
