import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { emitProgram } from '../compiler/4-emit/emit.ts';
import type { TypedExpression, TypedStatement } from '../compiler/3-check/typed.ts';
import { LimitException, MathException, NullPointerException } from '../values/exceptions.ts';
import { machine, nextEpoch } from './machine.ts';
import { Program } from './program.ts';
import {
  arithmetic, assign, at, block, BOOLEAN, call, ClassBuilder, constant, declare, effect, giveBack, increment, integer, INTEGER, less, local, NULL, program, read, STRING, text, VOID,
} from './test/typed-builders.ts';
import { apexErrorOf } from './support/native-errors.ts';

const environment = {
  platform: (key: string): unknown => { throw new Error(`unexpected ${key}`); },
  enumConstant: (): unknown => undefined,
  recordClass: (): never => { throw new Error('no records here'); },
};

function run(classes: readonly ClassBuilder[], className: string, method: string, ...values: unknown[]): unknown {
  return Program.link(emitProgram(program(...classes)), environment).invoke(className, method, values);
}

/** A class `T` with one static method of the given body. */
function runBody(body: readonly TypedStatement[], parameters: ReturnType<typeof local>[] = [], ...values: unknown[]): unknown {
  const type = new ClassBuilder('T');
  type.method('run', parameters, INTEGER, body);
  return run([type], 'T', 'run', ...values);
}

beforeEach(() => {
  machine.epoch = nextEpoch();
  machine.fuel = 1_000_000;
});

describe('numbers', () => {
  const a = local('a', INTEGER);
  const b = local('b', INTEGER);
  const binary = (operator: '+' | '-' | '*' | '/', left: unknown, right: unknown): unknown => runBody([giveBack(arithmetic(operator, read(a), read(b)))], [a, b], left, right);

  it('an Integer sum beyond 32 bits wraps', () => assert.equal(binary('+', 2147483647, 1), -2147483648));
  it('an Integer product keeps its low 32 bits', () => assert.equal(binary('*', 65537, 65537), 131073));
  it('Integer division truncates towards zero', () => assert.equal(binary('/', -7, 2), -3));
  it('dividing by zero throws MathException', () => assert.throws(() => binary('/', 1, 0), (error: unknown) => error instanceof MathException && error.message === 'Divide by 0'));
  it('arithmetic on null throws NullPointerException', () => assert.throws(() => binary('+', null, 1), NullPointerException));
  it('a comparison with null is false either way', () => {
    const body = [giveBack(less(read(a), read(b)))];
    assert.equal(runBody(body, [a, b], null, 1), false);
    assert.equal(runBody(body, [a, b], 1, null), false);
    assert.equal(runBody(body, [a, b], 0, 1), true);
  });
});

/** An expression over two Integers beside what it must give, by the definition of 32-bit arithmetic. */
interface Sample {
  readonly tree: TypedExpression;
  value(a: bigint, b: bigint): bigint;
}

const wrap = (value: bigint): bigint => BigInt.asIntN(32, value);

function samples(a: TypedExpression, b: TypedExpression): fc.Arbitrary<Sample> {
  const combine = (operator: '+' | '-' | '*', apply: (left: bigint, right: bigint) => bigint) => (left: Sample, right: Sample): Sample =>
    ({ tree: arithmetic(operator, left.tree, right.tree), value: (x, y) => wrap(apply(left.value(x, y), right.value(x, y))) });
  const operators = [combine('+', (x, y) => x + y), combine('-', (x, y) => x - y), combine('*', (x, y) => x * y)];
  return fc.letrec<{ node: Sample }>((tie) => ({
    node: fc.oneof({ maxDepth: 5 },
      fc.constantFrom<Sample>({ tree: a, value: (x) => x }, { tree: b, value: (_, y) => y }),
      fc.integer().map((value): Sample => ({ tree: integer(value), value: () => BigInt(value) })),
      tie('node').map((operand): Sample => ({ tree: { kind: 'Negate', operands: 'Integer', operand: operand.tree, type: INTEGER, pos: at(1) }, value: (x, y) => wrap(-operand.value(x, y)) })),
      fc.tuple(fc.constantFrom(...operators), tie('node'), tie('node')).map(([operator, left, right]) => operator(left, right)),
    ),
  })).node;
}

