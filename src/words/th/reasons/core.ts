// Thai: addresses, hexadecimal bytes and permissions.
import type { coreReasons as english } from '#core/reasons/core.ts';
import type { Texts } from '../../language.ts';

/** Thai, by code. */
export const coreReasons: Texts<typeof english> = {
  'hex.digit': '“{digit}” ไม่ใช่เลขฐานสิบหก',
  'hex.odd': '{digits, plural, other {# หลัก}}ไม่ครบเป็นไบต์',
  'address.percent': '“{part}” มี % ที่ไม่ตามด้วยเลขฐานสิบหกสองหลัก เขียน % เป็น %25',
  'address.baud': 'baud={value} ไม่ใช่ความเร็วระหว่าง 50 ถึง 4000000',
  'address.mode': 'mode={value} ไม่อยู่ในรูป 8N1, 8E1 หรือ 7O2',
  'address.option': 'ไม่รู้จักตัวเลือก {key} ที่รู้จักคือ {known}',
  'address.number': '{key}={value} ไม่ใช่ตัวเลขตั้งแต่ 0 ถึง {max}',
  'address.framing': 'framing={value} ไม่ใช่ rtu หรือ tcp',
  'address.wrong-port': '{port} ไม่ใช่พอร์ต: ต้องเป็นตัวเลขตั้งแต่ 1 ถึง {most}',
  'address.port': 'ไม่มีพอร์ต: {scheme}//host:port',
  'address.path-alone': 'เป็นพาธอย่างเดียว หมายถึง serial://{path} หรือไม่',
  'address.no-example': 'ตัวอย่างเขียนเป็น test: หรือพร้อมโปรโตคอล เช่น test:pi30max',
  'address.no-scheme': 'ไม่มีส่วนนำ เช่น serial:// หรือ tcp://',
  'address.no-url': 'อ่านเป็น URL ไม่ได้',
  'address.slashes': 'เขียนเครื่องหมายทับสามตัวหน้าพาธ: {rest}',
  'address.no-port-path': 'ไม่มีพาธของพอร์ต',
  'address.no-device-path': 'ไม่มีพาธของอุปกรณ์',
  'address.not-here': 'ใช้ที่อยู่นี้ที่นี่ไม่ได้',
  'address.no-usb-place': 'ตำแหน่งบน USB เขียนตามที่ Linux เรียก เช่น 1-1.2',
  'address.no-topic': 'ไม่ใช่หัวข้อของบริดจ์: mqtt-line://esp/roof โดยไม่มี +, # และ $',
  'address.no-mac': 'ไม่ใช่ที่อยู่ของอุปกรณ์บลูทูธ: ble://AA:BB:CC:DD:EE:FF',
  'address.no-charge-point': 'ไม่ใช่รหัสของจุดชาร์จ: ocpp://CP-1 ประกอบด้วยตัวอักษร ตัวเลข และ . _ - : = ไม่เกิน 48 ตัว',
  'address.no-adapter': 'อะแดปเตอร์ระบุด้วย hci0 เป็นต้น หรือด้วยที่อยู่',
  'address.no-host': 'ไม่มีโฮสต์',
  'address.account': 'ที่อยู่ของอุปกรณ์ต้องไม่มีบัญชี',
  'address.host-only': 'เขียนเฉพาะโฮสต์ ดัง {example}: Solstead รู้ว่าต้องขออะไร',
  'address.scheme': 'ไม่รู้จักส่วนนำ {scheme}://',
  'access.role': '{who} ทำสิ่งนี้ไม่ได้ ({action} ต้องมีบทบาท {role})',
  'access.single': '{who} ได้รับสิทธิ์เป็นรายการ ซึ่งไม่รวมสิ่งนี้ ({action})',
};
