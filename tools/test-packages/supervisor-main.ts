// A Supervisor of Home Assistant that knows one thing: where the broker is. A process of its own, as it lives in the network of the app.
// Called with the token of the app and the password of the broker.
import { createServer } from 'node:http';

const [token = '', password = ''] = process.argv.slice(2);
const broker = { app: 'core_mosquitto', host: '127.0.0.1', port: 1883, ssl: false, username: 'addons', password };

createServer((asked, reply) => {
  const isKnown = asked.headers.authorization === `Bearer ${token}`;
  const isBroker = asked.url === '/services/mqtt';
  reply.writeHead(isKnown ? (isBroker ? 200 : 404) : 401, { 'content-type': 'application/json' });
  reply.end(isKnown && isBroker ? JSON.stringify({ result: 'ok', data: { ...broker, protocol: '3.1.1' } }) : '{}');
}).listen(80, '127.0.0.1', () => console.log('ready'));
