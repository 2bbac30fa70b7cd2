import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { defineClass } from '../define.ts';

/** A point of the transaction to roll back to; the data port knows it by its number. */
export class Savepoint extends ApexObject {
  readonly number: number;

  constructor(number: number) {
    super();
    this.number = number;
  }
}
describePlatformClass(Savepoint, 'System.Savepoint');

export const SAVEPOINT = defineClass('System.Savepoint', {}, { instances: Savepoint });
