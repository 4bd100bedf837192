// For tests only: a mail server that takes what RFC 5321 says, refuses on demand, and keeps what it was sent.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Owner } from '#tools/testkit/owner.ts';

/** A message as it came. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Head and body, dots undone. */
  readonly data: string;
}

/** A mail server on a free port. */
export interface MailServer {
  readonly port: number;
  readonly mails: readonly TakenMail[];
  /** What is answered to RCPT; absent: it is taken. */
  refusal: string | undefined;
  /** Name and password as they came, where one signs in. */
  readonly accounts: readonly string[];
}

interface Talk {
  from: string;
  to: string[];
  data: string[] | undefined;
}

/** A server of lines that answers each. */
function lineServer(answer: (line: string, talk: Talk) => string | undefined): {
  readonly server: Server;
  readonly sockets: ReadonlySet<Socket>;
} {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write('220 test ESMTP\r\n');
    const talk: Talk = { from: '', to: [], data: undefined };
    let left = '';
    socket.on('data', (bytes) => {
      const lines = (left + bytes.toString()).split('\r\n');
      left = lines.pop() ?? '';
      for (const line of lines) {
        const said = answer(line, talk);
        if (said !== undefined) socket.write(`${said}\r\n`);
      }
    });
  });
  return { server, sockets };
}

/** Opens it, closed with the test. */
export async function mailServer(owner: Owner): Promise<MailServer> {
  const mails: TakenMail[] = [];
  const accounts: string[] = [];
  const made: { port: number; mails: TakenMail[]; refusal: string | undefined; accounts: string[] } = {
    port: 0,
    mails,
    refusal: undefined,
    accounts,
  };
  const answer = (line: string, talk: Talk): string | undefined => {
    if (talk.data !== undefined) {
      if (line !== '.') {
        talk.data.push(line.startsWith('.') ? line.slice(1) : line);
        return undefined;
      }
      mails.push({ from: talk.from, to: talk.to, data: talk.data.join('\r\n') });
      talk.data = undefined;
      return '250 taken';
    }
    const word = line.slice(0, 4).toUpperCase();
    if (word === 'EHLO') return '250-test\r\n250-AUTH PLAIN\r\n250 8BITMIME';
    if (word === 'AUTH') {
      accounts.push(
        Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString()
          .split('\0')
          .slice(1)
          .join(':'),
      );
      return '235 welcome';
    }
    if (word === 'MAIL') {
      [talk.from, talk.to] = [/<(.*?)>/.exec(line)?.[1] ?? '', []];
      return '250 ok';
    }
    if (word === 'RCPT') {
      if (made.refusal !== undefined) return made.refusal;
      talk.to.push(/<(.*?)>/.exec(line)?.[1] ?? '');
      return '250 ok';
    }
    if (word === 'DATA') {
      talk.data = [];
      return '354 go on';
    }
    return word === 'QUIT' ? '221 bye' : '502 not known here';
  };
  const { server, sockets } = lineServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  owner.onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  made.port = (server.address() as AddressInfo).port;
  return made;
}
