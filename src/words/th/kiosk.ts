// Thai: tablets on a wall.
import type { Texts } from '../language.ts';
import type { kioskWords as english } from '../en/kiosk.ts';

/** Thai, by code. */
export const kioskWords: Texts<typeof english> = {
  'kiosks.title': 'แท็บเล็ตติดผนัง',
  'kiosks.text': 'ลิงก์แสดงบ้านนี้บนแท็บเล็ตเพื่อดูอย่างเดียว: ขนาดใหญ่ ไม่มีเมนู และเปลี่ยนอะไรที่นั่นไม่ได้',
  'kiosks.none': 'ยังไม่มีแท็บเล็ตที่แสดงบ้านนี้',
  'kiosks.add': 'สร้างลิงก์',
  'kiosks.name': 'ชื่อแท็บเล็ต',
  'kiosks.pages': 'หน้า',
  'kiosks.every': 'หน้าถัดไป',
  'kiosks.still': 'เปลี่ยนเอง',
  'kiosks.seconds': 'หลัง {count} วินาที',
  'kiosks.link': 'ลิงก์สำหรับแท็บเล็ต',
  'kiosks.made': 'เปิดบนแท็บเล็ต หรือสแกนโค้ดที่นั่น ใช้ได้ครั้งเดียวจนถึง {date} และแสดงเพียงครั้งเดียว',
  'kiosks.qr': 'คิวอาร์โค้ดของลิงก์',
  'kiosks.waiting': 'ลิงก์ยังไม่ถูกเปิด ใช้ได้ถึง {date}',
  'kiosk.show': 'ลิงก์นี้แสดงบ้านบนแท็บเล็ตเพื่อดูอย่างเดียว',
  'kiosk.switch': 'ออกจากระบบของ {name} แล้วแสดงบ้าน',
  'kiosk.ended': 'แท็บเล็ตนี้ออกจากระบบแล้ว',
  'kiosk.ended-text': 'ผู้ดูแลบ้านสร้างลิงก์ใหม่ได้ในการตั้งค่า',
};
