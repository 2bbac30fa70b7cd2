/**
 * Compiled Apex beside the same work written in JavaScript by hand, in one process and one run. Prints milliseconds (best of many runs) and the ratio.
 *   node bench/apex-loops.ts
 */
import { ADMINISTRATOR, ScriptOrg } from '../local-org/runtime/test/script-org.ts';
import { machine } from '../local-org/runtime/machine.ts';

/** Short runs and the best of many: other jobs on the machine then disturb least. */
const RUNS = 30;
const WARM_UP_CALLS = 2_000;
const WARM_UP_ITERATIONS = 15;
/** More than any work here burns, and still a small integer to V8, as in a real transaction. */
const PLENTY = 2_000_000_000;

const SOURCE = `
public class Loops {
    public Integer total = 0;
    public static Integer integers(Integer n) {
        Integer sum = 0;
        for (Integer i = 0; i < n; i++) {
            sum += i * 3;
        }
        return sum;
    }
    public static Integer fib(Integer n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }
    public static Integer text(Integer n) {
        String built = '';
        for (Integer i = 0; i < n; i++) {
            built += 'x' + i;
        }
        return built.length();
    }
    public static Integer maps(Integer n) {
        Map<String, Integer> counts = new Map<String, Integer>();
        for (Integer i = 0; i < n; i++) {
            String key = 'k' + (i & 1023);
            Integer before = counts.get(key);
            counts.put(key, before == null ? 1 : before + 1);
        }
        return counts.size();
    }
    public static Integer lists(Integer n) {
        List<Integer> numbers = new List<Integer>();
        for (Integer i = 0; i < n; i++) {
            numbers.add(i);
        }
        Integer sum = 0;
        for (Integer each : numbers) {
            sum += each;
        }
        for (Integer i = 0; i < numbers.size(); i++) {
            sum -= numbers[i];
        }
        return sum;
    }
    public static Integer records(Integer n) {
        List<Account> rows = new List<Account>();
        for (Integer i = 0; i < 100; i++) {
            rows.add(new Account(Name = 'A', NumberOfEmployees = i));
        }
        Integer sum = 0;
        for (Integer i = 0; i < n; i += 100) {
            for (Account row : rows) {
                row.NumberOfEmployees = row.NumberOfEmployees + 1;
                if (row.Name != null) {
                    sum += row.NumberOfEmployees;
                }
            }
        }
        return sum;
    }
    public void add(Integer more) {
        total += more;
    }
    public static Integer objects(Integer n) {
        Loops loops = new Loops();
        for (Integer i = 0; i < n; i++) {
            loops.add(1);
        }
        return loops.total;
    }
    public static Decimal decimals(Integer n) {
        Decimal sum = 0.00;
        for (Integer i = 0; i < n; i++) {
            sum += 1.25;
        }
        return sum;
    }
}`;

class Loops {
  total = 0;
  add(by: number): void {
    this.total = (this.total + by) | 0;
  }
}

interface Row {
  Name: string | null;
  NumberOfEmployees: number | null;
}

/** What a programmer would write for the same result. */
const byHand: Readonly<Record<string, (n: number) => unknown>> = {
  integers(n) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum = (sum + Math.imul(i, 3)) | 0;
    return sum;
  },
  fib: function fib(n: number): number {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  },
  text(n) {
    let built = '';
    for (let i = 0; i < n; i++) built += `x${i}`;
    return built.length;
  },
  maps(n) {
    const counts = new Map<string, number>();
    for (let i = 0; i < n; i++) {
      const key = `k${i & 1023}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts.size;
  },
  lists(n) {
    const numbers: number[] = [];
    for (let i = 0; i < n; i++) numbers.push(i);
    let sum = 0;
    for (const each of numbers) sum = (sum + each) | 0;
    for (let i = 0; i < numbers.length; i++) sum = (sum - numbers[i]!) | 0;
    return sum;
  },
  records(n) {
    const rows: Row[] = [];
    for (let i = 0; i < 100; i++) rows.push({ Name: 'A', NumberOfEmployees: i });
    let sum = 0;
    for (let i = 0; i < n; i += 100) {
      for (const row of rows) {
        row.NumberOfEmployees = row.NumberOfEmployees! + 1;
        if (row.Name !== null) sum = (sum + row.NumberOfEmployees) | 0;
      }
    }
    return sum;
  },
  objects(n) {
    const loops = new Loops();
    for (let i = 0; i < n; i++) loops.add(1);
    return loops.total;
  },
  decimals(n) {
    // Exact decimals by hand: hundredths in a bigint.
    let hundredths = 0n;
    for (let i = 0; i < n; i++) hundredths += 125n;
    return hundredths;
  },
};

const ITERATIONS: Readonly<Record<string, number>> = {
  integers: 10_000_000, fib: 30, text: 100_000, maps: 100_000, lists: 100_000, records: 1_000_000, objects: 10_000_000, decimals: 100_000,
};

/** Many short calls first, so that V8 has compiled the code as it would in a busy org. */
function bestOf(work: (iterations: number) => unknown, iterations: number): number {
  for (let call = 0; call < WARM_UP_CALLS; call++) work(Math.min(iterations, WARM_UP_ITERATIONS));
  let best = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    work(iterations);
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

const host = new ScriptOrg();
const program = host.install([{ path: 'Loops.cls', text: SOURCE, kind: 'class' }]);
console.log('work         iterations   Apex ms     JS ms   ratio');
for (const [name, iterations] of Object.entries(ITERATIONS)) {
  const compiled = await host.org.run({ user: ADMINISTRATOR, kind: 'ANONYMOUS' }, () => bestOf((count) => {
    machine.fuel = PLENTY;
    return program.invoke('Loops', name, [count]);
  }, iterations));
  const written = bestOf(byHand[name]!, iterations);
  console.log(`${name.padEnd(10)} ${String(iterations).padStart(12)} ${compiled.toFixed(1).padStart(9)} ${written.toFixed(1).padStart(9)} ${(compiled / written).toFixed(1).padStart(7)}`);
}
