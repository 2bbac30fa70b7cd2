/** Sources that are refused, with `line:column message`. */
const inMethod = (body: string): string => `class A { void m() { ${body} } }`;

/** Salesforce's own front end says the same, word for word. */
export const sharedRefusals: Readonly<Record<string, string>> = {
  [inMethod('a()')]: "1:26 Missing ';' at '}'",
  [inMethod('return 1')]: "1:31 Missing ';' at '}'",
  [inMethod('Integer x = ;')]: "1:34 Unexpected token ';'.",
  [inMethod('if x { }')]: "1:25 Missing '(' at 'x'",
  [inMethod('if (x);')]: "1:28 Unexpected token ';'.",
  [inMethod('foo(a,);')]: "1:28 Unexpected token ')'.",
  [inMethod('x = [SELECT Id FORM Account];')]: "1:42 Missing 'FROM' at 'Account'",
  'class A { void m() { ': "1:22 Expecting '}' but was: '<EOF>'",
  'class A { } }': "1:13 Extra '<EOF>', at '}'.",
  'class A { foo }': "1:15 Unexpected token '}'.",
  'clas A { }': "1:1 Unexpected token 'clas'.",
  '': "1:1 Unexpected token '<EOF>'.",
  'class A { # }': "1:11 Found punctuation symbol or operator '#' that isn't valid in Apex.",
  "class A { String s = 'abc; }": "1:22 Missing closing quote character ' on string.",
  "class A { String s = 'a\nb'; }": '1:22 Illegal string literal: Line breaks are not allowed in string literals',
  [String.raw`class A { String s = 'a\%'; }`]: String.raw`1:22 Illegal string literal: Invalid string literal 'a\%'. Illegal character sequence \%' in string literal.`,
  [String.raw`class A { String s = 'k\xc'; }`]: String.raw`1:22 Illegal string literal: Invalid string literal 'k\xc'. Illegal character sequence \x' in string literal.`,
  'class A { Integer limit; }': "1:19 Unexpected token 'limit'.",
  'class A { Integer x = 2147483648; }': '1:23 Illegal integer',
  'class A { Long x = 9223372036854775808L; }': '1:20 Illegal long',
  'class é { }': "1:7 Invalid identifier 'é'. Apex identifiers must start with an ASCII letter (a-z or A-Z) followed by any number of ASCII letters (a-z or A-Z), digits (0 - 9), '_'.",
  'class A { Integer x { get; get; } }': "1:28 Missing '}' at 'get'",
  [inMethod('x = new List<A>[2];')]: "1:37 Unexpected token '['.",
  'interface A extends B, C { }': "1:22 Expecting '{' but was: ','",
  'interface A { public void m(); }': "1:15 Expecting '}' but was: 'public'",
};

/** Its parser lets these pass and a later phase refuses them, or the local org does not support them, or it stops at another token. */
export const ownRefusals: Readonly<Record<string, string>> = {
  'class A { public public Integer a; }': '1:18 Modifier is already specified: public',
  [inMethod('switch on x { when Colour.RED { } }')]: '1:41 Enum value must be unqualified in a when clause: Colour.RED',
  [inMethod('public Integer x;')]: '1:22 Modifier is not allowed on a variable: public',
  [inMethod('x = [SELECT Id FROM A WHERE b = 10:00:00Z];')]: '1:54 The time literal 10:00:00Z is not supported.',
  [inMethod('x = [SELECT Id FROM A WHERE];')]: "1:44 Unexpected token 'WHERE'.",
};
