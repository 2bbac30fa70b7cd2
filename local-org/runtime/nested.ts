/** A transaction inside a transaction's database work, with statics, limits and CPU time of its own: asynchronous jobs and event triggers in tests. */
import { fuelLeft, setFuel } from './machine.ts';
import type { Program } from './program.ts';
import { withFreshStatics } from './statics.ts';
import type { Transaction } from './transaction.ts';

/** `make` may set the machine up anew, as the constructor of Transaction does; everything is as before when this returns. */
export function runNested<T>(program: Program, make: () => Transaction, body: (transaction: Transaction) => T): T {
  const fuel = fuelLeft();
  try {
    return withFreshStatics(program, () => {
      const transaction = make();
      return transaction.enter(() => body(transaction));
    });
  } finally {
    setFuel(fuel);
  }
}
