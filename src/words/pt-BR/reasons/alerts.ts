// Portuguese of Brazil: reasons, the part of alerts.
import type { Texts } from '../../language.ts';
import type { alertReasons as english } from '#core/reasons/alerts.ts';

/** Portuguese of Brazil, by code. */
export const alertReasons: Texts<typeof english> = {
  'alert.offline': '{device} não responde',
  'alert.offline-why': '{device} não responde: {reason}',
  'alert.gap': '{device} não envia novos valores',
  'alert.errors': '{share} das consultas a {device} falham',
  'alert.implausible': '{device} enviou em uma hora {count, number} valores que não podem ser verdadeiros',
  'alert.battery-low': 'a bateria está em {soc}, abaixo de {limit}',
  'alert.cell-drift': 'as células de {device} diferem em {spread}, mais que {limit}',
  'alert.no-production': 'sem geração solar há {hours, number, one} horas, embora o sol esteja alto',
  'alert.under-production':
    'o melhor dos últimos {days, number} dias gerou {share} do que gera aqui um dia limpo (± {uncertainty})',
  'alert.budget': '{used} do orçamento {name} foram usados',
  'alert.refused': '{count, number} tentativas de entrar no broker foram recusadas em uma hora',
  'alert.rule': '{title}',
  'alert.rule-text': '{title}: {text}',
  'alert.unusual': '{device}: {reason}',
  'alert.test': 'isto é um teste: as mensagens de {home} chegam aqui',
  'alert.over': 'terminou antes de poder ser avisado',
  'alert.old': 'não pôde ser entregue por um dia',
  'alert.many': 'mensagens demais esperavam pelo mesmo destino',
  'alert.gone': 'o canal não existe mais ou está desligado',
  'alert.may-not': 'o destinatário não pode mais ver esta casa',
  'alert.no-secret': 'precisa de um segredo, e nenhum está guardado',
  'alert.answered': 'respondeu {status}: {said}',
  'alert.mail-said': 'o servidor de e-mail disse: {said}',
  'alert.push-host': 'não é um serviço de push usado por navegadores',
  'alert.push-key': 'as chaves da assinatura não estão certas',
  'alert.push-gone': 'o navegador não aceita mais mensagens: assine de novo nele',
  'alert.topic': 'o tópico precisa estar abaixo de {prefix}, sem curingas',
  'alert.address': 'não é um endereço de e-mail, como name@example.org',
  'alert.own-push': 'canais próprios que não são um navegador exigem o direito de alterar alertas',
  'alert.reports-mail': 'relatórios vão só por e-mail',
  'alert.many-channels': 'já há {most, number} canais',
  'alert.range': 'precisa estar entre {least} e {most}',
  'alert.no-threshold': 'este tipo não tem limiar',
  'alert.no-language': 'não há esse idioma: há {known}',
  'alert.template-word': 'nada que possa ser preenchido aqui se chama {word}, na coluna {column, number}',
  'alert.template-brace':
    'a chave na coluna {column, number} está sozinha: um nome entre duas é preenchido, e duas seguidas são uma chave do texto',
  'alert.template-twice': 'já há palavras para este tipo neste idioma',
  'alert.no-day': 'não é um dia, como 2026-06-30',
  'mail.code': 'o servidor de e-mail respondeu {code}',
  'mail.no-server': 'o que responde ali não é um servidor de e-mail',
  'mail.address':
    'não é um endereço de servidor de e-mail: smtps://host:465, smtp://host:587, ou smtp+plain://host:25 sem TLS',
  'alert.row': 'a linha não pode ser lida',
  'alert.none': 'não há alertas aqui',
};
