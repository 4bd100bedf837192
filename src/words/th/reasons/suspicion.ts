// Thai: why a counter or a balance is doubted.
import type { suspicionReasons as english } from '#core/reasons/suspicion.ts';
import type { Texts } from '../../language.ts';

/** Thai, by code. */
export const suspicionReasons: Texts<typeof english> = {
  'counter.jump-against-power':
    'ตัวนับกระโดด {kwh, number, three} kWh ขณะที่กำลังไฟรวมได้ {powerKwh, number, three} kWh จึงลงบัญชีจากกำลังไฟ',
  'counter.stood-still': 'ตัวนับหยุดนิ่งขณะที่กำลังไฟรวมได้ {powerKwh, number, three} kWh จะลงบัญชีจากกำลังไฟจนกว่าตัวนับจะพิสูจน์ตัวเอง',
  'counter.too-fast':
    'ตัวนับนับได้ {kwh, number, three} kWh ขณะที่กำลังไฟรวมได้ {powerKwh, number, three} kWh จะลงบัญชีจากกำลังไฟจนกว่าตัวนับจะพิสูจน์ตัวเอง',
  'counter.too-slow':
    'ตัวนับนับได้เพียง {kwh, number, three} kWh ขณะที่กำลังไฟรวมได้ {powerKwh, number, three} kWh จะลงบัญชีจากกำลังไฟจนกว่าตัวนับจะพิสูจน์ตัวเอง',
  'counter.proved': 'ตัวนับตรงกับกำลังไฟอีกครั้งและเชื่อถือได้นับจากนี้ ระหว่างนั้นลงบัญชี {kwh, number, three} kWh จากกำลังไฟ',
  'counter.caught-up': 'ตัวนับตามทันกำลังไฟและเชื่อถือได้อีกครั้ง ระหว่างนั้นลงบัญชี {kwh, number, three} kWh จากกำลังไฟ',
  'counter.began-again-power':
    'ตัวนับลดจาก {fromKwh, number, three} kWh เป็น {toKwh, number, three} kWh และนับต่อจากตรงนั้น ระหว่างนั้นลงบัญชีจากกำลังไฟ',
  'counter.spike': 'ตัวนับแสดงเกินไป {kwh, number, three} kWh ระยะหนึ่งแล้วกลับมา สิ่งที่ลงบัญชีไว้ถูกนำออกแล้ว',
  'counter.new-day-filled':
    'วันใหม่: ตัวนับเริ่มใหม่เมื่อ {atMs, date, moment} – {kwh, number, three} kWh ของนาทีก่อนหน้ามาจากกำลังไฟ',
  'balance.off': 'ไฟที่เข้ากับไฟที่ออกต่างกัน {kwh, number, three} kWh: มิเตอร์ของบ้านไม่ตรงกัน',
  'balance.sign': 'ไฟที่เข้ากับไฟที่ออกต่างกัน {kwh, number, three} kWh: {side} กับมิเตอร์อื่นไม่ตรงกัน เหมือนเครื่องหมายกลับด้าน',
  'balance.mirrored':
    'ไฟที่เข้ากับไฟที่ออกต่างกัน {kwh, number, three} kWh: มิเตอร์โครงข่ายสองตัวแสดงค่าเดียวกันแต่เครื่องหมายตรงข้ามจึงหักล้างกัน ระบุว่าตัวที่กลับด้านเป็นสำเนาของอีกตัวโดยเครื่องหมายตรงข้าม',
  'balance.duplicate': 'ไฟที่เข้ากับไฟที่ออกต่างกัน {kwh, number, three} kWh: {side} กับมิเตอร์อื่นไม่ตรงกัน เหมือนถูกนับสองครั้ง',
  'balance.phase':
    'ไฟที่เข้ากับไฟที่ออกต่างกัน {kwh, number, three} kWh: {side} กับมิเตอร์อื่นไม่ตรงกัน เหมือนเฟสเดียวแทนสามเฟส สามเฟสแทนเฟสเดียว หรือเฟสหนึ่งเครื่องหมายกลับด้าน',
  'balance.scale': 'ไฟที่เข้ากับไฟที่ออกต่างกัน {kwh, number, three} kWh: {side} กับมิเตอร์อื่นไม่ตรงกัน เหมือนหน่วยผิด',
  'balance.circuits': 'วงจรต่าง ๆ ใช้ไฟมากกว่าทั้งบ้าน {kwh, number, three} kWh: มีวงจรหนึ่งไม่ได้อยู่ในบ้าน หรือถูกนับสองครั้ง',
  'balance.charge':
    'แบตเตอรี่จ่ายออกขณะที่ระดับประจุเพิ่ม หรือรับไฟขณะที่ระดับประจุลด: กำลังไฟกับประจุต่างกัน {kwh, number, three} kWh เหมือนเครื่องหมายของกำลังไฟกลับด้าน',
};