describe('Integer expressions', () => {
  it('of any shape give what 32-bit arithmetic gives', () => {
    const a = local('a', INTEGER);
    const b = local('b', INTEGER);
    fc.assert(fc.property(samples(read(a), read(b)), fc.integer(), fc.integer(), (sample, left, right) => {
      assert.equal(runBody([giveBack(sample.tree)], [a, b], left, right), Number(sample.value(BigInt(left), BigInt(right))) | 0);
    }), { numRuns: 150 });
  });
});

describe('variables and loops', () => {
  it('a loop with ++ sums up', () => {
    const i = local('i', INTEGER);
    const sum = local('sum', INTEGER);
    const n = local('n', INTEGER);
    const body = [
      declare(sum, integer(0)),
      { kind: 'For', init: [declare(i, integer(0))], condition: less(read(i), read(n)), update: [increment({ kind: 'local', local: i })], body: block(effect(assign({ kind: 'local', local: sum }, arithmetic('+', read(sum), read(i))))), pos: at(3) },
      giveBack(read(sum)),
    ] as const;
    assert.equal(runBody(body, [n], 101), 5050);
  });

  it('a local that is never assigned anything else but numbers is not checked for null, a parameter is', () => {
    const i = local('i', INTEGER);
    const n = local('n', INTEGER);
    const type = new ClassBuilder('T');
    type.method('run', [n], INTEGER, [declare(i, integer(0)), giveBack(arithmetic('+', read(i), read(n)))]);
    const { source } = emitProgram(program(type)).modules[0]!;
    assert.match(source, /return \(\(l\$i \+ \(l\$n \?\? \$nullPointer\(\)\)\) \| 0\);/);
  });

  it('i++ gives the old value, ++i the new one', () => {
    const i = local('i', INTEGER);
    const both = (result: 'old' | 'new'): unknown => runBody([declare(i, integer(5)), giveBack(arithmetic('+', arithmetic('*', increment({ kind: 'local', local: i }, result), integer(10)), read(i)))]);
    assert.equal(both('old'), 56);
    assert.equal(both('new'), 66);
  });

  it('an endless loop ends with the CPU limit, which no catch clause sees', () => {
    const everything: TypedStatement = {
      kind: 'Try', body: [{ kind: 'While', condition: constant({ kind: 'boolean', value: true }), body: block(), pos: at(1) }],
      catches: [{ type: exceptionType('Exception'), local: local('e', exceptionType('Exception')), body: [giveBack(integer(1))] }], finallyBody: undefined, pos: at(1),
    };
    assert.throws(() => runBody([everything, giveBack(integer(2))]), (error: unknown) => error instanceof LimitException && error.message === 'Apex CPU time limit exceeded');
  });

  it('break inside switch leaves the loop around it', () => {
    const i = local('i', INTEGER);
    const body: TypedStatement[] = [
      declare(i, integer(0)),
      { kind: 'While', condition: constant({ kind: 'boolean', value: true }), pos: at(1), body: block(
        effect(increment({ kind: 'local', local: i })),
        { kind: 'SwitchValue', subject: read(i), clauses: [{ values: [integer(3), integer(4)], body: [{ kind: 'Break', pos: at(1) }] }], otherwise: [{ kind: 'Continue', pos: at(1) }], pos: at(1) },
      ) },
      giveBack(read(i)),
    ];
    assert.equal(runBody(body), 3);
  });
});

function exceptionType(name: string): { readonly kind: 'class'; readonly symbol: ClassBuilder['symbol']; readonly arguments: readonly [] } {
  const builder = new ClassBuilder(`System.${name}`);
  return { kind: 'class', symbol: { ...builder.symbol, origin: 'platform', name }, arguments: [] };
}

