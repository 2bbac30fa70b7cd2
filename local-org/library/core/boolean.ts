/** System.Boolean. */
import { typeNameOf } from '../../values/casting.ts';
import { TypeException } from '../../values/exceptions.ts';
import { defineClass } from '../define.ts';
import { given } from './arguments.ts';

/** Only the text "true", in any case, is true. */
function booleanOf(value: unknown): boolean {
  const source = given(value);
  if (typeof source === 'boolean') return source;
  if (typeof source === 'string') return source.toLowerCase() === 'true';
  throw new TypeException(`Invalid boolean: ${typeNameOf(source)}`);
}

export const booleanClass = defineClass('System.Boolean', {
  'static Boolean valueOf(Object value)': booleanOf,
});
