// Thai: data for dashboards of one's own.
import type { Texts } from '../language.ts';
import type { monitoringWords as english } from '../en/monitoring.ts';

/** Thai, by code. */
export const monitoringWords: Texts<typeof english> = {
  'monitoring.title': 'สำหรับแดชบอร์ดของคุณเอง',
  'monitoring.text': 'ไม่มีข้อมูลออกจากบ้านโดยอัตโนมัติ โปรแกรมที่คุณให้โทเค็นดูได้ที่ /ws/monitoring/{system} หากไม่มีโทเค็นก็ไม่เกี่ยวข้อง',
  'monitoring.on': 'พร้อมใช้งาน {count, plural, =0 {ขณะนี้ไม่มีใครดู} other {ขณะนี้มี # โปรแกรมดูอยู่}}',
  'monitoring.on-until': 'พร้อมใช้งานถึง {when} – {count, plural, =0 {ขณะนี้ไม่มีใครดู} other {ขณะนี้มี # โปรแกรมดูอยู่}}',
  'monitoring.off': 'สิ้นสุดเมื่อ {when}: โปรแกรมไม่ได้รับข้อมูล',
  'monitoring.maintenance': 'ไคลเอนต์เห็นว่ากำลังบำรุงรักษา: {text}',
  'monitoring.end': 'ปิด',
  'monitoring.renew': 'เปิดอีกครั้ง',
  'monitoring.factors': 'ค่าตัวคูณ',
  'monitoring.money': 'เงินที่ประหยัดต่อ kWh',
  'monitoring.co2': 'CO₂ ที่ลดได้ต่อ kWh, kg',
  'monitoring.tree': 'CO₂ ที่ต้นไม้หนึ่งต้นดูดซับในหนึ่งปี, kg',
  'monitoring.usual': 'เว้นว่าง: ตามอัตราค่าไฟของบ้าน',
  'monitoring.wrong': 'ตัวเลขตั้งแต่ 0 ขึ้นไป เช่น 0.85',
  'monitoring.save': 'บันทึกค่าตัวคูณ',
  'monitoring.announce': 'ประกาศ',
  'monitoring.status': 'สถานะ',
  'monitoring.status-of.online': 'ออนไลน์',
  'monitoring.status-of.offline': 'ออฟไลน์',
  'monitoring.status-of.maintenance': 'บำรุงรักษา',
  'monitoring.message': 'ข้อความถึงผู้ที่ดูอยู่',
  'monitoring.send': 'ประกาศ',
  'monitoring.all': 'แจ้งทุกบ้าน',
  'monitoring.all-text': 'แจ้งทุกคนที่ดูบ้านใดก็ตามของระบบนี้ เรื่องการบำรุงรักษาตามแผน',
  'monitoring.all-message': 'จะทำอะไร',
  'monitoring.all-start': 'เริ่มเวลา (เวลาของคุณ)',
  'monitoring.all-minutes': 'ใช้เวลากี่นาที',
  'monitoring.all-minutes-wrong': 'จำนวนเต็มตั้งแต่ 1 ถึง 100,000',
  'monitoring.all-start-wrong': 'เลือกวันและเวลา',
  'monitoring.all-send': 'แจ้งทุกบ้าน',
  'monitoring.sent': 'แจ้งทุกคนที่ดูอยู่แล้ว',
};
