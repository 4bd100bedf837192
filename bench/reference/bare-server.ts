// The barest program that says it is well and shows a page. Arguments: port, file of the page.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, page = ''] = process.argv.slice(2);
const body = readFileSync(page);
createServer((request, response) => {
  if (request.url === '/health') response.setHeader('content-type', 'application/json').end('{"status":"ok"}');
  else response.setHeader('content-type', 'text/html').end(body);
}).listen(Number(port), '127.0.0.1');
