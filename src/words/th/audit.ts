// Thai: the audit log.
import type { Texts } from '../language.ts';
import type { auditWords as english } from '../en/audit.ts';

/** Thai, by code. */
export const auditWords: Texts<typeof english> = {
  'audit.text': 'ใครทำอะไร เมื่อใด และผลเป็นอย่างไร',
  'audit.who': 'ผู้ใช้หรือโปรแกรม',
  'audit.action': 'การกระทำ',
  'audit.filter': 'แสดง',
  'audit.clear': 'แสดงทั้งหมด',
  'audit.none': 'ไม่มีรายการเช่นนี้ในบันทึก',
  'audit.more': 'โหลดเพิ่ม',
  'audit.export': 'ส่งออก',
  'audit.checking': 'กำลังอ่านบันทึกเพื่อตรวจว่าครบถ้วน …',
  'audit.whole': 'บันทึกครบถ้วน: ไม่มีบรรทัดใดหายหรือถูกแก้',
  'audit.broken':
    'บันทึกไม่ครบถ้วน: ใน{chain, select, changes {การเปลี่ยนแปลง} commands {คำสั่ง} entries {การลงชื่อเข้าใช้} other {การปฏิเสธ}} บรรทัด {line, number} หายไปหรือถูกแก้',
  'audit.denied.message': 'คุณไม่มีสิทธิ์อ่านบันทึกการใช้งาน',
  'audit.denied.repair': 'โปรดสอบถามเจ้าของบ้านนี้',
};