describe('classes', () => {
  it('fields start null and the initialisers of all classes run before the first constructor body', () => {
    const log = new ClassBuilder('Log');
    const lines = log.field('lines', STRING, ['public', 'static'], text(''));
    const line = local('line', STRING);
    const noteSymbol = log.method('note', [line], STRING, [
      effect(assign({ kind: 'field', receiver: undefined, field: lines, direct: false }, concat(read({ kind: 'field', receiver: undefined, field: lines, direct: false }, STRING), read(line)))),
      giveBack(read(line)),
    ]);
    const note = (what: string): TypedExpression => call(noteSymbol, [text(what)]);
    const base = new ClassBuilder('Base', { modifiers: ['virtual'] });
    base.field('a', STRING, ['public'], note('baseField '));
    base.declareConstructor([], [effect(note('baseBody '))]);
    const derived = new ClassBuilder('Derived', { superType: base.symbol });
    derived.field('b', STRING, ['public'], note('field '));
    const created = derived.declareConstructor([], [effect(note('body'))]);
    const test = new ClassBuilder('T');
    test.method('run', [], STRING, [
      effect({ kind: 'New', constructor: created, arguments: [], type: derived.type, pos: at(1) }),
      giveBack(read({ kind: 'field', receiver: undefined, field: lines, direct: false }, STRING)),
    ]);
    assert.equal(run([test, derived, base, log], 'T', 'run'), 'baseField field baseBody body');
  });

  it('this(…) calls the constructor of its own class although a subclass has one of the same signature', () => {
    const n = local('n', INTEGER);
    const base = new ClassBuilder('Base', { modifiers: ['virtual'] });
    const value = base.field('value', INTEGER);
    const field = (receiver?: TypedExpression): Parameters<typeof assign>[0] => ({ kind: 'field', receiver, field: value, direct: false });
    const withNumber = base.declareConstructor([n], [effect(assign(field(), read(n)))]);
    const plain = base.declareConstructor([], [], { target: 'this', constructor: withNumber, arguments: [integer(7)], pos: at(1) });
    const derived = new ClassBuilder('Derived', { superType: base.symbol });
    derived.declareConstructor([n], [effect(assign(field(), integer(-1)))], { target: 'super', constructor: withNumber, arguments: [read(n)], pos: at(1) });
    const derivedPlain = derived.declareConstructor([], [], { target: 'super', constructor: plain, arguments: [], pos: at(1) });
    const test = new ClassBuilder('T');
    test.method('run', [], INTEGER, [giveBack(read(field({ kind: 'New', constructor: derivedPlain, arguments: [], type: derived.type, pos: at(1) })))]);
    assert.equal(run([test, base, derived], 'T', 'run'), 7);
  });

  it('a private method is not replaced by one of the same name in a subclass', () => {
    const base = new ClassBuilder('Base', { modifiers: ['virtual'] });
    const hidden = base.method('secret', [], INTEGER, [giveBack(integer(1))], ['private']);
    const open = base.methodSymbol('open', [], INTEGER, ['public']);
    base.body(open, [], [giveBack({ kind: 'Call', dispatch: 'direct', receiver: undefined, method: hidden, arguments: [], type: INTEGER, pos: at(1) })]);
    const derived = new ClassBuilder('Derived', { superType: base.symbol });
    derived.method('secret', [], INTEGER, [giveBack(integer(2))], ['public']);
    const test = new ClassBuilder('T');
    test.method('run', [], INTEGER, [giveBack(call(open, [], { kind: 'New', constructor: derived.symbol.constructors[0]!, arguments: [], type: derived.type, pos: at(1) }))]);
    assert.equal(run([test, derived, base], 'T', 'run'), 1);
  });

  it('a call on null in emitted code is NullPointerException', () => {
    const type = new ClassBuilder('T');
    const instance = type.method('m', [], INTEGER, [giveBack(integer(1))], ['public']);
    type.method('run', [], INTEGER, [giveBack(call(instance, [], { ...NULL, type: type.type }))]);
    let caught: unknown;
    try {
      run([type], 'T', 'run');
    } catch (error) {
      caught = error;
    }
    assert.ok(apexErrorOf(caught) instanceof NullPointerException);
  });

  it('endless recursion is the stack depth limit', () => {
    const type = new ClassBuilder('T');
    const again = type.methodSymbol('run', [], INTEGER);
    type.body(again, [], [giveBack(arithmetic('+', call(again), integer(1)))]);
    assert.throws(() => run([type], 'T', 'run'), (error: unknown) => apexErrorOf(error)?.message === 'Maximum stack depth reached: 1001');
  });
});

