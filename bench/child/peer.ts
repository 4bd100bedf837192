// A device for the link rows: answers every request with a recorded QPIGS answer, at once or at the pace of 2400 baud,
// and prints how long that took from the last byte of the request to the last of the answer: the wire's own time.
// Arguments: `at-once` or `paced`, then `tcp` or the path of a serial port.
import { constants, openSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { ReadStream } from 'node:tty';
import { qpigsAnswer } from '../decode-jobs.ts';

const byteMs = 10_000 / 2400;
const carriageReturn = 0x0d;
const answer = qpigsAnswer();
const isPaced = process.argv[2] === 'paced';

type Send = (bytes: Uint8Array) => void;

function sendPaced(send: Send, requestBytes: number): void {
  const startMs = performance.now();
  let sent = 0;
  const step = (): void => {
    const due = Math.floor((performance.now() - startMs) / byteMs) - requestBytes;
    if (due > sent) send(answer.subarray(sent, Math.min(due, answer.length)));
    sent = Math.max(sent, Math.min(due, answer.length));
    if (sent < answer.length) setTimeout(step, 1);
    else process.stdout.write(`span ${performance.now() - startMs} end\n`);
  };
  step();
}

function answerTo(send: Send): (bytes: Buffer) => void {
  let held = 0;
  return (bytes) => {
    held += bytes.length;
    if (bytes.at(-1) !== carriageReturn) return;
    if (isPaced) sendPaced(send, held);
    else send(answer);
    held = 0;
  };
}

const where = process.argv[3] ?? '';
if (where === 'tcp') {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on(
      'data',
      answerTo((bytes) => socket.write(bytes)),
    );
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') process.stdout.write(`ready ${address.port} end\n`);
  });
} else {
  const flags = constants.O_RDWR | constants.O_NOCTTY;
  const fd = openSync(where, flags);
  const stream = new ReadStream(openSync(where, flags));
  stream.on('error', () => process.exit(1));
  stream.on(
    'data',
    answerTo((bytes) => void writeSync(fd, bytes)),
  );
  process.stdout.write('ready 0 end\n');
}
