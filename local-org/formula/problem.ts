/** What is wrong with a formula's text. `offset` counts characters from its start. */
export class FormulaProblem extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** A formula that cannot be computed for a record: the platform shows `#Error!`, queries give null. */
export class FormulaError extends Error {}
