/** The loops of Loops.cls as a programmer would write them in JavaScript, with the same result. */
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
export const byHand: Readonly<Record<string, (n: number) => unknown>> = {
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
  exceptions(n) {
    let caught = 0;
    for (let i = 0; i < n; i++) {
      try {
        throw new RangeError(`no ${i}`);
      } catch (error) {
        caught = (caught + (error as RangeError).message.length) | 0;
      }
    }
    return caught;
  },
};
