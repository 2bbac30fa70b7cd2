import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expressionOf } from './test-support/parsing.ts';
import { expressionText, positionText } from './test-support/tree-text.ts';

function means(cases: Readonly<Record<string, string>>): void {
  for (const [source, meaning] of Object.entries(cases)) {
    it(`${source} means ${meaning}`, () => assert.equal(expressionText(expressionOf(source)), meaning));
  }
}

describe('literals', () => {
  means({
    '12': '12', '12L': '12L', '12l': '12L', '1.50': '1.50m', '.5': '.5m', '1.5d': '1.5d', '1.5D': '1.5d',
    'TRUE': 'true', 'false': 'false', 'null': 'null', 'NULL': 'null',
    [String.raw`'a\'b\\n\n\tA'`]: String.raw`"a'b\\n\n\tA"`,
    [String.raw`'\u00e9'`]: '"é"',
    "'😀 ok'": '"😀 ok"',
  });
});

describe('multi-line strings', () => {
  means({
    "'''\n   one\n     two'''": '"one\\n  two"',
    "'''\n  it's ''quoted''  \n\n  end\n  '''": '"it\'s \'\'quoted\'\'\\n\\nend\\n"',
    "'''\r\n  a\r\n b'''": '" a\\nb"',
    [String.raw`'''` + '\n' + String.raw`a\tb\u0041'''`]: String.raw`"a\tbA"`,
  });
});

describe('names, members and calls', () => {
  means({
    'a.b.c': '((a . b) . c)', 'a?.b.c()': '((a ?. b) . c())', 'a.b?.c(1, x)': '((a . b) ?. c(1, x))', 'm()': 'm()', 'this.a': '(this . a)', 'super.m(1)': '(super . m(1))',
    'a[0]': '(a [0])', 'a.b[i + 1].c': '(((a . b) [(i + 1)]) . c)', 'Trigger.new': '(Trigger . new)', 'System.Label.x': '((System . Label) . x)',
    'a.limit': '(a . limit)', 'a.class.x': '(a.class . x)', 'List<String>.class': 'List<String>.class', 'Outer.Inner.class': 'Outer.Inner.class', 'void.class': 'void.class',
    '(a)': 'paren(a)', 'USD500': 'USD500',
  });
});

describe('operators', () => {
  means({
    'a + b * c': '(a + (b * c))', '(a + b) * c': '(paren((a + b)) * c)', 'a - b - c': '((a - b) - c)', 'a = b = c': '(a = (b = c))', 'a += b': '(a += b)', 'a >>>= 2': '(a >>>= 2)',
    'a << 1 >> 2 >>> 3': '(((a << 1) >> 2) >>> 3)', 'a <= b': '(a <= b)', 'a >= b': '(a >= b)', 'a <> b': '(a != b)', 'a === b': '(a === b)', 'a !== b': '(a !== b)',
    'a && b || c && d': '((a && b) || (c && d))', 'a & b | c ^ d': '((a & b) | (c ^ d))', '!a == b': '((! a) == b)', '-a * b': '((- a) * b)', '- -a': '(- (- a))', '~a': '(~ a)',
    '++a + b++': '((++ a) + (b ++))', 'a ?? b ?? c': '((a ?? b) ?? c)', 'a == null ? b : c ? d : e': '((a == null) ? b : (c ? d : e))', 'a ?? b == c ? d : e': '((a ?? (b == c)) ? d : e)',
    'a instanceof List<B> && c': '((a instanceof List<B>) && c)', 'a + b == c + d': '((a + b) == (c + d))', 'a < b': '(a < b)',
  });
});

describe('casts', () => {
  means({
    '(String) a.b': 'cast<String>((a . b))', '(List<A>) b[0]': 'cast<List<A>>((b [0]))', '(Integer) a + b': '(cast<Integer>(a) + b)', '((A) b).c': '(paren(cast<A>(b)) . c)',
    '(A.B) c': 'cast<A.B>(c)', '(Integer[]) a': 'cast<List<Integer>>(a)',
    // As in Salesforce's front end: a parenthesised name followed by a sign is a cast.
    '(a) - b': 'cast<a>((- b))',
  });
});

describe('creation', () => {
  means({
    'new A()': 'new A()', 'new A.B(1, x)': 'new A.B(1, x)', "new Account(Name = 'x', Id = y)": 'new Account((Name = "x"), (Id = y))', 'new List<A>{a, b}': 'new List<A>{a, b}',
    'new List<A>{}': 'new List<A>{}', 'new Set<String>{}': 'new Set<String>{}', 'new Map<A, List<B>>{}': 'new Map<A,List<B>>{}', "new Map<String, A>{'k' => v, 'l' => w}": 'new Map<String,A>{"k" => v, "l" => w}',
    'new A[]{a}': 'new List<A>{a}', 'new A[]{}': 'new List<A>{}', 'new A[5]': 'new List<A>[5]',
    'new Map<Id, A>([SELECT Id FROM A])': 'new Map<Id,A>([SELECT Id FROM A])',
  });
});

describe('queries', () => {
  means({
    '[SELECT Id FROM A WHERE b = :c.d AND e IN :f(1) LIMIT :g + 1]': '[SELECT Id FROM A WHERE b = :c.d AND e IN :f(1) LIMIT :g + 1]((c . d), f(1), (g + 1))',
    '[SELECT Id, (SELECT Id FROM Bs WHERE x = :y) FROM A WHERE z = :w]': '[SELECT Id, (SELECT Id FROM Bs WHERE x = :y) FROM A WHERE z = :w](y, w)',
    '[SELECT COUNT() FROM A]': '[SELECT COUNT() FROM A]', '[SELECT Id FROM A][0].Id': '(([SELECT Id FROM A] [0]) . Id)',
    '[SELECT Id FROM A WHERE b IN :[SELECT Id FROM C WHERE d = :e]]': '[SELECT Id FROM A WHERE b IN :[SELECT Id FROM C WHERE d = :e]]([SELECT Id FROM C WHERE d = :e](e))',
    [String.raw`[SELECT Id FROM A WHERE b LIKE 'x\%\_%']`]: String.raw`[SELECT Id FROM A WHERE b LIKE 'x\%\_%']`,
    "[FIND 'x' IN ALL FIELDS RETURNING A]": "sosl [FIND 'x' IN ALL FIELDS RETURNING A]",
  });

  it('numbers binds in source order and gives each its expression', () => {
    const node = expressionOf('[SELECT Id FROM A WHERE b = :one AND (c = :two OR d IN (:three, :four)) LIMIT :five]');
    assert.ok(node.kind === 'Soql');
    assert.deepEqual(node.binds.map((bind) => expressionText(bind)), ['one', 'two', 'three', 'four', 'five']);
    assert.deepEqual(node.query.limit, { kind: 'bind', index: 4, text: 'five' });
  });
});

describe('positions', () => {
  it('cover the expression, from its first to behind its last character', () => {
    const node = expressionOf("a.b(\n  'c'\n)");
    assert.equal(positionText(node.pos), '1:34-3:2');
  });

  it('count a tab as one column and a character outside the basic plane as two', () => {
    const node = expressionOf("'😀' +\tb");
    assert.ok(node.kind === 'Binary');
    assert.equal(positionText(node.left.pos), '1:34-1:38');
    assert.equal(positionText(node.right.pos), '1:41-1:42');
  });

  it('end behind the closing quotes of a multi-line string', () => {
    assert.equal(positionText(expressionOf("'''\nab\n  c'''").pos), '1:34-3:7');
  });
});
