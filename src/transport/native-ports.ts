// What opens serial ports and waits for files that speak, with its machine code. Loaded with the first of them: most homes have none.
import { LinuxPortBinding } from '@serialport/bindings-cpp';
import { SerialPort } from 'serialport';

/** By what they are. */
export const nativePorts = { LinuxPortBinding, SerialPort } as const;
