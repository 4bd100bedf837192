// Frames of a charge controller of MPP Solar as a log of its line shows them (syssi/esphome-pipsolar issue 63, 2023-04-14).
/** The question and the bytes of the answer in hex; what it does not know it answers with NAK. */
export const pi34Frames = [
  ['QPI', '2850493334da8f0d'],
  ['QDI', '28303020323030302030322031342e34302031332e3630203030202b30302e302030303030fd710d'],
  ['QFLAG', '284e414b73730d'],
  ['QMN', '284e414b73730d'],
  ['QMOD', '284e414b73730d'],
] as const;
