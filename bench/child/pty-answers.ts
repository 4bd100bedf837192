// An inverter behind a serial port that answers at once; argument: the port. In a process of its own, as a device is.
import { openSync, readSync, writeSync } from 'node:fs';
import { qpigsAnswer } from '../decode-jobs.ts';

const hex = (digits: string): Uint8Array => Buffer.from(digits, 'hex');
const answers: Readonly<Record<string, Uint8Array>> = {
  QPIGS: qpigsAnswer(),
  // Battery mode.
  QMOD: hex('2842e7c90d'),
  // No warning.
  QPIWS: hex('283030303030303030303030303030303030303030303030303030303030303030ebe40d'),
};
const refused = hex('284e414b73730d');
const port = openSync(process.argv[2] ?? '', 'r+');
const bytes = Buffer.alloc(256);
let asked = '';
for (;;) {
  asked += bytes.toString('latin1', 0, readSync(port, bytes));
  const questions = asked.split('\r');
  asked = questions.pop() ?? '';
  // Behind the letters are two bytes of checksum.
  for (const question of questions) writeSync(port, answers[question.slice(0, -2)] ?? refused);
}
