/** Database.DMLOptions. Partial success is supported; field truncation and the headers for mail, assignment and duplicate rules are refused by name. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { defineClass } from '../define.ts';

export class DMLOptions extends ApexObject {
  optAllOrNone: boolean | null = null;
}
describePlatformClass(DMLOptions, 'Database.DMLOptions');

export const DML_OPTIONS = defineClass('Database.DMLOptions', {
  'new()': () => new DMLOptions(),
  'get Boolean OptAllOrNone': (self: DMLOptions) => self.optAllOrNone,
  'set Boolean OptAllOrNone': (self: DMLOptions, value: boolean | null) => {
    self.optAllOrNone = value;
  },
}, { instances: DMLOptions });
