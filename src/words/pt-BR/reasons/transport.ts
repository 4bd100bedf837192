// Portuguese of Brazil: reasons, the part of transport.
import type { Texts } from '../../language.ts';
import type { transportReasons as english } from '#core/reasons/transport.ts';

/** Portuguese of Brazil, by code. */
export const transportReasons: Texts<typeof english> = {
  'mqtt.lost': 'a conexão com o broker se perdeu',
  'mqtt.hung-up': 'o broker desligou',
  'link.was-closed': 'foi fechada',
  'tcp.silent': 'o host não respondeu em {seconds} s',
  'link.hung-up': 'a outra ponta fechou a conexão',
  'mqtt.full':
    '{count, plural, one {# mensagem espera} many {# de mensagens esperam} other {# mensagens esperam}} pelo broker',
  'mqtt.not-taken': 'o broker não aceitou uma mensagem em {topic} em {seconds} s',
  'link.no-broker': 'este comando não tem broker; uma linha por MQTT é alcançada por uma casa em execução',
  'link.examples':
    'test: representa respostas de exemplo, que nenhuma casa guarda: informe o endereço do dispositivo ou veja `solstead demo`',
  'link.no-examples': 'não há respostas de exemplo de {protocol}',
  'link.examples-told': 'test: responde com exemplos de {protocol}: nada disto foi medido',
  'link.is-broker':
    'um broker carrega mensagens, não bytes; informe o endereço de uma porta serial, um dispositivo HID ou um host',
  'charger.came-speaking':
    'uma veio de {from} com o id dela e oferece {said}; aqui se fala OCPP 1.6 (JSON): configure-a assim',
  'charger.came-without-password':
    'uma veio de {from} com o id dela e sem a senha: informe nela a que foi mostrada aqui, ou crie uma nova',
  'charger.came-with-other-password':
    'uma veio de {from} com o id dela e outra senha: informe nela a que foi mostrada aqui, ou crie uma nova',
  'charger.comes-often':
    'uma com o id dela veio de {from} repetidas vezes: duas estações de recarga têm este id, ou uma rede derruba as conexões dela',
  'charger.comes-twice':
    'uma com o id dela veio de {from} repetidas vezes enquanto ela está conectada: duas estações de recarga têm este id; dê outro a uma delas',
  'link.comes-itself': 'uma estação de recarga vem sozinha: nada é aberto',
  'port.taken': 'outro programa atende na porta {port}',
  'port.taken-by': '{name} (processo {pid}) atende na porta {port}',
  'port.forbidden': 'este usuário não pode atender na porta {port}',
  'help.other-port': 'Pare o outro programa ou a outra saída, ou escolha outra porta.',
  'help.low-port':
    'Portas abaixo de 1024 exigem um direito. Com systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE na unit; em um contêiner: --cap-add NET_BIND_SERVICE; senão sysctl net.ipv4.ip_unprivileged_port_start={port}.',
  'help.own-address': 'Escolha um endereço deste computador, ou 0.0.0.0 para todos.',
  'mdns.no-network': 'este computador não tem endereço em uma rede',
  'port.no-address': '{host} não é um endereço deste computador',
  'link.flooded': 'o dispositivo envia sem parar e não é ouvido por meio minuto',
  'link.not-open': 'não está aberta',
  'link.vanished': 'o dispositivo desapareceu',
  'link.not-sent': 'a consulta não pôde ser enviada',
  'serial.not-opened': 'não pode ser aberta, talvez porque outro programa a use ({said})',
  'serial.not-serial': 'não é uma porta serial',
  'link.not-there': 'o dispositivo não está lá',
  'answer.none': 'nada chegou em {ms} ms',
  'answer.echo': 'só o eco da consulta chegou em {ms} ms',
  'answer.checksum': 'a soma de verificação não confere: {bytes}',
  'answer.foreign': 'em {ms} ms só chegaram quadros que não são a resposta ({count})',
  'answer.to-which':
    'o que chegou também pode ser a resposta tardia a {before}, que foi perguntado antes e abandonado: não foi usado',
  'answer.endless': 'enviou {count, number} bytes sem uma resposta entre eles: {bytes}',
  'answer.broken':
    '{count, plural, one {chegou # byte que não forma} many {chegaram # de bytes que não formam} other {chegaram # bytes que não formam}} uma resposta inteira: {bytes}',
  'port.missing': 'não há essa porta; o dispositivo está conectado?',
  'port.gone': 'o dispositivo atrás da porta sumiu; conecte-o de novo',
  'port.broken': 'o dispositivo atrás da porta não funciona',
  'port.busy': 'outro programa a usa',
  'port.no-port': 'não é uma porta de um dispositivo',
  'help.metadata': 'Indique o endereço do próprio dispositivo, na rede da casa.',
  'host.metadata': 'este endereço pertence ao data center e não é um dispositivo',
  'http.address': 'escreva o endereço como http://host:8086 ou https://host',
  'http.secret': 'tem caracteres que não podem ser enviados, como uma quebra de linha',
  'http.no-http': 'o que atende ali não fala HTTP',
  'mongo.message': 'enviou uma mensagem de mais de {most} bytes, ou uma que não é uma resposta',
  'http.no-tls': 'não fala TLS; o endereço é de http:// ?',
  'http.certificate': 'o certificado dele não é confiável: {said}',
  'help.http-away': 'Verifique o endereço e se o servidor está rodando; depois teste de novo.',
  'port.folder': 'é uma pasta, não uma porta',
  'port.no-access': 'este usuário não pode lê-la nem gravá-la',
  'port.not-in-container': '{path} não está neste contêiner',
  'port.no-permission': 'este usuário ou contêiner não pode usá-la',
  'port.read-only': 'aqui é só de leitura',
  'host.refused': 'o host está lá, mas nada atende nesta porta',
  'host.hung-up': 'o host desligou; talvez outro programa ocupe a única conexão dele',
  'host.wants-certificate': 'pede um certificado deste lado: informe um com sua chave',
  'host.other-certificate': 'não aceita o certificado deste lado ou o nome dele; veja quem o assinou e até quando vale',
  'host.no-handshake':
    'não se chegou a um TLS: pede um certificado deste lado que não foi informado ou não conhece TLS a partir da versão 1.2',
  'host.other-server': 'não responde como {protocol}; é a porta certa?',
  'host.no-tls': 'não responde com TLS; é a porta das conexões sem ele?',
  'host.untrusted':
    'o certificado dele não é confiável ({said}); se é próprio, informe o certificado de quem o assinou',
  'host.other-name': 'o certificado dele é para outro nome ({said}): use um dos nomes que estão nele',
  'host.silent': 'o host não responde; está ligado e nesta rede?',
  'host.no-route': 'não há rota daqui até a rede dele',
  'host.unknown': 'nada nesta rede tem este nome',
  'host.no-lookup': 'o nome não pôde ser consultado; a rede está no ar?',
  'hid.none': 'nenhum dispositivo USB HID {usb} está conectado',
  'hid.several':
    '{count, plural, one {# dispositivo USB HID {usb} está conectado} many {# de dispositivos USB HID {usb} estão conectados} other {# dispositivos USB HID {usb} estão conectados}}, e o endereço não diz qual é o desejado; são {addresses}',
  'ble.no-bus':
    'este computador não tem um barramento de sistema (D-Bus) que este programa alcance, e é por ele que se consulta o BlueZ',
  'ble.no-bluez': 'o BlueZ, que fala Bluetooth no Linux, não está rodando',
  'ble.no-permission': 'este usuário não pode usar Bluetooth',
  'ble.no-adapter': 'este computador não tem adaptador Bluetooth',
  'ble.other-adapter': 'este computador não tem um adaptador Bluetooth {wanted}',
  'ble.adapter-off': 'o adaptador Bluetooth está desligado',
  'ble.silent': 'o BlueZ não respondeu a tempo',
  'ble.too-much': 'o que o BlueZ diz não é D-Bus, ou tem mais de 2 MiB de uma vez',
  'ble.refused': 'o BlueZ recusou: {said}',
  'ble.not-heard': 'o dispositivo não foi ouvido em {seconds} s',
  'ble.not-connected': 'o dispositivo foi ouvido, mas não se deixa conectar ({said})',
  'ble.no-services': 'o dispositivo não informou seus serviços em {seconds} s',
  'ble.no-characteristic': 'o dispositivo não tem a característica {uuid}, portanto é de outro tipo',
  'ble.no-profile': 'só o tipo de dispositivo diz quais características ele usa',
  'ble.no-key': 'o que diz está criptografado, e a chave não é conhecida',
  'ble.wrong-key': 'o que diz está criptografado com outra chave',
  'ble.stopped': 'o BlueZ terminou ou o adaptador foi desligado',
  'ble.hung-up': 'a conexão Bluetooth caiu',
  'help.ble-bus': 'Instale D-Bus e BlueZ; em um contêiner, monte nele /run/dbus/system_bus_socket.',
  'help.ble-bluez': 'Instale o BlueZ (apt install bluez) e inicie-o (systemctl enable --now bluetooth).',
  'help.ble-permission': 'Adicione o usuário que roda o Solstead ao grupo bluetooth e entre de novo.',
  'help.ble-adapter': 'Conecte um adaptador Bluetooth com LE ou indique o certo com ?adapter=hci1.',
  'help.ble-power': 'Ligue-o (bluetoothctl power on); se for recusado, desbloqueie-o (rfkill unblock bluetooth).',
  'help.ble-range':
    'Aproxime o adaptador do dispositivo, verifique se este está ligado e feche todo app conectado a ele: a maioria dos dispositivos aceita uma só conexão e então não é ouvida por mais ninguém.',
  'help.ble-key':
    'No VictronConnect, abra as configurações do dispositivo, Product info, Instant readout via Bluetooth, mostre a chave de criptografia e informe-a como senha do dispositivo.',
  'esphome.no-key': 'o nó sela o que diz, e a chave não é conhecida',
  'esphome.wrong-key': 'o nó tem outra chave',
  'esphome.not-sealed': 'o nó não tem chave: o que diz não é selado',
  'esphome.no-password': 'o nó quer uma senha',
  'esphome.wrong-password': 'o nó tem outra senha',
  'esphome.no-node': 'o que atende ali não fala a API nativa do ESPHome',
  'esphome.version': 'o nó fala a versão {major} da API nativa, que não é conhecida',
  'esphome.silent': 'o nó não respondeu em {seconds} s',
  'esphome.too-long': 'enviou uma mensagem de mais de {most, number} bytes',
  'esphome.changed': 'uma mensagem selada foi alterada no caminho, ou falta',
  'esphome.refused': 'o nó encerrou a conexão: {said}',
  'esphome.goodbye': 'o nó se despediu, como faz antes de reiniciar ou dormir',
  'help.esphome-key':
    'Informe a chave do nó como senha dele: no YAML, abaixo de api:, encryption:, key: (44 caracteres que terminam em =).',
  'help.esphome-not-sealed':
    'Configure-o sem chave ou dê uma ao nó: no YAML, abaixo de api:, encryption:, key:, e instale-o de novo.',
  'help.esphome-password':
    'Informe a senha do nó, no YAML abaixo de api:, password: – ou melhor, uma chave: encryption:, key:, que o ESPHome mais novo quer.',
  'help.esphome-away':
    'Verifique o endereço, se o nó está acordado e se o YAML dele tem api: (porta 6053). Um nó sem isso pode vir por MQTT.',
  'unit.no-channel': 'a unidade não deixa que seus valores sejam ouvidos: {said}',
  'unit.silent': 'a unidade não respondeu em {seconds} s',
  'unit.left': 'a unidade encerrou o canal de seus valores',
  'unit.refused': 'a unidade não aceitou a senha conhecida para ela, que não é tentada de novo por {minutes} minutos',
  'unit.no-password': 'a unidade quer sua senha, e nenhuma é conhecida para ela',
  'unit.no-socket': 'o que atende ali não tem WebSocket para valores ({status})',
  'help.unit-password':
    'Informe a senha da página web como senha da unidade: define-se nela em Configuration, System (local password). A API fica fechada enquanto não houver uma.',
  'help.unit-old':
    'O Solar-Assistant tem isso desde a versão de 24 de março de 2026: atualize a unidade ou configure-a como “Solar-Assistant over HTTP”, ou por MQTT.',
  'link.vanished-by': 'o dispositivo desapareceu ({said})',
};
