// The checksums of the wire formats, one registry.

/** CRC-16/XMODEM: polynomial 0x1021, initial 0, not reflected. Check value of "123456789": 0x31C3. */
export function crc16Xmodem(bytes: Uint8Array, end = bytes.length): number {
  const table = xmodemTable();
  let crc = 0;
  for (let index = 0; index < end; index += 1) {
    const at = ((crc >>> 8) ^ (bytes[index] ?? 0)) & 0xff;
    crc = ((crc << 8) ^ (table[at] ?? 0)) & 0xffff;
  }
  return crc;
}

/** CRC-16/MODBUS: polynomial 0x8005 reflected (0xA001), initial 0xFFFF. Check value of "123456789": 0x4B37. */
export function crc16Modbus(bytes: Uint8Array, end = bytes.length): number {
  const table = modbusTable();
  let crc = 0xffff;
  for (let index = 0; index < end; index += 1) {
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[index] ?? 0)) & 0xff] ?? 0);
  }
  return crc;
}

/** Sum of the bytes from `start` to before `end`, kept to 16 bits. */
export function sum16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let sum = 0;
  for (let index = start; index < end; index += 1) sum += bytes[index] ?? 0;
  return sum & 0xffff;
}

/** Sum of the bytes from `start` to before `end`, kept to 8 bits. */
export function sum8(bytes: Uint8Array, start = 0, end = bytes.length): number {
  return sum16(bytes, start, end) & 0xff;
}

/** Made with the first frame of a family: most starts see frames of one. */
let [xmodem, modbus]: [Uint16Array?, Uint16Array?] = [];

const xmodemTable = (): Uint16Array =>
  (xmodem ??= makeTable((index) => {
    let crc = index << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    return crc & 0xffff;
  }));

const modbusTable = (): Uint16Array =>
  (modbus ??= makeTable((index) => {
    let crc = index;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0xa001;
    return crc;
  }));

function makeTable(entry: (index: number) => number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, index) => entry(index));
}
