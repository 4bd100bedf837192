// Portuguese of Brazil: the uplink.
import type { Texts } from '../language.ts';
import type { uplinkWords as english } from '../en/uplink.ts';

/** Portuguese of Brazil, by code. */
export const uplinkWords: Texts<typeof english> = {
  'uplink.title': 'Enviar leituras a outro Solstead',
  'uplink.text':
    'Tudo o que esta casa mede, e os nomes dos dispositivos, vai também para outro Solstead: um no porão, na casa da família, com quem cuida dela. Pessoas, senhas, dinheiro e o log ficam aqui. Enquanto a conexão está fora, nada se perde: é enviado quando ela volta.',
  'uplink.address': 'Endereço',
  'uplink.address-hint': 'Como wss://hub.example.com:8000, ou wss://hub.example.com/api/v1/uplink na porta principal.',
  'uplink.client-id': 'Id do cliente',
  'uplink.client-id-hint': 'O outro Solstead o mostra, com o segredo, quando permite que esta casa envie.',
  'uplink.secret': 'Segredo',
  'uplink.secret-kept': 'Há um segredo salvo. Deixe vazio para mantê-lo.',
  'uplink.ca': 'Autoridade certificadora (PEM)',
  'uplink.ca-hint': 'Só se o outro Solstead tem um certificado próprio; senão, deixe vazio.',
  'uplink.form': 'Formato das mensagens',
  'uplink.form.solstead': 'Solstead',
  'uplink.form.documented': 'SolarAutopilot: sem confirmações, sem comandos',
  'uplink.commands': 'Comandos de lá',
  'uplink.commands.no': 'Nenhum',
  'uplink.commands.yes': 'Pessoas de lá podem definir o que não é perigoso aqui',
  'uplink.test': 'Testar',
  'uplink.testing': 'Testando…',
  'uplink.works': 'Funciona: {hub} respondeu em {ms, number} ms. Nada foi enviado.',
  'uplink.works-clock': 'O relógio dele e o desta casa diferem em {seconds, number} s.',
  'uplink.save': 'Salvar e enviar',
  'uplink.saving': 'Salvando…',
  'uplink.end': 'Encerrar o uplink',
  'uplink.given': 'É definido onde o Solstead é iniciado, por opções ou pelo ambiente.',
  'uplink.state.connected': 'Conectado a {hub} desde {time}',
  'uplink.state.connecting': 'Sem conexão desde {time}; tenta-se de novo',
  'uplink.state.refused': 'Recusado desde {time}: verifique o id do cliente e o segredo',
  'uplink.sent': '{sent, number} enviados e guardados lá, {waiting, number} esperando aqui',
  'uplink.dropped': '{count, number} se perderam, pois muitos tiveram de esperar',
  'uplink.not-taken': '{count, number} valores não foram aceitos lá',
  'uplink.trouble': '{time}: {reason}',
  'far-homes.title': 'Casas que enviam para cá',
  'far-homes.text':
    'Outras casas enviam suas leituras para cá, cada uma com conta própria; os dispositivos delas aparecem na casa a que a conta se destina.',
  'far-homes.none': 'Nenhuma casa envia para cá ainda.',
  'far-homes.add': 'Permitir que uma casa envie',
  'far-homes.name': 'Nome da casa',
  'far-homes.site': 'Recebe as leituras',
  'far-homes.make': 'Criar a conta',
  'far-homes.making': 'Criando a conta…',
  'far-homes.made':
    'Informe isto na outra casa. O endereço é o que o seu navegador usa; o segredo só é mostrado desta vez.',
  'far-homes.connected': 'Conectada desde {time}, de {from}',
  'far-homes.away': 'Sem conexão',
  'far-homes.heard': 'Sem conexão; último contato em {time}',
  'far-homes.counts':
    '{devices, plural, one {# dispositivo} many {# de dispositivos} other {# dispositivos}}, {taken, number} mensagens aceitas, {refused, number} valores recusados',
  'far-homes.into': 'Em {home}',
  'far-homes.renew': 'Novo segredo',
  'far-homes.renew-of': 'Novo segredo para {name}',
};
