// Thai: what was booked, and why.
import type { ledgerReasons as english } from '#core/reasons/ledger.ts';
import type { Texts } from '../../language.ts';

/** Thai, by code. */
export const ledgerReasons: Texts<typeof english> = {
  'reading.left-out': 'ตัดค่าอ่านหนึ่งค่าออก: {why}',
  'power.left-out': 'ตัดกำลังไฟหนึ่งค่าออก: {why}',
  'value.no-number': 'ไม่ใช่ตัวเลข',
  'counter.no-reading': '{wh} Wh ไม่ใช่ค่าอ่านของตัวนับ',
  'counter.unknowing': '{wh} Wh คือค่าที่อุปกรณ์รายงานเมื่อไม่มีค่า',
  'power.unknowing': '{watts} คือค่าที่อุปกรณ์รายงานเมื่อไม่มีค่า',
  'power.too-much': '{watts} W มากเกินกว่าที่เป็นไปได้',
  'meter.exchanged': 'เปลี่ยนมิเตอร์แล้ว เพิ่ม {oldKwh, number, three} kWh ของตัวเดิม และตัวใหม่นับจาก {newKwh} kWh',
  'counter.glitch': 'ตัวนับแสดง {kwh, number, three} kWh ชั่วครู่แล้วกลับมา ไม่ได้ลงบัญชี',
  'counter.gap': 'ไม่มีค่าอ่านที่ใช้ได้ {minutes} นาที {kwh, number, three} kWh ที่นับในช่วงนั้นถูกเฉลี่ยลงในช่วงเดียวกัน',
  'power.gap': 'ไม่มีการอ่าน {seconds} s ไม่ได้ลงบัญชีเกินขีดจำกัดช่วงว่าง',
  'power.gap-stood-in': 'ไม่มีการอ่าน {seconds} s เกินขีดจำกัดช่วงว่างแล้วลงบัญชีจากแหล่งสำรองแทน หากทราบ',
  'role.alike': '{device} แสดงค่าเดียวกับ {other}: นับครั้งเดียว และใช้แทนเมื่อ {other} เงียบ เลือกได้ว่าวัดอะไร',
  'role.same-serial': '{device} มีหมายเลขเครื่องของ {other}: นับครั้งเดียว และใช้แทนเมื่อ {other} เงียบ',
  'role.sums-phases':
    'ตัวนับของ {device} รวมสิ่งที่แต่ละเฟสนับ และบอกค่าสุทธิไม่ได้: ลงบัญชีจากกำลังไฟ และใช้ตัวนับเป็นแหล่งสำรอง หากผู้ใช้ระบุว่าวัดอะไร จะลงบัญชีจากตัวนับเท่าที่ตรงกับกำลังไฟ',
  'role.itself': 'อุปกรณ์เป็นสำเนาของตัวเองไม่ได้',
  'role.unknown': '{device} ไม่ใช่อุปกรณ์ของบ้านนี้',
  'role.ring': '{device} เป็นสำเนาของอุปกรณ์นี้อยู่แล้ว',
  'side.silent':
    '{side, select, pv {โซลาร์} grid {โครงข่าย} battery {แบตเตอรี่} load {การใช้ไฟของบ้าน} other {เครื่องปั่นไฟ}}ไม่มีการวัดแล้ว: {devices} ไม่ได้แจ้งอะไรตั้งแต่นั้น และไม่มีแหล่งอื่นใช้แทน จึงไม่ลงบัญชี เมื่อมีค่าอ่านเข้ามา ตัวนับจะบอกว่าระหว่างนั้นใช้ไปเท่าใด',
  'source.stood-in': '{source} เงียบ จึงลงบัญชี {instead} แทนเป็นค่าประมาณ',
  'counter.jump-booked': 'ตัวนับเพิ่มขึ้น {kwh, number, three} kWh ในครั้งเดียว ค่าอ่าน {readings} ค่าตรงกัน จึงลงบัญชี',
  'counter.other':
    'อุปกรณ์ทำงานต่อด้วยโปรโตคอลหรือหัวข้ออื่น ตัวนับซึ่งก่อนหน้านี้อยู่ที่ {fromKwh, number, three} kWh แสดง {toKwh, number, three} kWh จึงถือว่าเป็นตัวนับอีกตัว และนับต่อจากตรงนั้น',
  'counter.jump-left-out': 'ตัวนับกระโดด {kwh, number, three} kWh มากเกินกว่าที่ไหลได้ นับต่อจากตรงนั้น และไม่ลงบัญชี',
  'counter.fall-believed':
    'ตัวนับลดจาก {fromKwh, number, three} kWh เป็น {toKwh, number, three} kWh ผู้ใช้ยืนยันแล้ว และนับต่อจากตรงนั้น',
  'counter.no-new-day': 'ตัวนับลดลงราวเที่ยงคืน ผู้ใช้ระบุว่าไม่ได้เริ่มวันใหม่ จึงไม่ลงบัญชี',
  'counter.not-trusted': 'ตัวนับตรงกับกำลังไฟอีกครั้ง แต่ผู้ใช้ไม่เชื่อ จึงลงบัญชีจากกำลังไฟ',
  'counter.came-back': 'ตัวนับกลับมาที่ {kwh, number, three} kWh หลังจากเริ่มใหม่ {missingKwh, number, three} kWh ที่ขาดถูกลงบัญชี',
  'counter.rolled-over': 'ตัวนับถึงค่าสูงสุดแล้วเริ่มใหม่ ลงบัญชี {kwh, number, three} kWh',
  'counter.began-again':
    'ตัวนับเริ่มใหม่: ลดจาก {fromKwh, number, three} kWh เป็น {toKwh, number, three} kWh แล้วเพิ่มขึ้น ลงบัญชีตามค่าที่แสดง',
  'counter.fell-back': 'ตัวนับลดจาก {fromKwh, number, three} kWh กลับเป็น {toKwh, number, three} kWh ลงบัญชีเฉพาะที่นับหลังจากนั้น',
  'counter.new-day': 'วันใหม่: ตัวนับเริ่มใหม่เมื่อ {atMs, date, moment} – ของเมื่อวานคงเดิม',
  'clock.set': 'นาฬิกาถูกปรับ {seconds} s – {batches, plural, other {# ชุดที่รออยู่}}ได้เวลาที่ถูกต้องแล้ว',
  'clock.unknown': 'เดิมยังไม่ทราบว่านาฬิกาถูกต้องหรือไม่ – {batches, plural, other {# ชุดที่รออยู่}}ได้เวลาที่ถูกต้องแล้ว',
};
