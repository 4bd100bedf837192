// Words that people use as passwords: whoever guesses begins with these. Lower case; spelt normally, as digits that
// stand for letters are turned into letters first.

/** The words. */
export const commonWords: readonly string[] = `
password passwort passwd passwrd pass pwd kennwort contrasena clave senha motdepasse wachtwoord haslo parola secret geheim geheimnis
admin administrator root user guest test tester testing demo default changeme change letmein welcome willkommen bienvenido bienvenue
benvenuto login logon access enter open sesame master superuser system server computer laptop internet network router wifi wlan
hello hallo hola bonjour ciao goodbye monkey dragon tiger lion eagle falcon wolf bear horse puppy kitty kitten dolphin butterfly
football fussball futbol baseball basketball hockey soccer golf tennis liverpool chelsea arsenal barcelona madrid bayern dortmund
juventus benfica superman batman spiderman starwars pokemon naruto matrix ninja samurai hunter ranger soldier warrior shadow phantom
killer death zombie freedom liberty peace trustno trust nothing whatever unknown private public money dollar euro bitcoin crypto
iloveyou loveyou love lover lovely sweetheart sweety honey baby babe angel princess prince queen king boss daddy mommy mama papa
mother father sister brother family familie famille familia friend friends forever together happy lucky smile sunshine sunny sun
moon star stars sky flower rose daisy lily violet jasmine orange banana apple cherry lemon melon peach strawberry chocolate cookie
coffee pizza cheese butter pepper ginger sugar whisky vodka beer music guitar piano dancer singer metallica nirvana eminem beatles
michael thomas andreas daniel david robert william james john peter martin stefan christian alexander sebastian maximilian
matthew joshua andrew anthony charlie george harry jordan justin kevin patrick richard steven nicole jessica jennifer michelle
ashley amanda samantha elizabeth stephanie melissa sabrina julia laura sarah anna maria marie sophie sandra claudia susanne
katharina christina hannah lena emma mia olivia
spring summer autumn winter fruhling sommer herbst fruehling verano invierno estate inverno printemps automne hiver
january february march april june july august september october november december januar februar marz juni juli oktober dezember
monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag
germany deutschland berlin munich muenchen hamburg austria wien switzerland zurich france paris italy roma espana england london
america newyork texas california canada toronto mexico brasil brazil argentina portugal lisboa poland polska warszawa
schatz schatzi liebe liebling hase maus mausi engel ich dich liebe amor amour amore teamo corazon princesa estrella
home house haus casa maison garden garten energy energie energia solar solaranlage photovoltaic photovoltaik inverter wechselrichter
battery batterie batteria speicher power strom electric sunpower growatt voltronic victron shelly fronius huawei deye goodwe
solstead homeassistant assistant smarthome raspberry raspberrypi raspbian ubuntu debian linux windows microsoft google android
iphone samsung facebook instagram youtube twitter amazon netflix
qwerty qwertz azerty asdf asdfgh zxcvbn yxcvbn poiuyt abc abcd abcdef xyz aaa zaq xsw qaz wsx edc
january jesus christ heaven blessed faith hope grace bible god
porsche mercedes ferrari corvette mustang yamaha suzuki toyota honda
correcthorsebatterystaple
`
  .trim()
  .split(/\s+/);
