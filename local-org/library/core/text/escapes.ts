/** Escaping of text for CSV, JavaScript, Java, HTML and XML, as Commons-Lang does it. */

const controlEscapes: Readonly<Record<string, string>> = { '\b': '\\b', '\n': '\\n', '\t': '\\t', '\f': '\\f', '\r': '\\r', '\\': '\\\\', '"': '\\"' };
const unescapes: Readonly<Record<string, string>> = { b: '\b', n: '\n', t: '\t', f: '\f', r: '\r' };

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

const isPrintableAscii = (character: string): boolean => character >= ' ' && character <= '~';

export function escapeJava(text: string): string {
  return text.replace(/[^]/g, (character) => controlEscapes[character] ?? (isPrintableAscii(character) ? character : unicodeEscape(character)));
}

export function escapeEcmaScript(text: string): string {
  return escapeJava(text).replaceAll("'", "\\'").replaceAll('/', '\\/');
}

/** Only what is not ASCII or not printable. */
export function escapeUnicode(text: string): string {
  return text.replace(/[^]/g, (character) => (isPrintableAscii(character) ? character : unicodeEscape(character)));
}

export function unescapeJava(text: string): string {
  return text.replace(/\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|([^]))/g, (_all, hexadecimal: string | undefined, octal: string | undefined, other: string | undefined) => {
    if (hexadecimal !== undefined) return String.fromCharCode(parseInt(hexadecimal, 16));
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    return unescapes[other!] ?? other!;
  });
}

export function unescapeUnicode(text: string): string {
  return text.replace(/\\u+\+?([0-9a-fA-F]{4})/g, (_all, hexadecimal: string) => String.fromCharCode(parseInt(hexadecimal, 16)));
}

export function escapeCsv(text: string): string {
  return /[,"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function unescapeCsv(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  const inside = text.slice(1, -1);
  return /[,"\r\n]/.test(inside) ? inside.replaceAll('""', '"') : text;
}

const xmlEntities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&${xmlEntities[character]!};`);
}

/** Names of U+00A0 to U+00FF in order: what HTML 3.2 knows beside & < > ". */
const LATIN_NAMES = ('nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 '
  + 'frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times '
  + 'Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve '
  + 'oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml').split(' ');

const html3 = new Map<string, string>([
  ['&', 'amp'], ['<', 'lt'], ['>', 'gt'], ['"', 'quot'],
  ...LATIN_NAMES.map((name, index) => [String.fromCharCode(0xa0 + index), name] as const),
]);

/** What HTML 4 adds: name and code point. */
const HTML4_NAMES = 'fnof 402 Alpha 913 Beta 914 Gamma 915 Delta 916 Epsilon 917 Zeta 918 Eta 919 Theta 920 Iota 921 Kappa 922 Lambda 923 Mu 924 Nu 925 Xi 926 Omicron 927 Pi 928 Rho 929 '
  + 'Sigma 931 Tau 932 Upsilon 933 Phi 934 Chi 935 Psi 936 Omega 937 alpha 945 beta 946 gamma 947 delta 948 epsilon 949 zeta 950 eta 951 theta 952 iota 953 kappa 954 lambda 955 mu 956 '
  + 'nu 957 xi 958 omicron 959 pi 960 rho 961 sigmaf 962 sigma 963 tau 964 upsilon 965 phi 966 chi 967 psi 968 omega 969 thetasym 977 upsih 978 piv 982 bull 8226 hellip 8230 prime 8242 '
  + 'Prime 8243 oline 8254 frasl 8260 weierp 8472 image 8465 real 8476 trade 8482 alefsym 8501 larr 8592 uarr 8593 rarr 8594 darr 8595 harr 8596 crarr 8629 lArr 8656 uArr 8657 rArr 8658 '
  + 'dArr 8659 hArr 8660 forall 8704 part 8706 exist 8707 empty 8709 nabla 8711 isin 8712 notin 8713 ni 8715 prod 8719 sum 8721 minus 8722 lowast 8727 radic 8730 prop 8733 infin 8734 '
  + 'ang 8736 and 8743 or 8744 cap 8745 cup 8746 int 8747 there4 8756 sim 8764 cong 8773 asymp 8776 ne 8800 equiv 8801 le 8804 ge 8805 sub 8834 sup 8835 nsub 8836 sube 8838 supe 8839 '
  + 'oplus 8853 otimes 8855 perp 8869 sdot 8901 lceil 8968 rceil 8969 lfloor 8970 rfloor 8971 lang 9001 rang 9002 loz 9674 spades 9824 clubs 9827 hearts 9829 diams 9830 OElig 338 '
  + 'oelig 339 Scaron 352 scaron 353 Yuml 376 circ 710 tilde 732 ensp 8194 emsp 8195 thinsp 8201 zwnj 8204 zwj 8205 lrm 8206 rlm 8207 ndash 8211 mdash 8212 lsquo 8216 rsquo 8217 '
  + 'sbquo 8218 ldquo 8220 rdquo 8221 bdquo 8222 dagger 8224 Dagger 8225 permil 8240 lsaquo 8249 rsaquo 8250 euro 8364';

const html4 = new Map(html3);
for (const [, name, code] of HTML4_NAMES.matchAll(/(\w+) (\d+)/g)) html4.set(String.fromCodePoint(Number(code)), name!);

const escapeWith = (names: ReadonlyMap<string, string>) => (text: string): string =>
  text.replace(/[&<>"\u00a0-\uffff]/g, (character) => (names.has(character) ? `&${names.get(character)!};` : character));

const unescapeWith = (names: ReadonlyMap<string, string>) => {
  const characters = new Map([...names].map(([character, name]) => [name, character]));
  return (text: string): string => text.replace(/&(?:#[xX]([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (all, hexadecimal: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return characters.get(name) ?? all;
    const code = hexadecimal === undefined ? Number(decimal) : parseInt(hexadecimal, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
};

export const escapeHtml3 = escapeWith(html3);
export const escapeHtml4 = escapeWith(html4);
export const unescapeHtml3 = unescapeWith(html3);
export const unescapeHtml4 = unescapeWith(html4);
export const unescapeXml = unescapeWith(new Map(Object.entries(xmlEntities)));
