// Portuguese of Brazil: reasons, the part of doctor.
import type { Texts } from '../../language.ts';
import type { doctorReasons as english } from '#core/reasons/doctor.ts';

/** Portuguese of Brazil, by code. */
export const doctorReasons: Texts<typeof english> = {
  'doctor.program': 'Solstead {version} em Node {node}, {system}',
  'doctor.late': 'sem resposta em {seconds, number} s',
  'doctor.ended': 'o exame acabou antes de chegar ao fim',
  'doctor.no-folder': 'ainda não há pasta de dados em {at}: ela é criada no primeiro início',
  'doctor.folder': '{at} pode ser lida e gravada',
  'doctor.in-use': '{at} é usada por um Solstead em execução',
  'doctor.in-use-by': '{at} é usada por um Solstead em execução (processo {pid})',
  'doctor.folder-other': '{at} pertence a outro usuário (número {owner}), que pode alterar e apagar o que há nela',
  'help.doctor-owner': 'Dê-a ao usuário que roda o Solstead: chown -R.',
  'doctor.open':
    '{count, plural, one {# arquivo dela pode ser lido} many {# de arquivos dela podem ser lidos} other {# arquivos dela podem ser lidos}} por outros, como {at}',
  'help.doctor-open': 'Torne-os legíveis só pelo dono: chmod -R go= {at}',
  'help.doctor-folder':
    'Permita que o usuário que roda o Solstead a leia e grave: chown -R e chmod u+rwX; ou indique outra pasta com --data.',
  'help.doctor-repair': 'Pare o Solstead e execute `solstead repair --data {at}`: ele diz o que pode ser salvo.',
  'help.doctor-newer': 'Inicie de novo aquela versão do Solstead ou restaure um backup feito antes da atualização.',
  'doctor.home': 'home.json está íntegro',
  'doctor.file': '{file} abre, {size, number} MB',
  'doctor.no-file': 'ainda não há {file}',
  'doctor.sums': '{file}: todas as {pages, number} páginas estão como foram gravadas',
  'doctor.sums-none': '{file} ainda não tem somas de suas páginas: elas começam no próximo início',
  'doctor.sums-changed':
    '{file}: {count, plural, one {# página não está como foi gravada} many {# de páginas não estão como foram gravadas} other {# páginas não estão como foram gravadas}}, a primeira é a página {page}',
  'doctor.sums-running': 'o Solstead em execução compara ele mesmo seus arquivos com as somas; veja a área web',
  'doctor.older': '{file} é de uma versão anterior: é atualizado no próximo início',
  'help.doctor-older': 'Faça um backup antes do primeiro início desta versão: `solstead backup`.',
  'doctor.server':
    '{what, select, history {o histórico é guardado} other {a casa é guardada}} em {at}, que aceita conexões',
  'doctor.server-away':
    '{what, select, history {o histórico é guardado} other {a casa é guardada}} em {at}, que não aceita conexão: {reason}',
  'doctor.history-folder': 'o histórico é guardado em {at}',
  'help.doctor-server': 'Verifique o endereço e se o servidor está rodando e pode ser alcançado daqui.',
  'doctor.room': '{left, number} MB estão livres em {at}',
  'help.doctor-room': 'Libere espaço ou mova os dados para um disco maior.',
  'doctor.unwritable': 'nada pode ser gravado em {at}: {reason}',
  'help.doctor-unwritable':
    'Um cartão ou disco que falha passa a só leitura: veja `dmesg`, salve o que há nele e troque-o.',
  'doctor.sync': 'uma gravação está segura no disco após {ms, number} ms',
  'doctor.sync-slow': 'uma gravação só está segura no disco após {ms, number} ms: o disco é lento ou está gasto',
  'help.doctor-sync': 'Mova os dados para um disco ou SSD: cartões baratos ficam lentos antes de falhar.',
  'doctor.clock': 'o relógio é mantido por NTP; fuso horário {zone}',
  'doctor.clock-free': 'o relógio não é mantido por NTP; fuso horário {zone}',
  'help.doctor-clock': 'Ative-o: `timedatectl set-ntp true`. As leituras esperam até se saber que a hora está certa.',
  'doctor.clock-unknown': 'o sistema não diz se mantém o relógio por NTP; fuso horário {zone}',
  'doctor.clock-early': 'o relógio diz {now, date, moment}, antes da última gravação feita aqui ({last, date, moment})',
  'help.doctor-clock-early':
    'Acerte o relógio ou dê uma rede ao computador ao iniciar: os valores receberiam datas erradas.',
  'doctor.no-ports': 'não há portas seriais nem HID',
  'doctor.port': '{path} ({title}) pode ser usada',
  'doctor.port-own': '{path} ({title}) é lida pelo Solstead (processo {pid})',
  'doctor.port-held': '{path} ({title}) está ocupada por {name} (processo {pid})',
  'help.doctor-port-held':
    'Só um programa por vez pode ler uma porta: pare esse, como `systemctl stop mpp-solar` ou `systemctl disable --now ModemManager`.',
  'doctor.port-barred': '{path} ({title}): {reason}',
  'help.doctor-serial':
    'Adicione o usuário que roda o Solstead ao grupo da porta: `sudo usermod -aG dialout $USER`, e entre de novo.',
  'help.doctor-hid':
    'Permita que o usuário que roda o Solstead a use com uma regra: echo \'KERNEL=="hidraw*", MODE="0660", GROUP="dialout"\' | sudo tee /etc/udev/rules.d/60-hidraw.rules, depois reconecte.',
  'doctor.not-linux': 'portas só são listadas no Linux; indique-as manualmente, como serial:///COM3',
  'doctor.bluetooth': 'o adaptador Bluetooth {adapter} está ligado',
  'doctor.broker-free': 'a porta {port} está livre para o broker MQTT integrado',
  'doctor.broker-own': 'o broker MQTT integrado responde na porta {port}',
  'doctor.broker-silent':
    'um Solstead está rodando, mas nada responde na porta {port}, onde deveria estar o broker MQTT',
  'help.doctor-broker-silent': 'Se foi iniciado com outra porta, informe-a aqui também: --mqtt-port.',
  'doctor.port-taken': 'a porta {port} está ocupada por outro programa',
  'doctor.port-taken-by': 'a porta {port} está ocupada por {name} (processo {pid})',
  'help.doctor-broker-taken':
    'Pare esse programa, escolha outra porta com --mqtt-port ou faça o Solstead usar aquele broker: --mqtt-broker mqtt://localhost:{port}.',
  'doctor.broker': 'o broker {at} aceita esta conta',
  'doctor.web-free': 'a porta {port} está livre para o aplicativo web',
  'doctor.web': 'o Solstead {version} responde na porta {port}: tudo está bem',
  'doctor.web-waiting': 'o Solstead na porta {port} está abrindo a casa, ou fechando-a',
  'doctor.web-trouble': 'o Solstead {version} responde na porta {port} e não está bem: {parts}',
  'help.doctor-web-trouble': 'O proprietário vê por quê no topo da página e em /health/ready com um token.',
  'doctor.web-silent': 'um Solstead roda nesta pasta, mas nada responde na porta {port}',
  'help.doctor-web-silent': 'Se foi iniciado com outra porta, informe-a aqui também: --port.',
  'help.doctor-web-taken': 'Pare esse programa ou escolha outra porta com --port.',
  'doctor.mdns':
    'nomes da rede local podem ser consultados; {count, plural, =0 {nenhum Solstead encontrado} one {# Solstead encontrado} many {# de Solsteads encontrados} other {# Solsteads encontrados}}',
  'doctor.mdns-none': 'nomes da rede local não podem ser consultados: {reason}',
  'help.doctor-mdns': 'Mesmo assim, dispositivos são adicionados pelos endereços. Em um contêiner, use a rede do host.',
  'doctor.file-good': '{file} está certo',
  'help.doctor-file': 'Corrija o ponto citado e confira com `solstead check`.',
  'doctor.devices-good': 'nada está errado com os dispositivos criados por você',
  'doctor.no-outputs': 'não há saídas',
  'doctor.outputs-of-wrong-file': 'as saídas de {file} não são testadas enquanto o arquivo estiver errado',
  'doctor.output': '{name}: o servidor aceita o que lhe é enviado',
  'doctor.output-reached': '{name}: o servidor aceita conexões',
  'doctor.output-bad': '{name}: {reason}',
  'doctor.output-off': '{name} está desligada',
  'doctor.output-screen': '{name} não precisa de servidor',
  'doctor.output-meter': '{name} é um medidor emulado: não é testado ao lado da casa',
  'doctor.output-own': '{name} usa o broker MQTT da casa: é testada na página das saídas',
  'doctor.outputs-elsewhere': 'a casa é guardada em um servidor: teste as saídas na página delas',
};
