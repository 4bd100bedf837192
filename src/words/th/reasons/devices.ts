// Thai: what a device has not, and what a value may be.
import type { devicesReasons as english } from '#core/reasons/devices.ts';
import type { Texts } from '../../language.ts';

/** Thai, by code. */
export const devicesReasons: Texts<typeof english> = {
  'device.no-reason': 'อุปกรณ์ไม่ได้ให้เหตุผล',
  'word.near': '{reason} – หมายถึง {near} หรือไม่',
  'word.known': '{reason} – ที่มีคือ {known}',
  'device.no-setting': '{id} ไม่มีการตั้งค่านี้',
  'device.query-sets': '{id} มี {setting} เป็นการตั้งค่า และคำถามไม่ตั้งอะไร: ใช้ `solstead set {setting}`',
  'device.no-query': '{id} ไม่มีคำถามนี้',
  'device.no-set-point': '{id} ไม่มีค่าตั้งนี้',
  'device.no-set-points': 'ไม่มีค่าตั้งในแค็ตตาล็อกที่ตั้งบน {id} ได้',
  'device.no-command': '{id} ไม่มีคำสั่งหรือรายงานนี้',
  'device.no-report': '{id} ไม่มีรายงานนี้',
  'protocol.none': 'ไม่มีโปรโตคอลนี้',
  'protocol.broken': 'ไฟล์มีปัญหา: {problem}{more, plural, =0 {} other { (และอีก #)}}',
  'value.missing': '“{title}” รับค่า {limits} แต่ไม่ได้ระบุค่า',
  'value.not-taken': '“{title}” รับค่า {limits} ไม่ใช่ {given}',
  'value.between': '“{title}” รับค่า {limits} ไม่ใช่ {given} – ค่าระหว่างนั้นใช้ได้เพียงบางค่า',
  'value.text': '“{title}” รับตัวเลข {limits} แต่ “{given}” เป็นข้อความ',
  'value.comma': '{reason} – เขียนทศนิยมด้วยจุด: {example}',
  'limits.switch': '1 คือเปิด 0 คือปิด',
  'limits.choices': 'หนึ่งใน {choices}',
  'limits.number': '{min} ถึง {max}{unit, select, none {} other { {unit}}} ทีละ {step}',
  'limits.ranges': '{ranges}{unit, select, none {} other { {unit}}} ทีละ {step}',
  'limits.values': '{values}{unit, select, none {} other { {unit}}}',
  'limits.text': 'ข้อความ เช่น {example}',
  'limits.action': 'ไม่มีค่า: เป็นการกระทำ',
  'own.below': 'ส่วนที่ทุกหัวข้อมีร่วมกันระบุโดยไม่มี + และ #',
  'own.none': 'บ้านนี้ไม่เก็บอุปกรณ์ที่สร้างเอง',
  'own.unknown': 'ไม่มีอุปกรณ์ที่ประกอบที่นี่ชื่อ {id}',
  'own.in-use': '{name} เป็นอุปกรณ์แบบนี้: ลบอุปกรณ์นั้นก่อน',
  'own.many': 'มี {most, number} รายการแล้ว: ลบออกก่อนหนึ่งรายการ',
  'own.not-heard': 'ยังไม่ได้ยินอะไรบนหัวข้อนี้',
  'own.no-value': 'ข้อความล่าสุดไม่มีค่านี้',
};