const concat = (...parts: readonly TypedExpression[]): TypedExpression => ({ kind: 'Concat', parts, type: STRING, pos: at(1) });

describe('statics', () => {
  function counter(): ClassBuilder {
    const type = new ClassBuilder('Counter');
    const count = type.field('count', INTEGER, ['public', 'static'], integer(10));
    type.method('next', [], INTEGER, [giveBack(increment({ kind: 'field', receiver: undefined, field: count, direct: false }, 'new'))]);
    return type;
  }

  it('live as long as the transaction and start afresh in the next', () => {
    const linked = Program.link(emitProgram(program(counter())), environment);
    assert.equal(linked.invoke('Counter', 'next'), 11);
    assert.equal(linked.invoke('counter', 'NEXT'), 12);
    machine.epoch = nextEpoch();
    assert.equal(linked.invoke('Counter', 'next'), 11);
  });

  it('an initialiser that comes back to its own class finds null', () => {
    const type = new ClassBuilder('T');
    const second = type.field('second', INTEGER, ['public', 'static'], integer(5));
    const place = (field: typeof second): Parameters<typeof assign>[0] => ({ kind: 'field', receiver: undefined, field, direct: false });
    const peek = type.method('peek', [], BOOLEAN, [giveBack({ kind: 'Equals', how: 'null', operands: undefined, negated: false, left: read(place(second)), right: NULL, type: BOOLEAN, pos: at(1) })]);
    const seen = type.field('seen', BOOLEAN, ['public', 'static']);
    type.staticInitializers.unshift({ kind: 'field', field: seen, value: call(peek), pos: at(1) });
    type.method('run', [], BOOLEAN, [giveBack(read(place(seen), BOOLEAN))]);
    assert.equal(run([type], 'T', 'run'), true);
  });

  it('a static final literal is used in place and needs no state', () => {
    const type = new ClassBuilder('T');
    const limit = type.field('LIMIT', INTEGER, ['public', 'static', 'final'], integer(42));
    type.method('run', [], INTEGER, [giveBack(read({ kind: 'field', receiver: undefined, field: limit, direct: false }))]);
    const { source } = emitProgram(program(type)).modules[0]!;
    assert.match(source, /return 42;/);
    assert.doesNotMatch(source, /\$epoch/);
  });
});

describe('places in the source', () => {
  it('a frame of emitted code is found again as class, method and line', () => {
    const type = new ClassBuilder('Outer');
    const failing = type.methodSymbol('fail', [], VOID);
    type.body(failing, [], [effect(arithmetic('/', integer(1), integer(0)), at(12, 5))], 11);
    const caller = type.methodSymbol('run', [], VOID);
    type.body(caller, [], [effect(call(failing, [], undefined, at(8, 9)), at(8, 9))], 7);
    const linked = Program.link(emitProgram(program(type)), environment);
    let stack = '';
    try {
      linked.invoke('Outer', 'run');
    } catch (error) {
      stack = (error as Error).stack!;
    }
    const places = stack.split('\n').map((line) => linked.placeOfFrame(line)).filter((place) => place !== undefined);
    assert.deepEqual(places.map(({ method, line }) => `${method}: line ${line}`), ['Class.Outer.fail: line 12', 'Class.Outer.run: line 8']);
  });

  it('coverage counts how often each line ran', () => {
    const type = new ClassBuilder('T');
    const n = local('n', INTEGER);
    type.method('run', [n], VOID, [effect(assign({ kind: 'local', local: n }, integer(1)), at(3)), effect(assign({ kind: 'local', local: n }, integer(2)), at(4))]);
    const linked = Program.link(emitProgram(program(type), { coverage: true }), environment);
    linked.invoke('T', 'run', [0]);
    linked.invoke('T', 'run', [0]);
    assert.deepEqual(linked.coverage('T.cls'), [{ line: 3, count: 2 }, { line: 4, count: 2 }]);
  });
});
