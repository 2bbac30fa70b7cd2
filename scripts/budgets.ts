/** `npm run budgets`: what each kind of transaction uses of Salesforce's limits at 1, 10 and 200 lines, and whether it keeps its budget. */
import { UsageError } from '../local-org/cli/command.ts';
import { excess, measureBudgets } from './budgets/measure.ts';
import { runScript } from './command-line.ts';

const HEAD = ['transaction', 'lines', 'SOQL', 'DML', 'rows written', 'rows read', 'CPU ms', 'budget SOQL / DML / rows'];
const WIDTHS = [30, 6, 5, 4, 13, 10, 7, 0];

await runScript('budgets', 'usage: npm run budgets', async (args) => {
  if (args.length > 0) throw new UsageError(`What is "${args[0]!}"?`);
  const measured = await measureBudgets();
  print(HEAD);
  for (const { name, budget, usages } of measured) {
    for (const [lines, { soql, dml, rows, queryRows, fuelMs }] of usages) print([name, lines, soql, dml, rows, queryRows, fuelMs, `${String(budget.soql)} / ${String(budget.dml)} / ${String(budget.rows)}`]);
  }
  const over = measured.flatMap(excess);
  for (const line of over) process.stdout.write(`over budget: ${line}\n`);
  process.stdout.write(`${String(measured.length)} kinds of transactions, ${String(over.length)} over budget\n`);
  return over.length === 0 ? 0 : 1;
});

function print(cells: readonly (string | number)[]): void {
  process.stdout.write(`${cells.map((cell, index) => (index === 0 || index === cells.length - 1 ? String(cell).padEnd(WIDTHS[index]!) : String(cell).padStart(WIDTHS[index]!))).join(' ').trimEnd()}\n`);
}
